import { days, decimal, percent } from '../../console/fmt.ts'
import { wilson } from '../../stats/proportion.ts'
import type { JourneyReport, MeansReport } from '../contract.ts'

export interface Estimate {
  value: number | null
  low: number | null
  high: number | null
  n: number
}

export interface ComparedRow {
  figure: string
  of: 'share' | 'days' | 'number' | 'minutes'
  /** Whether more of it is good for customers; null = neither. */
  more: 'good' | 'bad' | null
  first: Estimate
  second: Estimate
}

const fewest = 30

function shareOf(count: number, of: number): Estimate {
  if (of === 0) return { value: null, low: null, high: null, n: 0 }
  return { value: count / of, ...wilson(count, of), n: of }
}

/** Success of all decided runs; unknown where the kinds of outcomes are. */
function success({ outcomes, outcome_kinds: kinds }: JourneyReport): Estimate {
  if (!kinds) return { value: null, low: null, high: null, n: 0 }
  const decided = Object.entries(outcomes).filter(([outcome]) => kinds[outcome] !== 'open')
  const sum = (some: [string, number][]) => some.reduce((all, [, runs]) => all + runs, 0)
  return shareOf(sum(decided.filter(([outcome]) => kinds[outcome] === 'success')), sum(decided))
}

function silent({ silence }: JourneyReport): Estimate {
  return { value: silence.share, low: silence.low, high: silence.high, n: silence.runs_observed }
}

function half({ time_to_success: { median_days, low, high, runs } }: JourneyReport): Estimate {
  return { value: median_days, low, high, n: runs }
}

function kept(report: JourneyReport, what: string): Estimate {
  const one = report.promises[what]
  if (!one) return { value: null, low: null, high: null, n: 0 }
  const n = one.kept + one.late + one.renegotiated + one.broken
  return { value: one.kept_rate, low: one.low, high: one.high, n }
}

/** One side: its figures, and its means with their intervals. */
export interface ComparedSide {
  report: JourneyReport
  means: MeansReport['means']
}

const means: [
  figure: string,
  of: ComparedRow['of'],
  more: ComparedRow['more'],
  mean: keyof MeansReport['means'],
][] = [
  ['Time to success, mean', 'days', 'bad', 'days'],
  ['Silence beyond tolerance, mean', 'days', 'bad', 'excess_days'],
  ['Cost the customer, mean', 'minutes', 'bad', 'minutes'],
  ['Avoidable of it, mean', 'minutes', 'bad', 'avoidable'],
  ['Contacts, mean', 'number', null, 'contacts'],
  ['Switches of channel, mean', 'number', null, 'switches'],
  ['Conformance, mean', 'number', null, 'conformance'],
]

/** The headline figures of two sets of runs, line by line. */
export function comparedRows(first: ComparedSide, second: ComparedSide): ComparedRow[] {
  const row = (
    figure: string,
    of: ComparedRow['of'],
    more: ComparedRow['more'],
    read: (side: ComparedSide) => Estimate,
  ): ComparedRow => ({ figure, of, more, first: read(first), second: read(second) })
  const promises = new Set([...Object.keys(first.report.promises), ...Object.keys(second.report.promises)])
  return [
    row('Success', 'share', 'good', ({ report }) => success(report)),
    row('Half have succeeded within', 'days', 'bad', ({ report }) => half(report)),
    row('Silent beyond tolerance', 'share', 'bad', ({ report }) => silent(report)),
    ...[...promises].map((what) =>
      row(`Promise kept: ${what}`, 'share', 'good', ({ report }) => kept(report, what)),
    ),
    ...means.map(([figure, of, more, mean]) => row(figure, of, more, (side) => side.means[mean])),
  ]
}

export interface Difference {
  value: number
  low: number | null
  high: number | null
}

/** Second less first, its interval by square-and-add of both intervals; null where either is unknown or too few. */
export function differenceOf({ first, second }: ComparedRow): Difference | null {
  if (first.value === null || second.value === null || first.n < fewest || second.n < fewest) return null
  const value = second.value - first.value
  if (first.low === null || first.high === null || second.low === null || second.high === null)
    return { value, low: null, high: null }
  return {
    value,
    low: value - Math.hypot(second.value - second.low, first.high - first.value),
    high: value + Math.hypot(second.high - second.value, first.value - first.low),
  }
}

/** Detected only where the whole interval lies on one side of 0. */
export const detected = ({ low, high }: Difference) => low !== null && high !== null && (low > 0 || high < 0)

/** The same as rows to take along; the number of runs first. */
export function comparedList(
  first: ComparedSide & { words: string },
  second: ComparedSide & { words: string },
): Record<string, unknown>[] {
  const runs = { value: first.report.runs, other: second.report.runs }
  return [
    {
      figure: 'Runs',
      unit: 'number',
      first: first.words,
      second: second.words,
      a: { value: runs.value },
      b: { value: runs.other },
    },
    ...comparedRows(first, second).map((row) => ({
      figure: row.figure,
      unit: row.of,
      first: first.words,
      second: second.words,
      a: row.first,
      b: row.second,
      difference: differenceOf(row) ?? { value: null, low: null, high: null },
    })),
  ]
}

const shows: Record<ComparedRow['of'], (value: number) => string> = {
  share: percent,
  days,
  number: (value) => decimal(value, 2),
  minutes: (value) => `${decimal(value)} min`,
}
export const estimateWords = (of: ComparedRow['of'], value: number) => shows[of](value)

/** `+4 points`, `−1 d 3 h`; nothing has no sign. */
export function differenceWords(of: ComparedRow['of'], value: number): string {
  const size = Math.abs(value)
  const shown = of === 'share' ? `${decimal(size * 100, 0)} points` : shows[of](size)
  if (Number.parseFloat(shown) === 0) return shown
  return `${value < 0 ? '−' : '+'}${shown}`
}
