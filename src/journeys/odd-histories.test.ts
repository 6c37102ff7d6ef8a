import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { day, happened, hour, story, when } from '../../tools/sample-runs.ts'
import type { Interaction } from '../collect/contract.ts'
import type { Run } from './run.ts'
import { compileStoryboard, runsOf } from './runs.ts'

const storyboard = story(`
journey: odd
version: 1
correlate: { subject: order }
starts: [Asked]
calendar: { zone: Europe/Berlin, days: [mon, tue, wed, thu, fri], hours: 09:00-17:00 }
zone: Europe/Berlin
silence: 1d
steps:
  - { step: Asked, tells: [number], promise: { what: answer, due_in: 2bd, due: end_of_day, fulfilled_by: [Done], voided_by: [Cancelled] } }
  - parallel: [{ step: Checked, within: 3bh }, { step: Called, channels: [phone] }]
  - repeat: { up_to: 3, steps: [{ step: Told, tells: [state] }] }
  - { step: Done, within: 3d }
outcomes:
  cancelled: { kind: failure, touchpoints: [Cancelled] }
  done: { kind: success, touchpoints: [Done] }
  gone: { kind: abandoned, after: 30d }
`)

/** Where in a run a number is none, or a length of time is below nothing. */
function strange(value: unknown, path = 'run'): string[] {
  if (typeof value === 'number') {
    const length =
      /(seconds|minutes|waiting|waited|covered|excess|tolerance|total|active|company|customer)$/.test(path)
    return Number.isFinite(value) && !(length && value < 0) ? [] : [`${path} = ${value}`]
  }
  if (value === null || typeof value !== 'object') return []
  return Object.entries(value).flatMap(([name, inner]) => strange(inner, `${path}.${name}`))
}

const shares = ({ conformance, fitness, seamless }: Run) => [conformance, fitness, seamless]

/** Everything said and done at once. */
const all = (place: number, at: number): Interaction =>
  happened((['Asked', 'Checked', 'Called', 'Told', 'Other'] as const)[place % 5]!, at, {
    sequence: place,
    direction: (['inbound', 'outbound', 'internal'] as const)[place % 3]!,
    channel: (['phone', 'mail', 'web', ''] as const)[place % 4]!,
    ended_at: place % 7 === 0 ? day(at) + 3_600_000 : null,
    agent: `agent ${place % 11}`,
    team: `team ${place % 3}`,
    information_given: [`item ${place}`],
    information_asked: ['address', `item ${place - 1}`],
    news:
      place % 6 === 0
        ? { received: 'it', needed_from_you: null, next_by: day(at + 1), delivery: 'assumed' }
        : null,
    statements: [
      { about: 'order', what: 'date', value: new Date(day(at) + place).toISOString(), changes: false },
      { about: 'order', what: 'price', value: `${place}`, changes: false },
    ],
    promises: [
      {
        what: `thing ${place}`,
        act: 'made',
        due: day(at + 2),
        at: null,
        fulfilled_by: ['Told'],
        replaced_by: ['Called'],
        voided_by: [],
      },
    ],
  })

describe('a run of 10,000 interactions', () => {
  const times: [string, (place: number) => number][] = [
    ['one every hour', (place) => place / 24],
    ['all at one instant', () => 0],
  ]
  test.each(times)('that all say and promise something, %s, has an answer in every measure', (_, at) => {
    const history = Array.from({ length: 10_000 }, (__, place) => all(place, at(place)))
    const [run, ...more] = runsOf(history, storyboard, { ...when(day(1000)), news_seen: true })
    expect(more).toEqual([])
    expect(run!.steps).toHaveLength(10_000)
    expect(run!.promises.length).toBeGreaterThan(10_000)
    expect(strange(run)).toEqual([])
  })
})

describe('all interactions at one instant', () => {
  const at = (touchpoint: string, sequence: number, more: Partial<Interaction> = {}) =>
    happened(touchpoint, 3, { sequence, direction: 'inbound', channel: 'web', ...more })

  test('last no time, wait for nobody and are in the order of the source', () => {
    const [run] = runsOf(
      ['Asked', 'Checked', 'Called', 'Told', 'Done'].map((name, place) => at(name, place)),
      storyboard,
      when(day(9)),
    )
    expect(run).toMatchObject({ started_at: day(3), ended_at: day(3), outcome: 'done', gaps: [], fitness: 1 })
    expect(run!.ball).toMatchObject({ total: 0, active: 0, company: 0 })
    expect(run!.steps.map(({ waiting }) => waiting)).toEqual([0, 0, 0, 0, 0])
    expect(run!.promises).toMatchObject([{ state: 'kept', fulfilled_at: day(3) }])
    expect(run!.promised_wait).toBe(null)
    expect(strange(run)).toEqual([])
  })

  test('of one open interaction are an open run that has waited since', () => {
    const [run] = runsOf([at('Asked', 0)], storyboard, when(day(4)))
    expect(run).toMatchObject({ outcome: 'open', gaps: [{ seconds: 86_400, open: true }] })
    expect(strange(run)).toEqual([])
  })
})

