export {
  commitUnder,
  recoverCommits,
  recoverFailed,
  type Store,
  settledCommit,
} from './commit.ts'
export { createGroupCommit, type GroupCommit } from './group-commit.ts'
export { type ColumnProfile, profileColumns } from './guess-columns.ts'
export { fillHistories } from './histories.ts'
export { type Horizons, horizonsOf, readHorizons, type SourceHorizon, shrank } from './horizon.ts'
export { resumeImports, stopImports } from './imports.ts'
export {
  groupId,
  hash64,
  identifierId,
  normaliseIdentifier,
  rankOf,
  strongestIdentifier,
  subjectKey,
} from './keys.ts'
export { readCsv } from './read-csv.ts'
export { readInteractions } from './read-interactions.ts'
export { mountCollect } from './routes.ts'
export type { CollectTables } from './tables.ts'
export { endOfDay, type TimeZone, timeZone, utc } from './time-zone.ts'
