import { type ClickHouseClient, createClient } from '@clickhouse/client'
import { fileInsert } from './file-insert.ts'
import { migrateAnalytics } from './migrate.ts'
import { createRemembered } from './remembered.ts'

/**
 * ClickHouse, embedded or by address, one SQL text for both. An embedded connection is serial, so each
 * kind of work has its own (decision 0001): ingest never waits behind a report.
 */
export interface Analytics {
  /** Atomic per call below a million rows. Values in the order of `columns`; 64-bit hashes as strings. */
  insert(table: string, columns: readonly string[], rows: unknown[][], lane?: Lane): Promise<void>
  /**
   * Rows as objects. The SQL names its workspace by a hole, see `fillScope`. On the lane `analysis` an answer is
   * remembered until a table it was read from is written to: it must not be changed.
   */
  ask<Row>(sql: string, scope: Scope, lane?: Lane): Promise<Row[]>
  /** Columns as arrays: one JSON.parse per page, the fastest reading (measured). */
  columns(sql: string, scope: Scope, lane?: Lane): Promise<unknown[][]>
  /** A statement without a result. */
  command(sql: string, scope?: Scope, lane?: Lane): Promise<void>
  /** Counts the writes of this process to a table: what was read from it holds while this stays the same. */
  writes(table: string): number
  /** The raw answer in any ClickHouse format, from the read-only connection, unqualified names taken from `database`. */
  raw(sql: string, format: string, database: string): Promise<Buffer>
  close(): Promise<void>
}

export type Lane =
  | 'write'
  | 'import'
  | 'import aside'
  | 'lookup'
  | 'analysis'
  | 'aside'
  | 'breaks'
  | 'rebuild'
  | 'runs'
  | 'readonly'
const lanes: readonly Lane[] = [
  'write',
  'import',
  'import aside',
  'lookup',
  'analysis',
  'aside',
  'breaks',
  'rebuild',
  'runs',
  'readonly',
]

/** What every query is narrowed to. `where` are conditions over the scoped table, joined by AND. */
export interface Scope {
  workspace: string
  where?: string[]
  params?: Record<string, unknown>
}

/** Sent once per connection: over HTTP as settings of the client, embedded by SET (STYLE.md, Engines). */
const settings = {
  output_format_json_quote_64bit_integers: 1,
  input_format_json_named_tuples_as_objects: 0,
  output_format_json_named_tuples_as_objects: 0,
  input_format_parallel_parsing: 0,
  do_not_merge_across_partitions_select_final: 1,
  prefer_column_name_to_alias: 1,
  // Equal keys within one insert are told apart when read, by FINAL: doing it at once takes five times as long (measured).
  optimize_on_insert: 0,
} as const

/** For people's own SQL; readonly comes last, because nothing can be set after it. */
const readOnly = { max_execution_time: 60, max_memory_usage: 2_000_000_000, readonly: 1 } as const

/**
 * Opens the analytical store and migrates it.
 * @throws Error saying what to install or set when the embedded engine is not there.
 */
export async function openAnalytics(folder: string, address: string | null): Promise<Analytics> {
  const clients = new Map<Lane, ClickHouseClient>()
  for (const lane of lanes)
    clients.set(lane, address === null ? await embedded(folder, lane) : remote(address, lane))
  const on = (lane: Lane) => clients.get(lane)!
  await migrateAnalytics(on('write'))
  if (address === null)
    for (const [name, value] of Object.entries(readOnly))
      await on('readonly').command({ query: `SET ${name} = ${value}` })
  // Nobody else writes to an embedded engine.
  const remembered = createRemembered(address === null ? Number.POSITIVE_INFINITY : 10_000)
  const figures = shared(on('analysis'), on('aside'))
  const insert = address === null ? await fileInsert(folder, on('write')) : insertText
  // An embedded connection keeps its database: two readers must not change it under each other.
  let reading: Promise<unknown> = Promise.resolve()
  return {
    insert: async (table, columns, rows, lane = 'write') => {
      if (rows.length === 0) return
      await insert(on(lane), table, columns, rows).finally(() => remembered.written(table))
    },
    ask: async <Row>(sql: string, scope: Scope, lane: Lane = 'lookup') => {
      const question = { sql: fillScope(sql, scope), params: params(scope) }
      const asking = async (on: ClickHouseClient) => {
        const answer = await on.query({
          query: question.sql,
          query_params: question.params,
          format: 'JSONEachRow',
        })
        return answer.json<Row>()
      }
      return lane === 'analysis' ? remembered.answer(question, () => figures(asking)) : asking(on(lane))
    },
    columns: async (sql, scope, lane = 'analysis') => {
      const answer = await on(lane).query({
        query: fillScope(sql, scope),
        query_params: params(scope),
        format: 'JSONCompactColumns' as never,
      })
      return JSON.parse(await answer.text()) as unknown[][]
    },
    command: async (sql, scope, lane = 'write') => {
      await on(lane).command({
        query: scope ? fillScope(sql, scope) : sql,
        query_params: scope ? params(scope) : {},
      })
      remembered.written()
    },
    writes: remembered.writes,
    raw: (sql, format, database) => {
      const answer = reading
        .catch(() => undefined)
        .then(() =>
          readRaw(
            address === null ? on('readonly') : remote(address, 'readonly', database),
            sql,
            format,
            address === null ? database : null,
          ),
        )
      reading = answer
      return answer
    },
    close: async () => {
      for (const client of clients.values()) await client.close()
    },
  }
}

