import { incompleteBeta, logChoose } from './gamma.ts'

/**
 * P(X ≥ k) for X binomial with n trials of probability p: exact for whole numbers, and continuous in k and n, so
 * that effective sample sizes of clustered data may be used.
 */
export function upperTail(k: number, n: number, p: number): number {
  if (k <= 0) return 1
  if (k > n) return 0
  if (p <= 0) return 0
  return p >= 1 ? 1 : incompleteBeta(p, k, n - k + 1)
}

/**
 * One-sided Fisher test that the share k1/n1 is above k2/n2: P(at least k1 of the k1+k2 successes fall into the
 * first group), all margins given. Exact for whole numbers (fractions are rounded), fast for large ones: only the
 * terms that count are summed.
 */
export function fisherAbove(k1: number, n1: number, k2: number, n2: number): number {
  const [a, first, b, second] = [Math.round(k1), Math.round(n1), Math.round(k2), Math.round(n2)]
  const successes = a + b
  const low = Math.max(0, successes - second)
  const high = Math.min(first, successes)
  if (a <= low) return 1
  if (a > (first * successes) / (first + second)) return sumOutwards(a, high, 1, first, second, successes)
  return 1 - sumOutwards(a - 1, low, -1, first, second, successes)
}

/** Σ of hypergeometric probabilities from `from` to `to`, going away from the mode. */
function sumOutwards(
  from: number,
  to: number,
  step: 1 | -1,
  n1: number,
  n2: number,
  successes: number,
): number {
  let term = Math.exp(logChoose(n1, from) + logChoose(n2, successes - from) - logChoose(n1 + n2, successes))
  let total = term
  for (let x = from; x !== to && term > total * 1e-17; x += step) {
    const up = ((n1 - x) * (successes - x)) / ((x + 1) * (n2 - successes + x + 1))
    const down = (x * (n2 - successes + x)) / ((n1 - x + 1) * (successes - x + 1))
    term *= step === 1 ? up : down
    total += term
  }
  return Math.min(1, total)
}
