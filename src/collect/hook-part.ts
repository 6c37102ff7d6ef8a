import type { Db } from '../storage/operational.ts'
import { idsOf, recordIdOf } from './interaction-id.ts'
import type { RecordMapping } from './mapping-record.ts'
import { type FlatRecord, recordFrom } from './record.ts'
import type { CollectTables } from './tables.ts'

/** Which record payloads are parts of. */
export interface PartsPlace {
  workspace: string
  source: string
  entry: string
  record_key: string
}

/** A record with more parts than this is no conversation: a key that many have. */
export const mostParts = 1_000

/** The record that its parts make, as the ledger and erasures know it. */
export const recordIdAt = ({ source, entry, record_key }: Omit<PartsPlace, 'workspace'>) =>
  recordIdOf(idsOf(`${source}\0${entry}\0${record_key}`)(0))

export const placeOf = (
  workspace: string,
  source: string,
  entry: RecordMapping,
  record_key: string,
): PartsPlace => ({ workspace, source, entry: entry.name, record_key })

/** All parts of a record that have arrived, by what tells them apart. */
export async function partsOf(db: Db<CollectTables>, place: PartsPlace): Promise<Map<string, FlatRecord>> {
  const rows = await db
    .selectFrom('hook_parts')
    .select(['part_key', 'record'])
    .where('workspace', '=', place.workspace)
    .where('source', '=', place.source)
    .where('entry', '=', place.entry)
    .where('record_key', '=', place.record_key)
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
      record_id: recordIdAt(place),
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
    .where('entry', '=', place.entry)
    .where('record_key', '=', place.record_key)
    .execute()
}
