import { randomUUID } from 'node:crypto'
import type { Analytics } from '../storage/analytics.ts'

/** Tables of one matching, in the engine because they may be large; gone when it ends. */
export interface MatchTables {
  analytics: Analytics
  workspace: string
  /** The full name of a table; the same each time. */
  table(name: string): string
  /** Creates a table. Each has the column `workspace`, so that every query over it names its workspace. */
  create(name: string, columns: readonly string[], order?: string): Promise<string>
  run(sql: string, params?: Record<string, unknown>): Promise<void>
  ask<Row>(sql: string, params?: Record<string, unknown>): Promise<Row[]>
  /** Much at once: one array per row. */
  lines<Row extends unknown[]>(sql: string, params?: Record<string, unknown>): Promise<Row[]>
  drop(name: string): Promise<void>
}

const quoted = (text: string) => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`

/** Works with tables that are dropped afterwards, whatever happens; those of a process that died are dropped a day later. */
export async function withMatchTables<Result>(
  analytics: Analytics,
  workspace: string,
  work: (tables: MatchTables) => Promise<Result>,
): Promise<Result> {
  const mark = randomUUID().replaceAll('-', '').slice(0, 12)
  const made = new Set<string>()
  const table = (name: string) => `throughline.matching_${mark}_${name}`
  const command = (sql: string) => analytics.command(sql, undefined, 'match', 'throughline.matching')
  const drop = async (name: string) => {
    await command(`DROP TABLE IF EXISTS ${table(name)} SYNC`)
    made.delete(name)
  }
  await dropForgotten(analytics, workspace)
  try {
    return await work({
      analytics,
      workspace,
      table,
      create: async (name, columns, order = 'tuple()') => {
        made.add(name)
        const all = [...columns, `workspace LowCardinality(String) DEFAULT ${quoted(workspace)}`]
        await command(`CREATE TABLE ${table(name)} (${all.join(', ')}) ENGINE = MergeTree ORDER BY ${order}`)
        return table(name)
      },
      run: (sql, params = {}) =>
        analytics.command(sql, { workspace, params }, 'match', 'throughline.matching'),
      ask: (sql, params = {}) => analytics.ask(sql, { workspace, params }, 'match'),
      lines: async <Row extends unknown[]>(sql: string, params: Record<string, unknown> = {}) =>
        (await analytics.lines(sql, { workspace, params }, 'match')).map((line) => JSON.parse(line) as Row),
      drop,
    })
  } finally {
    for (const name of made) await drop(name)
  }
}

async function dropForgotten(analytics: Analytics, workspace: string): Promise<void> {
  const old = await analytics.ask<{ name: string }>(
    `SELECT name FROM (SELECT name, {workspace:String} AS workspace FROM system.tables
      WHERE database = 'throughline' AND startsWith(name, 'matching_') AND metadata_modification_time < now() - INTERVAL 1 DAY)
     WHERE {{workspace}}`,
    { workspace },
    'match',
  )
  for (const { name } of old)
    await analytics.command(
      `DROP TABLE IF EXISTS throughline.${name} SYNC`,
      undefined,
      'match',
      'throughline.matching',
    )
}
