import { studentQuantile } from './mean.ts'
import { normalCdf, normalQuantile } from './normal.ts'
import type { Interval } from './proportion.ts'
import { quantileSorted } from './quantile.ts'
import { randomFrom, scatter } from './random.ts'

/** Values with the cluster (customer) each belongs to; the two run in parallel. */
export interface Sample {
  clusters: ArrayLike<number>
  values: ArrayLike<number>
}

export interface BootstrapOptions {
  /** Default 1000. */
  replicates?: number
  seed?: number
  level?: number
}

export type Estimate = Interval & { value: number }

/**
 * A mean with its bootstrap interval, resampling whole customers, because the values of one customer are not
 * independent (methods B, global rule iv). null when there are no values.
 */
export function bootstrapMean(sample: Sample, options: BootstrapOptions = {}): Estimate | null {
  return bootstrap([sample], (sums, at) => sums[at + 1]! / sums[at]!, options)
}

/**
 * mean(first) − mean(second) with its bootstrap interval, resampling whole customers, who may have values on both
 * sides. null when either side is empty.
 */
export function bootstrapDifference(
  first: Sample,
  second: Sample,
  options: BootstrapOptions = {},
): Estimate | null {
  const difference = (sums: Float64Array, at: number) =>
    sums[at + 1]! / sums[at]! - sums[at + 3]! / sums[at + 2]!
  return bootstrap([first, second], difference, options)
}

/** Reads count and sum of the first sample, then of the second, from `sums[at]` on. */
type Statistic = (sums: Float64Array, at: number) => number

/**
 * Above this many customers they are pooled at random into as many groups, which are then resampled instead: the
 * groups are independent too and their sums carry the same variance and skewness, at a bounded cost.
 */
const mostUnits = 1024
const width = 4

function bootstrap(samples: Sample[], statistic: Statistic, options: BootstrapOptions): Estimate | null {
  if (samples.some((sample) => sample.values.length === 0)) return null
  const seed = options.seed ?? 1
  const units = sumsByUnit(samples, seed)
  const total = totalOf(units)
  const value = statistic(total, 0)
  const replicates = resample(units, statistic, options.replicates ?? 1000, seed)
  if (replicates.length < 2) return { value, low: value, high: value }
  const smaller = Math.min(...samples.map((_, side) => occupied(units, side * 2)))
  const [low, high] = levels(
    value,
    replicates,
    acceleration(units, total, statistic),
    smaller,
    options.level ?? 0.95,
  )
  return { value, low: quantileSorted(replicates, low)!, high: quantileSorted(replicates, high)! }
}

function sumsByUnit(samples: Sample[], seed: number): Float64Array {
  const unitOf = new Map<number, number>()
  for (const { clusters } of samples) {
    for (let i = 0; i < clusters.length && unitOf.size <= mostUnits; i++) {
      if (!unitOf.has(clusters[i]!)) unitOf.set(clusters[i]!, unitOf.size)
    }
  }
  const pooled = unitOf.size > mostUnits
  const sums = new Float64Array((pooled ? mostUnits : unitOf.size) * width)
  samples.forEach(({ clusters, values }, side) => {
    for (let i = 0; i < values.length; i++) {
      const cluster = clusters[i]!
      const unit = pooled ? scatter(cluster, seed) % mostUnits : unitOf.get(cluster)!
      sums[unit * width + side * 2]! += 1
      sums[unit * width + side * 2 + 1]! += values[i]!
    }
  })
  return sums
}

function totalOf(units: Float64Array): Float64Array {
  const total = new Float64Array(width)
  for (let i = 0; i < units.length; i++) total[i % width]! += units[i]!
  return total
}

/** Sorted statistics of the resamples; those that left a side empty are left out. */
function resample(units: Float64Array, statistic: Statistic, replicates: number, seed: number): Float64Array {
  const random = randomFrom(seed)
  const count = units.length / width
  const drawn = new Float64Array(width)
  const found: number[] = []
  for (let b = 0; b < replicates; b++) {
    let n1 = 0
    let s1 = 0
    let n2 = 0
    let s2 = 0
    for (let draw = 0; draw < count; draw++) {
      const at = ((random() * count) | 0) * width
      n1 += units[at]!
      s1 += units[at + 1]!
      n2 += units[at + 2]!
      s2 += units[at + 3]!
    }
    drawn[0] = n1
    drawn[1] = s1
    drawn[2] = n2
    drawn[3] = s2
    const result = statistic(drawn, 0)
    if (Number.isFinite(result)) found.push(result)
  }
  return Float64Array.from(found).sort()
}

/** Skewness of the statistic, from leaving out one unit at a time. */
function acceleration(units: Float64Array, total: Float64Array, statistic: Statistic): number {
  const left = new Float64Array(units.length)
  for (let i = 0; i < units.length; i++) left[i] = total[i % width]! - units[i]!
  const leaveOneOut: number[] = []
  for (let at = 0; at < units.length; at += width) {
    const result = statistic(left, at)
    if (Number.isFinite(result)) leaveOneOut.push(result)
  }
  const centre = leaveOneOut.reduce((sum, result) => sum + result, 0) / leaveOneOut.length
  let squares = 0
  let cubes = 0
  for (const result of leaveOneOut) {
    squares += (centre - result) ** 2
    cubes += (centre - result) ** 3
  }
  return squares === 0 ? 0 : cubes / (6 * squares ** 1.5)
}

/** Units with at least one value of a side. */
function occupied(units: Float64Array, side: number): number {
  let count = 0
  for (let at = side; at < units.length; at += width) if (units[at]! > 0) count++
  return count
}

/**
 * Which quantiles of the replicates bound the interval: bias-corrected and accelerated (BCa, Efron 1987), with the
 * half-width of Student's t for the smaller side, for plain BCa is too short below a hundred customers.
 */
function levels(
  value: number,
  replicates: Float64Array,
  skew: number,
  units: number,
  level: number,
): [low: number, high: number] {
  let below = 0
  for (const replicate of replicates) below += replicate < value ? 1 : replicate === value ? 0.5 : 0
  const share = below / replicates.length
  const bias = share <= 0 || share >= 1 ? 0 : normalQuantile(share)
  const z =
    units < 2
      ? normalQuantile((1 + level) / 2)
      : studentQuantile((1 + level) / 2, units - 1) * Math.sqrt(units / (units - 1))
  const shifted = (edge: number) => {
    const stretch = 1 - skew * (bias + edge)
    return stretch > 0 ? normalCdf(bias + (bias + edge) / stretch) : normalCdf(edge)
  }
  return [shifted(-z), shifted(z)]
}
