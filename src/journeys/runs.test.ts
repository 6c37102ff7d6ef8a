import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { day, design, happened, hour, story, when } from '../../tools/sample-runs.ts'
import type { Interaction } from '../collect/contract.ts'
import type { Run } from './run.ts'
import { runsOf } from './runs.ts'

const order = story(`
journey: order
version: 3
correlate: { subject: order }
starts: [Placed]
steps: [{ step: Placed }, { step: Sent }, { step: Delivered }, { optional: [{ step: Reviewed }] }]
outcomes:
  cancelled: { kind: failure, touchpoints: [Cancelled], attributes: { status: [canceled, lost], paid: ['no'] } }
  delivered: { kind: success, touchpoints: [Delivered], attributes: { status: delivered } }
  abandoned: { kind: abandoned, after: 60d }
`)
const one = (history: Interaction[], as_of = day(100)): Run => {
  const runs = runsOf(history, order, when(as_of))
  expect(runs).toHaveLength(1)
  return runs[0]!
}

describe('a run of a subject', () => {
  test('begins at its first start touchpoint; what is dated before it is shown but does not begin it', () => {
    const run = one([happened('Looked', 0), happened('Placed', 1), happened('Placed', 2)])
    expect(run).toMatchObject({
      started_at: day(1),
      ordinal: 0,
      version: 3,
      subject_type: 'order',
      subject: 'S1',
    })
    expect(run.steps.map(({ touchpoint }) => touchpoint)).toEqual(['Looked', 'Placed', 'Placed'])
  })

  test('is none where it never started', () => {
    expect(runsOf([happened('Looked', 0)], order, when(day(9)))).toEqual([])
    expect(runsOf([], order, when(day(9)))).toEqual([])
  })

  test('ends at its outcome; later interactions stay in it and do not move the end', () => {
    const run = one([happened('Placed', 0), happened('Delivered', 5), happened('Reviewed', 9)])
    expect(run).toMatchObject({
      outcome: 'delivered',
      outcome_kind: 'success',
      ended_at: day(5),
      last_at: day(9),
      designed_minimum: 3,
    })
    expect(run.steps.map(({ step }) => step)).toEqual(['Placed', 'Delivered', 'Reviewed'])
    expect(run.deviations.map(({ kind, step }) => [kind, step])).toEqual([['skipped', 'Sent']])
    expect(run.conformance).toBeLessThan(1)
  })

  test('takes the first outcome declared, not the first in time', () => {
    const run = one([happened('Placed', 0), happened('Delivered', 5), happened('Cancelled', 6)])
    expect(run).toMatchObject({ outcome: 'cancelled', ended_at: day(6) })
  })

  test('holds an outcome by attributes without a time, and only if all of them hold', () => {
    const canceled = happened('Placed', 0, { attributes: { status: 'canceled', paid: 'no' } })
    expect(one([canceled])).toMatchObject({
      outcome: 'cancelled',
      outcome_kind: 'failure',
      ended_at: null,
      next_change_at: null,
    })
    const paid = happened('Placed', 0, { attributes: { status: 'canceled', paid: 'yes' } })
    expect(one([paid], day(3))).toMatchObject({ outcome: 'open', ended_at: null })
  })

  test('takes its attributes from all interactions, the earliest winning', () => {
    const run = one([
      happened('Sent', 1, { attributes: { status: 'sent', region: 'North' } }),
      happened('Placed', 0, { attributes: { status: 'new' } }),
    ])
    expect(run.attributes).toEqual({ status: 'new', region: 'North' })
  })

  test('is abandoned once nothing happened for 60 days, and not a moment sooner', () => {
    const history = [happened('Placed', 0), happened('Sent', 2)]
    expect(one(history, day(62) - 1)).toMatchObject({ outcome: 'open', next_change_at: day(62) })
    expect(one(history, day(62))).toMatchObject({
      outcome: 'abandoned',
      outcome_kind: 'abandoned',
      ended_at: day(62),
      next_change_at: null,
    })
  })

  test('is not abandoned past the horizon of a source it needs', () => {
    const history = [happened('Placed', 0), happened('Sent', 2, { source: 'post' })]
    const [run] = runsOf(history, order, {
      ...when(day(500)),
      horizon: (source) => (source === 'post' ? day(30) : day(500)),
    })
    expect(run).toMatchObject({ outcome: 'open', judged_until: day(30), next_change_at: day(62) })
  })

  test('does not believe the state of a record of which part lies after as_of', () => {
    const record = { record_key: 'r', attributes: { status: 'delivered' } }
    const history = [happened('Placed', 0, record), happened('Delivered', 9, record)]
    expect(one(history, day(5))).toMatchObject({ outcome: 'open', last_at: day(0) })
    expect(one(history, day(9))).toMatchObject({ outcome: 'delivered', ended_at: day(9) })
  })

  test('has an id of 16 hex digits that names journey, subject and place', () => {
    const id = (subject: string) =>
      runsOf([happened('Placed', 0)], order, { ...when(day(1)), subject })[0]!.run_id
    expect(id('a')).toMatch(/^[0-9a-f]{16}$/)
    expect(id('a')).toBe(id('a'))
    expect(id('a')).not.toBe(id('b'))
  })

  test('lists scores where they were given', () => {
    const score = {
      question: 'review',
      value: 4,
      scale_min: 1,
      scale_max: 5,
      direction: 'higher_is_better' as const,
    }
    expect(one([happened('Placed', 0), happened('Reviewed', 9, { score })]).scores).toEqual([
      { question: 'review', value: 4, at: day(9), touchpoint: 'Reviewed' },
    ])
  })
})

