export { followJourneys } from './follow.ts'
export { mountJourneys } from './routes.ts'
export type { JourneyTables } from './tables.ts'
export { checkStoryboardText } from './storyboard-store.ts'
