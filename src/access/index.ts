export { mountAccess } from './routes.ts'
export { openSignIn, ownerEmail, type SignIn } from './sign-in.ts'
export type { AccessTables } from './tables.ts'
export { addMember, ensureWorkspace, hasWorkspace, listWorkspaces, roleIn } from './workspace.ts'
