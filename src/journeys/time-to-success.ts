import { kaplanMeier, medianTime } from '../stats/kaplan-meier.ts'
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
  const runs = rows.reduce((sum, row) => sum + Number(row.n), 0)
  const lasted = new Float64Array(runs)
  const succeeded = new Uint8Array(runs)
  let at = 0
  for (const row of rows) {
    const until = at + Number(row.n)
    lasted.fill(Number(row.lasted), at, until)
    succeeded.fill(row.succeeded, at, until)
    at = until
  }
  const { value, low, high } = medianTime(kaplanMeier(lasted, succeeded))
  return { runs, successes: succeeded.reduce((sum, each) => sum + each, 0), median_days: value, low, high }
}
