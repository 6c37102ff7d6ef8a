import { sqlFile } from '../storage/sql-file.ts'
import type { JourneyStore } from './build.ts'
import type { ConsistencyReport } from './contract.ts'
import type { View } from './view.ts'

const kindsSql = sqlFile(import.meta, 'contradiction-kinds.sql')

/** What contradictions are about, most often first (methods A.16). */
export async function contradictionKinds(
  store: JourneyStore,
  view: View,
): Promise<ConsistencyReport['contradictions']['kinds']> {
  const rows = await store.analytics.ask<Record<string, string | number>>(kindsSql, view.scope, 'analysis')
  return rows.map((row) => ({ what: String(row.what), times: Number(row.times), runs: Number(row.runs) }))
}
