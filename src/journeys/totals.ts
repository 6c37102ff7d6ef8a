import type { Analytics, Scope } from '../storage/analytics.ts'
import { sqlFile } from '../storage/sql-file.ts'

const totalsSql = sqlFile(import.meta, 'totals.sql')

export interface Totals {
  runs: number
  customers: number
  customers_unknown: number
  interactions: number
  last_at: number
  judged_until: number
  ties: number
  median_taken: number | null
  designed_minimum: number | null
  mean_contacts: number | null
  mean_switches: number | null
  conformance: number | null
  fitness: number | null
  as_designed: number
}

/** One row over the runs of a scope. Means of nothing are null. */
export async function totalsOf(analytics: Analytics, scope: Scope): Promise<Totals> {
  const [row] = await analytics.ask<Record<keyof Totals, string | number | null>>(
    totalsSql,
    scope,
    'analysis',
  )
  const number = (value: string | number | null) =>
    value === null || Number.isNaN(Number(value)) ? null : Number(value)
  const counts = Object.fromEntries(
    Object.entries(row!).map(([name, value]) => [name, number(value)]),
  ) as unknown as Totals
  return counts.runs > 0
    ? counts
    : { ...counts, median_taken: null, mean_contacts: null, mean_switches: null }
}
