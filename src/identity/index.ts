export { followIdentity } from './follow.ts'
export type { IdentityStore } from './ledger.ts'
export { mountIdentity } from './routes.ts'
export type { IdentityTables } from './tables.ts'
