import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { day, design, happened, story, when } from '../../tools/sample-runs.ts'
import type { Interaction, PromiseFact, Statement } from '../collect/contract.ts'
import { runsOf } from './runs.ts'
import type { Storyboard } from './storyboard.ts'

const any = design([])
const run = (history: Interaction[], storyboard: Storyboard = any) =>
  runsOf(history, storyboard, when(day(99)))[0]!
const pairs = (history: Interaction[], storyboard?: Storyboard) =>
  run(history, storyboard).contradictions.map(({ first, second }) => [first.value, second.value])
const says = (on: number, value: string, more: Partial<Statement> = {}, rest: Partial<Interaction> = {}) =>
  happened('Told', on, {
    direction: 'outbound',
    statements: [{ about: 'order', what: 'price', value, changes: false, ...more }],
    ...rest,
  })
const promised = (
  on: number,
  due: number,
  act: PromiseFact['act'] = 'made',
  more: Partial<PromiseFact> = {},
) =>
  happened('Promised', on, {
    promises: [
      {
        what: 'delivery',
        act,
        due: act === 'made' || act === 'replaced' ? day(due) : null,
        at: day(on),
        fulfilled_by: [],
        replaced_by: [],
        voided_by: [],
        ...more,
      },
    ],
  })
const iso = (on: number) => new Date(day(on)).toISOString()
const needs = (on: number, needed_from_you: string) =>
  happened('Told', on, { news: { received: null, needed_from_you, next_by: null, delivery: 'assumed' } })

describe('nothing more is needed', () => {
  const designed = design(['Told', 'First bill'])
  const bill = happened('First bill', 4, {
    news: { received: null, needed_from_you: 'payment', next_by: null, delivery: 'assumed' },
  })

  test('is contradicted by a request at a step the run has been to', () => {
    expect(pairs([needs(0, 'passport'), needs(2, 'nothing'), needs(4, 'passport')], designed)).toEqual([
      ['nothing', 'passport'],
    ])
  })

  test('is not contradicted by what a later step of the design needs: the first bill asks to be paid', () => {
    expect(pairs([needs(0, 'nothing'), bill], designed)).toEqual([])
    expect(pairs([needs(0, 'nothing'), bill])).toEqual([['nothing', 'payment']])
  })
})

describe('two statements', () => {
  test('contradict when their values differ, and hold who said what, where and when', () => {
    const found = run([
      says(0, '100', {}, { channel: 'web', team: 'Sales' }),
      says(3, '120', {}, { channel: 'letter', team: 'Billing' }),
    ])
    expect(found.statements).toBe(2)
    expect(found.contradictions).toMatchObject([
      {
        about: 'order',
        what: 'price',
        first: { value: '100', said_at: day(0), channel: 'web', owner: 'Sales' },
        second: { value: '120', said_at: day(3), channel: 'letter', owner: 'Billing' },
      },
    ])
  })

  test('do not when they say the same in other figures or letters, or speak of other things', () => {
    expect(pairs([says(0, '12.50'), says(1, '12.5')])).toEqual([])
    expect(pairs([says(0, 'Plan A', { what: 'offer' }), says(1, ' plan a', { what: 'offer' })])).toEqual([])
    expect(pairs([says(0, '1'), says(1, '2', { about: 'repair' }), says(2, '3', { what: 'fee' })])).toEqual(
      [],
    )
  })

  test('do not when the later says that it changes the earlier; what is said after it counts against it', () => {
    expect(pairs([says(0, '100'), says(1, '120', { changes: true })])).toEqual([])
    expect(pairs([says(0, '100'), says(1, '120', { changes: true }), says(2, '100')])).toEqual([
      ['120', '100'],
    ])
  })

  test('do not when the fact on record changed between them; a record of the same fact changes nothing', () => {
    const recorded = (on: number, value: string) => says(on, value, {}, { direction: 'internal' })
    expect(pairs([says(0, '100'), recorded(1, '120'), says(2, '120')])).toEqual([])
    expect(pairs([says(0, '100'), recorded(1, '100'), says(2, '120')])).toEqual([['100', '120']])
    expect(run([recorded(0, '100'), recorded(1, '120')])).toMatchObject({ statements: 0, contradictions: [] })
  })

  test('about a state contradict only when it goes back to one already left', () => {
    const states = (...values: string[]) =>
      pairs(values.map((value, on) => says(on, value, { what: 'state' })))
    expect(states('received', 'checked', 'sent')).toEqual([])
    expect(states('received', 'checked', 'received')).toEqual([['checked', 'received']])
  })

  test('name the owner of the designed step where no team is known', () => {
    const storyboard = story(
      '{ journey: a, version: 1, correlate: { subject: order }, steps: [{ step: Told, owner: Desk }], outcomes: { done: { kind: success, touchpoints: [Told] } } }',
    )
    expect(run([says(0, '1'), says(1, '2')], storyboard).contradictions[0]!.first.owner).toBe('Desk')
  })
})