describe('what lies outside of the design', () => {
  test('before the first step is shown, after the last belongs to the run; neither moves its start and end', () => {
    const history = [
      happened('Other', 0),
      happened('Asked', 1),
      ...['Checked', 'Called', 'Told', 'Done'].map((step, place) => happened(step, 2 + place)),
      happened('Other', 60, { direction: 'inbound' }),
      happened('Asked', 61, { direction: 'inbound' }),
    ]
    const [run, ...more] = runsOf(history, storyboard, when(day(90)))
    expect(more).toEqual([])
    expect(run).toMatchObject({ started_at: day(1), ended_at: day(5), outcome: 'done' })
    expect(run!.steps.map(({ touchpoint }) => touchpoint)).toHaveLength(8)
    expect(run!.gaps.every(({ to_at }) => to_at <= day(5))).toBe(true)
    expect(strange(run)).toEqual([])
  })
})

describe('clocks that jump', () => {
  test('an end before the start is no end', () => {
    const [run] = runsOf(
      [
        happened('Asked', 2, { ended_at: day(1), direction: 'inbound', channel: 'phone' }),
        happened('Done', 4),
      ],
      storyboard,
      when(day(9)),
    )
    expect(run!.steps.map(({ ended_at, waiting }) => [ended_at, waiting])).toEqual([
      [null, 0],
      [null, 2 * 86_400],
    ])
    expect(strange(run)).toEqual([])
  })

  test('set back an hour in autumn and on in spring, hours stay hours and add up', () => {
    for (const change of [Date.UTC(2025, 9, 26, 1), Date.UTC(2025, 2, 30, 1)]) {
      const at = (hours: number) => ({ started_at: change + hours * 3_600_000 })
      const history = [
        { ...happened('Asked', 0, { direction: 'inbound' }), ...at(-1) },
        { ...happened('Checked', 0), ...at(0) },
        { ...happened('Done', 0), ...at(1) },
      ]
      const [run] = runsOf(history, storyboard, when(change + day(9) - day(0)))
      expect(run!.steps.map(({ waiting }) => waiting)).toEqual([0, 3600, 3600])
      expect(run!.ball).toMatchObject({ total: 7_200_000, company: 7_200_000 })
    }
  })

  test('a source an hour ahead of another puts effect before cause, and nothing is below zero', () => {
    const moment = fc.integer({ min: -3, max: 3 })
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(4), moment, fc.option(moment)), { minLength: 1, maxLength: 7 }),
        (some) => {
          const history = some.map(([which, from, lasts], place) => ({
            ...all(which, 5),
            interaction_id: `i${place}`,
            started_at: hour(120 + from),
            ended_at: lasts === null ? null : hour(120 + from + lasts),
          }))
          for (const run of runsOf(history, storyboard, { ...when(day(40)), news_seen: true })) {
            expect(strange(run)).toEqual([])
            for (const share of shares(run)) if (share !== null) expect(share >= 0 && share <= 1).toBe(true)
          }
        },
      ),
      { numRuns: 300 },
    )
  })

  test('promises due in the year 275760 or in 1970 are due then', () => {
    const far = (due: number) =>
      runsOf(
        [happened('Asked', 0, { promises: [{ ...all(0, 0).promises[0]!, what: 'answer', due }] })],
        storyboard,
        when(day(3)),
      )[0]!
    expect(far(8.64e15).promises).toMatchObject([{ state: 'open', due: 8.64e15 }])
    expect(far(0).promises).toMatchObject([{ state: 'broken', due: 0 }])
    expect([...strange(far(8.64e15)), ...strange(far(0))]).toEqual([])
  })
})

test('a version changed while runs are open judges those that start from then on, and leaves the others', () => {
  const later = { ...storyboard, version: 2, valid_from: day(10), silence: 9 * 86_400 }
  const { runsOf: made } = compileStoryboard({ ...storyboard, valid_from: null }, later)
  const open = (on: number) => made([happened('Asked', on), happened('Other', 12)], when(day(13)))[0]!
  expect(open(9)).toMatchObject({ version: 1, gaps: [{ tolerance: expect.any(Number), open: true }] })
  expect(open(10)).toMatchObject({ version: 2 })
})
