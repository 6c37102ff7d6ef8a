import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { day, design, happened, story, when } from '../../tools/sample-runs.ts'
import type { PromiseFact } from '../collect/contract.ts'
import { runsOf } from './runs.ts'

type Fact = Partial<Omit<PromiseFact, 'due' | 'at'>> & { due?: number; at?: number | null }

/** A promise fact with days for times; at defaults to the day of the interaction. */
const fact = (on: number, { due, at = on, ...more }: Fact): PromiseFact => ({
  what: 'delivery',
  act: 'made',
  due: due === undefined ? null : day(due),
  at: at === null ? null : day(at),
  fulfilled_by: [],
  replaced_by: [],
  voided_by: [],
  ...more,
})
const on = (days: number, touchpoint: string, ...facts: Fact[]) =>
  happened(touchpoint, days, { promises: facts.map((each) => fact(days, each)) })
const open = design(['Order', 'Delivered'])
const promisesOf = (history: Parameters<typeof runsOf>[0], as_of = 100) =>
  runsOf(history, open, when(day(as_of)))[0]!.promises
const states = (history: Parameters<typeof runsOf>[0], as_of = 100) =>
  promisesOf(history, as_of).map(({ state }) => state)

const made = { due: 10, fulfilled_by: ['Delivered'], voided_by: ['Cancelled'] }

describe('the seven states of a promise (methods A.7)', () => {
  test('kept: done by the due time, to the very moment', () => {
    expect(promisesOf([on(0, 'Order', made), on(10, 'Delivered')])).toEqual([
      {
        what: 'delivery',
        source: 'explicit',
        made_in: 'Order',
        made_at: day(0),
        due: day(10),
        due_last: day(10),
        state: 'kept',
        fulfilled_at: day(10),
        fulfilled_in: 'Delivered',
      },
    ])
  })

  test('late: done after it', () => {
    expect(states([on(0, 'Order', made), on(10.01, 'Delivered')])).toEqual(['late'])
  })

  test('renegotiated: a new date told before the old one passed, and kept', () => {
    const history = [on(0, 'Order', made), on(8, 'Call', { due: 15 }), on(14, 'Delivered')]
    expect(promisesOf(history)).toMatchObject([{ state: 'renegotiated', due: day(10), due_last: day(15) }])
    expect(
      states([on(0, 'Order', made), on(8, 'Call', { due: 15, act: 'replaced' }), on(9, 'Delivered')]),
    ).toEqual(['renegotiated'])
  })

  test('renegotiated dates are missed like any other', () => {
    expect(states([on(0, 'Order', made), on(8, 'Call', { due: 15 }), on(16, 'Delivered')])).toEqual(['late'])
    expect(states([on(0, 'Order', made), on(8, 'Call', { due: 15 })])).toEqual(['broken'])
    expect(states([on(0, 'Order', made), on(8, 'Call', { due: 15 })], 12)).toEqual(['open'])
  })

  test('broken: the due time passed and nothing happened', () => {
    expect(states([on(0, 'Order', made)])).toEqual(['broken'])
  })

  test('open: due in the future, or never given a date', () => {
    expect(states([on(0, 'Order', made)], 10)).toEqual(['open'])
    expect(states([on(0, 'Order', { what: 'call back' })])).toEqual(['open'])
  })

  test('void: withdrawn or impossible, and this wins over a fulfilment on record', () => {
    expect(states([on(0, 'Order', made), on(3, 'Cancelled')])).toEqual(['void'])
    expect(states([on(0, 'Order', made, { act: 'fulfilled', at: 5 }, { act: 'voided', at: null })])).toEqual([
      'void',
    ])
    expect(states([on(0, 'Order', made), on(5, 'Delivered'), on(9, 'Desk', { act: 'voided' })])).toEqual([
      'void',
    ])
  })

  test('a touchpoint that voids comes too late for a promise already fulfilled', () => {
    expect(states([on(0, 'Order', made), on(5, 'Delivered'), on(9, 'Cancelled')])).toEqual(['kept'])
  })

  test('unknown: fulfilled, but when was not observed, or by when was never said', () => {
    expect(states([on(0, 'Order', made, { act: 'fulfilled', at: null })])).toEqual(['unknown'])
    expect(
      states([on(0, 'Order', { what: 'call back' }, { what: 'call back', act: 'fulfilled', at: 3 })]),
    ).toEqual(['unknown'])
  })

  test('a fulfilment with a time on record makes one without a time superfluous', () => {
    expect(states([on(0, 'Order', made, { act: 'fulfilled', at: null }), on(4, 'Delivered')])).toEqual([
      'kept',
    ])
  })
})