describe('a promised date', () => {
  test('contradicts an earlier one unless it is told as its replacement', () => {
    expect(pairs([promised(0, 10), promised(2, 12)])).toEqual([[iso(10), iso(12)]])
    expect(pairs([promised(0, 10), promised(2, 12, 'replaced')])).toEqual([])
    expect(pairs([promised(0, 10), promised(2, 10)])).toEqual([])
    const moved = { ...promised(2, 12), touchpoint: 'Moved' }
    expect(pairs([promised(0, 10, 'made', { replaced_by: ['Moved'] }), moved])).toEqual([])
  })

  test('stands against a date told for the same thing', () => {
    const told = says(2, iso(12), { about: 'delivery', what: 'date' })
    expect(pairs([promised(0, 10), told])).toEqual([[iso(10), iso(12)]])
  })

  test('is a new matter once the promise before is over', () => {
    expect(pairs([promised(0, 10), promised(9, 0, 'fulfilled'), promised(20, 30)])).toEqual([])
    const until = promised(0, 10, 'made', { fulfilled_by: ['Delivered'] })
    expect(pairs([until, happened('Delivered', 9), promised(20, 30)])).toEqual([])
  })
})

describe('dates of one day', () => {
  const there = { ...any, zone: { attribute: null, otherwise: 'Europe/Berlin' } }
  const told = (...values: string[]) =>
    pairs(
      values.map((value, on) => says(on, value, { what: 'date' })),
      there,
    )
  const [first, ten, two, last] = [
    '2025-05-11T22:00:00.000Z',
    '2025-05-12T08:00:00.000Z',
    '2025-05-12T12:00:00.000Z',
    '2025-05-12T21:59:59.999Z',
  ] as const
  const next = '2025-05-12T22:00:00.000Z'

  test('agree where one of them only names the day, as its first or last moment where the customer is', () => {
    expect(told(first, ten)).toEqual([])
    expect(told(ten, last)).toEqual([])
    expect(told(first, last)).toEqual([])
    expect(told('2025-05-12T21:59:00.000Z', ten)).toEqual([])
    expect(told(last, next)).toEqual([[last, next]])
  })

  test('do not agree where both name an hour, nor where the day is another one', () => {
    expect(told(ten, two)).toEqual([[ten, two]])
    expect(told(ten, '2025-05-13T08:00:00.000Z')).toHaveLength(1)
  })

  test('do not agree because the day was named between, before or after', () => {
    expect(told(ten, first, two)).toEqual([[ten, two]])
    expect(told(first, ten, two)).toEqual([[ten, two]])
    expect(told(ten, two, last)).toEqual([[ten, two]])
    expect(told(ten, next, last, two)).toEqual([
      [ten, next],
      [ten, two],
    ])
  })

  test('are of the company’s calendar where no zone of the customers is known, else of UTC', () => {
    const calendar = { zone: 'Europe/Berlin', days: [], opens: 540, closes: 1020, holidays: [] }
    const dates = [says(0, first, { what: 'date' }), says(1, ten, { what: 'date' })]
    expect(pairs(dates, { ...any, calendar })).toEqual([])
    expect(pairs(dates, any)).toEqual([[first, ten]])
  })

  test('a promise until the end of the day is kept to by whoever says the hour', () => {
    const end = promised(0, 0, 'made', { what: 'order', due: Date.parse(last) })
    expect(pairs([end, says(1, ten, { what: 'date' })], there)).toEqual([])
    expect(pairs([end, says(1, next, { what: 'date' })], there)).toEqual([[last, next]])
  })

  test('on record as the day only, do not change what was said of its hour', () => {
    const record = says(1, first, { what: 'date' }, { direction: 'internal' })
    expect(pairs([says(0, ten, { what: 'date' }), record, says(2, two, { what: 'date' })], there)).toEqual([
      [ten, two],
    ])
  })
})

