import { logGamma } from './gamma.ts'

/** P(X > x) of the chi-squared distribution with df > 0 degrees of freedom. */
export function chiSquaredTail(x: number, df: number): number {
  if (!(x > 0)) return 1
  if (x === Number.POSITIVE_INFINITY) return 0
  const a = df / 2
  const half = x / 2
  const front = Math.exp(a * Math.log(half) - half - logGamma(a))
  return half < a + 1 ? 1 - front * series(a, half) : front * continuedFraction(a, half)
}

/** Of the lower incomplete gamma function: Σ xᵏ / (a (a+1) … (a+k)). */
function series(a: number, x: number): number {
  let term = 1 / a
  let total = term
  for (let k = 1; term > total * 1e-16; k++) {
    term *= x / (a + k)
    total += term
  }
  return total
}

/** Of the upper incomplete gamma function, by Lentz's method. */
function continuedFraction(a: number, x: number): number {
  const tiny = 1e-300
  const away = (value: number) => (Math.abs(value) < tiny ? tiny : value)
  let b = x + 1 - a
  let c = 1 / tiny
  let d = 1 / away(b)
  let fraction = d
  for (let i = 1; i <= 100_000; i++) {
    const factor = -i * (i - a)
    b += 2
    d = 1 / away(factor * d + b)
    c = away(b + factor / c)
    const step = c * d
    fraction *= step
    if (Math.abs(step - 1) < 1e-15) break
  }
  return fraction
}
