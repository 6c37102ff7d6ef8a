export {
  commitUnder,
  recoverCommits,
  recoverFailed,
  type Store,
  settledCommit,
} from './commit.ts'
export { collectErasure, withdrawErased } from './erase.ts'
export {
  buriedOf,
  buriedPerson,
  countOlder,
  findOfCustomer,
  findOlder,
  identifiersLeftAlone,
} from './erase-find.ts'
export { type CommitWatch, createGroupCommit, type GroupCommit } from './group-commit.ts'
export { type ColumnProfile, profileColumns } from './guess-columns.ts'
export { fillHistories } from './histories.ts'
export { type Horizons, horizonsOf, readHorizons, type SourceHorizon, shrank } from './horizon.ts'
export { builtInKinds, compileKinds, type IdentifierKinds } from './identifier-kinds.ts'
export { pendingImports, resumeImports, stopImports } from './imports.ts'
export { groupId, hash64, identifierId, type RankOf, subjectKey } from './keys.ts'
export { kindsAt, kindsNow } from './kinds-store.ts'
export { readCsv } from './read-csv.ts'
export { readInteractions, readTexts } from './read-interactions.ts'
export { mountCollect } from './routes.ts'
export type { CollectTables } from './tables.ts'
export { endOfDay, type TimeZone, timeZone, utc } from './time-zone.ts'
export { bury, customerName, renewGuard } from './tombstones.ts'
