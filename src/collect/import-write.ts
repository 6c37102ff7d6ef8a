import type { Lane } from '../storage/analytics.ts'
import { commitUnder, type Store, writeBatch } from './commit.ts'
import type { PlannedFile } from './import-plan.ts'
import type { MappedBatch } from './map-file.ts'
import type { Occurrences } from './occurrences.ts'
import { quarantineRecords } from './quarantine-store.ts'
import {
  knownRecords,
  type LedgerRecord,
  ledgerColumns,
  ledgerRow,
  recordsOf,
  sameContent,
} from './record-ledger.ts'
import { guardOf } from './tombstones.ts'

/** Read = stored + unchanged + quarantined + erased; ignored records are none by the mapping's `where`. */
export interface Counts {
  read: number
  stored: number
  unchanged: number
  quarantined: number
  withdrawn: number
  /** Records of which something was erased before, or that are older than they may be kept. */
  erased: number
  ignored: number
  interactions: number
}

export const noCounts = (): Counts => ({
  read: 0,
  stored: 0,
  unchanged: 0,
  quarantined: 0,
  withdrawn: 0,
  erased: 0,
  ignored: 0,
  interactions: 0,
})

/** One import under way, as its writers see it. */
export interface Writing {
  store: Store
  workspace: string
  source: string
  import_number: number
  /** False while the source has no records at all: nothing then needs to be looked up. */
  known: boolean
  /** Records of a new source met in this import: one that comes twice replaces itself. */
  met: Occurrences
  counts: Counts
}

/** Pieces are written two at a time, each over a connection of its own. */
export interface Turn {
  lane: Lane
  /** The piece before this one is written: waited for by a piece that depends on it. */
  before: Promise<void>
}

/**
 * Writes one piece of a file: new and changed records are stored, unchanged ones only marked as met.
 * The interactions come before the ledger, so that a crash in between repeats the work instead of losing it.
 */
export async function writePiece(
  writing: Writing,
  file: PlannedFile,
  entry: number,
  batch: MappedBatch,
  turn: Turn,
): Promise<void> {
  const { store, workspace, source, counts } = writing
  const { records, rejected, erased } = await admitted(writing, batch)
  const asked = askedBefore(writing, records)
  if (asked.length + rejected.length > 0) await turn.before
  const known =
    asked.length > 0
      ? await knownRecords(store.analytics, workspace, source, asked)
      : new Map<string, never>()
  const changed: LedgerRecord[] = []
  const moved: LedgerRecord[] = []
  const unchanged: LedgerRecord[] = []
  for (const record of records) {
    const hash = known.get(record.record_id)?.record_hash
    if (hash === record.record_hash) unchanged.push(record)
    else if (hash !== undefined && sameContent(hash, record.record_hash)) moved.push(record)
    else changed.push(record)
  }
  const withdrawn = changed.flatMap((record) => known.get(record.record_id)?.interaction_ids ?? [])
  const interactions = [...changed, ...moved].flatMap((record) => record.interactions)
  await quarantineRecords(store.db, { workspace, source, file: file.name, entry }, rejected)
  await writeRecords(writing, [...changed, ...moved, ...unchanged], { interactions, withdrawn }, turn.lane)
  counts.read += batch.read - batch.ignored
  counts.ignored += batch.ignored
  counts.quarantined += rejected.length
  counts.erased += erased
  counts.stored += changed.length
  counts.unchanged += batch.read - batch.ignored - rejected.length - erased - changed.length
  counts.interactions += changed.reduce((sum, record) => sum + record.interactions.length, 0)
}

/** What of a piece may be stored: nothing that was erased, neither understood nor in quarantine. */
async function admitted({ store, workspace }: Writing, batch: MappedBatch) {
  const records = recordsOf(batch.interactions)
  const guard = await guardOf(store.db, workspace, Date.now())
  if (guard === null) return { records, rejected: batch.rejected, erased: 0 }
  const kept = records.filter((each) => !guard.refuses(each.interactions))
  const rejected = batch.rejected.filter((each) => !guard.refusesText(each.record))
  const erased = records.length - kept.length + batch.rejected.length - rejected.length
  return { records: kept, rejected, erased }
}

/** Records the ledger may know: of a source new to it only those that this import met already. */
function askedBefore({ known, met }: Writing, records: LedgerRecord[]): string[] {
  const ids = records.map((each) => each.record_id)
  return known ? ids : ids.filter((id) => met.count(BigInt(id).toString(16).padStart(16, '0')) > 0)
}

async function writeRecords(
  writing: Writing,
  records: LedgerRecord[],
  batch: { interactions: LedgerRecord['interactions']; withdrawn: string[] },
  lane: Lane,
): Promise<void> {
  const { store, workspace, source, import_number } = writing
  if (records.length === 0) return
  await commitUnder(store, workspace, async (commit_id) => {
    await writeBatch(store, workspace, commit_id, batch, lane)
    const stamp = { workspace, source, import_number, version: commit_id }
    await store.analytics.insert(
      'throughline.records',
      ledgerColumns,
      records.map((record) => ledgerRow(stamp, record)),
      lane,
    )
  })
}

/** Withdraws records that vanished from the export (`--replace`). */
export async function withdrawRecords(
  writing: Writing,
  gone: { record_id: string; interaction_ids: string[] }[],
): Promise<void> {
  const { store, workspace, source, import_number, counts } = writing
  for (let from = 0; from < gone.length; from += 5_000) {
    const piece = gone.slice(from, from + 5_000)
    await commitUnder(store, workspace, async (commit_id) => {
      const withdrawn = piece.flatMap((each) => each.interaction_ids)
      await writeBatch(store, workspace, commit_id, { interactions: [], withdrawn })
      await store.analytics.insert(
        'throughline.records',
        ledgerColumns,
        piece.map((each) => [workspace, source, each.record_id, '0', [], import_number, commit_id, 1]),
      )
    })
    counts.withdrawn += piece.length
  }
}
