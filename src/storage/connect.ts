import { type ClickHouseClient, ClickHouseLogLevel, createClient } from '@clickhouse/client'

export const lanes = [
  'write',
  'import',
  'import aside',
  'lookup',
  'lookup aside',
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
  'tidy',
  // As many as there are large tables to erase from: each is written anew by one thread.
  'erase',
  'erase 2',
  'erase 3',
  'erase 4',
  'export',
] as const
/** A kind of work: embedded, each has a connection of its own. */
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
  // Files are written whole: what a statement that failed midway wrote must not stand before what it writes when it is asked again.
  engine_file_truncate_on_insert: 1,
  // With less room an insert is refused before it begins: one that is cut off midway can leave a part that nobody can read.
  min_free_disk_bytes_to_perform_insert: 50_000_000,
  // Bytes of a statement with all that is written into it: keys of a page, each twenty digits.
  max_query_size: 100_000_000,
} as const

/** What makes an answer of several shards the answer that one server would give, and an insert done when it says so. */
const clusterSettings = {
  // Otherwise a row may still lie in the queue of the server that took it in.
  distributed_foreground_insert: 1,
  // Half an answer must not look like a whole one.
  skip_unavailable_shards: 0,
  distributed_product_mode: 'global',
  // From one distributed table into another rows must change shards: done on each shard for itself, they would not.
  parallel_distributed_insert_select: 0,
  // A block that was written before and removed since may be written again.
  insert_deduplicate: 0,
} as const

const replicatedSettings = {
  // Acknowledged when most replicas of a shard have it: one of them may be lost.
  insert_quorum: 'auto',
  insert_quorum_timeout: 30_000,
  // All read and write at the first replica that answers: what was written is seen at once.
  load_balancing: 'in_order',
  prefer_localhost_replica: 0,
  alter_sync: 2,
} as const

/** For people's own SQL; readonly comes last, because nothing can be set after it. */
const readOnly = { max_execution_time: 60, max_memory_usage: 2_000_000_000, readonly: 1 } as const

/** How a server of one's own is spoken to. */
export interface Manner {
  /** Stands in its list of statements: what a process that died left running is found by it. */
  mark: string
  clustered: boolean
  replicated: boolean
}

/** Tables are named with their database, which the first migration makes: only people's own SQL is asked within one. */
export function connectServer(
  address: string,
  lane: Lane,
  { mark, clustered, replicated }: Manner,
  database?: string,
): ClickHouseClient {
  return createClient({
    url: address,
    ...(database === undefined ? {} : { database }),
    // What fails is thrown, and told by whoever asked.
    log: { level: ClickHouseLogLevel.OFF },
    clickhouse_settings: {
      ...settings,
      ...(clustered ? clusterSettings : {}),
      ...(replicated ? replicatedSettings : {}),
      log_comment: mark,
      ...(lane === 'readonly' ? readOnly : {}),
    } as never,
    request_timeout: 300_000,
  })
}

export async function connectEmbedded(folder: string, lane: Lane): Promise<ClickHouseClient> {
  const { createChdbConnection } = await loadChdb()
  const client = createClient({ connection: createChdbConnection({ path: folder }) as never })
  for (const [name, value] of Object.entries(settings))
    await client.command({ query: `SET ${name} = ${value}` })
  if (lane === 'lookup' || lane === 'lookup aside') await client.command({ query: 'SET max_threads = 1' })
  return client
}

/** After the migrations: nothing can be set afterwards. */
export async function makeReadOnly(client: ClickHouseClient): Promise<void> {
  for (const [name, value] of Object.entries(readOnly))
    await client.command({ query: `SET ${name} = ${value}` })
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
