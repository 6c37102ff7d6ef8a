import type { Scope } from '../storage/analytics.ts'
import { sqlFile } from '../storage/sql-file.ts'
import type { JourneyStore } from './build.ts'
import type { RunSort } from './contract.ts'

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
  { sort, order, limit, offset }: RunOrder,
): Promise<{ total: number; places: { run_id: string; started_at: string }[] }> {
  const by = `${sortable[sort]} ${order === 'asc' ? 'ASC' : 'DESC'}`
  const places = await store.analytics.ask<{ run_id: string; started_at: string; total: string }>(
    pageSql.replace('{{order}}', by),
    { ...scope, params: { ...scope.params, limit, offset } },
    'analysis',
  )
  return { total: Number(places[0]?.total ?? 0), places }
}