describe('runs of a customer', () => {
  const visits = story(`
journey: visits
version: 1
correlate: { customer: 30d }
starts: [Visit]
steps: [{ step: Visit }, { step: Bought }]
outcomes: { bought: { kind: success, touchpoints: [Bought] }, lost: { kind: failure, attributes: { state: [lost] } } }
`)
  const cut = (history: Interaction[], storyboard = visits) =>
    runsOf(history, storyboard, when(day(500))).map(({ ordinal, steps }) => [
      ordinal,
      ...steps.map(({ touchpoint }) => touchpoint),
    ])

  test('a start begins a new run only when the last is over or idle for the window', () => {
    expect(
      cut([happened('Visit', 0), happened('Visit', 5), happened('Bought', 6), happened('Visit', 7)]),
    ).toEqual([
      [0, 'Visit', 'Visit', 'Bought'],
      [1, 'Visit'],
    ])
    expect(cut([happened('Visit', 0), happened('Visit', 30), happened('Visit', 61)])).toEqual([
      [0, 'Visit', 'Visit'],
      [1, 'Visit'],
    ])
  })

  test('an outcome may be told by an attribute', () => {
    expect(cut([happened('Visit', 0, { attributes: { state: 'lost' } }), happened('Visit', 1)])).toEqual([
      [0, 'Visit'],
      [1, 'Visit'],
    ])
  })

  test('what follows the outcome belongs to the run within the window, and to none after it', () => {
    expect(
      cut([
        happened('Mail', 0),
        happened('Visit', 1),
        happened('Bought', 2),
        happened('Mail', 20),
        happened('Mail', 90),
      ]),
    ).toEqual([[0, 'Visit', 'Bought', 'Mail']])
  })

  test('without starts, only idleness parts them', () => {
    const any = design([], { correlate: { by: 'customer', window: 30 * 86_400, issue: null, group: null } })
    expect(cut([happened('Mail', 0), happened('Visit', 29), happened('Mail', 90)], any)).toEqual([
      [0, 'Mail', 'Visit'],
      [1, 'Mail'],
    ])
  })
})

