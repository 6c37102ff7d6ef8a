export { framedBy } from './customer-routes.ts'
export { mountAct } from './routes.ts'
export type { ActTables } from './tables.ts'
export { deliverDue } from './webhook.ts'
