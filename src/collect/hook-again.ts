import type { Db } from '../storage/operational.ts'
import { type Taken, takePayload, takeRecord, wholePayload } from './hook-take.ts'
import type { Interaction } from './interaction.ts'
import { kindsNow } from './kinds-store.ts'
import type { Mapping } from './mapping.ts'
import { recordFrom } from './record.ts'
import type { CollectTables } from './tables.ts'
import { guardOf } from './tombstones.ts'

/** Reads a quarantined record of a webhook again: interactions, or the reason why there are none. */
export async function readHookAgain(
  db: Db<CollectTables>,
  { workspace, source, mapping }: { workspace: string; source: string; mapping: Mapping },
  row: { record: string; entry: number; row: number },
): Promise<Interaction[] | string> {
  const columns = columnsOf(row.record)
  if (columns === null) return 'the record is not an object of columns'
  const record = recordFrom(columns)
  const now = Date.now()
  const kinds = await kindsNow(db, workspace)
  const taking = { db, workspace, source, mapping, kinds, guard: await guardOf(db, workspace, now), now }
  let taken: Taken = { interactions: [], rejected: [], ignored: 0, erased: 0, gathered: [], record_ids: [] }
  const entry = mapping.records[row.entry]
  if (row.entry === wholePayload) taken = await takePayload(taking, record)
  else if (entry === undefined || entry.recordsOf === null)
    return 'the mapping no longer has the entry that read this record'
  else await takeRecord(taking, taken, entry, row.entry, record, Number(row.row))
  return taken.rejected[0]?.reason ?? taken.interactions
}

function columnsOf(text: string): [string, string][] | null {
  try {
    const record: unknown = JSON.parse(text)
    if (typeof record !== 'object' || record === null) return null
    return Object.entries(record).map(([column, value]) => [column, String(value)])
  } catch {
    return null
  }
}
