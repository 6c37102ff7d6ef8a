import type { Lane } from '../storage/analytics.ts'
import { commitUnder, type Store, writeBatch, writeLines } from './commit.ts'
import type { ImportPiece } from './import-piece.ts'
import type { FileToRead } from './import-reader.ts'
import type { Mapping } from './mapping.ts'
import type { Occurrences } from './occurrences.ts'
import { type Kept, keepOverwritten } from './overwritten.ts'
import { quarantineRecords } from './quarantine-store.ts'
import {
  hasRecords,
  type KnownRecord,
  knownRecords,
  type LedgerRecord,
  ledgerColumns,
  ledgerRow,
  saidAlso,
  sameContent,
} from './record-ledger.ts'
import { ensureSource } from './source.ts'
import { standingElsewhere } from './standing.ts'
import { type Guard, guardOf, type Judged } from './tombstones.ts'
import { judgedOf, pickedLines } from './unstamped-lines.ts'

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
  file: FileToRead,
  piece: ImportPiece,
  turn: Turn,
): Promise<void> {
  const { counts } = writing
  const latest = latestOf(piece.records)
  await meetSources(writing, latest)
  const asked = askedBefore(writing, latest)
  if (asked.length + piece.rejected.length > 0) await turn.before
  const known = await knownOf(writing, asked)
  const standing = await standingIn(
    writing,
    latest.filter((each) => !known.has(nameOf(each))),
  )
  const records = latest.filter((each) => !standing.has(each.record_id))
  const written =
    records.length + piece.rejected.length === 0
      ? { rejected: 0, erased: 0, changed: [] }
      : await writeKnown(writing, file, { ...piece, records }, { of: piece.records, known, lane: turn.lane })
  counts.read += piece.read - piece.ignored
  counts.ignored += piece.ignored
  counts.quarantined += written.rejected
  counts.erased += written.erased
  counts.stored += written.changed.length
  counts.unchanged += piece.read - piece.ignored - written.rejected - written.erased - written.changed.length
  counts.interactions += written.changed.reduce((sum, record) => sum + record.interaction_ids.length, 0)
}

/** Of a record that comes twice the later one counts. */
function latestOf(records: LedgerRecord[]): LedgerRecord[] {
  const latest = new Map(records.map((each) => [nameOf(each), each]))
  return latest.size === records.length ? records : [...latest.values()]
}

interface Writer {
  /** All records of the piece, in the order of its lines. */
  of: LedgerRecord[]
  known: ReadonlyMap<string, KnownRecord>
  lane: Lane
}

/** Asked who is erased once the commit is on record: an erasure that begins meanwhile, at any server process, waits for it. */
async function writeKnown(
  writing: Writing,
  file: FileToRead,
  piece: ImportPiece,
  { of, known, lane }: Writer,
): Promise<{ rejected: number; erased: number; changed: LedgerRecord[] }> {
  const { store, workspace, mapping, import_number } = writing
  let done = { rejected: 0, erased: 0, changed: [] as LedgerRecord[] }
  await commitUnder(store, workspace, async (commit_id) => {
    const guard = await guardOf(store.db, workspace, Date.now())
    const erased = guard === null ? noRecords : await erasedIn(of, piece, guard)
    const records = piece.records.filter((each) => !erased.has(each))
    const rejected = piece.rejected.filter((each) => !guard?.refusesText(each.record))
    const { changed, moved, unchanged } = compare(records, known)
    const overwritten = changed.flatMap((record): Kept[] => {
      const before = known.get(nameOf(record))
      return before === undefined ? [] : [{ ...before, source: record.source, record_id: record.record_id }]
    })
    await quarantineRecords(
      store.db,
      { workspace, source: mapping.source, file: file.name, entry: file.entry },
      rejected,
    )
    await keepOverwritten(store.analytics, writing, overwritten)
    const wanted = new Set([...changed, ...moved])
    const unstamped =
      wanted.size === of.length
        ? piece.unstamped
        : pickedLines(
            piece.unstamped,
            of.map((each) => ({ size: each.interaction_ids.length, wanted: wanted.has(each) })),
          )
    const withdrawn = overwritten.flatMap((before) => before.interaction_ids)
    await writeLines(store, { workspace, commit_id }, { unstamped, withdrawn }, lane)
    const stamp = { workspace, import_number, version: commit_id }
    const also = (record: LedgerRecord) => saidAlso(known.get(nameOf(record))?.said_by ?? [], import_number)
    await store.analytics.insert(
      'throughline.records',
      ledgerColumns,
      [
        ...changed.map((record) => ledgerRow(stamp, record)),
        ...[...moved, ...unchanged].map((record) => ledgerRow(stamp, record, also(record))),
      ],
      lane,
    )
    done = {
      rejected: rejected.length,
      erased: erased.size + piece.rejected.length - rejected.length,
      changed,
    }
  })
  return done
}

/** What the ledger says of records: another content, another place in the file, or the same. */
function compare(records: LedgerRecord[], known: Writer['known']) {
  const changed: LedgerRecord[] = []
  const moved: LedgerRecord[] = []
  const unchanged: LedgerRecord[] = []
  for (const record of records) {
    const hash = known.get(nameOf(record))?.record_hash
    if (hash === record.record_hash) unchanged.push(record)
    else if (hash !== undefined && sameContent(hash, record.record_hash)) moved.push(record)
    else changed.push(record)
  }
  return { changed, moved, unchanged }
}

/** Others wait no longer than for so many records to be judged. */
const judgedAtOnce = 1_000

/** Records of which something was erased, or that are older than they may be kept: never stored again. */
async function erasedIn(
  of: LedgerRecord[],
  { records, unstamped }: ImportPiece,
  guard: Guard,
): Promise<Set<LedgerRecord>> {
  const wanted = new Set(records)
  const erased = new Set<LedgerRecord>()
  const judged = judgedOf(unstamped)
  for (const [nth, record] of of.entries()) {
    const own = record.interaction_ids.map(() => judged.next().value as Judged)
    if (wanted.has(record) && guard.refuses(own)) erased.add(record)
    if (nth % judgedAtOnce === judgedAtOnce - 1) await new Promise(setImmediate)
  }
  return erased
}

async function standingIn(
  { store, workspace, careful }: Writing,
  records: LedgerRecord[],
): Promise<ReadonlySet<string>> {
  return careful ? standingElsewhere(store.analytics, workspace, records) : none
}

const none: ReadonlySet<string> = new Set()
const noRecords: ReadonlySet<LedgerRecord> = new Set()
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
