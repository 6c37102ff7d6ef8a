import { fisherAbove, upperTail } from '../stats/binomial.ts'
import { designEffect } from '../stats/design-effect.ts'
import { adjust } from '../stats/false-discovery.ts'
import { median } from '../stats/quantile.ts'
import { type Count, type CountedPlace, type CountedSegment, type Place, share } from './break-place.ts'

export interface Thresholds {
  /** False discoveries among the breaks found. */
  q: number
  /** Share of runs that may be affected although the design says none should. */
  allowance: number
  /** Fewest runs, and fewest affected runs, of anything that is reported. */
  fewest: number
}

export interface Tested {
  counted: CountedPlace
  /** What share of runs is affected where nothing is wrong. */
  usual: number
  /** The place as a whole stands out. */
  whole: boolean
  /** Its segments that stand out. */
  segments: CountedSegment[]
}

/**
 * Tests every place and every segment of every place as one family (Benjamini–Hochberg, methods A.18, B.5).
 *
 * A place is held against the design (no more than the allowance) where the design says what is wrong, and always
 * where it is the only one of its kind; else against the rest: the median place of its kind, whose own uncertainty
 * counts. A segment must stand out from the other runs at its place, and where there is a design from the allowance
 * too. Whatever is significant must also matter: a point and by half above what it is compared with.
 */
export function testPlaces(places: CountedPlace[], thresholds: Thresholds): Tested[] {
  const usuals = places.map((counted) => usualAt(counted, places, thresholds))
  const p: number[] = []
  places.forEach((counted, i) => {
    const effect = effectOnce(counted)
    p.push(wholeP(counted.all, usuals[i]!, thresholds, effect))
    for (const segment of counted.segments) p.push(segmentP(segment, usuals[i]!, thresholds, effect))
  })
  const adjusted = adjust(p)
  let next = 0
  return places.map((counted, i) => {
    const usual = usuals[i]!
    const whole = adjusted[next++]! <= thresholds.q && matters(share(counted.all), usual.share)
    const segments = counted.segments.filter(() => adjusted[next++]! <= thresholds.q)
    return { counted, usual: usual.share, whole, segments }
  })
}

/** The share that is usual, and over how many runs that is known; null = it is declared, not estimated. */
interface Usual {
  share: number
  known: number | null
}

/** The median of m values is as uncertain as the mean of m·2/π. */
const medianWorth = 2 / Math.PI

/** Kinds of which it can be said that no run should be affected. */
const declarable: readonly Place['kind'][] = [
  'silence',
  'wait',
  'missed_promise',
  'asked_twice',
  'hand_off',
  'contradiction',
  'forced_switch',
]

function usualAt(counted: CountedPlace, places: CountedPlace[], { allowance, fewest }: Thresholds): Usual {
  const { kind, designed } = counted.place
  const declared = designed && declarable.includes(kind)
  const rest = declared
    ? []
    : places.filter((other) => other !== counted && other.place.kind === kind && other.all.n >= fewest)
  if (rest.length === 0) return { share: allowance, known: null }
  const runs = rest.reduce((sum, other) => sum + other.all.n, 0)
  return { share: median(rest.map((other) => share(other.all)))!, known: runs * medianWorth }
}

export function matters(observed: number, usual: number): boolean {
  return observed >= usual + 0.01 && observed >= usual * 1.5
}

/** p of the whole place; 1 where it cannot be a break anyway, which errs on the safe side. */
function wholeP(all: Count, usual: Usual, { q, fewest }: Thresholds, effect: () => number): number {
  if (all.n < fewest || share(all) <= usual.share) return 1
  return confirmed(q, effect, (size) => aboveUsual(all, usual, size))
}

function segmentP(
  segment: CountedSegment,
  usual: Usual,
  { q, fewest }: Thresholds,
  effect: () => number,
): number {
  const { inside, outside } = segment
  const declared = usual.known === null
  if (inside.k < fewest || !matters(share(inside), share(outside))) return 1
  if (declared && !matters(share(inside), usual.share)) return 1
  return confirmed(q, effect, (size) => {
    const apart = fisherAbove(inside.k * size, inside.n * size, outside.k * size, outside.n * size)
    return declared ? Math.max(apart, aboveUsual(inside, usual, size)) : apart
  })
}

/** `size` is how much one run counts, 1 when all are independent. */
function aboveUsual({ k, n }: Count, usual: Usual, size: number): number {
  return usual.known === null
    ? upperTail(k * size, n * size, usual.share)
    : fisherAbove(k * size, n * size, usual.share * usual.known, usual.known)
}

/** p as if runs were independent; where that is small, p with runs of one customer counted for what they are worth. */
function confirmed(q: number, effect: () => number, p: (size: number) => number): number {
  const naive = p(1)
  return naive > q ? naive : p(1 / effect())
}

function effectOnce({ place }: CountedPlace): () => number {
  let effect: number | null = null
  return () => {
    effect ??= designEffect(place.cases.customer, place.cases.affected)
    return effect
  }
}
