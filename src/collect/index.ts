export { readNames } from './catalogue-store.ts'
export { createMailRoom, type MailRoom } from './channels/mail-room.ts'
export {
  commitUnder,
  recoverCommits,
  recoverFailed,
  type Store,
  settledCommit,
} from './commit.ts'
export { serveSourceSettings } from './dialects/source-settings.ts'
export { collectErasure, withdrawErased } from './erase.ts'
export {
  buriedOf,
  buriedPerson,
  countOlder,
  findOfCustomer,
  findOlder,
  identifiersLeftAlone,
} from './erase-find.ts'
export { disarmed, eventPartsOf, type FieldName, fieldNames, fieldsOf, prefix } from './exported-fields.ts'
export { watchFeeds } from './feed-watch.ts'
export { type CommitWatch, createGroupCommit, type GroupCommit } from './group-commit.ts'
export { type ColumnProfile, profileColumns } from './guess-columns.ts'
export { fillHistories } from './histories.ts'
export { type Horizons, horizonsOf, readHorizons, type SourceHorizon, shrank } from './horizon.ts'
export { builtInKinds, compileKinds, type IdentifierKinds } from './identifier-kinds.ts'
export { pendingImports, resumeImports, stopImports } from './imports.ts'
export { groupId, hash64, identifierId, type RankOf, subjectKey } from './keys.ts'
export { kindsAt, kindsNow } from './kinds-store.ts'
export { describeProblems, parseMapping } from './mapping.ts'
export { sourceType } from './ocel-objects.ts'
export { readCsv } from './read-csv.ts'
export { readInteractions, readTexts } from './read-interactions.ts'
export { mountCollect } from './routes.ts'
export type { CollectTables } from './tables.ts'
export { endOfDay, type TimeZone, timeZone, utc } from './time-zone.ts'
export { bury, customerName, renewGuard, untilOthersKnow } from './tombstones.ts'
export {
  type Names,
  namedAll,
  namesFrom,
  namesNothing,
  noNames,
  type PlainNames,
  plainNames,
  wordsOf,
} from './touchpoint-names.ts'
export { resumeUndos } from './undo-work.ts'
export { afterWhole, wholeColumns, wholeInteraction } from './whole-interactions.ts'
