export { compareIds, nameClusters } from './clusters.ts'
export { identityErasure } from './erase.ts'
export { followIdentity } from './follow.ts'
export { followGroups } from './follow-groups.ts'
export { guessTraits, traitsOf } from './guess-traits.ts'
export { type HeldRecord, withRecords } from './held-records.ts'
export { learnProfiles } from './learn-profiles.ts'
export type { IdentityStore } from './ledger.ts'
export { type Matching, type MatchOptions, matchRecords, shippedThresholds } from './match.ts'
export type { MatchModel } from './match-model.ts'
export {
  type Answer,
  calibrationOf,
  drawToJudge,
  type ErrorRates,
  errorRates,
  type PlacedPair,
} from './match-quality.ts'
export type { RecordSource } from './match-records.ts'
export { type Evidence, evidenceOf, type MatchPair, type Thresholds } from './match-score.ts'
export { matchNew } from './matchings.ts'
export { identifiersOf, ownersNow } from './owners.ts'
export { groupsOfCustomer, readGroupOf } from './read-group.ts'
export { readCustomerIdentifiers, readCustomerIdentity } from './read-identity.ts'
export { type Profile, readProfiles } from './read-profiles.ts'
export { readTraits } from './read-traits.ts'
export { mountIdentity } from './routes.ts'
export { readRecorded, readSaidOf } from './said.ts'
export { type Found, findNumber, findWritten, searchProfiles } from './search-profiles.ts'
export type { IdentityTables } from './tables.ts'
export { type Level, levels, traits } from './traits.ts'
