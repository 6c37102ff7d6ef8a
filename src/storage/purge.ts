import { setTimeout as wait } from 'node:timers/promises'
import { sql } from 'kysely'
import type { OpenAnalytics } from './analytics.ts'
import type { Db } from './operational.ts'

/** Writes tables of PostgreSQL anew, so that deleted rows leave the disk and not only the view. */
export async function rewriteTables<Tables>(db: Db<Tables>, tables: readonly string[]): Promise<void> {
  for (const table of tables) await sql`VACUUM FULL ${sql.table(table)}`.execute(db)
}

/** Ends the journal that still holds deleted rows: the embedded server removes what it no longer needs (`wal_recycle` is off). */
export async function endJournal<Tables>(db: Db<Tables>): Promise<void> {
  // A server of somebody else's may not let us: its journal is its operator's affair.
  await sql`CHECKPOINT`.execute(db).catch(() => undefined)
  await sql`SELECT pg_switch_wal()`.execute(db).catch(() => undefined)
  await sql`CHECKPOINT`.execute(db).catch(() => undefined)
}

/** So long old parts are waited for: the engine looks for them every few seconds (analytics 0015). */
const patience_ms = 15_000

/** Waits until what mutations replaced has left the disk. Returns whether it has; a server of its own may keep it for minutes. */
export async function purgeAnalytics(analytics: OpenAnalytics, tables: readonly string[]): Promise<boolean> {
  for (let waited = 0; waited < patience_ms; waited += 250) {
    if ((await analytics.replacedParts(tables)) === 0) return true
    await wait(250)
  }
  return false
}