describe('time, ball and channels', () => {
  const open = design([])
  const run = (history: Interaction[], as_of = day(100)) => runsOf(history, open, when(as_of))[0]!

  test('waiting and merged activity partition the run to the second, whatever overlaps (A.1)', () => {
    const span = fc.record({
      start: fc.integer({ min: 0, max: 5000 }),
      length: fc.option(fc.integer({ min: 0, max: 900 })),
    })
    fc.assert(
      fc.property(fc.array(span, { minLength: 1, maxLength: 12 }), (spans) => {
        const history = spans.map(({ start, length }, index) =>
          happened('X', 0, {
            interaction_id: `${index}`,
            sequence: index,
            started_at: start * 1000,
            ended_at: length === null ? null : (start + length) * 1000,
          }),
        )
        const { steps } = run(history)
        const busy = new Set(
          spans.flatMap(({ start, length }) =>
            Array.from({ length: length ?? 0 }, (_, second) => start + second),
          ),
        )
        const from = Math.min(...spans.map(({ start }) => start))
        const until = Math.max(...spans.map(({ start, length }) => start + (length ?? 0)))
        const waiting = steps.reduce((sum, step) => sum + step.waiting, 0)
        expect(waiting + busy.size).toBe(until - from)
      }),
    )
  })

  test('each wait is charged to who held the ball', () => {
    const { steps } = run([
      happened('Applied', 0, { direction: 'inbound' }),
      happened('Asked for papers', 1, {
        direction: 'outbound',
        news: { received: null, needed_from_you: 'passport', next_by: null, delivery: 'assumed' },
      }),
      happened('Reminder', 2, { direction: 'outbound' }),
      happened('Papers sent', 3, { direction: 'inbound' }),
      happened('At the bureau', 4, { direction: 'internal', ball_after: 'third_party' }),
      happened('Noted', 5, { direction: 'internal' }),
      happened('Decided', 6, { direction: 'outbound' }),
    ])
    expect(steps.map(({ waited_for }) => waited_for)).toEqual([
      'unknown',
      'company',
      'customer',
      'customer',
      'company',
      'third_party',
      'third_party',
    ])
  })

  test('the ball comes back when news says that nothing is needed', () => {
    const asked = (needed_from_you: string) => ({
      received: null,
      needed_from_you,
      next_by: null,
      delivery: 'assumed' as const,
    })
    const { steps } = run([
      happened('Asked for papers', 0, { direction: 'outbound', news: asked('passport') }),
      happened('Found them', 1, { direction: 'outbound', news: asked('nothing') }),
      happened('Decided', 2),
    ])
    expect(steps.map(({ waited_for }) => waited_for)).toEqual(['unknown', 'customer', 'company'])
  })

  test('of interactions at the same time, the order of the source decides, then source and record', () => {
    const same = (touchpoint: string, sequence: number, source: string, record_key: string) =>
      happened(touchpoint, 0, { sequence, source, record_key })
    const history = [
      same('D', 2, 'a', 'a'),
      same('C', 1, 'b', 'a'),
      same('B', 1, 'a', 'b'),
      same('A', 1, 'a', 'a'),
    ]
    expect(run(history).steps.map(({ touchpoint }) => touchpoint)).toEqual(['A', 'B', 'C', 'D'])
  })

  test('contacts, channels and switches leave out what is internal', () => {
    const history = [
      happened('A', 0, { channel: 'web', direction: 'inbound' }),
      happened('B', 1, { channel: 'system', direction: 'internal' }),
      happened('C', 2, { channel: 'web', direction: 'outbound' }),
      happened('D', 3, { channel: 'phone', direction: 'inbound' }),
      happened('E', 4, { channel: '', direction: 'inbound' }),
      happened('F', 5, { channel: 'web', direction: 'inbound' }),
    ]
    expect(run(history)).toMatchObject({ contacts: 5, channels: ['web', 'phone'], switches: 2 })
  })

  test('an end after as_of is not known yet', () => {
    const call = happened('Call', 0, { ended_at: hour(3) })
    expect(run([call], hour(2)).steps[0]!.ended_at).toBeNull()
    expect(run([call], hour(3)).steps[0]!.ended_at).toBe(hour(3))
  })
})

