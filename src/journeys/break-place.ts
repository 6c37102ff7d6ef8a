import type { BreakFound } from './contract.ts'

/**
 * A place where runs may lose, with the runs that passed it (methods A.18). `to` names the repeated and the skipped
 * step, `from` the step after which runs drop out. What is asked twice was given at `from` and asked again at `to`. Hand-offs lie between teams or channels, contradictions and forced
 * switches between channels.
 */
export interface Place {
  kind: BreakFound['kind']
  from: string
  to: string
  /** Which promise, or what kind of thing was told in a contradiction; else ''. */
  what: string
  /**
   * The design says what counts as affected (tolerance, bound, due date, switch), or no design
   * would have it (asked twice, hand-off without the history, contradiction): hardly any run should be.
   */
  designed: boolean
  cases: Cases
}

/** The runs that passed a place. All arrays run in parallel. */
export interface Cases {
  /** Any number per customer; customers unknown each take one of their own. */
  customer: ArrayLike<number>
  /** 1 = the run lost something here. */
  affected: ArrayLike<number>
  /**
   * silence, wait: days it lasted. missed_promise: days late. repeated_step: extra times. Else unused.
   * NaN = affected, but the end is not known yet: it counts as a run, not in the size.
   */
  value: ArrayLike<number>
  /** Days lost beyond what is allowed. */
  days: ArrayLike<number>
  /** 1 = the run ended in failure or was abandoned. */
  failed: ArrayLike<number>
  attributes: CaseAttribute[]
}

export interface CaseAttribute {
  name: string
  /** Places in `labels`; −1 = the run has no value. */
  codes: ArrayLike<number>
  labels: string[]
}

/** The runs of a place that share one value of one attribute. */
export interface Segment {
  attribute: number
  code: number
}

/** Affected and all. */
export interface Count {
  k: number
  n: number
}

export interface CountedSegment extends Segment {
  inside: Count
  outside: Count
}

export interface CountedPlace {
  place: Place
  all: Count
  /** Segments with enough runs inside and outside to be compared. */
  segments: CountedSegment[]
}

/** Counts a place as a whole and by every value of every attribute, in one pass over each. */
export function countPlace(place: Place, fewest: number): CountedPlace {
  const { affected, attributes } = place.cases
  let k = 0
  for (let i = 0; i < affected.length; i++) k += affected[i]!
  const all = { k, n: affected.length }
  const segments = attributes.flatMap(({ codes, labels }, attribute) => {
    const counts = new Int32Array(2 * labels.length + 2)
    for (let i = 0; i < affected.length; i++) counts[2 * codes[i]! + 2 + affected[i]!]!++
    return labels.flatMap((_, code) => {
      const hit = counts[2 * code + 3]!
      const inside = { k: hit, n: hit + counts[2 * code + 2]! }
      const outside = { k: k - hit, n: all.n - inside.n }
      return inside.n < fewest || outside.n < fewest ? [] : [{ attribute, code, inside, outside }]
    })
  })
  return { place, all, segments }
}

export function share({ k, n }: Count): number {
  return n === 0 ? 0 : k / n
}
