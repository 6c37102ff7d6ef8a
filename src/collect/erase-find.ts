import type { ErasedIdentifier, Erasing } from '../storage/erasure.ts'
import { erasedInteractions } from '../storage/erasure.ts'
import type { Store } from './commit.ts'
import { subjectKey } from './keys.ts'
import { tokenOf } from './record-tokens.ts'
import { type Buried, buriedIdentifier, buriedRecord, buriedSubject } from './tombstones.ts'

/** The 64 bits of an interaction's id that its record is known by: `recordIdOf`, for many at once. */
const recordId = `reinterpretAsUInt64(reverse(unhex(concat(substring(replaceAll(toString(interaction_id), '-', ''), 1, 12),
  substring(replaceAll(toString(interaction_id), '-', ''), 14, 3), substring(replaceAll(toString(interaction_id), '-', ''), 18, 1)))))`

const columns = 'workspace, erasure_id, interaction_id, source, record_id, named'

/** What an erasure is about. */
export interface Found {
  /** Interactions that carry an identifier of the customer. */
  named: number
  /** Interactions without any identifier, about subjects that nobody else has anything to do with. */
  by_subject: number
  /** Of the named ones, those that carry somebody else's stronger identifier. */
  of_others: number
  subjects: [type: string, id: string][]
}

const nameOf = ({ kind, value }: { kind: string; value: string }) => `${kind}\u0000${value}`
const carried = `(identifier_id IN ({ids:Array(UInt64)})
  OR length(identifiers) > 1 AND hasAny(arrayMap(each -> concat(each.1, '\\0', each.2), identifiers), {names:Array(String)}))`

/**
 * Finds all interactions of a customer, in every version that still lies on the disk, and notes them in the table `erasing`.
 * Histories must have followed.
 */
export async function findOfCustomer(
  { analytics }: Pick<Store, 'analytics'>,
  { workspace, erasure_id, identifiers }: Pick<Erasing, 'workspace' | 'erasure_id' | 'identifiers'>,
): Promise<Found> {
  const params = {
    erasure: erasure_id,
    ids: identifiers.map((each) => BigInt(each.identifier_id)),
    names: identifiers.map(nameOf),
  }
  const scope = { workspace, params }
  const note = (select: string, more: Record<string, unknown> = {}) =>
    analytics.command(
      `INSERT INTO throughline.erasing (${columns}) ${select}`,
      { workspace, params: { ...params, ...more } },
      'erase',
      'throughline.erasing',
    )
  await note(`SELECT DISTINCT workspace, {erasure:UInt64}, interaction_id, source, ${recordId}, 1
    FROM throughline.interactions WHERE {{workspace}} AND ${carried}`)
  const subjects = await ownSubjects(analytics, workspace, params)
  if (subjects.length > 0)
    await note(
      `SELECT DISTINCT workspace, {erasure:UInt64}, interaction_id, source, ${recordId}, 0 FROM throughline.history
       WHERE {{workspace}} AND key IN ({keys:Array(UInt64)}) AND identifier_id = 0
         AND arrayAll(each -> has({subjects:Array(String)}, concat(each.1, '\\0', each.2)), subjects)
         AND interaction_id NOT IN ${erasedInteractions}`,
      {
        keys: subjects.map(([type, id]) => BigInt(subjectKey({ type, id }))),
        subjects: subjects.map(([type, id]) => `${type}\u0000${id}`),
      },
    )
  // A record is erased whole: what else it made goes with it.
  await note(`SELECT DISTINCT workspace, {erasure:UInt64}, id AS interaction_id, source, record_id, 1
    FROM throughline.records ARRAY JOIN interaction_ids AS id
    WHERE {{workspace}} AND (source, record_id) IN (SELECT source, record_id FROM throughline.erasing WHERE {{workspace}} AND erasure_id = {erasure:UInt64})
      AND id NOT IN ${erasedInteractions}`)
  const [counted] = await analytics.ask<{ named: string; by_subject: string }>(
    `SELECT countIf(named = 1) AS named, countIf(named = 0) AS by_subject FROM throughline.erasing
     WHERE {{workspace}} AND erasure_id = {erasure:UInt64}`,
    scope,
    'erase',
  )
  const [others] = await analytics.ask<{ n: string }>(
    `SELECT uniqExact(interaction_id) AS n FROM throughline.interactions
     WHERE {{workspace}} AND interaction_id IN ${erasedInteractions} AND identifier_id != 0 AND identifier_id NOT IN ({ids:Array(UInt64)})`,
    scope,
    'erase',
  )
  return {
    named: Number(counted!.named),
    by_subject: Number(counted!.by_subject),
    of_others: Number(others!.n),
    subjects,
  }
}

/** Subjects of the interactions found with which no other customer has anything to do. */
async function ownSubjects(
  analytics: Store['analytics'],
  workspace: string,
  params: Record<string, unknown>,
): Promise<[string, string][]> {
  const rows = await analytics.ask<{ key: string; kind: string; name: string }>(
    `SELECT DISTINCT toString(each.key) AS key, each.kind AS kind, each.name AS name FROM throughline.interactions ARRAY JOIN keys AS each
     WHERE {{workspace}} AND interaction_id IN ${erasedInteractions} AND each.kind != 'identifier'`,
    { workspace, params },
    'erase',
  )
  if (rows.length === 0) return []
  const shared = await analytics.ask<{ key: string }>(
    `SELECT DISTINCT toString(key) AS key FROM throughline.history
     WHERE {{workspace}} AND key IN ({keys:Array(UInt64)}) AND identifier_id != 0 AND interaction_id NOT IN ${erasedInteractions}`,
    { workspace, params: { ...params, keys: rows.map((row) => BigInt(row.key)) } },
    'erase',
  )
  const others = new Set(shared.map((row) => row.key))
  return rows.filter((row) => !others.has(row.key)).map((row) => [row.kind, row.name])
}

