import { mean, median, sum } from './quantile.ts'

/** One step of a run. Times in any one unit, which is that of all durations here. */
export interface TimedStep {
  label: string
  started_at: number
  ended_at: number
}

/** How long it takes from the end of `from` to the start of `to`, wherever in a run it comes later. */
export interface PairTime {
  from: string
  to: string
  /** Passages, of which one run may have several. */
  n: number
  mean: number
  /** Standard deviation with n − 1; null when n is 1. */
  sd: number | null
  median: number
  /** Median absolute deviation from the median. */
  mad: number
}

export interface UnusualTime {
  from: string
  to: string
  /** Places of the two steps in the run. */
  from_index: number
  to_index: number
  took: number
}

/** Times between steps that follow one another, directly or not, by `from` and `to`. */
export type TemporalProfile = Map<string, Map<string, PairTime>>

/**
 * The temporal profile of runs (methods B.15): for every ordered pair of steps how long the one takes to come after the
 * other. Steps of a run in their order; one that starts before the other has ended does not follow it.
 */
export function temporalProfile(runs: Iterable<readonly TimedStep[]>): TemporalProfile {
  const times = new Map<string, Map<string, number[]>>()
  for (const run of runs) {
    eachPair(run, ({ from, to, took }) => {
      const of = times.get(from) ?? new Map<string, number[]>()
      times.set(from, of)
      const known = of.get(to)
      if (known === undefined) of.set(to, [took])
      else known.push(took)
    })
  }
  const profile: TemporalProfile = new Map()
  for (const [from, later] of times)
    profile.set(from, new Map(Array.from(later, ([to, took]) => [to, pairTime(from, to, took)])))
  return profile
}

/**
 * The pairs of a run that took more than `zeta` standard deviations more or less than the mean. Times are heavy-tailed
 * and the mean often smaller than the deviation, so that in practice only the long ones are found.
 */
export function unusualTimes(
  profile: TemporalProfile,
  run: readonly TimedStep[],
  zeta: number,
): UnusualTime[] {
  const found: UnusualTime[] = []
  eachPair(run, (pair) => {
    const usual = profile.get(pair.from)?.get(pair.to)
    if (usual === undefined || usual.sd === null) return
    if (Math.abs(pair.took - usual.mean) > zeta * usual.sd) found.push(pair)
  })
  return found
}

function eachPair(run: readonly TimedStep[], give: (pair: UnusualTime) => void) {
  run.forEach((earlier, from_index) => {
    for (let to_index = from_index + 1; to_index < run.length; to_index++) {
      const later = run[to_index]!
      const took = later.started_at - earlier.ended_at
      if (took >= 0) give({ from: earlier.label, to: later.label, from_index, to_index, took })
    }
  })
}

function pairTime(from: string, to: string, took: number[]): PairTime {
  const n = took.length
  const average = mean(took)!
  const middle = median(took)!
  return {
    from,
    to,
    n,
    mean: average,
    sd: n < 2 ? null : Math.sqrt(sum(took.map((each) => (each - average) ** 2)) / (n - 1)),
    median: middle,
    mad: median(took.map((each) => Math.abs(each - middle)))!,
  }
}
