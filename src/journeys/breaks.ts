import { wilson } from '../stats/proportion.ts'
import { type CountedSegment, countPlace, type Place } from './break-place.ts'
import { segmentsOf } from './break-segment.ts'
import { breakSize } from './break-size.ts'
import { type Tested, type Thresholds, testPlaces } from './break-test.ts'
import { breakWords } from './break-words.ts'
import type { BreakFound, BreaksReport } from './contract.ts'

export type { CaseAttribute, Cases, Place } from './break-place.ts'

export interface BreakOptions extends Partial<Thresholds> {
  seed?: number
  /** Bootstrap replicates; by default 1000, fewer where many places break. */
  replicates?: number
}

/** Replicates over all breaks, to bound the time. */
const mostReplicates = 40_000

/**
 * The breaks among all places looked at (methods A.18), by customer-days lost: how many runs are affected (Wilson),
 * how much they lose (bootstrap by customer), in which segment if concentrated there. Pure; the same places give the
 * same answer. None found is an answer. `runs` is the number of runs looked at.
 */
export function findBreaks(
  runs: number,
  places: readonly Place[],
  options: BreakOptions = {},
): Pick<BreaksReport, 'looked_at' | 'breaks'> {
  const thresholds = { q: 0.01, allowance: 0.02, fewest: 30, ...options }
  const { fewest } = thresholds
  const tested = testPlaces(
    places.map((place) => countPlace(place, fewest)),
    thresholds,
  )
  const found = tested.flatMap((one) => located(one, fewest))
  const replicates =
    options.replicates ?? Math.max(200, Math.min(1000, Math.floor(mostReplicates / found.length)))
  const breaks = found.map((one) => described(one, { seed: options.seed ?? 1, replicates, fewest }))
  return {
    looked_at: { runs, places: places.length, too_few: tested.filter((one) => tooFew(one, fewest)).length },
    breaks: toldOnce(breaks).sort((a, b) => b.customer_days - a.customer_days || b.runs - a.runs),
  }
}

/** Fewer than 30 runs came by, or the place stands out by fewer than 30 affected runs. */
function tooFew({ counted: { all }, whole }: Tested, fewest: number): boolean {
  return all.n < fewest || (whole && all.k < fewest)
}

interface Located {
  place: Place
  segment: CountedSegment | null
  runs: number
  of: number
}

function located(tested: Tested, fewest: number): Located[] {
  const { place, all } = tested.counted
  if (all.k < fewest) return []
  const segments = segmentsOf(tested)
  if (segments === null) return [{ place, segment: null, runs: all.k, of: all.n }]
  return segments.map((segment) => ({ place, segment, runs: segment.inside.k, of: segment.inside.n }))
}

function described(
  { place, segment, runs, of }: Located,
  options: { seed: number; replicates: number; fewest: number },
): BreakFound {
  const attribute = segment === null ? null : place.cases.attributes[segment.attribute]!
  const name = attribute === null ? '' : `${attribute.name}=${attribute.labels[segment!.code]}`
  const lost = breakSize(place, segment, options)
  const { size, size_low, size_high, unit, customer_days } = lost
  const words = breakWords(place, name, { k: runs, n: of }, lost)
  const { kind, from, to, what } = place
  const { low, high } = wilson(runs, of)
  return {
    kind,
    from,
    to,
    segment: name,
    runs,
    of,
    low,
    high,
    size,
    unit,
    size_low,
    size_high,
    customer_days,
    what,
    words,
  }
}

/**
 * One loss is told once: at the same place and segment a silence covers a wait, and a missed promise covers the
 * silence and the wait of the runs it kept waiting.
 */
function toldOnce(breaks: BreakFound[]): BreakFound[] {
  const placeOf = ({ from, to, segment }: BreakFound) => JSON.stringify([from, to, segment])
  const runsOf = (kind: BreakFound['kind']) =>
    new Map(breaks.filter((found) => found.kind === kind).map((found) => [placeOf(found), found.runs]))
  const silent = runsOf('silence')
  const missed = runsOf('missed_promise')
  return breaks.filter((found) => {
    if (found.kind !== 'wait' && found.kind !== 'silence') return true
    if (found.kind === 'wait' && silent.has(placeOf(found))) return false
    return found.runs > 1.1 * (missed.get(placeOf(found)) ?? 0)
  })
}
