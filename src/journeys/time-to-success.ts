import { kaplanMeier, medianTime } from '../stats/kaplan-meier.ts'
import { sum } from '../stats/quantile.ts'
import { sqlFile } from '../storage/sql-file.ts'
import type { JourneyStore } from './build.ts'
import type { JourneyReport } from './contract.ts'
import type { View } from './view.ts'

const timesSql = sqlFile(import.meta, 'time-to-success.sql')

/**
 * Days until half of all runs have succeeded, by Kaplan–Meier (methods B.16): runs still open, abandoned or failed
 * count as watched that long without a success. The median of the successful alone looks better the more are left
 * waiting. Null where fewer than half will have succeeded as far as can be seen.
 */
export async function timeToSuccess(
  store: JourneyStore,
  view: View,
): Promise<JourneyReport['time_to_success']> {
  const rows = await store.analytics.ask<{ lasted: number; succeeded: number; n: string }>(
    timesSql,
    view.scope,
    'analysis',
  )
  const counts = Float64Array.from(rows, (row) => Number(row.n))
  const succeeded = Uint8Array.from(rows, (row) => Number(row.succeeded))
  const lasted = Float64Array.from(rows, (row) => Number(row.lasted))
  const { value, low, high } = medianTime(kaplanMeier(lasted, succeeded, counts))
  const runs = sum(counts)
  const successes = sum(counts.filter((_, i) => succeeded[i] === 1))
  return { runs, successes, median_days: value, low, high }
}
