/** The operations of collect, by what they answer. Browser-safe. */
export * from './contract-imports.ts'
export * from './contract-keys.ts'
export * from './contract-kinds.ts'
export * from './contract-mail.ts'
export * from './contract-quarantine.ts'
export * from './contract-sources.ts'
export * from './contract-words.ts'
export * from './interaction.ts'
