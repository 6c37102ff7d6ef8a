/** Quantiles of type 7 (the default of R and NumPy); linear between order statistics. */

/** Quantile p of values in ascending order; null when there are none. Throws RangeError unless 0 ≤ p ≤ 1. */
export function quantileSorted(sorted: ArrayLike<number>, p: number): number | null {
  if (!(p >= 0 && p <= 1)) throw new RangeError(`a quantile needs 0 ≤ p ≤ 1, not ${p}`)
  if (sorted.length === 0) return null
  const place = (sorted.length - 1) * p
  const below = Math.floor(place)
  const low = sorted[below]!
  const high = sorted[Math.min(below + 1, sorted.length - 1)]!
  return low + (place - below) * (high - low)
}

/** Quantile p of values in any order, which are left as they are; null when there are none. */
export function quantile(values: ArrayLike<number>, p: number): number | null {
  return quantileSorted(Float64Array.from(values).sort(), p)
}

export function median(values: ArrayLike<number>): number | null {
  return quantile(values, 0.5)
}

/** Arithmetic mean, summed with compensation (methods E); null when there are none. */
export function mean(values: ArrayLike<number>): number | null {
  return values.length === 0 ? null : sum(values) / values.length
}

/** Sum with Neumaier's compensation: exact to the last digit where plain addition drifts (methods E). */
export function sum(values: ArrayLike<number>): number {
  let total = 0
  let lost = 0
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!
    const next = total + value
    lost += Math.abs(total) >= Math.abs(value) ? total - next + value : value - next + total
    total = next
  }
  return total + lost
}
