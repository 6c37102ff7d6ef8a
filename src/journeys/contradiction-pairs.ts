import { sqlFile } from '../storage/sql-file.ts'
import type { JourneyStore } from './build.ts'
import type { ConsistencyReport } from './contract.ts'
import type { View } from './view.ts'

const pairsSql = sqlFile(import.meta, 'contradiction-pairs.sql')

/** Who contradicts whom, most often first (methods A.16). */
export async function contradictionPairs(
  store: JourneyStore,
  view: View,
): Promise<ConsistencyReport['contradictions']['pairs']> {
  const rows = await store.analytics.ask<Record<string, string | number>>(pairsSql, view.scope, 'analysis')
  return rows.map((row) => ({
    first: String(row.first),
    second: String(row.second),
    times: Number(row.times),
    runs: Number(row.runs),
  }))
}
