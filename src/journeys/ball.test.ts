import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { day, happened } from '../../tools/sample-runs.ts'
import type { Interaction } from '../collect/contract.ts'
import { directions, parties } from '../collect/contract.ts'
import { ballSpans, ballTime } from './ball.ts'
import { takenOf } from './taken.ts'

const minute = (minutes: number) => day(minutes / 1440)
const at = (minutes: number, more: Partial<Interaction> = {}, until?: number) =>
  happened('X', minutes / 1440, { ...more, ended_at: until === undefined ? null : minute(until) })
const timeOf = (history: Interaction[], until: number) =>
  ballTime(
    ballSpans(
      history,
      history.map(({ ended_at }) => ended_at),
      until,
    ),
  )
const minutes = (history: Interaction[], until: number) =>
  Object.fromEntries(
    Object.entries(timeOf(history, minute(until))).map(([part, value]) => [part, value / 60_000]),
  )

const moment = fc.integer({ min: 0, max: 40 })
const histories = fc
  .array(
    fc.record({
      start: moment,
      length: fc.option(moment),
      direction: fc.constantFrom(...directions),
      ball_after: fc.constantFrom(...parties),
    }),
    { minLength: 1, maxLength: 12 },
  )
  .map((spans) =>
    spans
      .sort((a, b) => a.start - b.start)
      .map(({ start, length, ...more }) =>
        happened('X', 0, {
          ...more,
          started_at: start,
          ended_at: length === null ? null : start + length,
        }),
      ),
  )

describe('the time of a run', () => {
  test('is parted among active and who is waited for, as on the page', () => {
    const history = [
      at(0, { direction: 'inbound' }),
      at(60, { direction: 'outbound', ball_after: 'customer' }, 80),
      at(110, { direction: 'inbound' }),
      at(230, { direction: 'outbound' }),
    ]
    expect(minutes(history, 230)).toEqual({
      total: 230,
      active: 20,
      company: 180,
      customer: 30,
      third_party: 0,
      unknown: 0,
    })
  })

  test('is nobody’s until something tells who holds the ball', () => {
    expect(minutes([at(0), at(10, { direction: 'inbound' })], 30)).toMatchObject({ unknown: 10, company: 20 })
  })

  test('goes on past the last interaction, to the outcome or the moment of judgement', () => {
    const history = [at(0, { ball_after: 'third_party' }), at(5, { direction: 'outbound' }, 40)]
    expect(minutes(history, 60)).toMatchObject({ total: 60, third_party: 25, active: 35 })
    expect(minutes(history, 20)).toMatchObject({ total: 20, third_party: 5, active: 15 })
  })

  test('of internal work is waiting; its ball moves when it is done', () => {
    const check = at(10, { direction: 'internal', ball_after: 'third_party' }, 30)
    expect(minutes([at(0, { direction: 'inbound' }), check], 50)).toMatchObject({
      active: 0,
      company: 30,
      third_party: 20,
    })
  })

  test('is parted without hole and overlap to the millisecond, whatever overlaps or has no length', () => {
    fc.assert(
      fc.property(histories, moment, (history, after) => {
        const from = history[0]!.started_at
        const until = from + after
        const spans = ballSpans(
          history,
          history.map(({ ended_at }) => ended_at),
          until,
        )
        let edge = from
        for (const span of spans) {
          expect(span.from).toBe(edge)
          expect(span.to).toBeGreaterThan(span.from)
          edge = span.to
        }
        expect(edge).toBe(until)
        const { total, ...parts } = ballTime(spans)
        expect(total).toBe(after)
        expect(Object.values(parts).reduce((sum, part) => sum + part)).toBe(total)
      }),
    )
  })

  test('is active exactly in the milliseconds in which something with the customer goes on', () => {
    fc.assert(
      fc.property(histories, moment, (history, after) => {
        const from = history[0]!.started_at
        const busy = Array.from({ length: after }, (_, ms) => from + ms).filter((ms) =>
          history.some(
            ({ direction, started_at, ended_at }) =>
              direction !== 'internal' && ended_at !== null && started_at <= ms && ms < ended_at,
          ),
        )
        expect(timeOf(history, from + after).active).toBe(busy.length)
      }),
    )
  })

  test('agrees with the waits of the steps where nothing is internal', () => {
    fc.assert(
      fc.property(histories, (entries) => {
        const history = entries.map((entry) => ({ ...entry, direction: 'inbound' as const }))
        const { waiting, waited_for } = takenOf(history, Number.POSITIVE_INFINITY)
        const time = timeOf(history, history.at(-1)!.started_at)
        for (const holder of ['company', 'customer', 'third_party'] as const) {
          const waited = waiting.filter((_, position) => waited_for[position] === holder)
          expect(time[holder]).toBeCloseTo(
            waited.reduce((sum, seconds) => sum + seconds * 1000, 0),
            6,
          )
        }
      }),
    )
  })
})
