import { Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'
import { type Life, liveBy, newProcessId, onlyLife, sharedLife } from './life.ts'
import { migrateOperational } from './migrate.ts'
import { startPostgres } from './postgres-process.ts'

/** Typed access to PostgreSQL. Each domain declares the row types of the tables it owns in its tables.ts. */
export type Db<Tables> = Kysely<Tables>

export interface Operational {
  pool: pg.Pool
  /** The same database seen through one domain's tables. */
  tables<Tables>(): Db<Tables>
  /** A pool on the schema that better-auth keeps its tables in. */
  authPool: pg.Pool
  /** Resolves when PostgreSQL answers: on a connection of its own, which no work holds. */
  answers(): Promise<unknown>
  /** What this process is among those on the same PostgreSQL. */
  life: Life
  close(): Promise<void>
}

// bigint as number: our counters stay far below 2^53; hashes are kept as text or numeric.
pg.types.setTypeParser(20, Number)

/**
 * Opens the operational store: an own PostgreSQL by address, else the embedded one on `folder`.
 * Migrations run before it is handed out.
 */
export async function openOperational(folder: string, address: string | null): Promise<Operational> {
  const child = address === null ? await startPostgres(folder) : null
  const where = child
    ? { host: child.socket, user: 'throughline', database: 'postgres' }
    : { connectionString: address! }
  const process_id = newProcessId()
  const life = child ? onlyLife(process_id) : await sharedLife(process_id, address!)
  const pool = new pg.Pool({
    ...where,
    max: 12,
    options: `-c search_path=throughline -c timezone=UTC -c throughline.process=${process_id}`,
  })
  const authPool = new pg.Pool({ ...where, max: 4, options: '-c search_path=auth -c timezone=UTC' })
  const pulsePool = new pg.Pool({ ...where, max: 1 })
  // A connection that breaks is replaced by the pool, and whoever uses it is told; without a listener, idle or in use, it would end the process.
  for (const each of [pool, authPool, pulsePool]) {
    each.on('error', () => undefined)
    each.on('connect', (client) => client.on('error', () => undefined))
  }
  await migrateOperational(pool)
  const database = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) })
  liveBy(database, life)
  return {
    pool,
    authPool,
    answers: () => pulsePool.query('SELECT 1'),
    life,
    tables: <Tables>() => database as Db<Tables>,
    close: async () => {
      await database.destroy()
      await authPool.end()
      await pulsePool.end()
      await life.close()
      await child?.stop()
    },
  }
}
