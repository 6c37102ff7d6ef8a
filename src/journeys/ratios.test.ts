import { expect, test } from 'vitest'
import { meanInterval } from '../stats/mean.ts'
import { ratioOf } from './ratios.ts'

const momentsOf = (pairs: [number, number][]) => {
  const sum = (of: (a: number, b: number) => number) => pairs.reduce((all, [a, b]) => all + of(a, b), 0)
  return {
    runs: pairs.length,
    customers: pairs.length,
    a: sum((a) => a),
    b: sum((_, b) => b),
    aa: sum((a) => a * a),
    ab: sum((a, b) => a * b),
    bb: sum((_, b) => b * b),
  }
}

test('with one run for each customer the ratio per run is a mean, and its interval that of Student', () => {
  const minutes = [4, 7, 12, 13, 20]
  const mean = 56 / 5
  const spread = Math.sqrt(minutes.reduce((sum, each) => sum + (each - mean) ** 2, 0) / 4)
  const { low, high } = meanInterval(5, mean, spread)!
  const ratio = ratioOf(momentsOf(minutes.map((each) => [each, 1])), Number.POSITIVE_INFINITY)
  expect(ratio.value).toBeCloseTo(mean, 10)
  expect(ratio.low).toBeCloseTo(low, 10)
  expect(ratio.high).toBeCloseTo(high, 10)
})

// Methods A.10: team A of issues {9}, {9, 9}, {9}, {9, 9}, {9, 9} takes 14.4 minutes for one resolved, standard error 2.2.
test('the worked example of handle time has 14.4 with a standard error of 2.2', () => {
  const ratio = ratioOf(momentsOf([9, 18, 9, 18, 18].map((each) => [each, 1])), Number.POSITIVE_INFINITY)
  expect(ratio.value).toBeCloseTo(14.4, 10)
  expect((ratio.high! - 14.4) / 2.776).toBeCloseTo(2.2, 1)
})

test('over nothing nothing is known; of one customer no interval', () => {
  expect(ratioOf(momentsOf([]), 1)).toEqual({ n: 0, value: null, low: null, high: null })
  expect(ratioOf(momentsOf([[1, 2]]), 1)).toEqual({ n: 1, value: 0.5, low: null, high: null })
})
