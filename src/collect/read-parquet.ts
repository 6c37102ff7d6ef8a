import { stat } from 'node:fs/promises'
import { asyncBufferFromFile, type FileMetaData, parquetMetadataAsync } from 'hyparquet'
import { createRestingThread, Late } from '../jobs/resting-thread.ts'
import type { Asked, Told } from './parquet-thread.ts'
import { FileError, type ReadBatch, recordFrom } from './record.ts'

/** A batch takes so long at most, and longer in a larger file: a tenth of the pace of a slow machine. */
const patience_ms = 5_000
const bytes_per_ms = 200

const threads = createRestingThread<Asked, Told>(new URL('./parquet-thread.ts', import.meta.url), {
  // What one group of rows may hold.
  options: { resourceLimits: { maxOldGenerationSizeMb: 2_000 } },
})

/**
 * Reads a Parquet file row by row, nested columns as dotted paths; times are written in ISO 8601. In a thread, which is ended when it
 * takes too long: a hostile file can keep a reader busy for hours. Throws FileError where the file cannot be read.
 */
export async function* readParquet(path: string, patience?: number): AsyncGenerator<ReadBatch> {
  const { size } = await stat(path)
  const thread = await threads.take()
  const wait = patience ?? patience_ms + size / bytes_per_ms
  let ended = false
  try {
    for (let asked: Asked = { path }; !ended; asked = 'next') {
      const told = await thread.ask(asked, wait).catch((error: Error) => {
        const why =
          error instanceof Late
            ? `it claims more than is in it: no row for ${Math.round(wait / 1_000)} s`
            : error.message
        throw new FileError(`${path} cannot be read as Parquet: ${why}`, { cause: error })
      })
      if (told === 'ready') continue
      ended = told === 'end' || 'refused' in told
      if (told === 'end') return
      if ('refused' in told) throw new FileError(told.refused)
      const { rows, ...rest } = told.batch
      yield { ...rest, rows: rows.map(({ row, columns }) => ({ row, record: recordFrom(columns) })) }
    }
  } finally {
    await thread.leave(ended)
  }
}

/** The names of a Parquet file's columns as records have them; those inside lists are told by the rows alone. */
export async function parquetColumns(path: string): Promise<string[]> {
  try {
    const { schema } = await parquetMetadataAsync(await asyncBufferFromFile(path))
    return topColumns(schema)
  } catch (error) {
    throw new FileError(`${path} cannot be read as Parquet: ${(error as Error).message}`, { cause: error })
  }
}

function topColumns(schema: FileMetaData['schema']): string[] {
  const columns: string[] = []
  let at = 1
  const skip = (): void => {
    const children = schema[at++]?.num_children ?? 0
    for (let child = 0; child < children; child++) skip()
  }
  while (at < schema.length) {
    columns.push(schema[at]!.name)
    skip()
  }
  return columns
}
