import type { EdgeReport } from '../contract.ts'

export type Bar = EdgeReport['linear'][number]
export const axes = ['logarithmic', 'linear'] as const
export type Axis = (typeof axes)[number]

export interface DrawnBar {
  from: number
  to: number
  count: number
  silent: number
  /** The last of equal width stands for everything longer. */
  open: boolean
}

/** Bars with both ends: what took no second begins the logarithmic scale, what has no end is as wide as the others. */
export function drawnBars(bars: Bar[], axis: Axis): DrawnBar[] {
  const width = bars.find(({ to }) => to !== null)
  const usual = width ? width.to! - width.from : 1
  return bars.map(({ from, to, count, silent }) => ({
    from: axis === 'logarithmic' ? Math.max(from, 0.75) : from,
    to: to ?? from + usual,
    count,
    silent,
    open: to === null,
  }))
}

const second = 1
const minute = 60
const hour = 3600
const day = 86_400
const round = [
  second,
  10,
  minute,
  10 * minute,
  hour,
  6 * hour,
  day,
  3 * day,
  10 * day,
  30 * day,
  100 * day,
  365 * day,
  3650 * day,
]

const dense = [
  second,
  5,
  15,
  30,
  minute,
  2 * minute,
  5 * minute,
  15 * minute,
  30 * minute,
  hour,
  2 * hour,
  6 * hour,
  12 * hour,
  day,
  2 * day,
  4 * day,
  7 * day,
  14 * day,
  30 * day,
  60 * day,
  180 * day,
  365 * day,
]

/** Round lengths of time for the logarithmic axis: closer where it spans little. */
export function logTicks(from: number, to: number): number[] {
  const within = (lengths: number[]) => lengths.filter((each) => each >= from && each <= to)
  return to / from > 300 ? within(round) : within(dense)
}

/** About six round lengths from nothing. */
export function linearTicks(to: number): number[] {
  const steps = [
    1,
    5,
    10,
    30,
    60,
    300,
    600,
    1800,
    hour,
    2 * hour,
    6 * hour,
    12 * hour,
    day,
    2 * day,
    5 * day,
    10 * day,
    30 * day,
    100 * day,
    365 * day,
  ]
  const step = steps.find((each) => to / each <= 7) ?? 3650 * day
  return Array.from({ length: Math.floor(to / step) + 1 }, (_, at) => at * step)
}

export interface Quantile {
  seconds: number
  words: string
  /** Which line of words it stands in, so that neighbours can be read. */
  level: number
}

/** The quantiles that are named on the chart. */
export function namedQuantiles(
  seconds: NonNullable<EdgeReport['seconds']>,
): Pick<Quantile, 'seconds' | 'words'>[] {
  return [
    { seconds: seconds.p10, words: 'fastest tenth under' },
    { seconds: seconds.median, words: 'half within' },
    { seconds: seconds.p90, words: 'nine in ten within' },
  ]
}
