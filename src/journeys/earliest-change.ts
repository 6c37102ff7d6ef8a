import { sqlFile } from '../storage/sql-file.ts'
import type { JourneyStore } from './build.ts'

const earliestSql = sqlFile(import.meta, 'earliest-change.sql')

/** When time alone next changes a run of a workspace, epoch ms, or a little before; Infinity where nothing waits for the clock. */
export async function earliestChange(
  { db, analytics }: JourneyStore,
  workspace: string,
  now: number,
): Promise<number> {
  const ahead = await db
    .selectFrom('builds')
    .select(({ fn }) => fn.min('wakes_at').as('next'))
    .where('workspace', '=', workspace)
    .where('snapshot', '=', 0)
    .where('wakes_at', '>', now)
    .executeTakeFirstOrThrow()
  const [row] = await analytics.ask<{ next: string | null }>(
    earliestSql,
    { workspace, params: { now } },
    'rebuild',
  )
  return Math.min(
    Number(row?.next ?? Number.POSITIVE_INFINITY),
    Number(ahead.next ?? Number.POSITIVE_INFINITY),
  )
}
