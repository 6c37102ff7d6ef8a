export * from './contract-customers.ts'
export * from './contract-groups.ts'
export * from './contract-rights.ts'
export * from './contract-webhook.ts'
