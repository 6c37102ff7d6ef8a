import { sqlFile } from '../storage/sql-file.ts'
import type { JourneyStore } from './build.ts'
import type { View } from './view.ts'

const outcomesSql = sqlFile(import.meta, 'outcomes.sql')

const number = (value: unknown) => (value === null ? null : Number(value))

/** Runs and days from start to outcome by outcome; runs whose outcome has no observed time count without a duration. */
export async function outcomesOf(store: JourneyStore, view: View) {
  const rows = await store.analytics.ask<Record<string, string | number | null>>(
    outcomesSql,
    view.scope,
    'analysis',
  )
  return rows.map((row) => ({
    outcome: String(row.outcome),
    kind: String(row.kind),
    runs: Number(row.runs),
    n: Number(row.n),
    median: number(row.median),
    mean: number(row.mean),
    p90: number(row.p90),
  }))
}
