import { sql } from 'kysely'
import type { Erasing, ErasureHandler } from '../storage/erasure.ts'
import type { Store } from './commit.ts'
import { tokenOf, tokensOf } from './record-tokens.ts'

/** What webhooks left of customers: the last payloads of each source, and the parts of gathered records. */
export function hookErasure(store: Store): ErasureHandler[] {
  return [
    handlerOf(store, 'hook_payloads', {
      columns: ['record'],
      id: sql`payload_id::text`,
      is: (ids) => sql`payload_id::text = ANY(${ids}::text[])`,
      ofRecords: (sources, records) => sql`EXISTS (
        SELECT 1 FROM unnest(${sources}::text[], ${records}::text[]) AS each(source, record)
        WHERE each.source = hook_payloads.source AND each.record = ANY(hook_payloads.record_ids))`,
    }),
    handlerOf(store, 'hook_parts', {
      columns: ['record'],
      // Parts go with the whole record: what is left of one would be a record that never was.
      id: sql`record_id || ' ' || source`,
      is: (ids) => sql`record_id || ' ' || source = ANY(${ids}::text[])`,
      ofRecords: (sources, records) => sql`(source, record_id) IN (
        SELECT * FROM unnest(${sources}::text[], ${records}::text[]))`,
    }),
  ]
}

type Sql = ReturnType<typeof sql>

interface Held {
  columns: string[]
  id: Sql
  is(ids: string[]): Sql
  ofRecords(sources: string[], records: string[]): Sql
}

function handlerOf(store: Store, table: 'hook_payloads' | 'hook_parts', held: Held): ErasureHandler {
  const name = `postgresql.${table}`
  const rows = sql.table(table)
  const found = async (erasing: Erasing): Promise<string[]> => {
    const { workspace, received_before } = erasing
    const old = received_before === null ? sql`false` : sql`received_at < ${new Date(received_before)}`
    const [sources, records] = await erasedRecords(store, erasing)
    const byRecord = await sql<{ id: string }>`SELECT DISTINCT ${held.id} AS id FROM ${rows}
      WHERE workspace = ${workspace} AND (${old} OR ${held.ofRecords(sources, records)})`.execute(store.db)
    return [
      ...new Set([...byRecord.rows.map((row) => row.id), ...(await naming(store, table, held, erasing))]),
    ]
  }
  return {
    holds: { [name]: held.columns },
    count: async (erasing) => ({ [name]: (await found(erasing)).length }),
    remove: async (erasing) => {
      const ids = await found(erasing)
      if (ids.length > 0)
        await sql`DELETE FROM ${rows} WHERE workspace = ${erasing.workspace} AND ${held.is(ids)}`.execute(
          store.db,
        )
      return { [name]: ids.length }
    },
  }
}

/** Rows whose text names the customer, although no interaction that was made of them does. */
async function naming(
  store: Store,
  table: string,
  held: Held,
  { workspace, identifiers }: Erasing,
): Promise<string[]> {
  const tokens = identifiers.flatMap((each) => tokenOf(each.value) ?? [])
  if (tokens.length === 0) return []
  const { rows } = await sql<{ id: string; record: string }>`
    SELECT ${held.id} AS id, record FROM ${sql.table(table)} WHERE workspace = ${workspace} AND EXISTS (
      SELECT 1 FROM unnest(${tokens}::text[]) AS token WHERE strpos(lower(record), token) > 0
        OR (token ~ '^[+]?[0-9]{7,}$' AND strpos(regexp_replace(record, '[^0-9]', '', 'g'), ltrim(token, '+')) > 0))`.execute(
    store.db,
  )
  const named = new Set(tokens)
  return rows.filter(({ record }) => tokensOf(record).some((token) => named.has(token))).map((row) => row.id)
}

/** Sources and records of the interactions an erasure is about. */
async function erasedRecords(
  { analytics }: Store,
  { workspace, erasure_id }: Erasing,
): Promise<[string[], string[]]> {
  const lines = await analytics.lines(
    `SELECT DISTINCT source, toString(record_id) FROM throughline.erasing WHERE {{workspace}} AND erasure_id = {erasure:UInt64}`,
    { workspace, params: { erasure: erasure_id } },
    'erase',
  )
  const pairs = lines.map((line) => JSON.parse(line) as [string, string])
  return [pairs.map(([source]) => source), pairs.map(([, record]) => record)]
}
