import type { PairTime } from '../stats/temporal-profile.ts'
import { sqlFile } from '../storage/sql-file.ts'
import type { JourneyStore } from './build.ts'
import type { View } from './view.ts'

const pairTimesSql = sqlFile(import.meta, 'pair-times.sql')

/** Seconds between two touchpoints, with the runs that took `zeta` standard deviations more or less than the mean. */
export type TouchpointTime = PairTime & { p90: number; unusual_runs: number }

/** Time between any two touchpoints (methods B.15), the most frequent pairs first; `unusual` counts runs, not passages. */
export async function pairTimesOf(
  store: JourneyStore,
  view: View,
  zeta: number,
): Promise<{ pairs: TouchpointTime[]; unusual: number }> {
  const rows = await store.analytics.ask<Record<string, string | number | null>>(
    pairTimesSql,
    { ...view.scope, params: { ...view.scope.params, zeta } },
    'analysis',
  )
  return {
    unusual: Number(rows[0]?.unusual_runs_in_all ?? 0),
    pairs: rows.map((row) => ({
      from: String(row.from),
      to: String(row.to),
      n: Number(row.n),
      mean: Number(row.mean),
      sd: row.sd === null ? null : Number(row.sd),
      median: Number(row.median),
      mad: Number(row.mad),
      p90: Number(row.p90),
      unusual_runs: Number(row.unusual_runs),
    })),
  }
}
