import { expect, test } from 'vitest'
import { fisherAbove, upperTail } from './binomial.ts'
import { logGamma } from './gamma.ts'
import { normalCdf } from './normal.ts'

function choose(n: number, k: number): number {
  let result = 1
  for (let i = 1; i <= k; i++) result = (result * (n - k + i)) / i
  return result
}

test.each([
  [0, 10, 0.3],
  [1, 10, 0.3],
  [7, 10, 0.3],
  [10, 10, 0.3],
  [30, 60, 0.5],
  [3, 40, 0.02],
])('P(X ≥ %d) of %d trials at %d is the sum of its terms', (k, n, p) => {
  let sum = 0
  for (let x = k; x <= n; x++) sum += choose(n, x) * p ** x * (1 - p) ** (n - x)
  expect(upperTail(k, n, p) / sum).toBeCloseTo(1, 11)
})

test('a tail beyond all trials is empty, an impossible event is never seen', () => {
  expect(upperTail(11, 10, 0.5)).toBe(0)
  expect(upperTail(1, 10, 0)).toBe(0)
  expect(upperTail(10, 10, 1)).toBe(1)
})

test('large counts stay accurate: by symmetry P(X > n/2) = (1 − P(X = n/2)) / 2', () => {
  const n = 200_000
  const middle = Math.exp(logGamma(n + 1) - 2 * logGamma(n / 2 + 1) - n * Math.LN2)
  expect(upperTail(n / 2 + 1, n, 0.5)).toBeCloseTo((1 - middle) / 2, 8)
})

test('the lady tasting tea: 3 of 4 right has p = 17/70, 4 of 4 has 1/70', () => {
  expect(fisherAbove(3, 4, 1, 4)).toBeCloseTo(17 / 70, 12)
  expect(fisherAbove(4, 4, 0, 4)).toBeCloseTo(1 / 70, 12)
  expect(fisherAbove(0, 4, 4, 4)).toBe(1)
})

test('every two-by-two table up to ten agrees with counting', () => {
  for (let n1 = 1; n1 <= 10; n1 += 3) {
    for (let n2 = 1; n2 <= 10; n2++) {
      for (let a = 0; a <= n1; a++) {
        for (let b = 0; b <= n2; b++) {
          let sum = 0
          for (let x = a; x <= Math.min(n1, a + b); x++) sum += choose(n1, x) * choose(n2, a + b - x)
          expect(fisherAbove(a, n1, b, n2)).toBeCloseTo(sum / choose(n1 + n2, a + b), 10)
        }
      }
    }
  }
})

test('a Fisher test of hundreds of thousands agrees with the normal one', () => {
  // 1,100 against 1,000 of 100,000 each, with continuity correction: z = 99 / √(2100 · .9895) = 2.1718
  expect(fisherAbove(1100, 100_000, 1000, 100_000)).toBeCloseTo(1 - normalCdf(2.1718), 4)
})
