import { isAscii } from 'node:buffer'
import { createReadStream, existsSync, mkdirSync, rmSync } from 'node:fs'
import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { threadId } from 'node:worker_threads'
import type { ClickHouseClient } from '@clickhouse/client'
import type { Engine, Lane, Statement } from './engine.ts'

/**
 * Where rows change hands with the embedded engine: in files that it reads and writes. Its client passes rows inside a statement
 * and answers as one text of the main thread, which costs more than storing and reading them (measured; decision 0017). A file
 * outlives no statement and is never synced to the disk. Plain data: threads are given it.
 */
export interface FileExchange {
  folder: string
  /** Types of columns, by `table.column`, as rows are read: text where the table has a dictionary of words. */
  types: Map<string, string>
}

export async function openExchange(folder: string, client: ClickHouseClient): Promise<FileExchange> {
  const inbox = `${folder}-inbox`
  rmSync(inbox, { recursive: true, force: true })
  mkdirSync(inbox, { recursive: true })
  return { folder: inbox, types: await columnTypes(client) }
}

/** Inserting and reading by files, over an engine's statements. */
export function overFiles(
  { folder, types }: FileExchange,
  command: Engine['command'],
): Pick<Engine, 'insert' | 'read'> {
  let files = 0
  const nextPath = () => join(folder, `${threadId}-${files++}.jsonl`)
  return {
    insert: async ({ table, columns, lines }, lane) => {
      const names = columns.map((name) => `\`${name}\``)
      const structure = columns.map((name, place) => `${names[place]} ${typeOf(types, table, name)}`)
      const path = nextPath()
      try {
        await writeFile(path, lines)
        await command(
          {
            sql: `INSERT INTO ${table} (${names.join(', ')})
              SELECT * FROM file({path:String}, 'JSONCompactEachRow', {structure:String})`,
            params: { path, structure: structure.join(', ') },
            writes: table,
          },
          lane,
        )
      } finally {
        await rm(path, { force: true })
      }
    },
    read: async ({ sql, params }, lane) => {
      const path = nextPath()
      try {
        await command(
          {
            sql: `INSERT INTO FUNCTION file({path:String}, 'JSONCompactEachRow') ${sql}`,
            params: { ...params, path },
            writes: null,
          },
          lane,
        )
        return textOf(await readFile(path))
      } catch (error) {
        // Without rows the engine makes no file.
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return ''
        throw error
      } finally {
        await rm(path, { force: true })
      }
    },
  }
}

let streams = 0

/**
 * The lines of an answer that may be larger than the memory: the engine writes it to a file, which is read in pieces. The file goes when
 * the reader has come to its end, or has gone.
 */
export async function* streamFile(
  { folder }: FileExchange,
  command: Engine['command'],
  { sql, params }: Statement,
  lane: Lane,
): AsyncGenerator<string[]> {
  const path = join(folder, `stream-${threadId}-${streams++}.jsonl`)
  try {
    await command(
      {
        sql: `INSERT INTO FUNCTION file({path:String}, 'JSONCompactEachRow') ${sql}`,
        params: { ...params, path },
        writes: null,
      },
      lane,
    )
    // Without rows the engine makes no file.
    if (!existsSync(path)) return
    let rest = ''
    for await (const piece of createReadStream(path, { encoding: 'utf8', highWaterMark: 4 << 20 })) {
      const lines = (rest + piece).split('\n')
      rest = lines.pop() ?? ''
      if (lines.length > 0) yield lines
    }
    if (rest !== '') yield [rest]
  } finally {
    await rm(path, { force: true })
  }
}

/** Text without a letter beyond ASCII, as most is, is read in a tenth of the time (measured). */
const textOf = (bytes: Buffer) => (isAscii(bytes) ? bytes.toString('latin1') : bytes.toString())

function typeOf(types: Map<string, string>, table: string, name: string): string {
  const type = types.get(`${table}.${name}`)
  if (type === undefined) throw new Error(`The table ${table} has no column ${name}.`)
  return type
}

async function columnTypes(client: ClickHouseClient): Promise<Map<string, string>> {
  const answer = await client.query({
    query: `SELECT concat(database, '.', table, '.', name) AS column, type FROM system.columns WHERE database = 'throughline'`,
    format: 'JSONEachRow',
  })
  const rows = await answer.json<{ column: string; type: string }>()
  return new Map(rows.map(({ column, type }) => [column, plain(type)]))
}

/** Words are read as text and sorted into a dictionary afterwards: each on its own it costs a third of an insert (measured). */
const plain = (type: string) => type.replaceAll(/LowCardinality\((\w+)\)/g, '$1')
