import type { Analytics } from '../storage/analytics.ts'
import { sqlFile } from '../storage/sql-file.ts'

const earliestSql = sqlFile(import.meta, 'earliest-change.sql')

/** When time alone next changes a run of a workspace, epoch ms, or a little before; Infinity where no run waits for the clock. */
export async function earliestChange(analytics: Analytics, workspace: string, now: number): Promise<number> {
  const [row] = await analytics.ask<{ next: string | null }>(
    earliestSql,
    { workspace, params: { now } },
    'rebuild',
  )
  return row?.next == null ? Number.POSITIVE_INFINITY : Number(row.next)
}
