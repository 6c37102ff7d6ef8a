import { sqlFile } from '../storage/sql-file.ts'
import type { JourneyStore } from './build.ts'
import type { SilenceReport } from './contract.ts'
import type { View } from './view.ts'

const nowSql = sqlFile(import.meta, 'silence-now.sql')

/** Who has heard nothing for longer than is tolerated, and still hears nothing; longest first. */
export async function silentNow(store: JourneyStore, view: View): Promise<SilenceReport['now']['longest']> {
  const rows = await store.analytics.ask<Record<string, string | number>>(nowSql, view.scope, 'analysis')
  return rows.map((row) => ({
    run_id: String(row.run_id),
    subject: String(row.subject),
    from: String(row.from),
    since: new Date(Number(row.since)).toISOString(),
    days: Number(row.days),
    tolerance_days: Number(row.tolerance_days),
  }))
}
