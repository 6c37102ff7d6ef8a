import type { Interval } from './proportion.ts'
import { randomFrom } from './random.ts'

/** Durations with the cluster (customer) each belongs to; the three run in parallel. */
export interface ClusteredTimes {
  durations: ArrayLike<number>
  /** False: not over when we stopped looking. */
  ended: ArrayLike<number | boolean>
  clusters: ArrayLike<string | number>
}

/**
 * Percentile interval of the time by which a share has had the event, by Kaplan–Meier over resampled clusters (methods
 * A.6, B global rule iv). Resamples that do not reach the share count as infinitely long: such a bound is null.
 */
export function bootstrapTimeBy(
  { durations, ended, clusters }: ClusteredTimes,
  share: number,
  { replicates = 1000, seed = 1, level = 0.95 } = {},
): { [bound in keyof Interval]: number | null } {
  const order = Array.from({ length: durations.length }, (_, i) => i).sort(
    (a, b) => durations[a]! - durations[b]!,
  )
  const numbers = new Map<string | number, number>()
  const cluster = order.map((place) => {
    const name = clusters[place]!
    if (!numbers.has(name)) numbers.set(name, numbers.size)
    return numbers.get(name)!
  })
  const sorted = {
    times: order.map((i) => durations[i]!),
    ended: order.map((i) => Boolean(ended[i])),
    cluster,
  }
  const random = randomFrom(seed)
  const found = Float64Array.from({ length: replicates }, () => {
    const weight = new Uint32Array(numbers.size)
    for (let draw = 0; draw < weight.length; draw++) weight[(random() * weight.length) | 0]!++
    return weightedTimeBy(sorted, weight, share)
  }).sort()
  const bound = (part: number) => {
    const value = found[Math.min(found.length - 1, Math.max(0, Math.round(part * (found.length - 1))))]
    return value === undefined || value === Number.POSITIVE_INFINITY ? null : value
  }
  return { low: bound((1 - level) / 2), high: bound((1 + level) / 2) }
}

interface Sorted {
  times: readonly number[]
  ended: readonly boolean[]
  cluster: readonly number[]
}

/** First time at which the weighted Kaplan–Meier share without the event falls to 1 − share; infinite if never. */
function weightedTimeBy({ times, ended, cluster }: Sorted, weight: Uint32Array, share: number): number {
  const slack = 1e-9
  let at_risk = 0
  for (const each of cluster) at_risk += weight[each]!
  let without = 1
  for (let i = 0; i < times.length; ) {
    const time = times[i]!
    let events = 0
    let leaving = 0
    for (; i < times.length && times[i] === time; i++) {
      leaving += weight[cluster[i]!]!
      if (ended[i]) events += weight[cluster[i]!]!
    }
    if (events > 0) without *= 1 - events / at_risk
    if (without <= 1 - share + slack) return time
    at_risk -= leaving
  }
  return Number.POSITIVE_INFINITY
}
