import { z95 } from './normal.ts'
import type { Interval } from './proportion.ts'
import { riskTable } from './risk-table.ts'

/** One row per distinct time at which something ended or was censored. */
export interface Survival {
  times: Float64Array
  at_risk: Float64Array
  events: Float64Array
  /** Share still without the event just after each time. */
  share: Float64Array
  /** Greenwood's standard error of `share`. */
  error: Float64Array
}

/**
 * Kaplan–Meier curve (methods B.16). `ended[i]` true: the event happened at `durations[i]`; false: it had not
 * happened when watching stopped (censored). Censored at the time of an event counts as still at risk then.
 * With `counts`, entry i stands for that many alike.
 */
export function kaplanMeier(
  durations: ArrayLike<number>,
  ended: ArrayLike<number | boolean>,
  counts?: ArrayLike<number>,
): Survival {
  const happened = Uint8Array.from(ended, (each) => (each ? 1 : 0))
  const { times, at_risk, ended: causes } = riskTable(durations, happened, counts)
  const events = causes[0]!
  let left = 1
  let greenwood = 0
  const share = new Float64Array(times.length)
  const error = new Float64Array(times.length)
  events.forEach((count, i) => {
    const watched = at_risk[i]!
    left *= 1 - count / watched
    greenwood += count / (watched * (watched - count))
    share[i] = left
    error[i] = left === 0 ? 0 : left * Math.sqrt(greenwood)
  })
  return { times, at_risk, events, share, error }
}

/** Share still without the event after `time`. */
export function survivalAt(curve: Survival, time: number): number {
  let share = 1
  for (let i = 0; i < curve.times.length && curve.times[i]! <= time; i++) share = curve.share[i]!
  return share
}

/** The same with its 95 % interval by the log transform, as R's survfit gives it; null when nobody was watched. */
export function survivalBetween(
  { times, share, error }: Survival,
  time: number,
): { value: number | null } & { [bound in keyof Interval]: number | null } {
  if (times.length === 0) return { value: null, low: null, high: null }
  const at = times.findLastIndex((each) => each <= time)
  const value = at < 0 ? 1 : share[at]!
  if (at < 0 || value === 0) return { value, low: value, high: value }
  const reach = (z95 * error[at]!) / value
  return { value, low: value * Math.exp(-reach), high: Math.min(1, value * Math.exp(reach)) }
}

/**
 * Time by which the given share has had the event: the first at which survival falls to 1 − share or below (the
 * middle of the step where it runs exactly level). null = not reached while watched.
 */
export function timeBy(curve: Survival, share: number): number | null {
  return timeOf(curve, curve.share, 1 - share)
}

/** First time by which at least the given share has had the event; null = not reached while watched. */
export function reachedBy(curve: Survival, share: number): number | null {
  return curve.times[curve.share.findIndex((without) => without <= 1 - share + 1e-9)] ?? null
}

/** Median time with its 95 % interval by the log transform of survival, as R's survfit gives it. */
export function medianTime(
  curve: Survival,
): { value: number | null } & { [bound in keyof Interval]: number | null } {
  const bound = (sign: number) =>
    curve.share.map((share, i) =>
      share === 0 ? 0 : Math.min(1, share * Math.exp((sign * z95 * curve.error[i]!) / share)),
    )
  return {
    value: timeBy(curve, 0.5),
    low: timeOf(curve, bound(-1), 0.5),
    high: timeOf(curve, bound(1), 0.5),
  }
}

function timeOf(curve: Survival, shares: Float64Array, level: number): number | null {
  const slack = 1e-9
  const first = shares.findIndex((share) => share <= level + slack)
  if (first < 0) return null
  if (shares[first]! < level - slack) return curve.times[first]!
  const lower = shares.findIndex((share) => share < level - slack)
  return lower < 0 ? curve.times[first]! : (curve.times[first]! + curve.times[lower]!) / 2
}
