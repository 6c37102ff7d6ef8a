import type { MessagePort, Worker } from 'node:worker_threads'
import type { Engine } from '../storage/engine.ts'
import { type FileExchange, overFiles } from '../storage/file-exchange.ts'

/** The embedded engine lives in one thread: others send it what they ask, and get what it answers. */
interface Asked {
  engine: keyof Engine
  number: number
  given: unknown[]
}

interface Answered {
  number: number
  answer?: unknown
  failure?: Error
}

const isAsked = (message: unknown): message is Asked =>
  typeof message === 'object' && message !== null && 'engine' in message

/** Answers a thread's questions to the engine. */
export function serveEngine(worker: Worker, engine: Engine): void {
  worker.on('message', (message: unknown) => {
    if (!isAsked(message)) return
    const { number, given } = message
    const ask = engine[message.engine] as (...given: unknown[]) => Promise<unknown>
    ask(...given).then(
      (answer) => worker.postMessage({ number, answer } satisfies Answered),
      (failure: Error) => worker.postMessage({ number, failure } satisfies Answered),
    )
  })
}

/** The engine as seen from a thread, through the port to the thread that has it; rows go by files where it is embedded. */
export function engineOver(port: MessagePort, files: FileExchange | null): Engine {
  const waiting = new Map<number, { done: (answer: never) => void; failed: (error: Error) => void }>()
  let asked = 0
  port.on('message', ({ number, answer, failure }: Partial<Answered>) => {
    const asker = number === undefined ? undefined : waiting.get(number)
    if (asker === undefined) return
    waiting.delete(number!)
    if (failure) asker.failed(failure)
    else asker.done(answer as never)
  })
  const ask =
    (engine: keyof Engine) =>
    <Answer>(...given: unknown[]) =>
      new Promise<Answer>((done, failed) => {
        const number = asked++
        waiting.set(number, { done, failed })
        port.postMessage({ engine, number, given } satisfies Asked)
      })
  const command: Engine['command'] = ask('command')
  return {
    query: ask('query'),
    command,
    ...(files === null ? { read: ask('read'), insert: ask('insert') } : overFiles(files, command)),
  }
}
