import { sqlFile } from '../storage/sql-file.ts'
import type { JourneyStore } from './build.ts'
import type { RepeatsReport } from './contract.ts'
import type { View } from './view.ts'

const pairsSql = sqlFile(import.meta, 'switch-pairs.sql')

/** Switches of channel by where from and where to, most forced first (methods A.3). */
export async function switchPairs(
  store: JourneyStore,
  view: View,
): Promise<RepeatsReport['switches']['pairs']> {
  const rows = await store.analytics.ask<Record<string, string>>(pairsSql, view.scope, 'analysis')
  return rows.map(({ from, to, ...row }) => ({
    from: from!,
    to: to!,
    forced: Number(row.forced),
    chosen: Number(row.chosen),
    designed: Number(row.designed),
    runs: {
      forced: Number(row.forced_runs),
      chosen: Number(row.chosen_runs),
      designed: Number(row.designed_runs),
    },
  }))
}
