import { riskTable } from './risk-table.ts'

/** One entry per distinct time at which something ended or was censored. */
export interface Incidence {
  times: Float64Array
  at_risk: Float64Array
  /** Share to whom nothing has happened yet, just after each time. */
  share: Float64Array
  /** By cause, cause 1 first. */
  causes: {
    /** How many ended so at each time. */
    events: Float64Array
    /** Share that has ended so by then, with its standard error. All causes and `share` add up to 1. */
    share: Float64Array
    error: Float64Array
  }[]
}

/**
 * Cumulative incidence of competing ends, by Aalen and Johansen (methods B.16). `causes[i]` 0: nothing had happened
 * when watching stopped (censored); 1, 2, …: what ended it. One minus Kaplan–Meier of a single cause, the others
 * taken as censored, would promise that end to those who have already had another. Errors by the delta method;
 * with one cause they are Greenwood's.
 */
export function cumulativeIncidence(
  durations: ArrayLike<number>,
  causes: ArrayLike<number>,
  counts?: ArrayLike<number>,
): Incidence {
  const { times, at_risk, ended } = riskTable(durations, causes, counts)
  const all = times.map((_, i) => ended.reduce((sum, events) => sum + events[i]!, 0))
  let left = 1
  const share = all.map((count, i) => {
    left *= 1 - count / at_risk[i]!
    return left
  })
  const before = (i: number) => (i === 0 ? 1 : share[i - 1]!)
  return { times, at_risk, share, causes: ended.map((events) => incidenceOf(events, all, at_risk, before)) }
}

/**
 * Variance of F(t) after Marubini and Valsecchi (1995), 10.13: Σ (F(t) − Fᵢ)² d/(n(n − d)) + Sᵢ₋² (n − dₖ) dₖ/n³
 * − 2 (F(t) − Fᵢ) Sᵢ₋ dₖ/n², with the sums over powers of F(t) kept apart so that one pass does.
 */
function incidenceOf(
  events: Float64Array,
  all: Float64Array,
  atRisk: Float64Array,
  before: (i: number) => number,
): Incidence['causes'][number] {
  let ended = 0
  let [square, linear, constant] = [0, 0, 0]
  const share = new Float64Array(events.length)
  const error = new Float64Array(events.length)
  events.forEach((own, i) => {
    const n = atRisk[i]!
    const step = before(i) / n
    ended += step * own
    const any = all[i]! < n ? all[i]! / (n * (n - all[i]!)) : 0
    const cross = (step * own) / n
    square += any
    linear += any * ended + cross
    constant += any * ended * ended + 2 * cross * ended + (step * step * (n - own) * own) / n
    share[i] = ended
    error[i] = Math.sqrt(Math.max(0, ended * ended * square - 2 * ended * linear + constant))
  })
  return { events, share, error }
}
