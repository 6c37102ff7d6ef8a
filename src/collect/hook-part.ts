import type { Db } from '../storage/operational.ts'
import { idsOf, recordIdOf } from './interaction-id.ts'
import { type FlatRecord, recordFrom } from './record.ts'
import type { CollectTables } from './tables.ts'

/** Which record payloads are parts of. */
export interface PartsPlace {
  workspace: string
  source: string
  /** 64 bits of the hash of its key: what erasures know it by too. */
  record_id: string
}

/** A record with more parts than this is no conversation: a key that many have. */
export const mostParts = 1_000

/** The record that an entry of a source's mapping makes of a key. */
export const placeOf = (workspace: string, source: string, entry: string, key: string): PartsPlace => ({
  workspace,
  source,
  record_id: recordIdOf(idsOf(`${source}\0${entry}\0${key}`)(0)),
})

/** All parts of a record that have arrived, by what tells them apart. */
export async function partsOf(db: Db<CollectTables>, place: PartsPlace): Promise<Map<string, FlatRecord>> {
  const rows = await db
    .selectFrom('hook_parts')
    .select(['part_key', 'record'])
    .where('workspace', '=', place.workspace)
    .where('source', '=', place.source)
    .where('record_id', '=', place.record_id)
    .execute()
  return new Map(
    rows.map((row) => [
      row.part_key,
      recordFrom(Object.entries(JSON.parse(row.record) as Record<string, string>)),
    ]),
  )
}

/** Keeps a part durably. The same part sent again stays as it came first. */
export async function keepPart(
  db: Db<CollectTables>,
  place: PartsPlace,
  part_key: string,
  record: FlatRecord,
): Promise<void> {
  await db
    .insertInto('hook_parts')
    .values({
      ...place,
      part_key,
      record: JSON.stringify(record).replaceAll('\\u0000', '\\ufffd'),
      received_at: new Date(),
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

/** Takes all parts of a record away: it was erased meanwhile. */
export async function dropParts(db: Db<CollectTables>, place: PartsPlace): Promise<void> {
  await db
    .deleteFrom('hook_parts')
    .where('workspace', '=', place.workspace)
    .where('source', '=', place.source)
    .where('record_id', '=', place.record_id)
    .execute()
}
