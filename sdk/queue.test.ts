import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createChoice } from './src/consent.ts'
import type { Event } from './src/event.ts'
import { createMemory } from './src/memory.ts'
import { createQueue, mostWaiting } from './src/queue.ts'
import { settingsOf } from './src/settings.ts'

/** What a browser keeps, as a page finds it after a reload. */
function createStorage(): Storage {
  const kept: Record<string, string> = {}
  const methods = {
    getItem: (key: string) => kept[key] ?? null,
    setItem: (key: string, value: string) => {
      kept[key] = value
    },
    removeItem: (key: string) => {
      delete kept[key]
    },
  }
  for (const [name, value] of Object.entries(methods)) Object.defineProperty(kept, name, { value })
  return kept as unknown as Storage
}

const eventOf = (id: number): Event => ({
  type: 'track',
  messageId: `m${id}`,
  anonymousId: 'a',
  originalTimestamp: new Date(1e12 + id).toISOString(),
  context: {},
})
const ids = (events: Event[]) => events.map(({ messageId }) => messageId)
const settings = settingsOf(null, { write_key: 'k', host: 'https://x.example' })!

describe('the queue', () => {
  it('holds what was not acknowledged over any order of adding, sending and reloading', () => {
    const acts = fc.array(fc.constantFrom('add', 'send', 'reload'), { maxLength: 200 })
    fc.assert(
      fc.property(acts, (steps) => {
        const storage = createStorage()
        const open = () => {
          const memory = createMemory(() => storage)
          memory.open()
          const queue = createQueue(memory)
          queue.keep()
          return queue
        }
        let queue = open()
        let expected: string[] = []
        let made = 0
        for (const step of steps) {
          if (step === 'add') {
            queue.add(eventOf(++made))
            expected.push(`m${made}`)
          } else if (step === 'send') {
            const sent = queue.next(3, 60_000)
            expect(ids(sent)).toEqual(expected.slice(0, 3))
            queue.done(sent)
            expected = expected.slice(3)
          } else queue = open()
        }
        expect(ids(queue.next(1_000, 1e9))).toEqual(expected)
      }),
    )
  })

  it('gives the oldest up beyond its limit, in the browser too, and the next event says how many', () => {
    const storage = createStorage()
    const memory = createMemory(() => storage)
    memory.open()
    const queue = createQueue(memory)
    for (let id = 1; id <= mostWaiting + 3; id++) queue.add(eventOf(id))
    expect(queue.size()).toBe(mostWaiting)
    expect(Object.keys(storage)).toHaveLength(mostWaiting)
    queue.done(queue.next(10, 1e9))
    queue.add(eventOf(9_000))
    expect(queue.next(1_000, 1e9).at(-1)!.context).toEqual({ events_given_up: 1 })
  })

  it('goes on in memory where the browser forbids or has no room', () => {
    const memory = createMemory(() => {
      throw new Error('forbidden')
    })
    memory.open()
    const queue = createQueue(memory)
    queue.add(eventOf(1))
    queue.keep()
    expect(ids(queue.next(9, 1e9))).toEqual(['m1'])
  })
})

describe('consent', () => {
  it('decides what is kept: nothing before, all of it after, nothing again when it is withdrawn', () => {
    const storage = createStorage()
    const memory = createMemory(() => storage)
    const choice = createChoice(memory, settings, false)
    const queue = createQueue(memory)
    queue.add(eventOf(1))
    expect([choice.now(), choice.maySend(), Object.keys(storage).length]).toEqual(['unasked', false, 0])
    choice.set('granted')
    queue.keep()
    expect(Object.keys(storage).sort()).toEqual(['throughline.consent', 'throughline.event.m1'])
    expect(
      createChoice(
        createMemory(() => storage),
        settings,
        true,
      ).now(),
    ).toBe('granted')
    choice.set('denied')
    expect([choice.mayRecord(), Object.keys(storage).length]).toEqual([false, 0])
  })

  it('is not taken for given where the browser asks not to be followed', () => {
    const none = createChoice(createMemory(createStorage), { ...settings, before_consent: 'send' }, true)
    expect([none.maySend(), none.mayRecord()]).toEqual([false, false])
    const other = createChoice(createMemory(createStorage), { ...settings, before_consent: 'send' }, false)
    expect([other.maySend(), other.mayRecord()]).toEqual([true, true])
  })
})
