import { expect, test } from 'vitest'
import { mean, median, quantile, quantileSorted, sum } from './quantile.ts'

test('quantiles are of type 7: R gives 1.9 and 3.7 for the deciles of 1, 2, 3, 4 at .3 and .9', () => {
  expect(quantile([4, 2, 1, 3], 0.3)).toBeCloseTo(1.9, 12)
  expect(quantile([4, 2, 1, 3], 0.9)).toBeCloseTo(3.7, 12)
  expect(quantile([4, 2, 1, 3], 0)).toBe(1)
  expect(quantile([4, 2, 1, 3], 1)).toBe(4)
})

test('a median lies between the two middle values', () => {
  expect(median([10, 1, 2])).toBe(2)
  expect(median(Float64Array.of(10, 1, 2, 4))).toBe(3)
})

test('sorting is by number and leaves the values as they were', () => {
  const values = [10, 9, 100]
  expect(median(values)).toBe(10)
  expect(values).toEqual([10, 9, 100])
})

test('nothing has no quantile and no mean', () => {
  expect(quantile([], 0.5)).toBeNull()
  expect(quantileSorted([], 0.5)).toBeNull()
  expect(mean([])).toBeNull()
})

test('a quantile outside 0 to 1 is refused', () => {
  expect(() => quantile([1], 90)).toThrow('not 90')
})

test('sums do not lose small values among large ones', () => {
  expect(sum([1, 1e100, 1, -1e100])).toBe(2)
  expect(mean([1, 2, 6])).toBe(3)
})
