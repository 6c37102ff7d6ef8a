import type { Event } from './event.ts'
import type { Memory } from './memory.ts'

/** More than this waits for nobody: the oldest are given up, and the next event says how many. */
export const mostWaiting = 500

/**
 * What the server has not acknowledged. Each event is kept under its own name as soon as it may be, so that it outlives
 * a reload; two tabs may both send what one of them left: the server knows an event by its id.
 */
export interface Queue {
  add(event: Event): void
  /** The oldest first, up to so many and so many bytes; at least one where there is one. */
  next(count: number, bytes: number): Event[]
  done(events: Event[]): void
  size(): number
  /** Keeps what waits, and takes up what an earlier page left: to be called when memory was opened. */
  keep(): void
  clear(): void
}

export function createQueue(memory: Memory): Queue {
  let waiting: { event: Event; text: string }[] = []
  let lost = 0
  const nameOf = ({ messageId }: Event) => `event.${messageId}`
  const drop = () => {
    while (waiting.length > mostWaiting) {
      memory.remove(nameOf(waiting.shift()!.event))
      lost++
    }
  }
  const put = (event: Event) => {
    const text = JSON.stringify(event)
    waiting.push({ event, text })
    memory.write(nameOf(event), text)
  }
  return {
    add: (event) => {
      put(lost === 0 ? event : { ...event, context: { ...event.context, events_given_up: lost } })
      lost = 0
      drop()
    },
    next: (count, bytes) => {
      const fitting: Event[] = []
      let taken = 0
      for (const { event, text } of waiting.slice(0, count)) {
        // A character may be three bytes.
        taken += 3 * text.length + 1
        if (taken > bytes && fitting.length > 0) break
        fitting.push(event)
      }
      return fitting
    },
    done: (events) => {
      const ids = new Set(events.map(({ messageId }) => messageId))
      for (const event of events) memory.remove(nameOf(event))
      waiting = waiting.filter(({ event }) => !ids.has(event.messageId))
    },
    size: () => waiting.length,
    keep: () => {
      const here = new Set(waiting.map(({ event }) => nameOf(event)))
      const left = memory
        .names('event.')
        .flatMap((name) => (here.has(name) ? [] : (read(memory, name) ?? [])))
      for (const { event, text } of waiting) memory.write(nameOf(event), text)
      waiting = [...left, ...waiting].sort((a, b) =>
        a.event.originalTimestamp < b.event.originalTimestamp ? -1 : 1,
      )
      drop()
    },
    clear: () => {
      for (const { event } of waiting) memory.remove(nameOf(event))
      waiting = []
      lost = 0
    },
  }
}

function read(memory: Memory, name: string): { event: Event; text: string } | null {
  const text = memory.read(name)
  try {
    const event = JSON.parse(text ?? '') as Event
    if (text !== null && typeof event.messageId === 'string' && typeof event.originalTimestamp === 'string')
      return { event, text }
  } catch {
    // Not ours, or cut off.
  }
  memory.remove(name)
  return null
}
