import { parentPort } from 'node:worker_threads'
import { parquetRows } from './parquet-rows.ts'
import type { ReadBatch } from './record.ts'

/** What is asked of the thread: the first batch of a file, then the next ones. */
export type Asked = { path: string } | 'next'

/** A batch, its records as columns and values: an object that is sent would get inherited names. */
export interface SentBatch extends Omit<ReadBatch, 'rows'> {
  rows: { row: number; columns: [string, string][] }[]
}

/** `ready` once, then to each question an answer. */
export type Told = 'ready' | 'end' | { batch: SentBatch } | { refused: string }

const port = parentPort!
let batches: AsyncGenerator<ReadBatch> | null = null
const tell = (told: Told) => port.postMessage(told)

port.on('message', async (asked: Asked) => {
  if (asked !== 'next') batches = parquetRows(asked.path)
  try {
    const { value, done } = await batches!.next()
    tell(done ? 'end' : { batch: sent(value) })
  } catch (error) {
    tell({ refused: (error as Error).message })
  }
})
tell('ready')

const sent = ({ rows, ...rest }: ReadBatch): SentBatch => ({
  ...rest,
  rows: rows.map(({ row, record }) => ({ row, columns: Object.entries(record) })),
})
