import { Worker } from 'node:worker_threads'
import type { OpenEngine } from '../storage/engine.ts'
import { serveEngine } from './engine-port.ts'

/** Threads that all do one kind of work, as many at once as there are cores to spare, started when there is some. */
export interface Threads<Task, Result> {
  run(task: Task): Promise<Result>
}

/** A thread with nothing to do for so long ends, and its memory is the machine's again. */
const idle_ms = 15_000

/** Room for what is soon forgotten: with less, a page's rows are taken for what lasts and swept late (100 MB at the peak of a build, measured). */
const maxYoungGenerationSizeMb = 48

interface Thread {
  worker: Worker
  resting: NodeJS.Timeout | null
}

interface Waiting {
  task: unknown
  done: (result: never) => void
  failed: (error: Error) => void
}

/** `entry` is a module that calls `work`. A thread that dies fails its task; the next task gets a new one. */
export function createThreads<Task, Result>(
  entry: URL,
  engine: OpenEngine,
  most: number,
): Threads<Task, Result> {
  const threads = new Set<Thread>()
  const queue: Waiting[] = []
  const next = () => {
    const job = queue[0]
    if (job === undefined) return
    const thread = [...threads].find(({ resting }) => resting !== null) ?? start()
    if (thread === null) return
    queue.shift()
    void perform(thread, job)
  }
  const start = (): Thread | null => {
    if (threads.size >= most) return null
    const worker = new Worker(entry, {
      workerData: engine.files,
      resourceLimits: { maxYoungGenerationSizeMb },
    })
    const thread: Thread = { worker, resting: null }
    serveEngine(thread.worker, engine)
    threads.add(thread)
    thread.worker.once('exit', () => threads.delete(thread))
    return thread
  }
  const perform = async (thread: Thread, job: Waiting) => {
    if (thread.resting) clearTimeout(thread.resting)
    thread.resting = null
    thread.worker.ref()
    try {
      job.done((await taskOf(thread.worker, job.task)) as never)
    } catch (error) {
      job.failed(error as Error)
    }
    // Resting, it keeps no process from ending.
    thread.worker.unref()
    thread.resting = setTimeout(() => void thread.worker.terminate(), idle_ms).unref()
    next()
  }
  return {
    run: (task) =>
      new Promise<Result>((done, failed) => {
        queue.push({ task, done, failed })
        next()
      }),
  }
}

interface Finished {
  finished: true
  result?: unknown
  failure?: Error
}

function taskOf(worker: Worker, task: unknown): Promise<unknown> {
  return new Promise((done, failed) => {
    const stop = () => {
      worker.off('message', hear)
      worker.off('error', died)
      worker.off('exit', ended)
    }
    const hear = (message: Partial<Finished>) => {
      if (message.finished !== true) return
      stop()
      if (message.failure) failed(message.failure)
      else done(message.result)
    }
    const died = (error: Error) => {
      stop()
      failed(error)
    }
    const ended = () => died(new Error('The thread was ended before its task was done.'))
    worker.on('message', hear)
    worker.on('error', died)
    worker.on('exit', ended)
    worker.postMessage({ task })
  })
}
