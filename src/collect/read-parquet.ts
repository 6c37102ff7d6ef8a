import { stat } from 'node:fs/promises'
import { Worker } from 'node:worker_threads'
import { asyncBufferFromFile, type FileMetaData, parquetMetadataAsync } from 'hyparquet'
import type { Asked, Told } from './parquet-thread.ts'
import { FileError, type ReadBatch, recordFrom } from './record.ts'

/** A batch takes so long at most, and longer in a larger file: a tenth of the pace of a slow machine. */
const patience_ms = 5_000
const bytes_per_ms = 200
const startPatience_ms = 60_000
/** What one group of rows may hold. */
const resourceLimits = { maxOldGenerationSizeMb: 2_000 }

/** A thread that has read its file to the end, for the next one. */
let resting: Worker | null = null

/**
 * Reads a Parquet file row by row, nested columns as dotted paths; times are written in ISO 8601. In a thread, which is ended when it
 * takes too long: a hostile file can keep a reader busy for hours. Throws FileError where the file cannot be read.
 */
export async function* readParquet(path: string, patience?: number): AsyncGenerator<ReadBatch> {
  const { size } = await stat(path)
  const worker = await takeWorker()
  const wait = patience ?? patience_ms + size / bytes_per_ms
  let ended = false
  try {
    for (let asked: Asked = { path }; !ended; asked = 'next') {
      const told = await answerOf(worker, asked, wait).catch((error: Error) => {
        throw new FileError(`${path} cannot be read as Parquet: ${error.message}`, { cause: error })
      })
      if (told === 'ready') continue
      ended = told === 'end' || 'refused' in told
      if (told === 'end') return
      if ('refused' in told) throw new FileError(told.refused)
      const { rows, ...rest } = told.batch
      yield { ...rest, rows: rows.map(({ row, columns }) => ({ row, record: recordFrom(columns) })) }
    }
  } finally {
    await leave(worker, ended)
  }
}

async function takeWorker(): Promise<Worker> {
  const rested = resting
  resting = null
  if (rested !== null) {
    rested.ref()
    return rested
  }
  const worker = new Worker(new URL('./parquet-thread.ts', import.meta.url), { resourceLimits })
  // Heard where it is asked; one that dies while it is ended has nobody who listens.
  worker.on('error', () => undefined)
  worker.once('exit', () => {
    if (resting === worker) resting = null
  })
  await answerOf(worker, null, startPatience_ms)
  return worker
}

/** One that has answered all rests, and keeps no process from ending; one that is still busy is ended. */
async function leave(worker: Worker, ended: boolean): Promise<void> {
  if (!ended || resting !== null) {
    await worker.terminate()
    return
  }
  worker.unref()
  resting = worker
}

function answerOf(worker: Worker, asked: Asked | null, wait_ms: number): Promise<Told> {
  const { promise, resolve, reject } = Promise.withResolvers<Told>()
  const late = () =>
    reject(new Error(`it claims more than is in it: no row for ${Math.round(wait_ms / 1_000)} s`))
  const timer = setTimeout(late, wait_ms)
  worker.once('message', resolve).once('error', reject)
  if (asked !== null) worker.postMessage(asked)
  return promise.finally(() => {
    clearTimeout(timer)
    worker.off('message', resolve).off('error', reject)
  })
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
