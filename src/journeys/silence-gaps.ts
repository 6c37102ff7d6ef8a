import { sqlFile } from '../storage/sql-file.ts'
import type { JourneyStore } from './build.ts'
import type { JourneyReport } from './contract.ts'
import type { View } from './view.ts'

const gapsSql = sqlFile(import.meta, 'silence-gaps.sql')

/** Gaps between news by place, worst first. */
export async function silentGaps(store: JourneyStore, view: View): Promise<JourneyReport['silence']['gaps']> {
  const rows = await store.analytics.ask<Record<string, string | number>>(gapsSql, view.scope, 'analysis')
  return rows.map((row) => ({
    from: String(row.from),
    to: String(row.to),
    count: Number(row.count),
    over: Number(row.over),
    median_days: Number(row.median_days),
    p90_days: Number(row.p90_days),
    excess_days: Number(row.excess_days),
  }))
}
