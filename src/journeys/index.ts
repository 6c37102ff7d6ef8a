export { followJourneys } from './follow.ts'
export { mountJourneys } from './routes.ts'
export { checkStoryboardText } from './storyboard-store.ts'
export type { JourneyTables } from './tables.ts'
