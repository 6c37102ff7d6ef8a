import type { IdentifierKinds } from './identifier-kinds.ts'
import type { PlannedFile } from './import-plan.ts'
import { saidColumns, saidRow } from './interaction-row.ts'
import { inLargerPieces, type MappedBatch, mapFile } from './map-file.ts'
import { exportedRecords, type LedgerRecord, recordsOf } from './record-ledger.ts'
import { toldPlaces, type UnstampedLines, unstampedText } from './unstamped-lines.ts'

/** A piece of a file, ready to be written: its records, and their interactions as lines in the same order. */
export interface ImportPiece extends Omit<MappedBatch, 'interactions'> {
  records: LedgerRecord[]
  unstamped: UnstampedLines
}

/** What is written at once is cheaper by the row, and merged less often. */
const pieceRecords = 25_000
const pieceBytes = 16_000_000
/** What is forgotten soon costs least: of blocks, not of whole pieces, objects are made (measured). */
const blockRecords = 500

/**
 * Reads, maps and writes out a planned file. Two rows that make different interactions of one record are found to be one within a piece,
 * so where a row can make several, a piece is held as a whole. The kinds are those of when it began.
 * @throws FileError where the file is broken.
 */
export async function* importPieces(file: PlannedFile, kinds: IdentifierKinds): AsyncGenerator<ImportPiece> {
  const blocks =
    file.entry.makes > 1
      ? inLargerPieces(mapFile(file, 10_000, { kinds }), pieceRecords)
      : mapFile(file, blockRecords, { kinds })
  const recordsIn = file.entry.exported ? exportedRecords : recordsOf
  let piece = new Gathering([])
  for await (const block of blocks) {
    const records = recordsIn(block.interactions)
    const rows = records.flatMap((record) => record.interactions.map((each) => saidRow(each, kinds.rankOf)))
    const told = toldPlaces(rows, piece.told)
    if (told.length > piece.told.length) {
      if (piece.read > 0) yield piece.whole()
      piece = new Gathering(told)
    }
    piece.add(block, records, unstampedText(rows, told))
    if (piece.read < pieceRecords && piece.bytes < pieceBytes) continue
    yield piece.whole()
    piece = new Gathering(told)
  }
  if (piece.read > 0) yield piece.whole()
}

/** A piece that grows. All its lines tell the same columns. */
class Gathering {
  read = 0
  bytes = 0
  readonly told: readonly number[]
  private readonly texts: Buffer[] = []
  private readonly piece: Omit<ImportPiece, 'read' | 'unstamped'> = {
    records: [],
    rejected: [],
    ignored: 0,
    bytes_read: 0,
  }

  constructor(told: readonly number[]) {
    this.told = told
  }

  add(block: MappedBatch, records: readonly LedgerRecord[], text: string): void {
    const { piece } = this
    const bytes = Buffer.from(text)
    this.texts.push(bytes)
    this.bytes += bytes.length
    this.read += block.read
    for (const { source, record_id, record_hash, interaction_ids } of records)
      piece.records.push({ source, record_id, record_hash, interaction_ids })
    for (const each of block.rejected) piece.rejected.push(each)
    piece.ignored += block.ignored
    piece.bytes_read = block.bytes_read
  }

  whole(): ImportPiece {
    // Memory of its own, which can be handed to another thread.
    const lines = new Uint8Array(this.bytes)
    let at = 0
    for (const text of this.texts) {
      lines.set(text, at)
      at += text.length
    }
    const columns = this.told.map((place) => saidColumns[place]!)
    return { ...this.piece, read: this.read, unstamped: { columns, lines } }
  }
}
