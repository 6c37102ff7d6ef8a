import { identifierKind } from '../collect/contract.ts'
import { type Names, readNames, subjectKey } from '../collect/index.ts'
import type { Analytics } from '../storage/analytics.ts'
import { sqlFile } from '../storage/sql-file.ts'
import type { JourneyStore } from './build.ts'
import { type CustomerRun, readCustomerRuns } from './customer-runs.ts'

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

export interface Timeline<Told> {
  /** Latest first. */
  lived: Lived[]
  /** What `tell` made of it. */
  told: Told
  /** Of the subjects that are this customer's, and of the customer alone. */
  runs: CustomerRun[]
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
 * theirs. A subject belongs to whoever was first seen with it, as in `customer-history.sql`, which does the same for everybody. Runs
 * are read meanwhile, of every subject that was seen, and `tell` reads what else is to be told of what happened.
 */
export async function readTimeline<Told>(
  store: JourneyStore,
  workspace: string,
  { customer_id, identifier_ids }: { customer_id: string; identifier_ids: readonly string[] },
  tell: (lived: Lived[]) => Promise<Told>,
): Promise<Timeline<Told>> {
  const ask = asking(store.analytics, workspace)
  const [names, own] = await Promise.all([
    readNames(store.db, workspace),
    ask([identifierKind], identifier_ids),
  ])
  const seen = new Map(
    own.flatMap((row) => row.subjects.map(([type, id]) => [subjectKey({ type, id }), type] as const)),
  )
  const happened = async () => {
    const { carried, owned } = await alsoTheirs(
      store.analytics,
      workspace,
      seen,
      new Set(identifier_ids),
      ask,
    )
    const rows = new Map([...own, ...carried].map((row) => [row.interaction_id, row]))
    const lived = [...rows.values()]
      .map((row) => shown(row, names))
      .sort((a, b) => b.started_at - a.started_at)
    return { lived, owned, told: await tell(lived) }
  }
  const [{ lived, owned, told }, runs] = await Promise.all([
    happened(),
    readCustomerRuns(store, workspace, [customer_id, ...seen.keys()]),
  ])
  return { lived, told, runs: runs.filter(({ key }) => key === customer_id || owned.has(key)) }
}

/** Which of some subjects are theirs, and what carries one of those and nobody's identifier. */
async function alsoTheirs(
  analytics: Analytics,
  workspace: string,
  seen: ReadonlyMap<string, string>,
  theirs: ReadonlySet<string>,
  ask: ReturnType<typeof asking>,
): Promise<{ carried: Row[]; owned: Set<string> }> {
  const about = await readOwned(analytics, workspace, seen)
  const owned = new Set(about.flatMap(({ key, owner }) => (theirs.has(owner) ? [key] : [])))
  const held = about.filter(({ key, nameless }) => nameless > 0 && owned.has(key))
  if (held.length === 0) return { carried: [], owned }
  const carried = await ask(
    held.map(({ type }) => type),
    held.map(({ key }) => key),
  )
  return { carried: carried.filter(({ identifier_id }) => identifier_id === '0'), owned }
}

const asking = (analytics: Analytics, workspace: string) => (kinds: string[], keys: readonly string[]) =>
  analytics.ask<Row>(timelineSql, { workspace, params: { kinds, keys: keys.map(BigInt), most } }, 'lookup')

interface Owned {
  type: string
  key: string
  /** The identifier first seen with it. */
  owner: string
  /** How many of its interactions carry no identifier. */
  nameless: number
}

/** Whose some subjects are, given by their keys with their types; those nobody was seen with are left out. */
async function readOwned(
  analytics: Analytics,
  workspace: string,
  subjects: ReadonlyMap<string, string>,
): Promise<Owned[]> {
  if (subjects.size === 0) return []
  const rows = await analytics.ask<Omit<Owned, 'nameless'> & { nameless: string }>(
    `SELECT kind AS type, toString(key) AS key, countIf(identifier_id = 0) AS nameless,
       toString(argMinIf(identifier_id, (started_at, sequence, interaction_id), identifier_id != 0)) AS owner
     FROM throughline.history FINAL
     PREWHERE {{workspace}} AND kind IN ({kinds:Array(String)}) AND key IN ({keys:Array(UInt64)})
     GROUP BY kind, key`,
    { workspace, params: { kinds: [...new Set(subjects.values())], keys: [...subjects.keys()].map(BigInt) } },
    'lookup',
  )
  return rows.flatMap((row) => (row.owner === '0' ? [] : { ...row, nameless: Number(row.nameless) }))
}

/** When some customers, given by their identifiers, were last heard of, and where. */
export async function lastContacts(
  { db, analytics }: JourneyStore,
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
  const keys = new Map(
    types.flatMap((type) => written.map((each) => [subjectKey({ type, id: each }), type] as const)),
  )
  const owned = await readOwned(analytics, workspace, keys)
  return owned.map(({ type, owner }) => ({ type, identifier_id: owner }))
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
