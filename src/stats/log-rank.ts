import { chiSquaredTail } from './chi-squared.ts'
import { factorOf, solve } from './cholesky.ts'
import { inOrder, sameLength } from './risk-table.ts'

export interface LogRank {
  /** By group: how many were watched, how many had the event, how many would have if all groups were alike. */
  groups: { n: number; observed: number; expected: number }[]
  chi_squared: number
  /** Groups that could be compared, less one. */
  degrees: number
  /** null when there is nothing to compare: fewer than two groups in which the event could happen. */
  p: number | null
}

/**
 * Do the groups differ in how soon the event comes? Log-rank test (methods B.16). `groups[i]` is 0, 1, 2, …; `ended`
 * and `counts` as in `kaplanMeier`. Says that they differ, not by how much: for that see `coxRegression`.
 */
export function logRank(
  durations: ArrayLike<number>,
  ended: ArrayLike<number | boolean>,
  groups: ArrayLike<number>,
  counts?: ArrayLike<number>,
): LogRank {
  sameLength(durations.length, ended.length, groups.length, counts?.length)
  const weight = (place: number) => (counts === undefined ? 1 : counts[place]!)
  const size = Array.from(groups).reduce((most, group) => Math.max(most, group + 1), 0)
  const found = Array.from({ length: size }, () => ({ n: 0, observed: 0, expected: 0 }))
  const atRisk = new Float64Array(size)
  const covariance = new Float64Array(size * size)
  const order = inOrder(durations)
  for (let last = order.length - 1; last >= 0; ) {
    const time = durations[order[last]!]
    let events = 0
    for (; last >= 0 && durations[order[last]!] === time; last--) {
      const place = order[last]!
      const group = groups[place]!
      atRisk[group]! += weight(place)
      found[group]!.n += weight(place)
      if (!ended[place]) continue
      events += weight(place)
      found[group]!.observed += weight(place)
    }
    if (events > 0) dealOut(events, atRisk, found, covariance)
  }
  const excess = found.map(({ observed, expected }) => observed - expected)
  const factor = factorOf(covariance, size)
  const chi = solve(factor, excess).reduce((sum, value, group) => sum + value * excess[group]!, 0)
  const degrees = factor.dependent.reduce((left, dependent) => left - dependent, size)
  return {
    groups: found,
    chi_squared: chi,
    degrees,
    p: degrees === 0 ? null : chiSquaredTail(chi, degrees),
  }
}

/** The events of one time, dealt out among those at risk (multivariate hypergeometric). */
function dealOut(events: number, atRisk: Float64Array, found: LogRank['groups'], covariance: Float64Array) {
  const size = atRisk.length
  const all = atRisk.reduce((sum, each) => sum + each, 0)
  const spread = all > 1 ? (events * (all - events)) / (all - 1) : 0
  for (let a = 0; a < size; a++) {
    const share = atRisk[a]! / all
    found[a]!.expected += events * share
    for (let b = 0; b < size; b++)
      covariance[a * size + b]! += spread * share * ((a === b ? 1 : 0) - atRisk[b]! / all)
  }
}
