import { bootstrapDifference, bootstrapMean, type Sample } from '../stats/bootstrap.ts'
import { mean, sum } from '../stats/quantile.ts'
import type { Cases, Place, Segment } from './break-place.ts'

export interface BreakSize {
  size: number | null
  size_low: number | null
  size_high: number | null
  unit: 'days' | 'times' | 'share'
  /** What the size is measured against. */
  against: 'rest' | 'design'
  /** Runs × days; for breaks without duration runs × the difference in failure rate. */
  customer_days: number
}

export interface SizeOptions {
  seed: number
  replicates: number
  /** Fewest unaffected runs that can stand for the rest. */
  fewest: number
}

/** Kinds of loss that take time. */
const lasting: readonly Place['kind'][] = ['silence', 'wait', 'missed_promise', 'repeated_step']

/**
 * What an affected run typically loses (methods A.18), with a bootstrap interval by customer. silence, wait: mean days
 * more than unaffected runs of the same segment, of the whole place where the segment has too few, beyond the design
 * where that has too few as well. missed_promise: mean days late. repeated_step: mean extra times. Else: how much
 * more often affected runs fail.
 */
export function breakSize(place: Place, segment: Segment | null, options: SizeOptions): BreakSize {
  const { kind, cases } = place
  const hit = casesOf(cases, segment, 1)
  const inside = casesOf(cases, segment, 0)
  const rest = inside.length >= options.fewest || segment === null ? inside : casesOf(cases, null, 0)
  const comparable = rest.length >= options.fewest
  const of = (chosen: Int32Array, values: ArrayLike<number>): Sample => ({
    clusters: pick(cases.customer, chosen),
    values: pick(values, chosen),
  })
  const ended = measured(hit, cases.value)
  // Where hardly any has ended, what was lost so far is all there is to say.
  const known = ended.length >= options.fewest
  const days = lasting.includes(kind) ? sum(pick(cases.days, hit)) : 0
  const failing = () => Math.max(0, rateOf(hit, cases.failed) - rateOf(rest, cases.failed)) * hit.length
  const customer_days = days === 0 ? failing() : days
  if (kind === 'missed_promise' || kind === 'repeated_step') {
    const unit = kind === 'missed_promise' ? 'days' : 'times'
    return {
      ...named(bootstrapMean(known ? of(ended, cases.value) : of(hit, cases.days), options)),
      unit,
      against: 'design',
      customer_days,
    }
  }
  if (kind === 'silence' || kind === 'wait') {
    const found =
      comparable && known
        ? bootstrapDifference(of(ended, cases.value), of(measured(rest, cases.value), cases.value), options)
        : bootstrapMean(of(hit, cases.days), options)
    return { ...named(found), unit: 'days', against: comparable && known ? 'rest' : 'design', customer_days }
  }
  const found = comparable
    ? bootstrapDifference(of(hit, cases.failed), of(rest, cases.failed), options)
    : null
  return { ...named(found), unit: 'share', against: 'rest', customer_days }
}

/** Numbers of the affected (1) or the other (0) cases, of one segment or all. */
function casesOf({ affected, attributes }: Cases, segment: Segment | null, wanted: 0 | 1): Int32Array {
  const codes = segment === null ? null : attributes[segment.attribute]!.codes
  const found = new Int32Array(affected.length)
  let count = 0
  for (let i = 0; i < affected.length; i++) {
    if (affected[i] === wanted && (codes === null || codes[i] === segment!.code)) found[count++] = i
  }
  return found.subarray(0, count)
}

/** Cases whose value is known to its end. */
function measured(chosen: Int32Array, values: ArrayLike<number>): Int32Array {
  return chosen.filter((i) => !Number.isNaN(values[i]!))
}

/** In a plain loop: `from` with a function is ten times slower. */
function pick(values: ArrayLike<number>, chosen: Int32Array): Float64Array {
  const picked = new Float64Array(chosen.length)
  for (let i = 0; i < chosen.length; i++) picked[i] = values[chosen[i]!]!
  return picked
}

function rateOf(chosen: Int32Array, flags: ArrayLike<number>): number {
  return mean(pick(flags, chosen)) ?? 0
}

function named(found: { value: number; low: number; high: number } | null) {
  return { size: found?.value ?? null, size_low: found?.low ?? null, size_high: found?.high ?? null }
}
