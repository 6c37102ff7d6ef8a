import type { Scope } from '../storage/analytics.ts'
import { sqlFile } from '../storage/sql-file.ts'
import type { JourneyStore } from './build.ts'
import type { RunSort } from './contract.ts'
import { countRuns } from './run-count.ts'

const pageSql = sqlFile(import.meta, 'run-page.sql')

export interface RunOrder {
  sort: RunSort
  order: 'asc' | 'desc'
  limit: number
  offset: number
}

/** What each sortable column is in SQL. */
const sortable: Record<RunSort, string> = {
  started_at: 'started_at',
  days: 'ended_at - started_at',
  steps: 'taken',
  contacts: 'contacts',
  longest_gap_days: 'longest_gap',
  excess_days: 'excess',
  conformance: 'conformance',
}

/** Which runs of a scope stand on a page of its list, in order, and how many there are in all. */
export async function runPage(
  store: JourneyStore,
  scope: Scope,
  asked: RunOrder,
): Promise<{ total: number; places: Place[] }> {
  const [total, places] = await Promise.all([countRuns(store, scope), placesOn(store, scope, asked)])
  return { total, places }
}

interface Place {
  run_id: string
  started_at: string
}

/** Runs lie in order of their start: by it, a stretch of them is gone through that grows until it fills the page. */
async function placesOn(store: JourneyStore, scope: Scope, asked: RunOrder): Promise<Place[]> {
  if (asked.sort !== 'started_at') return pageOf(store, scope, asked)
  const { first, last } = await startsOf(store, scope)
  for (let share = 1 / 32; share < 1; share *= 4) {
    const reach = Math.ceil((last - first) * share)
    const [within, edge] =
      asked.order === 'desc'
        ? ['started_at >= {edge:Int64}', last - reach]
        : ['started_at <= {edge:Int64}', first + reach]
    const stretch = { ...scope, where: [within, ...(scope.where ?? [])], params: { ...scope.params, edge } }
    const places = await pageOf(store, stretch, asked)
    if (places.length === asked.limit) return places
  }
  return pageOf(store, scope, asked)
}

function pageOf(
  store: JourneyStore,
  scope: Scope,
  { sort, order, limit, offset }: RunOrder,
): Promise<Place[]> {
  const by = `${sortable[sort]} ${order === 'asc' ? 'ASC' : 'DESC'}`
  return store.analytics.ask<Place>(
    pageSql.replace('{{order}}', by),
    { ...scope, params: { ...scope.params, limit, offset } },
    'analysis',
  )
}

/** Between which times the runs of a journey start, whatever narrows them. */
async function startsOf({ analytics }: JourneyStore, scope: Scope): Promise<{ first: number; last: number }> {
  const { journey, snapshot } = scope.params!
  const [row] = await analytics.ask<{ first: string; last: string }>(
    `SELECT min(started_at) AS first, max(started_at) AS last FROM throughline.runs
     WHERE {{workspace}} AND journey = {journey:String} AND snapshot = {snapshot:Int64}`,
    { workspace: scope.workspace, params: { journey, snapshot } },
    'analysis',
  )
  return { first: Number(row!.first), last: Number(row!.last) }
}
