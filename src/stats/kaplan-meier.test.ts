import { existsSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { kaplanMeier, medianTime, survivalAt, survivalBetween, timeBy } from './kaplan-meier.ts'

const months = [6, 6, 6, 6, 7, 9, 10, 10, 11, 13, 16, 17, 19, 20, 22, 23, 25, 32, 32, 34, 35]
const relapsed = [1, 1, 1, 0, 1, 0, 1, 0, 0, 1, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0]
const placebo = [1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23]

describe('Freireich 1963', () => {
  const curve = kaplanMeier(months, relapsed)

  test.each([
    [6, 0.8571, 0.0764],
    [7, 0.8067, 0.0869],
    [10, 0.7529, 0.0963],
    [13, 0.6902, 0.1068],
    [16, 0.6275, 0.1141],
    [22, 0.5378, 0.1282],
    [23, 0.4482, 0.1346],
  ])('after %d months survival and its error are the published ones', (time, share, error) => {
    expect(survivalAt(curve, time)).toBeCloseTo(share, 4)
    expect(curve.error[curve.times.indexOf(time)]).toBeCloseTo(error, 4)
  })

  test('medians are 23 with 6-MP and 8 with placebo', () => {
    expect(medianTime(curve).value).toBe(23)
    expect(
      medianTime(
        kaplanMeier(
          placebo,
          placebo.map(() => true),
        ),
      ).value,
    ).toBe(8)
  })
})

test('chases of methods A.6: ten in a hundred have chased by time 2', () => {
  const times = [1, 2, 2, 3, 3, 4, 5, 5, 6, 8]
  const chased = [0, 1, 0, 1, 0, 1, 1, 0, 1, 0]
  const curve = kaplanMeier(times, chased)
  const published = { 2: 0.8889, 3: 0.7619, 4: 0.6095, 5: 0.4571, 6: 0.2286 }
  for (const [time, share] of Object.entries(published)) {
    expect(survivalAt(curve, Number(time))).toBeCloseTo(share, 4)
  }
  expect(timeBy(curve, 0.1)).toBe(2)
  expect(timeBy(curve, 0.9)).toBeNull()
})

test('without censoring the median is the ordinary one, in the middle of a level step', () => {
  expect(medianTime(kaplanMeier([1, 2, 4, 9], [1, 1, 1, 1])).value).toBe(3)
})

test('nothing has no median', () => {
  expect(medianTime(kaplanMeier([], []))).toEqual({ value: null, low: null, high: null })
})

test('grouped counts give the same curve and median as the runs one by one', () => {
  const rows = fc.array(
    fc.record({
      days: fc.integer({ min: 0, max: 9 }),
      ended: fc.boolean(),
      n: fc.integer({ min: 0, max: 5 }),
    }),
    { maxLength: 12 },
  )
  fc.assert(
    fc.property(rows, (grouped) => {
      const expanded = grouped.flatMap((row) => Array.from({ length: row.n }, () => row))
      const curve = kaplanMeier(
        grouped.map((row) => row.days),
        grouped.map((row) => row.ended),
        grouped.map((row) => row.n),
      )
      const single = kaplanMeier(
        expanded.map((row) => row.days),
        expanded.map((row) => row.ended),
      )
      expect(curve).toEqual(single)
      expect(medianTime(curve)).toEqual(medianTime(single))
    }),
    { seed: 16 },
  )
})

test('lists that do not belong together are refused', () => {
  expect(() => kaplanMeier([1, 2], [true])).toThrow('2 durations, but a list of 1')
  expect(() => kaplanMeier([1, Number.NaN], [true, true])).toThrow('duration 2 is not a number')
})

const lung = '../shared/data/statistics/lifelines_lung.csv'
describe.skipIf(!existsSync(lung))(`lung cancer of R survival (skipped without ${lung})`, () => {
  const rows = existsSync(lung)
    ? readFileSync(lung, 'utf8')
        .trim()
        .split('\n')
        .slice(1)
        .map((line) => line.split(',').map(Number))
    : []
  const curveOf = (kept: number[][]) =>
    kaplanMeier(
      kept.map((row) => row[1]!),
      kept.map((row) => row[2]! === 1),
    )

  test.each([
    ['all', rows, 310, 285, 363],
    ['men', rows.filter((row) => row[4] === 1), 270, 212, 310],
    ['women', rows.filter((row) => row[4] === 2), 426, 348, 550],
  ])('median of %s with its interval is the published one', (_, kept, value, low, high) => {
    expect(medianTime(curveOf(kept))).toEqual({ value, low, high })
  })

  test('S(183) is .7035', () => {
    expect(survivalAt(curveOf(rows), 183)).toBeCloseTo(0.7035, 4)
  })

  // R: summary(survfit(Surv(time, status) ~ 1, data = lung), times = 365.25) gives 0.409, 0.345 to 0.486.
  test('the share alive after a year has the interval that survfit gives', () => {
    const { value, low, high } = survivalBetween(curveOf(rows), 365.25)
    expect([value, low, high].map((each) => each!.toFixed(3))).toEqual(['0.409', '0.345', '0.486'])
    expect(survivalBetween(curveOf(rows), 0)).toEqual({ value: 1, low: 1, high: 1 })
    expect(survivalBetween(kaplanMeier([], []), 1)).toEqual({ value: null, low: null, high: null })
  })
})
