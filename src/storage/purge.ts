import { execFile } from 'node:child_process'
import { setTimeout as wait } from 'node:timers/promises'
import { promisify } from 'node:util'
import { sql } from 'kysely'
import type { OpenAnalytics } from './analytics.ts'
import type { Db } from './operational.ts'

const run = promisify(execFile)

/**
 * Writes tables of PostgreSQL anew, so that deleted rows leave the disk and not only the view, and ends the journal that still holds them:
 * the embedded server removes what it no longer needs (`wal_recycle` is off).
 */
export async function purgeOperational<Tables>(db: Db<Tables>, tables: readonly string[]): Promise<void> {
  for (const table of tables) await sql`VACUUM FULL ${sql.table(table)}`.execute(db)
  // A server of somebody else's may not let us: its journal is its operator's affair.
  await sql`CHECKPOINT`.execute(db).catch(() => undefined)
  await sql`SELECT pg_switch_wal()`.execute(db).catch(() => undefined)
  await sql`CHECKPOINT`.execute(db).catch(() => undefined)
}

/** So long old parts are waited for. */
const patience_ms = 20_000

/**
 * Removes what mutations replaced: the engine would keep it for eight minutes, against a power cut before the new parts are on the disk.
 * They are written there first. Returns whether all is gone; a server of its own does it when its time comes.
 */
export async function purgeAnalytics(
  analytics: OpenAnalytics,
  folder: string | null,
  tables: readonly string[],
): Promise<boolean> {
  if (folder === null || tables.length === 0) return false
  await run('sync', process.platform === 'linux' ? ['-f', folder] : [])
  const alter = (change: string) => async (table: string) =>
    analytics.command(
      `ALTER TABLE throughline.${table} ${change}`,
      undefined,
      'erase',
      `throughline.${table}`,
    )
  try {
    for (const table of tables) await alter('MODIFY SETTING old_parts_lifetime = 0')(table)
    for (let waited = 0; waited < patience_ms; waited += 250) {
      if (await allGone(analytics, tables)) return true
      // The engine looks for old parts when it looks for merges, and where there are none it looks ever more rarely.
      for (const table of tables)
        await analytics.command(
          `SYSTEM START MERGES throughline.${table}`,
          undefined,
          'erase',
          'throughline.erasing',
        )
      await wait(250)
    }
    return false
  } finally {
    for (const table of tables) await alter('RESET SETTING old_parts_lifetime')(table)
  }
}

async function allGone(analytics: OpenAnalytics, tables: readonly string[]): Promise<boolean> {
  const answer = await analytics.raw(
    `SELECT count() FROM system.parts WHERE database = 'throughline' AND active = 0 AND table IN (${tables.map((each) => `'${each}'`).join(', ')})`,
    'TabSeparated',
    'throughline',
  )
  return answer.toString().trim() === '0'
}
