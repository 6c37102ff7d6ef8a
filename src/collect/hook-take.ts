import { hash } from 'node:crypto'
import type { Db } from '../storage/operational.ts'
import type { Deposit, GroupCommit } from './group-commit.ts'
import { dropParts, keepPart, mostParts, type PartsPlace, partsOf, placeOf } from './hook-part.ts'
import { contentKey } from './hook-read.ts'
import type { IdentifierKinds } from './identifier-kinds.ts'
import type { Interaction } from './interaction.ts'
import { recordIdOf } from './interaction-id.ts'
import type { Mapping } from './mapping.ts'
import { mostItems } from './mapping-payload.ts'
import type { RecordMapping } from './mapping-record.ts'
import { type FlatRecord, Rejection } from './record.ts'
import type { CollectTables } from './tables.ts'
import { type Guard, guardOf } from './tombstones.ts'

export interface Taking {
  db: Db<CollectTables>
  workspace: string
  source: string
  mapping: Mapping | null
  kinds: IdentifierKinds
  guard: Guard | null
  now: number
}

/** What a payload became, before it is stored. */
export interface Taken {
  interactions: Interaction[]
  rejected: NonNullable<Deposit['rejected']>
  /** Records that no entry takes by its `where`. */
  ignored: number
  erased: number
  /** Records whose parts may have grown meanwhile: to be looked at again once this is stored. */
  gathered: { place: PartsPlace; entry: RecordMapping; parts: number }[]
  record_ids: string[]
}

/** Entry of a record that no entry could be asked for: the whole payload is read again. */
export const wholePayload = -1

/** Reads a payload by the source's mapping. Parts of records are kept durably on the way. */
export async function takePayload(taking: Taking, payload: FlatRecord): Promise<Taken> {
  const taken: Taken = { interactions: [], rejected: [], ignored: 0, erased: 0, gathered: [], record_ids: [] }
  const entries = (taking.mapping?.records ?? []).filter((entry) => entry.recordsOf !== null)
  if (entries.length === 0) {
    const reason = 'the source has no mapping that reads payloads: write one, then replay'
    taken.rejected.push(rejectedRow(payload, wholePayload, 0, { field: '', value: '', reason }))
    return taken
  }
  for (const entry of entries) {
    const at = taking.mapping!.records.indexOf(entry)
    const records = entry.recordsOf!(payload)
    if (records.length > mostItems) {
      const reason = `a list of more than ${mostItems} items: send fewer at once`
      taken.rejected.push(rejectedRow(payload, wholePayload, 0, { field: '', value: '', reason }))
      return taken
    }
    for (const [row, record] of records.entries()) await takeRecord(taking, taken, entry, at, record, row)
  }
  return taken
}

/** Reads one record by one entry into `taken`. */
export async function takeRecord(
  taking: Taking,
  taken: Taken,
  entry: RecordMapping,
  at: number,
  record: FlatRecord,
  row: number,
): Promise<void> {
  const { kinds, now } = taking
  try {
    if (entry.gathered !== null) return await takePart(taking, taken, entry, record)
  } catch (error) {
    if (!(error instanceof Rejection)) throw error
    taken.rejected.push(rejectedRow(record, at, row, error))
    return
  }
  const mapped = entry.map(record, { row, key: contentKey(record), now, kinds })
  if ('ignored' in mapped) taken.ignored++
  else if ('rejected' in mapped) taken.rejected.push(rejectedRow(record, at, row, mapped.rejected))
  else {
    taken.interactions.push(...mapped.interactions)
    taken.record_ids.push(recordIdOf(mapped.interactions[0]!.interaction_id))
  }
}

async function takePart(
  taking: Taking,
  taken: Taken,
  entry: RecordMapping,
  record: FlatRecord,
): Promise<void> {
  const { db, workspace, source, guard } = taking
  const gathered = entry.gathered!
  if (!gathered.admits(record)) {
    taken.ignored++
    return
  }
  const key = gathered.keyOf(record)
  const place = placeOf(workspace, source, entry.name, key)
  const parts = await partsOf(db, place)
  const own = gathered.partKey(record)
  const part_key = own === '' ? contentKey(record) : `part-${hash('sha1', own, 'hex')}`
  if (!parts.has(part_key)) parts.set(part_key, record)
  if (parts.size > mostParts)
    throw new Rejection('key', key, `more than ${mostParts} payloads of one record: is this the right key?`)
  const mapped = foldedOf(entry, parts, taking)
  if ('rejected' in mapped)
    throw new Rejection(mapped.rejected.field, mapped.rejected.value, mapped.rejected.reason)
  const interactions = 'interactions' in mapped ? mapped.interactions : []
  if (guard?.refuses(interactions)) {
    taken.erased += interactions.length
    return
  }
  await keepPart(db, place, part_key, record)
  taken.interactions.push(...interactions)
  taken.record_ids.push(place.record_id)
  taken.gathered.push({ place, entry, parts: parts.size })
}

function foldedOf(entry: RecordMapping, parts: ReadonlyMap<string, FlatRecord>, { now, kinds }: Taking) {
  return entry.map(entry.gathered!.fold([...parts.values()], now), { row: 0, now, kinds })
}

/**
 * Once parts are stored their record is read again: a part that another request kept meanwhile must not be missing in what was
 * written last. Whoever writes last finds all parts. What was erased between the two leaves no parts either.
 */
export async function settleParts(taking: Taking, taken: Taken, commit: GroupCommit): Promise<void> {
  const guard = taken.gathered.length > 0 ? await guardOf(taking.db, taking.workspace, taking.now) : null
  for (const { place, entry, parts } of taken.gathered) {
    for (let known = parts; ; ) {
      const now = await partsOf(taking.db, place)
      if (now.size === 0) break
      const mapped = foldedOf(entry, now, taking)
      const interactions = 'interactions' in mapped ? mapped.interactions : []
      if (guard?.refuses(interactions)) {
        await dropParts(taking.db, place)
        break
      }
      if (now.size <= known || interactions.length === 0) break
      known = now.size
      const { workspace, source } = place
      await commit.deposit({ workspace, source, interactions, linked: [], rejected: [], file: 'hook' })
    }
  }
}

function rejectedRow(
  record: FlatRecord,
  entry: number,
  row: number,
  { field, value, reason }: { field: string; value: string; reason: string },
) {
  return { row, field, value, reason, record: JSON.stringify(record), entry }
}
