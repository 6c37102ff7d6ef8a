import { Worker, type WorkerOptions } from 'node:worker_threads'

/** A thread for one asker at a time that answers question by question; the last one rests for whoever comes soon. */
export interface RestingThread<Asked, Told> {
  /** Waits while too many have one. The first message of a thread says that it is ready. @throws Late when that takes a minute. */
  take(): Promise<AskedThread<Asked, Told>>
}

export interface AskedThread<Asked, Told> {
  /** @throws Late after `wait_ms` when that is given, Error when the thread has died, or dies. */
  ask(asked: Asked, wait_ms?: number): Promise<Told>
  /** `whole`: it has answered all, and may rest; else it is ended. Only the first time counts: then it is somebody else's. */
  leave(whole: boolean): Promise<void>
}

/** A thread did not answer in the time that it was given. */
export class Late extends Error {}

interface Thread {
  worker: Worker
  /** What it died of; null = it lives. */
  died: Error | null
  /** While it rests: when it is ended. */
  until: NodeJS.Timeout | null
}

const startPatience_ms = 60_000

interface Manner {
  options?: WorkerOptions
  /** A thread with nothing to do for so long ends, and its memory is the machine's again. */
  idle_ms?: number
  /** So many have one at once. */
  most?: number
}

export function createRestingThread<Asked, Told>(
  entry: URL,
  { options = {}, idle_ms = 15_000, most = Number.POSITIVE_INFINITY }: Manner = {},
): RestingThread<Asked, Told> {
  let resting: Thread | null = null
  let taken = 0
  const waiting: (() => void)[] = []
  const turn = async () => {
    if (taken < most) taken++
    else await new Promise<void>((done) => waiting.push(done))
  }
  /** The turn of one who has done is that of the next. */
  const done = () => {
    const next = waiting.shift()
    if (next) next()
    else taken--
  }
  const wake = (): Thread | null => {
    const thread = resting
    resting = null
    if (thread === null) return null
    clearTimeout(thread.until ?? undefined)
    thread.worker.ref()
    return thread.died === null ? thread : null
  }
  const end = async (thread: Thread) => {
    // Before it is ended: until that is done, who comes would be given a thread that dies.
    if (resting === thread) wake()
    await thread.worker.terminate()
  }
  const rest = (thread: Thread) => {
    // Resting, it keeps no process from ending.
    thread.worker.unref()
    thread.until = setTimeout(() => void end(thread), idle_ms).unref()
    resting = thread
  }
  return {
    take: async () => {
      await turn()
      const thread =
        wake() ??
        (await start(new Worker(entry, options)).catch((error: unknown) => {
          done()
          throw error
        }))
      let left = false
      return {
        ask: async (asked, wait_ms) => {
          if (thread.died !== null) throw thread.died
          const answer = answerOf<Told>(thread, wait_ms)
          thread.worker.postMessage(asked)
          return answer
        },
        leave: async (whole) => {
          if (left) return
          left = true
          if (whole && resting === null && thread.died === null) rest(thread)
          else await end(thread)
          done()
        },
      }
    },
  }
}

async function start(worker: Worker): Promise<Thread> {
  const thread: Thread = { worker, died: null, until: null }
  worker.on('error', (error: Error) => {
    thread.died = error
  })
  worker.once('exit', () => {
    thread.died ??= new Error('The thread was ended before it answered.')
  })
  try {
    await answerOf(thread, startPatience_ms)
  } catch (error) {
    await worker.terminate()
    throw error
  }
  return thread
}

function answerOf<Told>({ worker }: Thread, wait_ms?: number): Promise<Told> {
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
