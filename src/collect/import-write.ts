import type { Lane } from '../storage/analytics.ts'
import { commitUnder, type Store, writeBatch } from './commit.ts'
import type { PlannedFile } from './import-plan.ts'
import type { MappedBatch } from './map-file.ts'
import type { Mapping } from './mapping.ts'
import type { Occurrences } from './occurrences.ts'
import { type Kept, keepOverwritten } from './overwritten.ts'
import { quarantineRecords } from './quarantine-store.ts'
import {
  exportedRecords,
  hasRecords,
  type KnownRecord,
  knownRecords,
  type LedgerRecord,
  ledgerColumns,
  ledgerRow,
  recordsOf,
  saidAlso,
  sameContent,
} from './record-ledger.ts'
import { ensureSource } from './source.ts'
import { standingElsewhere } from './standing.ts'
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
  mapping: Mapping
  import_number: number
  /** Sources met. False: it had no records at all before, nothing then needs to be looked up. */
  sources: Map<string, boolean>
  /** What stands in the workspace and is no record of an import is left alone by an exported file. */
  careful: boolean
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
  const { store, workspace, mapping, counts } = writing
  const admittedNow = await admitted(writing, batch, file.entry.exported)
  const { rejected, erased } = admittedNow
  await meetSources(writing, admittedNow.records)
  const asked = askedBefore(writing, admittedNow.records)
  if (asked.length + rejected.length > 0) await turn.before
  const known = await knownOf(writing, asked)
  const standing = writing.careful
    ? await standingElsewhere(
        store.analytics,
        workspace,
        admittedNow.records.filter((each) => !known.has(nameOf(each))),
      )
    : none
  const records = admittedNow.records.filter((each) => !standing.has(each.record_id))
  const changed: LedgerRecord[] = []
  const moved: LedgerRecord[] = []
  const unchanged: LedgerRecord[] = []
  for (const record of records) {
    const hash = known.get(nameOf(record))?.record_hash
    if (hash === record.record_hash) unchanged.push(record)
    else if (hash !== undefined && sameContent(hash, record.record_hash)) moved.push(record)
    else changed.push(record)
  }
  const overwritten = changed.flatMap((record): Kept[] => {
    const before = known.get(nameOf(record))
    return before === undefined ? [] : [{ ...before, source: record.source, record_id: record.record_id }]
  })
  const withdrawn = overwritten.flatMap((before) => before.interaction_ids)
  const interactions = [...changed, ...moved].flatMap((record) => record.interactions)
  await quarantineRecords(store.db, { workspace, source: mapping.source, file: file.name, entry }, rejected)
  await keepOverwritten(store.analytics, writing, overwritten)
  const said = [
    ...changed.map((record) => ({ record, said_by: [writing.import_number] })),
    ...[...moved, ...unchanged].map((record) => ({
      record,
      said_by: saidAlso(known.get(nameOf(record))?.said_by ?? [], writing.import_number),
    })),
  ]
  await writeRecords(writing, said, { interactions, withdrawn }, turn.lane)
  counts.read += batch.read - batch.ignored
  counts.ignored += batch.ignored
  counts.quarantined += rejected.length
  counts.erased += erased
  counts.stored += changed.length
  counts.unchanged += batch.read - batch.ignored - rejected.length - erased - changed.length
  counts.interactions += changed.reduce((sum, record) => sum + record.interactions.length, 0)
}

/** What of a piece may be stored: nothing that was erased, neither understood nor in quarantine. */
async function admitted({ store, workspace }: Writing, batch: MappedBatch, exported: boolean) {
  const records = exported ? exportedRecords(batch.interactions) : recordsOf(batch.interactions)
  const guard = await guardOf(store.db, workspace, Date.now())
  if (guard === null) return { records, rejected: batch.rejected, erased: 0 }
  const kept = records.filter((each) => !guard.refuses(each.interactions))
  const rejected = batch.rejected.filter((each) => !guard.refusesText(each.record))
  const erased = records.length - kept.length + batch.rejected.length - rejected.length
  return { records: kept, rejected, erased }
}

const none: ReadonlySet<string> = new Set()
const nameOf = ({ source, record_id }: Pick<LedgerRecord, 'source' | 'record_id'>) =>
  `${source}\u0000${record_id}`

/** Sources that an exported file names are made known as it describes them, before anything of them is stored. */
async function meetSources({ store, workspace, mapping, sources }: Writing, records: LedgerRecord[]) {
  for (const source of new Set(records.map((each) => each.source))) {
    if (sources.has(source)) continue
    await ensureSource(store.db, workspace, source, mapping.sources.get(source))
    sources.set(source, await hasRecords(store.analytics, workspace, source))
  }
}

/** Records the ledger may know: of a source new to it only those that this import met already. */
function askedBefore({ sources, met }: Writing, records: LedgerRecord[]): LedgerRecord[] {
  return records.filter(
    ({ source, record_id }) =>
      sources.get(source) || met.count(BigInt(record_id).toString(16).padStart(16, '0')) > 0,
  )
}

/** What the ledger knows of records, by source and record. */
async function knownOf(
  { store, workspace }: Writing,
  asked: LedgerRecord[],
): Promise<Map<string, KnownRecord>> {
  const known = new Map<string, KnownRecord>()
  for (const [source, own] of Map.groupBy(asked, (each) => each.source)) {
    const ids = own.map((each) => each.record_id)
    for (const [record_id, each] of await knownRecords(store.analytics, workspace, source, ids))
      known.set(nameOf({ source, record_id }), each)
  }
  return known
}

async function writeRecords(
  writing: Writing,
  records: { record: LedgerRecord; said_by: number[] }[],
  batch: { interactions: LedgerRecord['interactions']; withdrawn: string[] },
  lane: Lane,
): Promise<void> {
  const { store, workspace, import_number } = writing
  if (records.length === 0) return
  await commitUnder(store, workspace, async (commit_id) => {
    await writeBatch(store, workspace, commit_id, batch, lane)
    const stamp = { workspace, import_number, version: commit_id }
    await store.analytics.insert(
      'throughline.records',
      ledgerColumns,
      records.map(({ record, said_by }) => ledgerRow(stamp, record, said_by)),
      lane,
    )
  })
}

/** Withdraws records that vanished from the export (`--replace`). */
export async function withdrawRecords(
  writing: Writing,
  source: string,
  gone: (KnownRecord & { record_id: string })[],
): Promise<void> {
  const { store, workspace, import_number, counts } = writing
  for (let from = 0; from < gone.length; from += 5_000) {
    const piece = gone.slice(from, from + 5_000)
    await keepOverwritten(
      store.analytics,
      writing,
      piece.map((each) => ({ ...each, source })),
      true,
    )
    await commitUnder(store, workspace, async (commit_id) => {
      const withdrawn = piece.flatMap((each) => each.interaction_ids)
      await writeBatch(store, workspace, commit_id, { interactions: [], withdrawn })
      await store.analytics.insert(
        'throughline.records',
        ledgerColumns,
        piece.map((each) => [workspace, source, each.record_id, '0', [], import_number, commit_id, 1, []]),
      )
    })
    counts.withdrawn += piece.length
  }
}
