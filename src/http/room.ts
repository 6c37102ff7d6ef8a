import { getHeapStatistics } from 'node:v8'
import type { Context, MiddlewareHandler } from 'hono'
import { Problem, tooBusy } from './errors.ts'

/** Bytes that all requests under way may hold together: what they sent, and what it became when unpacked. */
export interface Room {
  readonly most: number
  held(): number
  /** How many requests were refused for want of room. */
  refused(): number
  /** What one request takes; `give` when it is answered. */
  hold(): Hold
}

interface Hold {
  /** @throws Problem 503 when there is no room left. */
  take(bytes: number): void
  give(): void
}

declare module 'hono' {
  interface ContextVariableMap {
    hold: Hold
  }
}

/** Above this share of the memory that JavaScript may take nothing more is taken in. */
const fullest = 0.9
const looked_ms = 250

export function createRoom(most: number): Room {
  let held = 0
  let refused = 0
  const pressed = createPressure()
  return {
    most,
    held: () => held,
    refused: () => refused,
    hold: () => {
      let own = 0
      return {
        take: (bytes) => {
          if (held + bytes > most || pressed()) {
            refused++
            throw tooBusy(2)
          }
          held += bytes
          own += bytes
        },
        give: () => {
          held -= own
          own = 0
        },
      }
    },
  }
}

/** Whether memory runs out: looked at a few times a second, since looking is not free. */
function createPressure(): () => boolean {
  let until = 0
  let pressed = false
  return () => {
    const now = performance.now()
    if (now >= until) {
      const { used_heap_size, heap_size_limit } = getHeapStatistics()
      pressed = used_heap_size > fullest * heap_size_limit
      until = now + looked_ms
    }
    return pressed
  }
}

/** Bodies as small as that have their room at once; larger ones as they arrive, so that a slow sender holds only what came. */
const small = 65_536
/** No body that is read into memory may be larger. */
export const largest = 16_000_000
/** Streamed to the disk. */
const streamed = /^\/api\/[^/]+\/uploads$/

/** Bodies take room while their requests are answered; without room the answer is 503 with Retry-After, and nothing is stored. */
export function boundBodies(room: Room): MiddlewareHandler {
  return async (context, next) => {
    const { method, path } = context.req
    if (method === 'GET' || method === 'HEAD' || method === 'OPTIONS' || streamed.test(path)) return next()
    const hold = room.hold()
    context.set('hold', hold)
    try {
      const declared = context.req.header('content-length')
      if (declared !== undefined && Number(declared) <= small) hold.take(Number(declared))
      else if (context.req.raw.body !== null)
        context.req.raw = new Request(context.req.raw, {
          body: counted(context.req.raw.body, hold),
          duplex: 'half',
        } as RequestInit)
      await next()
    } finally {
      hold.give()
    }
  }
}

/** What a body became when unpacked takes room too. @throws Problem 503. */
export function takeRoom(context: Context, bytes: number): void {
  context.get('hold')?.take(bytes)
}

function counted(body: ReadableStream<Uint8Array>, hold: Hold): ReadableStream<Uint8Array> {
  const reader = body.getReader()
  let length = 0
  return new ReadableStream({
    pull: async (controller) => {
      const { done, value } = await reader.read()
      if (done) return controller.close()
      length += value.byteLength
      if (length > largest) throw tooLarge
      hold.take(value.byteLength)
      controller.enqueue(value)
    },
    cancel: (reason) => reader.cancel(reason),
  })
}

export const tooLarge = new Problem(413, 'Too large', `The body is larger than ${largest} bytes.`, {
  remedy: 'Send less at once; files go through an upload.',
})
