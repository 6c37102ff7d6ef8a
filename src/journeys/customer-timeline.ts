import { identifierKind } from '../collect/contract.ts'
import { type CollectTables, type Names, readNames, subjectKey } from '../collect/index.ts'
import type { Analytics } from '../storage/analytics.ts'
import type { Db } from '../storage/operational.ts'
import { sqlFile } from '../storage/sql-file.ts'

const timelineSql = sqlFile(import.meta, 'customer-timeline.sql')

/** So many of the latest interactions are looked at: a machine can have millions, a person has not. */
const most = 2_000

/** An interaction as it stands in a customer's timeline; times in epoch ms. */
export interface Lived {
  interaction_id: string
  source: string
  started_at: number
  ended_at: number | null
  channel: string
  touchpoint: string
  direction: string
  begun_by: string
  subjects: { type: string; id: string }[]
  is_news: boolean
  information_given: string[]
  information_asked: string[]
  agent: string
  team: string
  score: { question: string; value: number } | null
  /** What a message is about, as its sender wrote it; '' = not said. */
  about: string
}

interface TimelineStore {
  db: Db<CollectTables>
  analytics: Analytics
}

export interface Timeline {
  /** Latest first. */
  lived: Lived[]
  /** Keys of the subjects that are this customer's. */
  subjects: { type: string; id: string; key: string }[]
}

interface Row {
  interaction_id: string
  kind: string
  key: string
  identifier_id: string
  sequence: string
  started_at: string
  subjects: [string, string][]
  [column: string]: unknown
}

/**
 * What happened to a customer, given by all their identifiers: what carries one of them, and what carries only a subject that is
 * theirs. A subject belongs to whoever was first seen with it, as in `customer-history.sql`, which does the same for everybody.
 */
export async function readTimeline(
  { db, analytics }: TimelineStore,
  workspace: string,
  identifier_ids: readonly string[],
): Promise<Timeline> {
  const ask = asking(analytics, workspace)
  const names = await readNames(db, workspace)
  const own = await ask([identifierKind], identifier_ids)
  const seen = new Map(
    own.flatMap((row) => row.subjects.map(([type, id]) => [subjectKey({ type, id }), { type, id }] as const)),
  )
  const types = [...new Set([...seen.values()].map(({ type }) => type))]
  const about = seen.size === 0 ? [] : await ask(types, [...seen.keys()])
  const theirs = new Set(identifier_ids)
  const owned = new Set(ownersOf(about).flatMap(({ key, owner }) => (theirs.has(owner) ? [key] : [])))
  const nameless = about.filter(({ identifier_id, key }) => identifier_id === '0' && owned.has(key))
  const rows = new Map([...own, ...nameless].map((row) => [row.interaction_id, row]))
  return {
    lived: [...rows.values()].map((row) => shown(row, names)).sort((a, b) => b.started_at - a.started_at),
    subjects: [...owned].map((key) => ({ ...seen.get(key)!, key })),
  }
}

const asking = (analytics: Analytics, workspace: string) => (kinds: string[], keys: readonly string[]) =>
  analytics.ask<Row>(timelineSql, { workspace, params: { kinds, keys: keys.map(BigInt), most } }, 'lookup')

/** The identifier first seen with each subject; subjects nobody was seen with are left out. */
function ownersOf(rows: Row[]): { type: string; key: string; owner: string }[] {
  return [...Map.groupBy(rows, ({ kind, key }) => `${kind} ${key}`).values()].flatMap((some) => {
    const first = some.toReversed().find(({ identifier_id }) => identifier_id !== '0')
    return first === undefined ? [] : [{ type: first.kind, key: first.key, owner: first.identifier_id }]
  })
}

/** When some customers, given by their identifiers, were last heard of, and where. */
export async function lastContacts(
  { db, analytics }: TimelineStore,
  workspace: string,
  customers: ReadonlyMap<string, readonly string[]>,
): Promise<Map<string, { at: number; touchpoint: string }>> {
  const owner = new Map([...customers].flatMap(([customer, ids]) => ids.map((id) => [id, customer] as const)))
  if (owner.size === 0) return new Map()
  const rows = await analytics.ask<{ key: string; at: string; last: string }>(
    `SELECT toString(key) AS key, max(started_at) AS at, argMax(touchpoint, started_at) AS last FROM throughline.history
     WHERE {{workspace}} AND kind = 'identifier' AND key IN ({keys:Array(UInt64)}) AND is_deleted = 0 GROUP BY key ORDER BY at`,
    { workspace, params: { keys: [...owner.keys()].map(BigInt) } },
    'lookup',
  )
  const { touchpoints } = await readNames(db, workspace)
  return new Map(
    rows.map(({ key, at, last }) => [
      owner.get(key)!,
      { at: Number(at), touchpoint: touchpoints.get(last) ?? last },
    ]),
  )
}

/** Whose a subject is, of whatever type: order 4711 and case 4711 are two. */
export async function findSubjects(
  analytics: Analytics,
  workspace: string,
  id: string,
): Promise<{ type: string; identifier_id: string }[]> {
  const kinds = await analytics.ask<{ kind: string }>(
    'SELECT DISTINCT kind FROM throughline.history WHERE {{workspace}}',
    { workspace },
    'analysis',
  )
  const types = kinds.map(({ kind }) => kind).filter((kind) => kind !== identifierKind)
  const written = [...new Set([id, id.toUpperCase(), id.toLowerCase()])]
  if (types.length === 0 || id === '') return []
  const keys = types.flatMap((type) => written.map((each) => subjectKey({ type, id: each })))
  const rows = await asking(analytics, workspace)(types, keys)
  return ownersOf(rows).map(({ type, owner }) => ({ type, identifier_id: owner }))
}

/** Under the names of the catalogue. */
function shown(row: Row, { touchpoints, channels }: Names): Lived {
  const text = (column: string) => String(row[column])
  return {
    interaction_id: row.interaction_id,
    source: text('source'),
    started_at: Number(row.started_at),
    ended_at: row.ended_at === null ? null : Number(row.ended_at),
    channel: channels.get(text('channel')) ?? text('channel'),
    touchpoint: touchpoints.get(text('touchpoint')) ?? text('touchpoint'),
    direction: text('direction'),
    begun_by: text('begun_by'),
    subjects: row.subjects.map(([type, id]) => ({ type, id })),
    is_news: row.is_news === 1,
    information_given: row.information_given as string[],
    information_asked: row.information_asked as string[],
    agent: text('agent'),
    team: text('team'),
    score:
      row.score_value === null ? null : { question: text('score_question'), value: Number(row.score_value) },
    about: text('about'),
  }
}