describe('every run', () => {
  const news = { received: 'it', needed_from_you: null, next_by: null, delivery: 'assumed' as const }
  const fact = (act: 'made' | 'fulfilled' | 'voided', due: number | null, at: number | null) => ({
    what: 'delivery',
    act,
    due,
    at,
    fulfilled_by: ['Delivered'],
    replaced_by: [],
    voided_by: ['Cancelled'],
  })
  const interaction = fc
    .record({
      touchpoint: fc.constantFrom('Placed', 'Sent', 'Delivered', 'Cancelled', 'Reviewed', 'Called'),
      at: fc.integer({ min: 0, max: 80 }),
      length: fc.option(fc.integer({ min: 0, max: 3 })),
      sequence: fc.integer({ min: 0, max: 2 }),
      news: fc.boolean(),
      due: fc.option(fc.integer({ min: 0, max: 80 })),
      done: fc.option(fc.integer({ min: 0, max: 80 })),
      ball: fc.constantFrom('customer', 'company', 'unknown'),
      direction: fc.constantFrom('inbound', 'outbound', 'internal'),
    })
    .map(
      (some) => (index: number) =>
        happened(some.touchpoint, some.at, {
          interaction_id: `i${index}`,
          record_key: `r${index}`,
          sequence: some.sequence,
          channel: 'phone',
          ended_at: some.length === null ? null : day(some.at + some.length),
          news: some.news ? news : null,
          ball_after: some.ball as 'customer',
          direction: some.direction as 'inbound',
          promises: [
            ...(some.due === null ? [] : [fact('made', day(some.due), day(some.at))]),
            ...(some.done === null ? [] : [fact('fulfilled', null, day(some.done))]),
          ],
        }),
    )
  const history = fc
    .array(interaction, { maxLength: 9 })
    .map((makes) => makes.map((make, index) => make(index)))
  const moment = fc.integer({ min: 0, max: 200 }).map(day)

  test('is the same in whatever order interactions arrived, and however often', () => {
    fc.assert(
      fc.property(
        history.chain((some) =>
          fc.tuple(
            fc.constant(some),
            fc.shuffledSubarray(some, { minLength: some.length }),
            fc.subarray(some),
          ),
        ),
        moment,
        ([some, shuffled, again], as_of) => {
          expect(
            runsOf([...again, ...shuffled, ...again.map((each) => ({ ...each }))], order, when(as_of)),
          ).toEqual(runsOf(some, order, when(as_of)))
        },
      ),
      { numRuns: 300 },
    )
  })

  test('knows nothing of what comes after as_of', () => {
    fc.assert(
      fc.property(history, moment, (some, as_of) => {
        const known = some
          .filter(({ started_at }) => started_at <= as_of)
          .map((each) => ({
            ...each,
            promises: each.promises.filter(({ at }) => at === null || at <= as_of),
          }))
        expect(runsOf(some, order, when(as_of))).toEqual(runsOf(known, order, when(as_of)))
      }),
      { numRuns: 300 },
    )
  })

  test('does not change before next_change_at by time alone, but for the length of a gap still open', () => {
    const timeless = (runs: Run[]) =>
      runs.map(({ gaps, judged_until, next_change_at, ...rest }) => ({
        ...rest,
        gaps: gaps.map((gap) => (gap.open ? [gap.from_at, gap.excess > 0] : gap)),
      }))
    fc.assert(
      fc.property(history, fc.integer({ min: 84, max: 200 }), (some, from) => {
        const runs = runsOf(some, order, when(day(from)))
        const next = Math.min(day(400), ...runs.map(({ next_change_at }) => next_change_at ?? day(400)))
        expect(next).toBeGreaterThan(day(from))
        expect(timeless(runsOf(some, order, when(next - 1)))).toEqual(timeless(runs))
      }),
      { numRuns: 300 },
    )
  })

  test('is the same history as before: nothing given is changed', () => {
    fc.assert(
      fc.property(history, (some) => {
        const before = structuredClone(some)
        runsOf(some, order, when(day(90)))
        expect(some).toEqual(before)
      }),
      { numRuns: 50 },
    )
  })
})

describe('an effect dated before its cause', () => {
  test('a review dated before its order is shown and its score counts, and the run is as designed', () => {
    const score = {
      question: 'review',
      value: 1,
      scale_min: 1,
      scale_max: 5,
      direction: 'higher_is_better' as const,
    }
    const run = one([
      happened('Placed', 3),
      happened('Sent', 4),
      happened('Delivered', 5),
      happened('Reviewed', 1, { score }),
    ])
    expect(run.started_at).toBe(day(3))
    expect(run.scores.map(({ value }) => value)).toEqual([1])
    expect(run.conformance).toBe(1)
  })
})