export type Insert = (
  on: ClickHouseClient,
  table: string,
  columns: readonly string[],
  rows: unknown[][],
) => Promise<void>

const insertText: Insert = async (on, table, columns, rows) => {
  const values = { columns: columns as [string, ...string[]], values: rows }
  await on.insert({ table, ...values, format: 'JSONCompactEachRow' })
}

/** Two connections for one kind of work: while one plans or answers, the other reads. */
function shared(...clients: ClickHouseClient[]) {
  const waiting = new Map(clients.map((client) => [client, 0]))
  return async <Answer>(ask: (client: ClickHouseClient) => Promise<Answer>): Promise<Answer> => {
    const [client] = [...waiting].reduce((least, each) => (each[1] < least[1] ? each : least))
    waiting.set(client, waiting.get(client)! + 1)
    try {
      return await ask(client)
    } finally {
      waiting.set(client, waiting.get(client)! - 1)
    }
  }
}

async function readRaw(
  client: ClickHouseClient,
  sql: string,
  format: string,
  use: string | null,
): Promise<Buffer> {
  if (use !== null) await client.command({ query: `USE ${use}` })
  const { stream } = await client.exec({ query: `${sql}\nFORMAT ${format}` })
  const chunks: Buffer[] = []
  for await (const chunk of stream) chunks.push(Buffer.from(chunk as Uint8Array))
  return Buffer.concat(chunks)
}

/**
 * The one place where a query gets its workspace. `{{workspace}}` becomes the workspace condition,
 * `{{scope}}` the workspace and the filters.
 * @throws Error when a query has neither: it would read every workspace.
 */
export function fillScope(sql: string, scope: Scope): string {
  if (!/\{\{(workspace|scope)\}\}/.test(sql))
    throw new Error(`A query has no {{workspace}} and no {{scope}}: ${sql.slice(0, 120)}`)
  const workspace = 'workspace = {workspace:String}'
  const all = [workspace, ...(scope.where ?? [])].join(' AND ')
  // A filter may hold a subquery with a hole of its own: the scope is filled first.
  return sql.replaceAll('{{scope}}', () => all).replaceAll('{{workspace}}', workspace)
}

const params = (scope: Scope) => ({ ...scope.params, workspace: scope.workspace })

async function embedded(folder: string, lane: Lane): Promise<ClickHouseClient> {
  const { createChdbConnection } = await loadChdb()
  const client = createClient({ connection: createChdbConnection({ path: folder }) as never })
  for (const [name, value] of Object.entries(settings))
    await client.command({ query: `SET ${name} = ${value}` })
  if (lane === 'lookup') await client.command({ query: 'SET max_threads = 1' })
  return client
}

async function loadChdb(): Promise<typeof import('chdb/connection')> {
  try {
    return await import('chdb/connection')
  } catch (error) {
    const code = (error as { code?: string }).code
    if (code !== 'ERR_MODULE_NOT_FOUND' && code !== 'CHDB_PLATFORM') throw error
    throw new Error(
      `The embedded ClickHouse is not here (${code}). Run npm ci (Linux or macOS; Windows through WSL2), or set CLICKHOUSE_URL to a ClickHouse server.`,
    )
  }
}

function remote(address: string, lane: Lane, database = 'throughline'): ClickHouseClient {
  const read_only = lane === 'readonly' ? readOnly : {}
  return createClient({
    url: address,
    database,
    clickhouse_settings: { ...settings, ...read_only } as never,
    request_timeout: 300_000,
  })
}
