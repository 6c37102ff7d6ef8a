import type { Event } from './event.ts'
import type { Queue } from './queue.ts'
import type { Settings } from './settings.ts'

/** Browsers carry no more than 64 KB for pages that are gone. */
const mostBytes = 60_000
const soon_ms = 800
const longest_ms = 300_000
const patience_ms = 30_000

/** Sends what waits in the queue, and takes it out of there only when the server says that it is stored. */
export interface Sender {
  /** Within a second, with what comes until then; at once where many wait. */
  soon(): void
  now(): Promise<void>
  /** The page is going: what waits is handed to the browser. It stays in the queue until somebody hears of it. */
  farewell(): void
}

export function createSender(queue: Queue, { host, write_key }: Settings, may: () => boolean): Sender {
  let timer: ReturnType<typeof setTimeout> | undefined
  let sending: Promise<void> | null = null
  let failures = 0
  let most = 50
  let refused = false
  /** A server that asked for patience, or did not answer, is left alone for so long. */
  let resting = false
  const url = `${host}/v1/batch`
  const body = (events: Event[]) =>
    JSON.stringify({ writeKey: write_key, sentAt: new Date().toISOString(), batch: events })
  const rest = (ms: number) => {
    resting = true
    clearTimeout(timer)
    timer = setTimeout(() => void now(), ms)
  }
  const round = async () => {
    while (queue.size() > 0 && may() && !refused) {
      const events = queue.next(most, mostBytes)
      const outcome = await post(url, body(events))
      if (outcome === 'refused') {
        refused = true
      } else if (outcome === 'too large' && events.length > 1) {
        most = Math.ceil(events.length / 2)
      } else if (typeof outcome === 'object') {
        return rest(outcome.after_ms ?? pause(failures++))
      } else {
        queue.done(events)
        failures = 0
      }
    }
  }
  const now = async () => {
    clearTimeout(timer)
    timer = undefined
    resting = false
    sending ??= round().finally(() => {
      sending = null
    })
    return sending
  }
  return {
    soon: () => {
      if (sending !== null || resting) return
      if (queue.size() >= most) void now()
      else timer ??= setTimeout(() => void now(), soon_ms)
    },
    now,
    farewell: () => {
      if (queue.size() === 0 || !may() || refused) return
      // Text needs no question beforehand (CORS); the browser would not wait for its answer.
      navigator.sendBeacon?.(url, body(queue.next(most, mostBytes)))
    },
  }
}

type Outcome = 'stored' | 'unreadable' | 'too large' | 'refused' | { after_ms: number | null }

async function post(url: string, body: string): Promise<Outcome> {
  try {
    const answer = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'text/plain' },
      body,
      keepalive: 3 * body.length < mostBytes,
      signal: AbortSignal.timeout?.(patience_ms) ?? null,
      credentials: 'omit',
      referrerPolicy: 'no-referrer',
    })
    if (answer.ok) return 'stored'
    if (answer.status === 413) return 'too large'
    if (answer.status === 401 || answer.status === 403 || answer.status === 404) return 'refused'
    if (answer.status === 429 || answer.status === 408 || answer.status >= 500)
      return { after_ms: waitOf(answer.headers.get('retry-after')) }
    return 'unreadable'
  } catch {
    return { after_ms: null }
  }
}

function waitOf(said: string | null): number | null {
  const seconds = Number(said ?? Number.NaN)
  return seconds >= 0 && said !== '' ? Math.min(seconds * 1000, longest_ms) : null
}

/** Doubled with each failure, and spread: a server that comes back is not asked by all at once. */
const pause = (failures: number) => Math.min(1000 * 2 ** failures, longest_ms) * (0.5 + Math.random())
