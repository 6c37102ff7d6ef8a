import { expect, test } from 'vitest'
import { exponentOf, sizesUpTo } from './growth-part.ts'

test('what costs the same each grows with exponent 1, what costs more with every other one by more', () => {
  const grown = (power: number) => exponentOf([100, 300, 1000].map((x) => ({ x, y: 7 * x ** power })))
  expect(grown(1)).toBeCloseTo(1, 12)
  expect(grown(1.3)).toBeCloseTo(1.3, 12)
})

test('sizes go up to the one that is loaded, over two decades where it is above a million', () => {
  expect(sizesUpTo(1_000_000)).toEqual([100_000, 300_000, 1_000_000])
  expect(sizesUpTo(10_000_000)).toEqual([100_000, 300_000, 1_000_000, 3_000_000, 10_000_000])
})
