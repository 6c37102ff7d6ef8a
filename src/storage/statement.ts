import type { ClickHouseClient } from '@clickhouse/client'
import { bind } from './bind.ts'
import type { Parts, Question } from './engine.ts'

/** The answer of one connection to a question. */
export async function answerOf(client: ClickHouseClient, { sql, params, format }: Question): Promise<string> {
  const answer = await client.query({ query: bind(sql, params), format: format as never })
  return answer.text()
}

/** An answer in any format, as it comes. */
export async function rawAnswer(client: ClickHouseClient, sql: string, format: string): Promise<Buffer> {
  const { stream } = await client.exec({ query: `${sql}\nFORMAT ${format}` })
  const chunks: Buffer[] = []
  for await (const chunk of stream) chunks.push(Buffer.from(chunk as Uint8Array))
  return Buffer.concat(chunks)
}

/** Where the parts of our tables are listed: on one server, or on all of a cluster. */
export interface PartsFrom {
  source: string
  database: string
}

export const ownParts: PartsFrom = { source: 'system.parts', database: 'throughline' }

/** How many rows a table holds in all parts, and in the largest. */
export async function partsIn(
  client: ClickHouseClient,
  { source, database }: PartsFrom,
  table: string,
): Promise<Parts> {
  const answer = await client.query({
    query: `SELECT toFloat64(sum(rows)) AS rows, toFloat64(max(rows)) AS largest FROM ${source}
      WHERE database = '${database}' AND table = '${table}' AND active`,
    format: 'JSONEachRow',
  })
  const [row] = await answer.json<Parts>()
  return row!
}

/** How many parts of tables lie aside because they could not be read. */
export async function asideIn(client: ClickHouseClient, { source, database }: PartsFrom): Promise<number> {
  const answer = await client.query({
    query: `SELECT toUInt32(count()) AS n FROM ${source.replace('system.parts', 'system.detached_parts')} WHERE database = '${database}'`,
    format: 'JSONEachRow',
  })
  const [row] = await answer.json<{ n: number }>()
  return row!.n
}

/** How many parts of these tables were replaced and still lie on a disk. */
export async function replacedIn(
  client: ClickHouseClient,
  { source, database }: PartsFrom,
  tables: readonly string[],
): Promise<number> {
  const answer = await client.query({
    query: `SELECT toUInt32(count()) AS n FROM ${source}
      WHERE database = '${database}' AND active = 0 AND table IN (${tables.map((each) => `'${each}'`).join(', ')})`,
    format: 'JSONEachRow',
  })
  const [row] = await answer.json<{ n: number }>()
  return row!.n
}

/** What one server of one's own, or the embedded engine, tells of the parts of its tables. */
export const partsOver = (client: ClickHouseClient) => ({
  partsOf: (table: string) => partsIn(client, ownParts, table),
  replacedParts: (tables: readonly string[]) => replacedIn(client, ownParts, tables),
  partsAside: () => asideIn(client, ownParts),
})
