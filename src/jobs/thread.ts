import { parentPort, workerData } from 'node:worker_threads'
import { type Analytics, analyticsOver } from '../storage/analytics.ts'
import type { FileExchange } from '../storage/file-exchange.ts'
import { engineOver } from './engine-port.ts'

/** Makes the thread this is called in do one task after the other, with the store of the process that started it. */
export function work<Task, Result>(perform: (task: Task, analytics: Analytics) => Promise<Result>): void {
  const port = parentPort!
  const analytics = analyticsOver(engineOver(port, workerData as FileExchange | null), null)
  port.on('message', (message: { task?: Task }) => {
    if (message.task === undefined) return
    perform(message.task, analytics).then(
      (result) => port.postMessage({ finished: true, result }),
      (failure: Error) => port.postMessage({ finished: true, failure }),
    )
  })
}