/** Those older than their channel's period. */
const older = `started_at < transform(toString(channel), {channels:Array(String)}, {before:Array(Int64)}, {otherwise:Int64})`

function olderParams(periods: ReadonlyMap<string, number>, now: number) {
  const channels = [...periods.keys()].filter((channel) => channel !== '')
  const before = (days: number | undefined) => (days === undefined ? -9e15 : now - days * 86_400_000)
  return {
    // The engine wants one at least: no channel is called so.
    channels: ['\u0000', ...channels],
    before: [0, ...channels.map((channel) => before(periods.get(channel)))],
    otherwise: before(periods.get('')),
  }
}

/** Finds all interactions older than their channel's period. Returns how many. */
export async function findOlder(
  { analytics }: Pick<Store, 'analytics'>,
  { workspace, erasure_id }: Pick<Erasing, 'workspace' | 'erasure_id'>,
  periods: ReadonlyMap<string, number>,
  now: number,
): Promise<number> {
  const params = { erasure: erasure_id, ...olderParams(periods, now) }
  await analytics.command(
    `INSERT INTO throughline.erasing (${columns})
     SELECT DISTINCT workspace, {erasure:UInt64}, interaction_id, source, ${recordId}, 1 FROM throughline.interactions
     WHERE {{workspace}} AND ${older}`,
    { workspace, params },
    'erase',
    'throughline.erasing',
  )
  const [row] = await analytics.ask<{ n: string }>(
    `SELECT count() AS n FROM throughline.erasing WHERE {{workspace}} AND erasure_id = {erasure:UInt64}`,
    { workspace, params },
    'erase',
  )
  return Number(row!.n)
}

/** How many interactions are older than their channel's period. */
export async function countOlder(
  { analytics }: Pick<Store, 'analytics'>,
  workspace: string,
  periods: ReadonlyMap<string, number>,
  now: number,
): Promise<number> {
  const [row] = await analytics.ask<{ n: string }>(
    `SELECT uniqExact(interaction_id) AS n FROM throughline.interactions WHERE {{workspace}} AND ${older}`,
    { workspace, params: olderParams(periods, now) },
    'erase',
  )
  return Number(row!.n)
}

/** The ids that an erasure found, of interactions that still stand. */
export async function erasedIds(
  { analytics }: Pick<Store, 'analytics'>,
  { workspace, erasure_id }: Pick<Erasing, 'workspace' | 'erasure_id'>,
): Promise<string[]> {
  const lines = await analytics.lines(
    `SELECT interaction_id FROM throughline.interactions FINAL WHERE {{workspace}} AND interaction_id IN ${erasedInteractions}`,
    { workspace, params: { erasure: erasure_id } },
    'erase',
  )
  return lines.map((line) => (JSON.parse(line) as [string])[0])
}

/** Everything that must not come again: identifiers, subjects, records, and the values to know them by in text. */
export async function buriedOf(
  { analytics }: Pick<Store, 'analytics'>,
  { workspace, erasure_id, identifiers }: Pick<Erasing, 'workspace' | 'erasure_id' | 'identifiers'>,
  subjects: readonly [type: string, id: string][],
): Promise<Buried[]> {
  const records = await analytics.lines(
    `SELECT DISTINCT source, toString(record_id) FROM throughline.erasing WHERE {{workspace}} AND erasure_id = {erasure:UInt64}`,
    { workspace, params: { erasure: erasure_id } },
    'erase',
  )
  return [
    ...buriedPerson(identifiers),
    ...subjects.map(([type, id]) => buriedSubject({ type, id })),
    ...records.map((line) => buriedRecord(...(JSON.parse(line) as [string, string]))),
  ]
}

/** What a customer is known by alone: set before anything is looked for, so that nothing of them comes in meanwhile. */
export const buriedPerson = (identifiers: readonly ErasedIdentifier[]): Buried[] =>
  identifiers.flatMap((each): Buried[] => {
    const token = tokenOf(each.value)
    return [buriedIdentifier(each), ...(token === null ? [] : [{ kind: 'value' as const, name: token }])]
  })

/** Identifiers that only interactions of this erasure carry: nobody is left whom they name. */
export async function identifiersLeftAlone(
  { analytics }: Pick<Store, 'analytics'>,
  { workspace, erasure_id }: Pick<Erasing, 'workspace' | 'erasure_id'>,
): Promise<{ kind: string; value: string }[]> {
  const lines = await analytics.lines(
    `SELECT kind, value FROM (
       SELECT each.1 AS kind, each.2 AS value, min(interaction_id IN ${erasedInteractions}) AS only FROM throughline.interactions
       ARRAY JOIN identifiers AS each
       WHERE {{workspace}} AND each IN (SELECT arrayJoin(identifiers) FROM throughline.interactions WHERE {{workspace}} AND interaction_id IN ${erasedInteractions})
       GROUP BY kind, value) WHERE only = 1`,
    { workspace, params: { erasure: erasure_id } },
    'erase',
  )
  return lines.map((line) => {
    const [kind, value] = JSON.parse(line) as [string, string]
    return { kind, value }
  })
}