describe('"nothing more is needed"', () => {
  test('contradicts a request that follows, by news or by a letter that asks', () => {
    const request = happened('Letter', 3, { direction: 'outbound', information_asked: ['passport'] })
    expect(pairs([needs(0, 'nothing'), needs(2, 'passport')])).toEqual([['nothing', 'passport']])
    expect(pairs([needs(0, 'nothing'), request])).toEqual([['nothing', 'passport']])
  })

  test('does not when a question is asked in a call of the customer, or when more and more is needed', () => {
    const call = happened('Call', 3, { direction: 'inbound', information_asked: ['order number'] })
    expect(pairs([needs(0, 'nothing'), call])).toEqual([])
    expect(pairs([needs(0, 'passport'), needs(1, 'payslip'), needs(2, 'nothing')])).toEqual([])
  })
})

describe('the number of contradictions', () => {
  const statement = fc.record({
    about: fc.constantFrom('a', 'b'),
    what: fc.constantFrom('date', 'price', 'state', 'document_needed'),
    value: fc.constantFrom('nothing', '1', '2', '3'),
    changes: fc.boolean(),
    internal: fc.boolean(),
  })
  const told = fc.array(statement, { minLength: 1, maxLength: 9 }).map((all) =>
    all.map(({ internal, ...one }, on) =>
      happened('Told', on, {
        interaction_id: `${on}`,
        direction: internal ? 'internal' : 'outbound',
        statements: [one],
      }),
    ),
  )
  const count = (history: Interaction[]) => run(history).contradictions.length

  test('does not depend on the order of import', () => {
    fc.assert(
      fc.property(
        told.chain((history) =>
          fc.tuple(fc.constant(history), fc.shuffledSubarray(history, { minLength: history.length })),
        ),
        ([history, shuffled]) => {
          expect(run(shuffled).contradictions).toEqual(run(history).contradictions)
        },
      ),
    )
  })

  test('does not grow when a statement is repeated', () => {
    fc.assert(
      fc.property(told, fc.nat(), (history, which) => {
        const place = which % history.length
        const again = { ...history[place]!, interaction_id: 'again', started_at: day(place + 0.5) }
        expect(count([...history, again])).toBe(count(history))
      }),
    )
  })

  test('of what can have one value only is none more however often all is said over again, while nothing changes', () => {
    fc.assert(
      fc.property(told, fc.nat(), (history, which) => {
        const plain = history.map((each) => ({
          ...each,
          direction: 'outbound' as const,
          statements: each.statements.map((one) => ({ ...one, what: 'price', changes: false })),
        }))
        const late = { ...plain[which % plain.length]!, interaction_id: 'late', started_at: day(50) }
        expect(count([...plain, late])).toBe(count(plain))
      }),
    )
  })

  test('loses the contradiction whose later statement says that it changes the earlier', () => {
    fc.assert(
      fc.property(told, (history) => {
        const [found] = run(history).contradictions
        if (found === undefined) return
        const noticed = history.map((each) =>
          each.interaction_id === found.second.interaction_id
            ? { ...each, statements: each.statements.map((one) => ({ ...one, changes: true })) }
            : each,
        )
        const left = run(noticed).contradictions.map(({ second }) => second.interaction_id)
        expect(left).not.toContain(found.second.interaction_id)
      }),
    )
  })

  test('is none when every statement says that it changes what was said', () => {
    fc.assert(
      fc.property(told, (history) => {
        const noticed = history.map((each) => ({
          ...each,
          statements: each.statements.map((one) => ({ ...one, changes: true })),
        }))
        expect(count(noticed)).toBe(0)
      }),
    )
  })
})