describe('promises of one kind follow each other', () => {
  test('a date told after the old one passed is a new promise beside the missed one', () => {
    expect(
      promisesOf([
        on(0, 'Order', made),
        on(11, 'Call', { due: 15 }),
        on(14, 'Delivered', { act: 'fulfilled' }),
      ]),
    ).toMatchObject([
      { state: 'late', due_last: day(10), fulfilled_at: day(14) },
      { state: 'kept', due_last: day(15), fulfilled_at: day(14), made_in: 'Call' },
    ])
  })

  test('after it is fulfilled, a new one begins', () => {
    expect(
      states([
        on(0, 'Order', made),
        on(5, 'Delivered'),
        on(6, 'Call', { ...made, due: 20 }),
        on(21, 'Delivered'),
      ]),
    ).toEqual(['kept', 'late'])
  })

  test('the same date told again changes nothing, even by every interaction of a record', () => {
    expect(
      promisesOf([
        on(0, 'Order', made),
        on(3, 'Mail', made),
        on(5, 'Delivered', made),
        on(9, 'Review', made),
      ]),
    ).toMatchObject([{ state: 'kept', made_at: day(0) }])
  })

  test('different kinds do not touch each other', () => {
    expect(states([on(0, 'Order', made, { what: 'refund', due: 5 }), on(6, 'Delivered')])).toEqual([
      'kept',
      'broken',
    ])
  })

  test('a touchpoint that replaces without a new date leaves it open, and renegotiated once done', () => {
    const replaceable = { ...made, replaced_by: ['Put off'] }
    expect(promisesOf([on(0, 'Order', replaceable), on(3, 'Put off')])).toMatchObject([
      { state: 'open', due_last: null },
    ])
    expect(states([on(0, 'Order', replaceable), on(3, 'Put off', { due: 20 }), on(12, 'Delivered')])).toEqual(
      ['renegotiated'],
    )
  })

  test('the interaction that promises does not fulfil its own promise', () => {
    expect(states([on(0, 'Delivered', made)])).toEqual(['broken'])
  })

  test('a fulfilment on record from before its cause belongs to the promise of its own interaction', () => {
    expect(states([on(2, 'Order', made, { act: 'fulfilled', at: 1 })])).toEqual(['kept'])
  })
})

describe('what is known when', () => {
  test('facts after as_of are not known yet', () => {
    const order = on(0, 'Order', made, { act: 'fulfilled', at: 8 })
    expect([7, 8, 20].map((as_of) => states([order], as_of)[0])).toEqual(['open', 'kept', 'kept'])
  })

  test('nothing is broken past the horizon of its source', () => {
    const [run] = runsOf([on(0, 'Order', made)], open, { ...when(day(50)), horizon: () => day(9) })
    expect(run!.promises[0]!.state).toBe('open')
    expect(run!.next_change_at).toBe(day(10) + 1)
  })
})

describe('a promise implied by the design', () => {
  const implied = story(`
journey: order
version: 1
correlate: { subject: order }
steps:
  - { step: Order, promise: { what: delivery, due_in: 10d, fulfilled_by: [Delivered], voided_by: [Cancelled] } }
  - { step: Delivered }
outcomes: { delivered: { kind: success, touchpoints: [Delivered] } }
`)
  const promises = (history: Parameters<typeof runsOf>[0]) =>
    runsOf(history, implied, when(day(100)))[0]!.promises

  test('is due from the end of its step', () => {
    expect(promises([happened('Order', 0, { ended_at: day(1) }), happened('Delivered', 10.5)])).toMatchObject(
      [
        {
          source: 'storyboard',
          state: 'kept',
          made_in: 'Order',
          made_at: day(1),
          due: day(11),
          fulfilled_in: 'Delivered',
        },
      ],
    )
  })

  test('gives way to a date told at the same step, and is renegotiated by one told later', () => {
    expect(promises([on(0, 'Order', { due: 5 }), on(7, 'Delivered', { act: 'fulfilled' })])).toMatchObject([
      { source: 'explicit', state: 'late' },
    ])
    expect(promises([on(0, 'Order'), on(7, 'Call', { due: 15 }), on(12, 'Delivered')])).toMatchObject([
      { source: 'storyboard', state: 'renegotiated' },
    ])
  })

  test('is void after its voiding touchpoint', () => {
    expect(promises([on(0, 'Order'), on(7, 'Cancelled')])).toMatchObject([{ state: 'void' }])
  })
})

test('promises do not depend on the order of import', () => {
  const some = fc.record({
    at: fc.integer({ min: 0, max: 12 }),
    act: fc.constantFrom('made', 'fulfilled', 'replaced', 'voided'),
    due: fc.option(fc.integer({ min: 0, max: 20 })),
    untimed: fc.boolean(),
    touchpoint: fc.constantFrom('Order', 'Delivered', 'Cancelled', 'Put off'),
  })
  fc.assert(
    fc.property(
      fc.array(some, { maxLength: 7 }).chain((facts) => {
        const history = facts.map(({ at, act, due, untimed, touchpoint }) =>
          on(at, touchpoint, {
            ...made,
            act: act as 'made',
            at: untimed ? null : at,
            ...(due === null ? { due: undefined } : { due }),
            replaced_by: ['Put off'],
          }),
        )
        return fc.tuple(fc.constant(history), fc.shuffledSubarray(history, { minLength: history.length }))
      }),
      ([history, shuffled]) => {
        const of = (each: typeof history) => runsOf(each, open, when(day(30))).map(({ promises }) => promises)
        expect(of(shuffled)).toEqual(of(history))
      },
    ),
    { numRuns: 300 },
  )
})
