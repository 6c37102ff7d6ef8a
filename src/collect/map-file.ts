import { rearm } from './exported-fields.ts'
import type { IdentifierKinds } from './identifier-kinds.ts'
import { type PlannedFile, readFile } from './import-plan.ts'
import type { Interaction } from './interaction.ts'
import type { RecordContext } from './mapping-record.ts'
import { Occurrences } from './occurrences.ts'
import type { ReadOptions } from './read-text.ts'
import type { ReadRow, RejectedRow } from './record.ts'

/** What a piece of a file became: records read = records that made interactions + rejected + ignored. */
export interface MappedBatch {
  interactions: Interaction[]
  rejected: RejectedRow[]
  read: number
  ignored: number
  bytes_read: number
}

/** The context of mapping one file: a new one for each, since equal rows are counted within a file. */
export function fileContext(file: PlannedFile, kinds?: IdentifierKinds): RecordContext {
  return { row: 0, occurrences: new Occurrences(), joins: file.joins, ...(kinds ? { kinds } : {}) }
}

/** Reads and maps a planned file, at most `size` records at a time. Throws FileError where the file is broken. */
export async function* mapFile(
  file: PlannedFile,
  size = 5000,
  options: ReadOptions & { kinds?: IdentifierKinds } = {},
): AsyncGenerator<MappedBatch> {
  const context = fileContext(file, options.kinds)
  for await (const batch of readFile(file, options)) {
    let rejected = batch.rejected
    for (let from = 0; from < batch.rows.length || rejected.length > 0; from += size) {
      const mapped = mapRows(file, batch.rows.slice(from, from + size), context)
      mapped.rejected.push(...rejected)
      mapped.read += rejected.length
      rejected = []
      yield { ...mapped, bytes_read: batch.bytes_read }
    }
  }
}

function mapRows(
  file: PlannedFile,
  rows: ReadRow[],
  context: RecordContext,
): Omit<MappedBatch, 'bytes_read'> {
  const interactions: Interaction[] = []
  const rejected: RejectedRow[] = []
  let ignored = 0
  const armed = file.entry.exported && file.format === 'csv'
  for (const { row, record } of rows) {
    if (armed) rearm(record)
    context.row = row
    const mapped = file.entry.map(record, context)
    if ('interactions' in mapped) interactions.push(...mapped.interactions)
    else if ('rejected' in mapped) rejected.push({ row, ...mapped.rejected, record: JSON.stringify(record) })
    else ignored++
  }
  return { interactions, rejected, read: rows.length, ignored }
}

/** Joins pieces until they hold so many records: what is written at once is cheaper by the row, and merged less often. */
export async function* inLargerPieces(
  pieces: AsyncIterable<MappedBatch>,
  records: number,
): AsyncGenerator<MappedBatch> {
  let gathered: MappedBatch | null = null
  for await (const piece of pieces) {
    if (gathered === null) gathered = piece
    else {
      for (const each of piece.interactions) gathered.interactions.push(each)
      for (const each of piece.rejected) gathered.rejected.push(each)
      gathered.read += piece.read
      gathered.ignored += piece.ignored
      gathered.bytes_read = piece.bytes_read
    }
    if (gathered.read >= records) {
      yield gathered
      gathered = null
    }
  }
  if (gathered !== null) yield gathered
}
