import { Readable } from 'node:stream'
import { type ClickHouseClient, ClickHouseLogLevel, createClient } from '@clickhouse/client'
import { type Loop, startLoop } from '../jobs/loop.ts'
import { bind } from './bind.ts'
import { type FileExchange, openExchange, overFiles, streamFile } from './file-exchange.ts'
import { type MergeLimits, mergeLimits } from './merge-limit.ts'
import { migrateAnalytics } from './migrate.ts'

/**
 * ClickHouse as it is spoken to: text in, text out. An embedded connection is serial, so each kind of work has its own
 * (decision 0001): ingest never waits behind a report.
 */
export interface Engine {
  /** The answer in any text format of ClickHouse. */
  query(question: Question, lane: Lane): Promise<string>
  /** Much at once: the answer as lines of JSONCompactEachRow. */
  read(question: Statement, lane: Lane): Promise<string>
  command(statement: Command, lane: Lane): Promise<void>
  /** Rows as lines of JSONCompactEachRow. Atomic per call below a million rows. */
  insert(rows: Lines, lane: Lane): Promise<void>
}

export interface Statement {
  sql: string
  params: Record<string, unknown>
}

export interface Question extends Statement {
  format: 'JSONEachRow' | 'JSONCompactEachRow'
}

/** A statement without a result. `writes`: the table it writes to, null for none; absent: any. */
export interface Command extends Statement {
  writes?: string | null
}

export interface Lines {
  table: string
  columns: string[]
  lines: string | Uint8Array
}

const lanes = [
  'write',
  'import',
  'import aside',
  'lookup',
  'analysis',
  'aside',
  'match',
  'breaks',
  'rebuild',
  'rebuild aside',
  'runs',
  'runs aside',
  'readonly',
  'memory',
  'merges',
  'erase',
  'export',
] as const
export type Lane = (typeof lanes)[number]

/** Sent once per connection: over HTTP as settings of the client, embedded by SET (STYLE.md, Engines). */
const settings = {
  output_format_json_quote_64bit_integers: 1,
  input_format_json_named_tuples_as_objects: 0,
  output_format_json_named_tuples_as_objects: 0,
  input_format_parallel_parsing: 0,
  // Answers are written beside each other in several threads: spread so, they cost twice the processor time (measured).
  output_format_parallel_formatting: 0,
  do_not_merge_across_partitions_select_final: 1,
  prefer_column_name_to_alias: 1,
  // Equal keys within one insert are told apart when read, by FINAL: doing it at once takes five times as long (measured).
  optimize_on_insert: 0,
  // A statement compiled to machine code costs 100 ms when it is asked the third time and gains nothing at our sizes (measured).
  compile_expressions: 0,
  compile_aggregate_expressions: 0,
  compile_sort_description: 0,
  // Bytes of a statement with all that is written into it: keys of a page, each twenty digits.
  max_query_size: 100_000_000,
} as const

/** For people's own SQL; readonly comes last, because nothing can be set after it. */
const readOnly = { max_execution_time: 60, max_memory_usage: 2_000_000_000, readonly: 1 } as const

export interface Parts {
  rows: number
  largest: number
}

/** The engine of this process, migrated, with what only the process itself needs of it. */
export interface OpenEngine extends Engine {
  /** The answer as lines of JSONCompactEachRow, a few thousand at a time: never held as a whole. */
  stream(question: Statement, lane: Lane): AsyncGenerator<string[]>
  /** The raw answer in any ClickHouse format, from the read-only connection, unqualified names taken from `database`. */
  raw(sql: string, format: string, database: string): Promise<Buffer>
  /** Embedded: the files by which threads exchange rows with it. */
  files: FileExchange | null
  /** How many rows a table holds in all parts, and in the largest. */
  partsOf(table: string): Promise<Parts>
  /** See `MergeLimits`; a server of its own merges as it is told to. */
  withoutMerges: MergeLimits['without']
  close(): Promise<void>
}

/**
 * Opens the analytical store and migrates it. `written` is told of each write that ended, well or not; no table: any.
 * @throws Error saying what to install or set when the embedded engine is not there.
 */
