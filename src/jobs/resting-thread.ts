import { Worker, type WorkerOptions } from 'node:worker_threads'

/** A thread for one asker at a time that answers question by question; the last one rests for whoever comes soon. */
export interface RestingThread<Asked, Told> {
  /** The first message of a thread says that it is ready. @throws Late when that takes a minute. */
  take(): Promise<AskedThread<Asked, Told>>
}

export interface AskedThread<Asked, Told> {
  /** @throws Late after `wait_ms` when that is given, Error when the thread dies. */
  ask(asked: Asked, wait_ms?: number): Promise<Told>
  /** `whole`: it has answered all, and may rest; else it is ended. */
  leave(whole: boolean): Promise<void>
}

/** A thread did not answer in the time that it was given. */
export class Late extends Error {}

/** A thread with nothing to do for so long ends, and its memory is the machine's again. */
const idle_ms = 15_000
const startPatience_ms = 60_000

export function createRestingThread<Asked, Told>(
  entry: URL,
  options: WorkerOptions = {},
): RestingThread<Asked, Told> {
  let resting: { worker: Worker; until: NodeJS.Timeout } | null = null
  const wake = (): Worker | null => {
    const rested = resting
    resting = null
    if (rested === null) return null
    clearTimeout(rested.until)
    rested.worker.ref()
    return rested.worker
  }
  const start = async (): Promise<Worker> => {
    const worker = new Worker(entry, options)
    // Heard where it is asked; one that dies while it is ended has nobody who listens.
    worker.on('error', () => undefined)
    worker.once('exit', () => {
      if (resting?.worker === worker) wake()
    })
    await answerOf(worker, startPatience_ms)
    return worker
  }
  const leave = async (worker: Worker, whole: boolean) => {
    if (!whole || resting !== null) return void (await worker.terminate())
    // Resting, it keeps no process from ending.
    worker.unref()
    resting = { worker, until: setTimeout(() => void worker.terminate(), idle_ms).unref() }
  }
  return {
    take: async () => {
      const worker = wake() ?? (await start())
      return {
        ask: (asked, wait_ms) => {
          const answer = answerOf<Told>(worker, wait_ms)
          worker.postMessage(asked)
          return answer
        },
        leave: (whole) => leave(worker, whole),
      }
    },
  }
}

function answerOf<Told>(worker: Worker, wait_ms?: number): Promise<Told> {
  const { promise, resolve, reject } = Promise.withResolvers<Told>()
  const ended = () => reject(new Error('The thread was ended before it answered.'))
  const late = () => reject(new Late(`no answer for ${Math.round(wait_ms! / 1_000)} s`))
  const timer = wait_ms === undefined ? undefined : setTimeout(late, wait_ms)
  worker.once('message', resolve).once('error', reject).once('exit', ended)
  return promise.finally(() => {
    clearTimeout(timer)
    worker.off('message', resolve).off('error', reject).off('exit', ended)
  })
}
