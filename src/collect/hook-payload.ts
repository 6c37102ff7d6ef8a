import { sql } from 'kysely'
import type { Db } from '../storage/operational.ts'
import { type FlatRecord, recordFrom } from './record.ts'
import type { CollectTables } from './tables.ts'

/** How many payloads of a source are kept to write its mapping against, and up to which size. */
export const keptPayloads = { count: 30, characters: 65_536 }

export interface KeptPayload {
  payload_id: string
  received_at: Date
  bytes: number
  /** Null: too large to be kept. */
  record: FlatRecord | null
}

/** Keeps a payload as one of the last of its source; the oldest goes. */
export async function keepPayload(
  db: Db<CollectTables>,
  of: { workspace: string; source: string; received_at: number; bytes: number; record_ids: string[] },
  record: FlatRecord,
): Promise<void> {
  const { workspace, source } = of
  const text = JSON.stringify(record).replaceAll('\\u0000', '\\ufffd')
  await db
    .insertInto('hook_payloads')
    .values({
      ...of,
      received_at: new Date(of.received_at),
      record: text.length > keptPayloads.characters ? null : text,
    })
    .execute()
  await sql`DELETE FROM hook_payloads WHERE workspace = ${workspace} AND source = ${source} AND payload_id <= (
    SELECT payload_id FROM hook_payloads WHERE workspace = ${workspace} AND source = ${source}
    ORDER BY payload_id DESC OFFSET ${keptPayloads.count} LIMIT 1)`.execute(db)
}

/** The last payloads of a source, newest first. */
export async function lastPayloads(
  db: Db<CollectTables>,
  workspace: string,
  source: string,
): Promise<KeptPayload[]> {
  const rows = await db
    .selectFrom('hook_payloads')
    .select(['payload_id', 'received_at', 'bytes', 'record'])
    .where('workspace', '=', workspace)
    .where('source', '=', source)
    .orderBy('payload_id', 'desc')
    .limit(keptPayloads.count)
    .execute()
  return rows.map(({ payload_id, record, ...rest }) => ({
    ...rest,
    payload_id: String(payload_id),
    record: record === null ? null : recordFrom(Object.entries(JSON.parse(record) as Record<string, string>)),
  }))
}
