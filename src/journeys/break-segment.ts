import { type CountedSegment, share } from './break-place.ts'
import type { Tested } from './break-test.ts'

/** Share of the excess that must lie inside a segment for the break to be there and not everywhere. */
const concentration = 0.8
const mostValues = 3

/**
 * Where a place breaks (methods A.18): null = as a whole, else in these segments, which are values of one attribute;
 * none = nowhere. A segment takes the place of the whole when four fifths of what is above the usual lie inside it.
 * Among attributes the one that tells affected from other runs best wins, a further value having to earn its mention.
 */
export function segmentsOf(tested: Tested): CountedSegment[] | null {
  const sets = [...Map.groupBy(tested.segments, (segment) => segment.attribute).values()].map((set) =>
    fewestHolding(set, tested),
  )
  const holding = sets.filter((set) => set.length <= mostValues && excessInside(set, tested) >= concentration)
  if (holding.length > 0) return best(holding, tested)
  if (tested.whole || sets.length === 0) return tested.whole ? null : []
  return best(sets, tested).slice(0, mostValues)
}

/** As many of one attribute's values, the most telling first, as it takes to hold the excess; all where there is none. */
function fewestHolding(set: CountedSegment[], tested: Tested): CountedSegment[] {
  const ordered = set.toSorted((a, b) => telling([b], tested) - telling([a], tested))
  const enough = ordered.findIndex((_, i) => excessInside(ordered.slice(0, i + 1), tested) >= concentration)
  return enough < 0 || excessOf(tested) <= 0 ? ordered : ordered.slice(0, enough + 1)
}

/** Affected runs beyond the usual share. */
function excessOf({ counted: { all }, usual }: Tested): number {
  return all.k - usual * all.n
}

function excessInside(set: CountedSegment[], tested: Tested): number {
  const excess = excessOf(tested)
  const inside = set.reduce((sum, segment) => sum + segment.inside.k - tested.usual * segment.inside.n, 0)
  return excess <= 0 ? 1 : inside / excess
}

function best(sets: CountedSegment[][], tested: Tested): CountedSegment[] {
  const price = Math.log(tested.counted.all.n)
  const score = (set: CountedSegment[]) => 2 * telling(set, tested) - price * set.length
  return sets.reduce((winner, set) => (score(set) > score(winner) ? set : winner))
}

/** Log-likelihood gained by giving the runs inside a share of their own. */
function telling(set: CountedSegment[], { counted }: Tested): number {
  const k = set.reduce((sum, segment) => sum + segment.inside.k, 0)
  const n = set.reduce((sum, segment) => sum + segment.inside.n, 0)
  const outside = { k: counted.all.k - k, n: counted.all.n - n }
  return likelihood({ k, n }) + likelihood(outside) - likelihood(counted.all)
}

function likelihood(count: { k: number; n: number }): number {
  const rate = share(count)
  return rate <= 0 || rate >= 1 ? 0 : count.k * Math.log(rate) + (count.n - count.k) * Math.log(1 - rate)
}
