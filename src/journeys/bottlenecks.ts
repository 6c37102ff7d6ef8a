import type { Output } from '../http/operation.ts'
import { sqlFile } from '../storage/sql-file.ts'
import type { JourneyStore } from './build.ts'
import type { readProfile } from './contract.ts'
import type { View } from './view.ts'

const bottlenecksSql = sqlFile(import.meta, 'bottlenecks.sql')

/** The passages at which runs together waited longest, each with its share of all waiting. */
export async function bottlenecksOf(
  store: JourneyStore,
  view: View,
): Promise<Output<typeof readProfile>['bottlenecks']> {
  const rows = await store.analytics.ask<Record<string, string | number>>(
    bottlenecksSql,
    view.scope,
    'analysis',
  )
  return rows.map((row) => ({
    from: String(row.from),
    to: String(row.to),
    count: Number(row.count),
    days: Number(row.days),
    share: Number(row.all_days) === 0 ? null : Number(row.days) / Number(row.all_days),
    median_days: Number(row.median_days),
    p90_days: Number(row.p90_days),
    waited_for: String(row.waited_for),
  }))
}
