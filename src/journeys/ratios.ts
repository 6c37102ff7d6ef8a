import { studentQuantile } from '../stats/mean.ts'
import { sqlFile } from '../storage/sql-file.ts'
import type { JourneyStore } from './build.ts'
import type { View } from './view.ts'

const ratiosSql = sqlFile(import.meta, 'ratios.sql')

/** Two expressions over a row of `runs`; the ratio is unknown in a run where either is NULL. */
export interface RatioAsked {
  of: string
  per: string
}

/** A ratio of sums over runs; `n` runs in which it was observed. */
export interface Ratio {
  n: number
  value: number | null
  low: number | null
  high: number | null
}

/** A sum over runs, with the interval of its mean at as many runs. */
export interface Total {
  total: number | null
  low: number | null
  high: number | null
}

type Moments = Record<'runs' | 'customers' | 'a' | 'b' | 'aa' | 'ab' | 'bb', number>

/**
 * Ratios of sums over the runs of a view, each with a 95 % interval between 0 and `most`. The runs of one customer are
 * not independent: their sums are what varies (methods B, global rule iv).
 */
export async function ratiosOf<Name extends string>(
  store: JourneyStore,
  view: View,
  asked: Record<Name, RatioAsked>,
  most = Number.POSITIVE_INFINITY,
): Promise<Record<Name, Ratio>> {
  const all = Object.entries<RatioAsked>(asked)
  const written = (part: keyof RatioAsked) => all.map(([, ratio]) => `toNullable(toFloat64(${ratio[part]}))`)
  const sql = ratiosSql
    .replace('{{ofs}}', written('of').join(', '))
    .replace('{{pers}}', written('per').join(', '))
  const [row] = await store.analytics.ask<Record<keyof Moments, (string | number)[]>>(
    sql,
    view.scope,
    'analysis',
  )
  const at = (place: number) =>
    Object.fromEntries(
      Object.entries(row!).map(([name, each]) => [name, Number(each[place] ?? 0)]),
    ) as Moments
  return Object.fromEntries(all.map(([name], place) => [name, ratioOf(at(place), most)])) as Record<
    Name,
    Ratio
  >
}

/** The ratio of two sums with its interval by linearisation over customers (methods A.10: the ratio estimator). */
export function ratioOf({ runs: n, customers, a, b, aa, ab, bb }: Moments, most: number): Ratio {
  if (b <= 0) return { n, value: null, low: null, high: null }
  const value = a / b
  if (customers < 2) return { n, value, low: null, high: null }
  const squares = Math.max(0, aa - 2 * value * ab + value * value * bb)
  const error = Math.sqrt((squares * customers) / (customers - 1)) / b
  const half = studentQuantile(0.975, customers - 1) * error
  return { n, value, low: Math.max(0, value - half), high: Math.min(most, value + half) }
}

/** The sum behind a mean of runs (`per` 1 each), each run weighing so much, between what as many runs at the ends of its interval come to. */
export function totalBetween({ n, value, low, high }: Ratio, weight = 1): Total {
  const all = (mean: number | null) => (mean === null ? null : mean * n * weight)
  return { total: all(value), low: all(low), high: all(high) }
}
