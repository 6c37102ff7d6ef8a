import { stat } from 'node:fs/promises'
import { asyncBufferFromFile, parquetMetadataAsync, parquetReadObjects } from 'hyparquet'
import { compressors } from 'hyparquet-compressors'
import { flatten } from './flatten.ts'
import { FileError, type FlatRecord, inPieces, type ReadBatch, type ReadRow } from './record.ts'

/** Rows held at once: a larger group of rows is read in pieces, for each of which its columns are unpacked again. */
const rowsAtOnce = 250_000
/** A group with more rows than any program writes, which a small file may claim by repeating one value. */
const mostInGroup = 20_000_000

/**
 * The rows of a Parquet file, in the thread this is called in: a file of some bytes may claim a value a thousand million times,
 * and nothing here ends that. Memory is bounded by the columns of one group of rows. Throws FileError where it is no Parquet
 * file, or packed in a way we do not know.
 */
export async function* parquetRows(path: string): AsyncGenerator<ReadBatch> {
  const { size } = await stat(path)
  try {
    const file = await asyncBufferFromFile(path)
    const metadata = await parquetMetadataAsync(file)
    const total = Number(metadata.num_rows)
    let before = 0
    for (const group of metadata.row_groups) {
      const end = before + Number(group.num_rows)
      if (end - before > mostInGroup)
        throw new FileError(
          `${path} holds a group of ${end - before} rows; at most ${mostInGroup} can be read: write it with smaller groups.`,
        )
      for (let from = before; from < end; from += rowsAtOnce) {
        const until = Math.min(end, from + rowsAtOnce)
        const rows = await parquetReadObjects({ file, metadata, compressors, rowStart: from, rowEnd: until })
        yield* inPieces(batchOf(rows, from, Math.round((size * until) / Math.max(1, total))))
      }
      before = end
    }
  } catch (error) {
    if (error instanceof FileError) throw error
    throw new FileError(`${path} cannot be read as Parquet: ${(error as Error).message}`, { cause: error })
  }
}

function batchOf(rows: Record<string, unknown>[], before: number, bytes_read: number): ReadBatch {
  const read: ReadRow[] = []
  const rejected: ReadBatch['rejected'] = []
  rows.forEach((row, place) => {
    const record: FlatRecord | string = flatten(plain(row) as object)
    const number = before + place + 1
    if (typeof record !== 'string') read.push({ row: number, record })
    else rejected.push({ row: number, field: '', value: '', reason: record, record: '' })
  })
  return { rows: read, rejected, bytes_read }
}

/** Values of Parquet as those of JSON: times in ISO 8601, large numbers and bytes as text. */
function plain(value: unknown, depth = 0): unknown {
  if (typeof value === 'bigint') return value.toString()
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString()
  if (value instanceof Uint8Array) return new TextDecoder().decode(value)
  if (typeof value !== 'object' || value === null || depth > 70) return value
  if (Array.isArray(value) || ArrayBuffer.isView(value))
    return Array.from(value as ArrayLike<unknown>, (each) => plain(each, depth + 1))
  return Object.fromEntries(Object.entries(value).map(([name, own]) => [name, plain(own, depth + 1)]))
}
