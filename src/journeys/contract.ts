/** The operations of journeys, by what they answer. Browser-safe. */
export * from './contract-breaks.ts'
export * from './contract-filters.ts'
export * from './contract-map.ts'
export * from './contract-profile.ts'
export * from './contract-report.ts'
export * from './contract-runs.ts'
export * from './contract-storyboards.ts'
export * from './run.ts'
