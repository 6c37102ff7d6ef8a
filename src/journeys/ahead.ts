import type { Analytics } from '../storage/analytics.ts'
import { sqlFile } from '../storage/sql-file.ts'

const nextSql = sqlFile(import.meta, 'ahead.sql')

/**
 * What lies ahead of the clock when runs are built stands in none of them. Its time comes in steps of so long, epoch ms:
 * finding it reads the times of all histories of a workspace.
 */
const step = 5_000

/** When what begins at `ahead_at` is looked for. */
export const wakeFor = (ahead_at: number | null): number | null =>
  ahead_at === null ? null : Math.ceil(ahead_at / step) * step

/** Nothing that is looked for at `wakes_at` began before. */
export const beganAfter = (wakes_at: number): number => wakes_at - step

export function earliest(a: number | null, b: number | null): number | null {
  if (a === null || b === null) return a ?? b
  return Math.min(a, b)
}

/** The earliest that begins after `now` in any history of a workspace, withdrawn or not; null where nothing does. */
export async function nextAhead(
  analytics: Analytics,
  workspace: string,
  now: number,
): Promise<number | null> {
  const [row] = await analytics.ask<{ next: string | null }>(
    nextSql,
    { workspace, params: { now } },
    'rebuild',
  )
  return row?.next == null ? null : Number(row.next)
}
