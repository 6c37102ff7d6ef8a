import { mkdirSync, rmSync } from 'node:fs'
import { unlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ClickHouseClient } from '@clickhouse/client'
import type { Insert } from './engine.ts'

/**
 * Inserts by a file that the embedded engine reads. Its client would pass the rows inside the statement, which costs more
 * than reading and storing them (measured; decision 0017). The file outlives no statement and is never synced to the disk.
 */
export async function fileInsert(folder: string, client: ClickHouseClient): Promise<Insert> {
  const types = await columnTypes(client)
  const inbox = `${folder}-inbox`
  rmSync(inbox, { recursive: true, force: true })
  mkdirSync(inbox, { recursive: true })
  let files = 0
  return async (on, { table, columns, lines }) => {
    const names = columns.map((name) => `\`${name}\``)
    const structure = columns.map((name, place) => `${names[place]} ${typeOf(types, table, name)}`).join(', ')
    const path = join(inbox, `${files++}.jsonl`)
    await writeFile(path, lines)
    try {
      await on.command({
        query: `INSERT INTO ${table} (${names.join(', ')})
          SELECT * FROM file({path:String}, 'JSONCompactEachRow', {structure:String})`,
        query_params: { path, structure },
      })
    } finally {
      await unlink(path)
    }
  }
}

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
  return new Map(rows.map(({ column, type }) => [column, type]))
}
