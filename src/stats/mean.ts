import { incompleteBeta } from './gamma.ts'
import { normalQuantile } from './normal.ts'
import type { Interval } from './proportion.ts'

/**
 * t-interval of a mean from its n, mean and sample standard deviation (methods B.3).
 * null when n < 2: one value says nothing about its own spread.
 */
export function meanInterval(n: number, mean: number, sd: number, level = 0.95): Interval | null {
  if (n < 2) return null
  const half = (studentQuantile((1 + level) / 2, n - 1) * sd) / Math.sqrt(n)
  return { low: mean - half, high: mean + half }
}

/** P(T ≤ t) of Student's t with df > 0 degrees of freedom. */
export function studentCdf(t: number, df: number): number {
  const tail = incompleteBeta(df / (df + t * t), df / 2, 0.5) / 2
  return t > 0 ? 1 - tail : tail
}

/** Quantile p in (0, 1) of Student's t: bisection from the normal quantile, which it always lies beyond. */
export function studentQuantile(p: number, df: number): number {
  if (p < 0.5) return -studentQuantile(1 - p, df)
  if (p === 0.5) return 0
  let low = normalQuantile(p)
  let high = low + 1
  while (studentCdf(high, df) < p) high *= 2
  while (high - low > 1e-12 * high) {
    const middle = (low + high) / 2
    if (middle === low || middle === high) break
    if (studentCdf(middle, df) < p) low = middle
    else high = middle
  }
  return (low + high) / 2
}
