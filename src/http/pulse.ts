import type { MiddlewareHandler } from 'hono'
import { type Loop, startLoop } from '../jobs/loop.ts'
import { engineAway, Problem } from './errors.ts'
import { answerError } from './serve.ts'

/** Whether an engine answers. One that is only halted closes no connection: without this, requests would wait for it without end. */
export interface Pulse {
  silent(): boolean
  /** Ends as an error when the engine is silent, now or while `work` is under way; what was begun may still be done. */
  meanwhile<Result>(work: () => Promise<Result>): Promise<Result>
  stop(): Promise<void>
}

const felt_ms = 1_000
/** A client waits ten seconds as a rule; a trivial question takes a millisecond. */
const patience_ms = 3_000

/** @param asked resolves when the engine answers, rejects when it says that it does not: whoever asked is then told by it. */
export function createPulse(asked: () => Promise<unknown>, patience = patience_ms, every = felt_ms): Pulse {
  let silent = false
  const waiting = new Set<() => void>()
  const feel = async () => {
    const timer = setTimeout(() => {
      // Where this process itself was held up, the answer may lie there unread: it is read before this is judged.
      setImmediate(() => setImmediate(judge))
    }, patience)
    let answered = false
    const judge = () => {
      if (answered) return
      silent = true
      for (const tell of waiting) tell()
    }
    await asked().catch(() => undefined)
    answered = true
    clearTimeout(timer)
    silent = false
  }
  const loop: Loop = startLoop(every, feel, () => undefined)
  return {
    silent: () => silent,
    meanwhile: async (work) => {
      if (silent) throw engineAway()
      const fallen = Promise.withResolvers<never>()
      const tell = () => fallen.reject(engineAway())
      waiting.add(tell)
      try {
        return await Promise.race([work(), fallen.promise])
      } finally {
        waiting.delete(tell)
      }
    },
    stop: async () => {
      const stopped = loop.stop()
      if (!silent) await stopped
    },
  }
}

/** While PostgreSQL is silent every answer is 503, at once; also to requests that waited for it already. */
export function refuseWhileSilent(pulse: Pulse): MiddlewareHandler {
  return async (context, next) => {
    // Asked by a browser before it sends: without it, the SDK never sees the 503.
    if (context.req.method === 'OPTIONS') return next()
    try {
      return await pulse.meanwhile(next)
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      const answer = answerError(error, () => undefined)
      answer.headers.set('access-control-allow-origin', '*')
      answer.headers.set('access-control-expose-headers', 'retry-after, x-request-id')
      return answer
    }
  }
}
