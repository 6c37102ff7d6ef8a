import { z95 } from './normal.ts'
import type { Interval } from './proportion.ts'

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
 */
export function kaplanMeier(durations: ArrayLike<number>, ended: ArrayLike<number | boolean>): Survival {
  const order = Uint32Array.from({ length: durations.length }, (_, i) => i)
  order.sort((a, b) => durations[a]! - durations[b]!)
  const rows: [time: number, atRisk: number, events: number][] = []
  order.forEach((place, rank) => {
    const time = durations[place]!
    if (rows.at(-1)?.[0] !== time) rows.push([time, durations.length - rank, 0])
    if (ended[place]) rows.at(-1)![2]++
  })
  let share = 1
  let greenwood = 0
  const shares = new Float64Array(rows.length)
  const errors = new Float64Array(rows.length)
  rows.forEach(([, atRisk, events], i) => {
    share *= 1 - events / atRisk
    greenwood += events / (atRisk * (atRisk - events))
    shares[i] = share
    errors[i] = share === 0 ? 0 : share * Math.sqrt(greenwood)
  })
  return {
    times: Float64Array.from(rows, (row) => row[0]),
    at_risk: Float64Array.from(rows, (row) => row[1]),
    events: Float64Array.from(rows, (row) => row[2]),
    share: shares,
    error: errors,
  }
}

/** Share still without the event after `time`. */
export function survivalAt(curve: Survival, time: number): number {
  let share = 1
  for (let i = 0; i < curve.times.length && curve.times[i]! <= time; i++) share = curve.share[i]!
  return share
}

/**
 * Time by which the given share has had the event: the first at which survival falls to 1 − share or below (the
 * middle of the step where it runs exactly level). null = not reached while watched.
 */
export function timeBy(curve: Survival, share: number): number | null {
  return timeOf(curve, curve.share, 1 - share)
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
