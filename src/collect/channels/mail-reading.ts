import { Worker } from 'node:worker_threads'
import { recordFrom } from '../record.ts'
import type { MailRecords } from './mail-record.ts'

export interface ReadTask {
  raw: Uint8Array
  own: readonly string[]
  arrival: { arrived_at: number; truncated: boolean }
}

/** What a mail says, or why nobody can tell. */
export type MailRead = { read: MailRecords } | { refused: string }

/** A mail that takes longer is made to: a megabyte of mails within mails took 7 s, and four times that for two. */
const patience_ms = 5_000
/** A short one cannot: only a machine that stands still makes it late. */
const shortPatience_ms = 60_000
/** Of a mail that cannot be read whole, so much is: its headers and how it begins. */
const beginning = 65_536
const idle_ms = 60_000

/**
 * Reads mails in a thread of its own, one after the other: whatever somebody sends, nobody else waits for it, and its memory
 * is bounded. Never throws.
 */
export async function readMail(task: ReadTask): Promise<MailRead> {
  const whole = await inTurn(task)
  if ('read' in whole || task.raw.length <= beginning) return whole
  const part = { ...task, raw: task.raw.slice(0, beginning), arrival: { ...task.arrival, truncated: true } }
  const begun = await inTurn(part)
  return 'read' in begun ? begun : whole
}

let reading: Promise<unknown> = Promise.resolve()

function inTurn(task: ReadTask): Promise<MailRead> {
  const mine = reading.then(() => ask(task))
  reading = mine
  return mine
}

let thread: Worker | null = null
let resting: NodeJS.Timeout | null = null

async function ask(task: ReadTask): Promise<MailRead> {
  if (resting !== null) clearTimeout(resting)
  const worker = thread ?? (await start())
  const patience = task.raw.length > beginning ? patience_ms : shortPatience_ms
  worker.ref()
  return new Promise((done) => {
    const finish = (answer: MailRead) => {
      clearTimeout(impatient)
      worker.removeAllListeners('message')
      worker.off('exit', died)
      // Resting, it keeps no process from ending.
      worker.unref()
      resting = setTimeout(() => void worker.terminate(), idle_ms).unref()
      done(answer)
    }
    const died = () => finish({ refused: 'not readable as a mail: it takes more memory than any' })
    const impatient = setTimeout(() => {
      thread = null
      worker.off('exit', died)
      void worker.terminate()
      finish({ refused: `not readable as a mail within ${patience / 1_000} s` })
    }, patience)
    worker.once('exit', died)
    worker.once('message', (answer: MailRead) =>
      finish('read' in answer ? { read: withRecords(answer.read) } : answer),
    )
    worker.postMessage(task)
  })
}

/** Resolves when the thread is ready: what starting takes is not the mail's fault. */
async function start(): Promise<Worker> {
  const worker = new Worker(new URL('./mail-reading-thread.ts', import.meta.url), {
    resourceLimits: { maxOldGenerationSizeMb: 512 },
  })
  // What it died of is told by its exit; without a listener it would end the process.
  worker.on('error', () => undefined)
  worker.on('exit', () => {
    if (thread === worker) thread = null
  })
  thread = worker
  await new Promise((done) => {
    worker.once('message', done)
    worker.once('exit', done)
  })
  return worker
}

/** Between threads a record becomes a plain object. */
const withRecords = (mail: MailRecords): MailRecords => ({
  ...mail,
  records: mail.records.map(({ key, columns }) => ({ key, columns: recordFrom(Object.entries(columns)) })),
})
