import { Rhythm } from './rhythm.ts'

/** Counts are taken by quarters of an hour. */
export const quarter_ms = 900_000
export const quartersInWeek = 7 * 24 * 4

/** Weeks of a feed that are looked at. */
export const weeksSeen = 8

/** Silence as long as this comes by chance once in a million. */
const unlikely = Math.log(1e6)

/** Emptiness that a quarter of the weeks had at the same time is usual. */
const usuallyEmpty = 0.25

/** What is told of a live feed: it speaks, it is silent since the last that came, or nobody can tell yet. */
export type FeedState =
  | { state: 'heard' | 'unknown'; missed: null }
  /** How many would have come meanwhile, in a usual week. */
  | { state: 'silent'; missed: number }

/**
 * Whether a live feed has fallen silent (docs/methods/data-health.md). `counts`: by quarters of an hour, oldest first, up to the one
 * under way, which is left out; null = before it was first seen.
 */
export function feedState(counts: readonly (number | null)[]): FeedState {
  const end = counts.length - 1
  let first = end
  while (first > 0 && counts[first - 1] === 0) first--
  const rhythm = new Rhythm(counts.slice(0, end), quartersInWeek)
  if (rhythm.usual(end - 1) === null) return { state: 'unknown', missed: null }
  if (first === end || (counts[end] ?? 0) > 0) return { state: 'heard', missed: null }
  let missed = 0
  for (let place = first; place < end; place++) missed += rhythm.usual(place) ?? 0
  const before = rhythm.emptyBefore(first, end)
  const silent = missed / rhythm.spread >= unlikely && before !== null && before < usuallyEmpty
  return silent ? { state: 'silent', missed } : { state: 'heard', missed: null }
}
