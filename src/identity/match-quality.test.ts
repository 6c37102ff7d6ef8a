import { describe, expect, test } from 'vitest'
import { wilson } from '../stats/proportion.ts'
import { calibrationOf, drawToJudge, errorRates, type PlacedPair } from './match-quality.ts'

const placed = (count: number, probability: number, together: boolean, from = 0): PlacedPair[] =>
  Array.from({ length: count }, (_, nth) => ({
    a: String(from + nth),
    b: `x${from + nth}`,
    probability,
    together,
  }))
const answered = (pairs: PlacedPair[], wrong: number) =>
  pairs.map(({ a, b, together }, nth) => ({ a: b, b: a, same: nth < wrong ? !together : together }))

describe('error rates from answers', () => {
  test('a sample of one band has the Wilson interval of its share', () => {
    const pairs = placed(1_000, 0.9999, true)
    const rates = errorRates(pairs, answered(pairs.slice(0, 50), 1))
    const { low, high } = wilson(1, 50)
    expect(rates.false_merge!.value).toBeCloseTo(0.02, 12)
    expect(rates.false_merge!.low).toBeCloseTo(low, 12)
    expect(rates.false_merge!.high).toBeCloseTo(high, 12)
    expect(rates.false_split!.low).toBe(0)
  })

  test('bands weigh as many pairs as they have, not as many as were judged', () => {
    const sure = placed(900, 0.9999, true)
    const less = placed(100, 0.992, true, 5_000)
    const answers = [...answered(sure.slice(0, 20), 0), ...answered(less.slice(0, 20), 10)]
    expect(errorRates([...sure, ...less], answers).false_merge!.value).toBeCloseTo(0.05, 12)
  })

  test('all judged leaves no doubt: of 10 that are one customer, 2 were kept apart', () => {
    const merged = placed(8, 0.9999, true)
    const apart = placed(4, 0.6, false, 100)
    const rates = errorRates([...merged, ...apart], [...answered(merged, 0), ...answered(apart, 2)])
    expect(rates.false_split).toEqual({ value: 0.2, low: 0.2, high: 0.2 })
    expect(rates.unjudged).toBe(0)
  })

  test('without an answer nothing is known', () => {
    expect(errorRates(placed(5, 0.9, true), [])).toMatchObject({ false_merge: null, false_split: null })
  })

  test('a band that nobody judged may be all right or all wrong', () => {
    const merged = placed(90, 0.9999, true)
    const unseen = placed(10, 0.992, true, 500)
    const { false_merge, unjudged } = errorRates([...merged, ...unseen], answered(merged, 0))
    expect(unjudged).toBe(10)
    expect(false_merge!.high).toBeGreaterThan(0.0999)
  })

  test('pairs to be judged are drawn of every band, the same for the same seed', () => {
    const pairs = [...placed(1_000, 0.9999, true), ...placed(10, 0.6, false, 5_000)]
    const drawn = drawToJudge(pairs, 12, 3)
    expect(drawn.filter(({ together }) => !together)).toHaveLength(6)
    expect(drawToJudge(pairs, 12, 3)).toEqual(drawn)
  })
})

test('calibration holds what was expected against what was found', () => {
  const pairs = [...Array(8)].map((_, nth) => ({ probability: 0.75, same: nth < 6 }))
  expect(calibrationOf(pairs)).toEqual([
    { from: 0.7, to: 0.9, pairs: 8, expected: 6, same: 6, interval: wilson(6, 8) },
  ])
})
