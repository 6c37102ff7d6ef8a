import { meanInterval } from '../stats/mean.ts'
import { sqlFile } from '../storage/sql-file.ts'
import type { JourneyStore } from './build.ts'
import type { JourneyReport } from './contract.ts'
import type { View } from './view.ts'

const scoresSql = sqlFile(import.meta, 'scores.sql')

/** Scores given in runs, by outcome and promise state, with a t-interval of the mean (methods B.3). */
export async function scoresOf(store: JourneyStore, view: View): Promise<JourneyReport['scores']> {
  const rows = await store.analytics.ask<Record<string, string | number | null>>(
    scoresSql,
    view.scope,
    'analysis',
  )
  return rows.map((row) => {
    const n = Number(row.n)
    const mean = Number(row.mean)
    const interval = n > 1 ? meanInterval(n, mean, Number(row.sd)) : null
    return {
      question: String(row.question),
      by: String(row.by),
      value: String(row.value),
      n,
      mean,
      low: interval?.low ?? null,
      high: interval?.high ?? null,
    }
  })
}