export async function openEngine(
  folder: string,
  address: string | null,
  written: (table?: string) => void,
): Promise<OpenEngine> {
  const clients = new Map<Lane, ClickHouseClient>()
  for (const lane of lanes)
    clients.set(lane, address === null ? await embedded(folder, lane) : remote(address, lane))
  const on = (lane: Lane) => clients.get(lane)!
  const inTurn = address === null ? oneAtATime() : atOnce
  await migrateAnalytics(on('write'))
  if (address === null)
    for (const [name, value] of Object.entries(readOnly))
      await on('readonly').command({ query: `SET ${name} = ${value}` })
  const files = address === null ? await openExchange(folder, on('write')) : null
  const figures = shared(on('analysis'), on('aside'))
  const limits = mergeLimits(on('merges'))
  const tidying =
    address === null ? [giveBackMemory(on('memory')), startLoop(600_000, limits.renew, () => undefined)] : []
  // An embedded connection keeps its database: two readers must not change it under each other.
  let reading: Promise<unknown> = Promise.resolve()
  const query: Engine['query'] = ({ sql, params, format }, lane) => {
    const ask = (client: ClickHouseClient) =>
      inTurn(client, async () => {
        const answer = await client.query({ query: bind(sql, params), format: format as never })
        return answer.text()
      })
    return lane === 'analysis' ? figures(ask) : ask(on(lane))
  }
  const command: Engine['command'] = async ({ sql, params, writes }, lane) => {
    const client = on(lane)
    await inTurn(client, () => client.command({ query: bind(sql, params) })).finally(() => {
      if (writes !== null) written(writes)
    })
  }
  const streams: Pick<Engine, 'read' | 'insert'> = {
    read: (question, lane) => query({ ...question, format: 'JSONCompactEachRow' }, lane),
    insert: (rows, lane) => insertLines(on(lane), rows).finally(() => written(rows.table)),
  }
  return {
    query,
    command,
    ...(files === null ? streams : overFiles(files, command)),
    files,
    stream: (question, lane) =>
      files === null ? streamRows(on(lane), question) : streamFile(files, command, question, lane),
    partsOf: (table) => partsOf(on('merges'), table),
    withoutMerges: address === null ? limits.without : (_, write) => write(),
    raw: (sql, format, database) => {
      const answer = reading
        .catch(() => undefined)
        .then(() =>
          address === null
            ? readRaw(on('readonly'), sql, format, database)
            : readRaw(remote(address, 'readonly', database), sql, format, null),
        )
      reading = answer
      return answer
    },
    close: async () => {
      for (const each of tidying) await each.stop()
      for (const client of clients.values()) await client.close()
    },
  }
}

type InTurn = <Answer>(client: ClickHouseClient, ask: () => Promise<Answer>) => Promise<Answer>

/**
 * An embedded connection does one thing at a time. What waits for it waits here: in the engine it would hold one of the few
 * threads that all connections, and the files, share.
 */
function oneAtATime(): InTurn {
  const last = new WeakMap<ClickHouseClient, Promise<unknown>>()
  return (client, ask) => {
    const answer = (last.get(client) ?? Promise.resolve()).then(ask, ask)
    last.set(
      client,
      answer.catch(() => undefined),
    )
    return answer
  }
}

const atOnce: InTurn = (_, ask) => ask()

/** Pages that the embedded engine no longer needs stay its own until it is asked: half a gigabyte after a large answer (measured). */
function giveBackMemory(client: ClickHouseClient): Loop {
  return startLoop(
    3_000,
    () => client.command({ query: 'SYSTEM JEMALLOC PURGE' }).then(() => undefined),
    () => undefined,
  )
}

/** As they are: the client would parse each line to write it again. */
async function insertLines(on: ClickHouseClient, { table, columns, lines }: Lines): Promise<void> {
  const { stream } = await on.exec({
    query: `INSERT INTO ${table} (${columns.map((name) => `\`${name}\``).join(', ')}) FORMAT JSONCompactEachRow`,
    values: Readable.from([lines], { objectMode: false }) as never,
  })
  for await (const _ of stream);
}

async function* streamRows(on: ClickHouseClient, { sql, params }: Statement): AsyncGenerator<string[]> {
  const answer = await on.query({ query: bind(sql, params), format: 'JSONCompactEachRow' })
  for await (const rows of answer.stream()) yield (rows as { text: string }[]).map((row) => row.text)
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

async function partsOf(client: ClickHouseClient, table: string): Promise<Parts> {
  const answer = await client.query({
    query: `SELECT toFloat64(sum(rows)) AS rows, toFloat64(max(rows)) AS largest FROM system.parts
      WHERE database = 'throughline' AND table = '${table}' AND active`,
    format: 'JSONEachRow',
  })
  const [row] = await answer.json<Parts>()
  return row!
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

/** Tables are named with their database, which the first migration makes: only people's own SQL is asked within one. */
function remote(address: string, lane: Lane, database?: string): ClickHouseClient {
  const read_only = lane === 'readonly' ? readOnly : {}
  return createClient({
    url: address,
    ...(database === undefined ? {} : { database }),
    // What fails is thrown, and told by whoever asked.
    log: { level: ClickHouseLogLevel.OFF },
    clickhouse_settings: { ...settings, ...read_only } as never,
    request_timeout: 300_000,
  })
}
