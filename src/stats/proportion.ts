import { z95 } from './normal.ts'

/** A 95 % interval unless said otherwise. */
export interface Interval {
  low: number
  high: number
}

/**
 * Wilson's score interval of a share, k of n (methods B.1). With n = 0 nothing is known: 0 to 1.
 * Throws RangeError unless 0 ≤ k ≤ n.
 */
export function wilson(k: number, n: number, z = z95): Interval {
  if (!(k >= 0 && k <= n)) throw new RangeError(`a share needs 0 ≤ k ≤ n, not k=${k} of n=${n}`)
  if (n === 0) return { low: 0, high: 1 }
  const share = k / n
  const weight = 1 + (z * z) / n
  const centre = (share + (z * z) / (2 * n)) / weight
  const half = (z * Math.sqrt((share * (1 - share)) / n + (z * z) / (4 * n * n))) / weight
  return { low: k === 0 ? 0 : centre - half, high: k === n ? 1 : centre + half }
}

/**
 * Difference of two independent shares, k1/n1 − k2/n2, with Newcombe's hybrid score interval (methods B.1).
 * Throws RangeError when either n is 0.
 */
export function newcombe(
  k1: number,
  n1: number,
  k2: number,
  n2: number,
  z = z95,
): Interval & { value: number } {
  if (n1 === 0 || n2 === 0)
    throw new RangeError(`a difference of shares needs both n above 0, not ${n1} and ${n2}`)
  const first = wilson(k1, n1, z)
  const second = wilson(k2, n2, z)
  const p1 = k1 / n1
  const p2 = k2 / n2
  const value = p1 - p2
  return {
    value,
    low: value - Math.hypot(p1 - first.low, second.high - p2),
    high: value + Math.hypot(first.high - p1, p2 - second.low),
  }
}

/**
 * Difference of two shares of the same n cases, judged twice: of how many both hold, only the first, only the second,
 * neither. Newcombe's square-and-add interval for paired data (R. G. Newcombe, Statistics in Medicine 17 (1998) 2635,
 * method 10). Throws RangeError when there is no case.
 */
export function newcombePaired(
  both: number,
  first: number,
  second: number,
  neither: number,
  z = z95,
): Interval & { value: number } {
  const n = both + first + second + neither
  if (!(n > 0)) throw new RangeError(`a difference of paired shares needs a case, not n=${n}`)
  const p1 = (both + first) / n
  const p2 = (both + second) / n
  const one = wilson(both + first, n, z)
  const two = wilson(both + second, n, z)
  const correlation = pairedCorrelation(both, first, second, neither)
  const reach = (a: number, b: number) => Math.sqrt(Math.max(0, a * a + b * b - 2 * correlation * a * b))
  const value = p1 - p2
  return {
    value,
    low: value - reach(p1 - one.low, two.high - p2),
    high: value + reach(p2 - two.low, one.high - p1),
  }
}

/** With the continuity correction of the method; 0 where one of the shares is nothing or all. */
function pairedCorrelation(both: number, first: number, second: number, neither: number): number {
  const margins = (both + first) * (second + neither) * (both + second) * (first + neither)
  if (margins === 0) return 0
  const product = both * neither - first * second
  const half = (both + first + second + neither) / 2
  const corrected = product > half ? product - half : Math.min(0, product)
  return corrected / Math.sqrt(margins)
}
