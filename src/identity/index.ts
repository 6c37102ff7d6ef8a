export { followIdentity, type IdentityStore } from './follow.ts'
export type { IdentityTables } from './tables.ts'
