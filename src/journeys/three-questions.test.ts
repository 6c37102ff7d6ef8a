import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { day, design, happened, when } from '../../tools/sample-runs.ts'
import type { Interaction, News } from '../collect/contract.ts'
import { runsOf } from './runs.ts'

const said = (more: Partial<News>): News => ({
  received: null,
  needed_from_you: null,
  next_by: null,
  delivery: 'assumed',
  ...more,
})
const outcomes = [
  { outcome: 'decided', kind: 'success' as const, touchpoints: ['Decided'], attributes: {}, after: null },
]
const clocks = (history: Interaction[], as_of = day(30)) =>
  runsOf(history, design([], { outcomes }), when(as_of))[0]!.questions?.map(
    ({ question, from_at, to_at, answered }) => [
      question,
      (from_at - day(0)) / 86_400_000,
      to_at === null ? null : (to_at - day(0)) / 86_400_000,
      answered,
    ],
  )
const applied = happened('Applied', 0, { direction: 'inbound' })
const told = (on: number, more: Partial<News>, rest: Partial<Interaction> = {}) =>
  happened('Told', on, { direction: 'outbound', news: said(more), ...rest })

describe('the three questions', () => {
  test('are open until the outcome, or open still', () => {
    expect(clocks([applied, told(1, {}), happened('Decided', 4)])).toEqual([
      ['received', 0, 4, false],
      ['needed', 0, 4, false],
      ['next', 0, 4, false],
    ])
    expect(clocks([applied, told(1, {})])!.map(([, , to]) => to)).toEqual([null, null, null])
  })

  test('may all be answered by one message, also by the very contact that handed in', () => {
    const all = { received: 'application', needed_from_you: 'nothing', next_by: day(5) }
    expect(clocks([applied, told(1, all)])!.map(([, , to, answered]) => [to, answered])).toEqual([
      [1, true],
      [1, true],
      [1, true],
    ])
    expect(clocks([{ ...applied, news: said({ received: 'it' }) }])![0]).toEqual(['received', 0, 0, true])
  })

  test('are not answered by what could not be delivered, nor after the outcome', () => {
    const failed = told(1, { received: 'it', delivery: 'failed' })
    expect(clocks([applied, failed, told(2, {})])![0]).toEqual(['received', 0, null, false])
    expect(clocks([applied, happened('Decided', 3), told(4, { received: 'it' })])![0]).toEqual([
      'received',
      0,
      3,
      false,
    ])
  })

  test('begin anew with every hand-in, and not with a chase', () => {
    const chase = happened('Called', 2, { direction: 'inbound' })
    const sent = happened('Documents sent', 3, { direction: 'inbound', information_given: ['passport'] })
    const starts = clocks([applied, told(1, {}), chase, sent])!.filter(
      ([question]) => question === 'received',
    )
    expect(starts.map(([, from]) => from)).toEqual([0, 3])
  })

  test('do not begin with what ends the matter: who cancels or is decided upon waits for nothing more', () => {
    const ending = happened('Decided', 3, { direction: 'inbound', information_given: ['signature'] })
    const after = happened('Thanked', 4, { direction: 'inbound' })
    expect(clocks([applied, told(1, {}), ending, after])!.map(([, from]) => from)).toEqual([0, 0, 0])
  })

  test('do not begin when the customer only looks at a page, unless they give something there', () => {
    const looked = happened('Status page', 2, { direction: 'inbound', news: said({ delivery: 'viewed' }) })
    const starts = (history: Interaction[]) => [...new Set(clocks(history)!.map(([, from]) => from))]
    // It is with the customer to send something: no silence, so that looking is no chase either.
    const asked = told(1, { needed_from_you: 'passport' })
    expect(starts([applied, asked, looked])).toEqual([0])
    expect(starts([applied, asked, { ...looked, information_given: ['passport'] }])).toEqual([0, 2])
    expect(starts([applied, asked, { ...looked, news: null }])).toEqual([0, 2])
  })

  test('wait for a conversation to end', () => {
    const call = told(1, { received: 'it' }, { channel: 'phone', ended_at: day(2) })
    expect(clocks([applied, call])![0]).toEqual(['received', 0, 2, true])
  })

  test('are unknown where news is never observed', () => {
    expect(clocks([applied, happened('Decided', 4)])).toBe(undefined)
    expect(runsOf([applied], design([], { outcomes }), when(day(9)))[0]!.questions).toBe(null)
  })

  test('never wait longer for one more message', () => {
    const message = fc.record({
      on: fc.integer({ min: 0, max: 20 }),
      received: fc.boolean(),
      needed: fc.boolean(),
    })
    const lasted = (history: Interaction[]) =>
      runsOf(history, design([], { outcomes }), when(day(30)))[0]!.questions!.map(
        ({ from_at, to_at }) => (to_at ?? day(30)) - from_at,
      )
    fc.assert(
      fc.property(fc.array(message, { minLength: 1, maxLength: 5 }), message, (messages, more) => {
        const news = ({ on, received, needed }: typeof more) =>
          told(on, { received: received ? 'it' : null, needed_from_you: needed ? 'nothing' : null })
        const before = lasted([applied, ...messages.map(news)])
        const after = lasted([applied, ...messages.map(news), news(more)])
        after.forEach((seconds, index) => {
          expect(seconds).toBeLessThanOrEqual(before[index]!)
        })
      }),
    )
  })
})
