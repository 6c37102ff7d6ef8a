import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { day, design, happened, when } from '../../tools/sample-runs.ts'
import type { Interaction, PromiseFact } from '../collect/contract.ts'
import { calibrate, type JudgedPromise, promisedWait } from './calibration.ts'
import { runsOf } from './runs.ts'

/** Promised on day 0 for a day, done on a day or not by day 60. */
function promise(due: number, done: number | null, judged = 60): JudgedPromise {
  const late = done === null ? (judged > due ? 'broken' : 'open') : done <= due ? 'kept' : 'late'
  return {
    made_at: day(0),
    due: day(due),
    due_last: day(due),
    fulfilled_at: done === null ? null : day(done),
    state: late as JudgedPromise['state'],
    judged_until: day(judged),
  }
}

describe('promises calibrated', () => {
  test('say how many of each length are kept', () => {
    const found = calibrate([
      promise(3, 2),
      promise(3, 5),
      promise(7, 7),
      promise(7, null),
      promise(90, null),
    ])!
    expect(found.curve.map(({ days, kept, of, share }) => [days, kept, of, share])).toEqual([
      [3, 1, 2, 0.5],
      [7, 1, 2, 0.5],
    ])
    expect(found.curve[0]!.low).toBeCloseTo(0.0945, 4) // Wilson, 1 of 2
  })

  test('leave out what was due before it was promised: it promises no length of time', () => {
    const past = { ...promise(5, 6), due: day(-101), state: 'late' as const }
    expect(calibrate([promise(5, 4), past])).toMatchObject({ promises: 1, stated: 5 * 86_400 })
    expect(calibrate([past])).toBe(null)
  })

  test('count a broken promise as not done, and one still open as watched so far', () => {
    const done = Array.from({ length: 9 }, (_, index) => promise(5, index + 1))
    expect(calibrate([...done, promise(5, null)])!.say_days).toBe(9)
    expect(calibrate([...done, promise(5, null), promise(5, null)])!.say_days).toBe(null)
    expect(calibrate([...done, promise(5, null, 2)])!).toMatchObject({ promises: 10, say_days: 9 })
  })

  test('leave out what is void and what has no time', () => {
    const base = promise(5, 3)
    const void_ = { ...base, state: 'void' as const }
    const unknown = { ...base, state: 'unknown' as const, fulfilled_at: null }
    expect(
      calibrate([base, void_, unknown, { ...base, made_at: null }, { ...base, due: null }])!.promises,
    ).toBe(1)
    expect(calibrate([void_])).toBe(null)
  })

  test('would be kept in nine of ten cases by the days they say, where all is done', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 60 }), (all) => {
        const { say_days } = calibrate(all.map((done) => promise(5, done)))!
        const kept = (days: number) => all.filter((done) => done <= days).length / all.length
        expect(kept(say_days!)).toBeGreaterThanOrEqual(0.9 - 1e-9)
        expect(kept(say_days! - 1)).toBeLessThan(0.9)
      }),
    )
  })
})

describe('waiting under a live promise', () => {
  const fact = (more: Partial<PromiseFact>): PromiseFact => ({
    what: 'delivery',
    act: 'made',
    due: day(6),
    at: day(2),
    fulfilled_by: [],
    replaced_by: [],
    voided_by: [],
    ...more,
  })
  const days = (history: Interaction[]) => {
    const wait = runsOf(history, design([]), when(day(30)))[0]!.promised_wait
    return wait === null ? null : [wait.waited / 86_400_000, wait.covered / 86_400_000]
  }
  const asked = happened('Asked', 0, { direction: 'inbound' })
  const told = (more: Partial<PromiseFact> = {}) =>
    happened('Told', 2, { direction: 'outbound', promises: [fact(more)] })

  test('lasts from the telling until the promise is due, of the waits that are over', () => {
    expect(days([asked, told(), happened('Written', 10, { direction: 'outbound' })])).toEqual([10, 4])
    expect(days([asked, happened('Written', 10, { direction: 'outbound' })])).toEqual([10, 0])
  })

  test('ends when the promise is fulfilled, and counts two promises at a time once', () => {
    const done = happened('Done', 5, { direction: 'outbound' })
    const end = happened('Written', 10, { direction: 'outbound' })
    expect(days([asked, told({ fulfilled_by: ['Done'] }), done, end])).toEqual([10, 3])
    const second = happened('Told', 4, {
      direction: 'outbound',
      promises: [fact({ what: 'call', at: day(4), due: day(8) })],
    })
    expect(days([asked, told(), second, end])).toEqual([10, 6])
  })

  test('is unknown where the run has not waited for the company', () => {
    expect(days([asked])).toBe(null)
    expect(promisedWait([{ from: 0, to: 5, holder: 'customer' }], [])).toBe(null)
  })

  test('is never more than the waiting', () => {
    const span = fc.tuple(fc.nat(20), fc.nat(20), fc.nat(20))
    fc.assert(
      fc.property(
        fc.array(span, { maxLength: 6 }),
        fc.array(fc.nat(9), { minLength: 1, maxLength: 6 }),
        (told, lengths) => {
          let edge = 0
          const spans = lengths.map((length, index) => {
            const from = edge
            edge += length
            return { from, to: edge, holder: index % 2 === 0 ? ('company' as const) : ('active' as const) }
          })
          const pledges = told.map(([at, length, over]) => ({
            told: [{ position: 0, at, due: at + length, arrived: true }],
            over_at: at + over,
          }))
          const wait = promisedWait(spans, pledges)!
          const live = (ms: number) =>
            told.some(([at, length, over]) => at <= ms && ms < at + Math.min(length, over))
          const covered = spans
            .filter(({ holder }) => holder === 'company')
            .flatMap(({ from, to }) => Array.from({ length: to - from }, (_, ms) => from + ms))
            .filter(live)
          expect(wait.covered).toBe(covered.length)
          expect(wait.covered).toBeLessThanOrEqual(wait.waited)
        },
      ),
    )
  })
})
