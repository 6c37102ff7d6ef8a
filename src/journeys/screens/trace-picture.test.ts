import { describe, expect, it } from 'vitest'
import type { RunTrace } from '../contract.ts'
import { axisOf, ticksOf } from './trace-axis.ts'
import { neighbour, pictureOf } from './trace-picture.ts'

const day = 86_400_000
const start = Date.UTC(2026, 4, 5)
const iso = (days: number) => new Date(start + days * day).toISOString()
const step = (
  touchpoint: string,
  at: number,
  channel: string,
  waiting: number,
  waited_for: string,
  aligned = touchpoint,
) => ({
  interaction_id: touchpoint,
  touchpoint,
  step: aligned,
  channel,
  started_at: iso(at),
  ended_at: null,
  waiting: waiting * 86_400,
  waited_for,
  is_news: true,
})
const shown = {
  interaction_id: '',
  source: '',
  record_key: '',
  started_at: iso(0),
  ended_at: null,
  channel: 'web',
  touchpoint: '',
  direction: 'inbound',
  begun_by: 'customer',
  ball_after: 'customer',
  identifiers: [],
  subjects: [],
  information_given: [],
  information_asked: [],
  news: null,
  promises: [],
  score: null,
  agent: '',
  team: '',
  cost: null,
  text: '',
  attributes: {},
}
const trace: RunTrace = {
  run_id: 'r',
  journey: 'claim',
  version: 1,
  as_of: iso(30),
  subject_type: 'claim',
  subject: '1',
  customer: null,
  started_at: iso(0),
  ended_at: iso(10),
  outcome: 'paid',
  outcome_kind: 'success',
  sentence: '',
  steps: [
    step('Sent', 0, 'web', 0, 'unknown'),
    step('Chase', 8, 'phone', 8, 'company', ''),
    step('Paid', 10, '', 2, 'third_party'),
  ],
  designed_minimum: 2,
  contacts: 3,
  channels: ['web', 'phone'],
  switches: 1,
  silence_unknown: false,
  gaps: [
    {
      from_at: iso(0),
      to_at: iso(8),
      from: 'Sent',
      to: 'Chase',
      seconds: 8 * 86_400,
      tolerance: 3 * 86_400,
      excess: 5 * 86_400,
      open: false,
    },
  ],
  promises: [
    {
      what: 'payment',
      source: 'explicit',
      made_in: 'Sent',
      made_at: iso(0),
      due: iso(20),
      due_last: iso(20),
      state: 'kept',
      fulfilled_at: iso(10),
      fulfilled_in: 'Paid',
    },
  ],
  scores: [],
  deviations: [{ kind: 'added', step: 'Chase', after: 'Sent', words: '' }],
  conformance: 0.8,
  fitness: 0.8,
  attributes: {},
  interactions: [],
}

describe('a run as a picture', () => {
  const picture = pictureOf(trace, 200, 'linear')
  it('has a lane for each channel in the order of their use, unknown by its name', () =>
    expect(picture.lanes).toEqual(['web', 'phone', 'unknown']))
  it('is as long as its last due date', () =>
    expect(picture.touches.map((one) => one.x)).toEqual([0, 80, 100]))
  it('tints each wait by who held the ball', () =>
    expect(picture.waits.map((one) => [one.x, one.width, one.holder])).toEqual([
      [0, 80, 'company'],
      [80, 20, 'third_party'],
    ]))
  it('turns silence red where tolerance ends', () =>
    expect(picture.silence[0]).toMatchObject({ x: 0, width: 80, redX: 30, redWidth: 50 }))
  it('puts the flag at the due moment', () =>
    expect(picture.flags).toMatchObject([{ x: 200, state: 'kept' }]))
  it('marks the touchpoint that was not designed', () =>
    expect(picture.touches.map((one) => one.deviates)).toEqual([false, true, false]))
  it('has no red where the gap is within tolerance', () => {
    const short = pictureOf(
      { ...trace, gaps: [{ ...trace.gaps[0]!, tolerance: 9 * 86_400, excess: 0 }] },
      200,
      'linear',
    )
    expect(short.silence[0]?.redWidth).toBe(0)
  })
})

describe('a run that is still open', () => {
  const open = pictureOf(
    {
      ...trace,
      ended_at: null,
      as_of: iso(20),
      promises: [],
      interactions: [{ ...shown, interaction_id: 'Paid', ball_after: 'company' }],
    },
    200,
    'linear',
  )
  it('waits until now for whoever has the ball', () =>
    expect(open.waits.at(-1)).toEqual({ x: 100, width: 100, holder: 'company', seconds: 10 * 86_400 }))
})

describe('the axis', () => {
  it('compressed keeps a minute visible beside half a year', () => {
    const axis = axisOf([0, 60_000, 180 * day], 1000, 'compressed')
    expect(axis.at(60_000)).toBeGreaterThan(50)
    expect(axis.at(180 * day)).toBeCloseTo(1000)
  })
  it('compressed never turns back', () => {
    const axis = axisOf([0, 1000, 5 * day, 6 * day], 500, 'compressed')
    const places = [0, 500, 1000, day, 5 * day, 5.5 * day, 6 * day].map(axis.at)
    expect(places).toEqual(places.toSorted((a, b) => a - b))
  })
  it('of a single moment puts it in the middle', () => expect(axisOf([5], 100, 'linear').at(5)).toBe(50))
  it('labels round moments, not more than have room', () => {
    const ticks = ticksOf(axisOf([start, start + 20 * day], 400, 'linear'), [])
    expect(ticks.length).toBeGreaterThan(1)
    expect(ticks.length).toBeLessThanOrEqual(5)
    expect(ticks.every((tick) => tick % day === 0)).toBe(true)
  })
})

describe('arrow keys', () => {
  it('move the selection and stop at the ends', () =>
    expect([
      neighbour(3, 0, 'ArrowRight'),
      neighbour(3, 2, 'ArrowRight'),
      neighbour(3, 0, 'ArrowLeft'),
      neighbour(3, 0, 'End'),
      neighbour(3, 1, 'x'),
    ]).toEqual([1, 2, 0, 2, 1]))
})
