import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ClickHouseClient } from '@clickhouse/client'
import type pg from 'pg'

interface Migration {
  name: string
  sql: string
}

/** Forward-only migrations, applied in the order of their file names, each once. */
export function readMigrations(kind: 'operational' | 'analytics'): Migration[] {
  const folder = join(import.meta.dirname, 'migrations', kind)
  return readdirSync(folder)
    .filter((file) => file.endsWith('.sql'))
    .sort()
    .map((name) => ({ name, sql: readFileSync(join(folder, name), 'utf8') }))
}

/** Each migration and its record are one transaction; several servers starting at once wait for each other. */
export async function migrateOperational(pool: pg.Pool): Promise<void> {
  const client = await pool.connect()
  try {
    await client.query('CREATE SCHEMA IF NOT EXISTS throughline; CREATE SCHEMA IF NOT EXISTS auth')
    await client.query('SELECT pg_advisory_lock(7411)')
    await client.query(
      'CREATE TABLE IF NOT EXISTS throughline.migrations (name text PRIMARY KEY, applied_at timestamptz NOT NULL DEFAULT now())',
    )
    const done = new Set(
      (await client.query<{ name: string }>('SELECT name FROM throughline.migrations')).rows.map(
        (row) => row.name,
      ),
    )
    refuseNewer('PostgreSQL', done, readMigrations('operational'))
    for (const { name, sql } of readMigrations('operational')) {
      if (done.has(name)) continue
      await client.query('BEGIN')
      await client.query(sql)
      await client.query('INSERT INTO throughline.migrations (name) VALUES ($1)', [name])
      await client.query('COMMIT')
    }
  } finally {
    await client.query('SELECT pg_advisory_unlock_all()').catch(() => undefined)
    client.release()
  }
}

/** ClickHouse has no transactions over DDL: every statement is written to be repeatable. */
export async function migrateAnalytics(client: ClickHouseClient): Promise<void> {
  await makeMigrations(client, 'throughline')
  const done = await doneAt(client, 'throughline')
  refuseNewer('ClickHouse', done, readMigrations('analytics'))
  for (const { name, sql } of readMigrations('analytics')) {
    if (done.has(name)) continue
    for (const statement of statementsOf(sql)) await client.command({ query: statement })
    await noteDone(client, 'throughline', name)
  }
}

export const statementsOf = (sql: string): string[] =>
  sql.split(/;\s*$/m).filter((statement) => statement.trim() !== '')

/** The table of the migrations that a server has behind it, in a database. */
export async function makeMigrations(client: ClickHouseClient, database: string): Promise<void> {
  await client.command({ query: `CREATE DATABASE IF NOT EXISTS ${database}` })
  await client.command({
    query: `CREATE TABLE IF NOT EXISTS ${database}.migrations (name String, applied_at DateTime DEFAULT now()) ENGINE = MergeTree ORDER BY name`,
  })
}

export async function doneAt(client: ClickHouseClient, database: string): Promise<Set<string>> {
  const answer = await client.query({
    query: `SELECT name FROM ${database}.migrations`,
    format: 'JSONEachRow',
  })
  return new Set((await answer.json<{ name: string }>()).map((row) => row.name))
}

export async function noteDone(client: ClickHouseClient, database: string, name: string): Promise<void> {
  await client.insert({
    table: `${database}.migrations`,
    columns: ['name'],
    values: [[name]],
    format: 'JSONCompactEachRow',
  })
}

export function refuseNewer(store: string, done: Set<string>, known: Migration[]): void {
  const unknown = [...done].filter((name) => !known.some((migration) => migration.name === name))
  if (unknown.length > 0)
    throw new Error(
      `${store} was migrated by a newer Throughline (${unknown.join(', ')}). Start that version, or restore an older backup.`,
    )
}
