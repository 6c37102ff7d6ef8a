import { wilson } from '../stats/proportion.ts'
import { sqlFile } from '../storage/sql-file.ts'
import type { JourneyStore } from './build.ts'
import type { View } from './view.ts'

const deviationsSql = sqlFile(import.meta, 'deviations-table.sql')

export interface DeviationCount {
  kind: string
  step: string
  after: string
  words: string
  runs: number
  share: number
  low: number
  high: number
}

/** Deviations by how many of a view's `of` runs show them (methods A.8), each share with its Wilson interval. */
export async function deviationTable(store: JourneyStore, view: View, of: number): Promise<DeviationCount[]> {
  const rows = await store.analytics.ask<Record<'kind' | 'step' | 'after' | 'words' | 'runs', string>>(
    deviationsSql,
    view.scope,
    'analysis',
  )
  return rows.map(({ kind, step, after, words, runs }) => {
    const { low, high } = wilson(Number(runs), of)
    return { kind, step, after, words, runs: Number(runs), share: Number(runs) / of, low, high }
  })
}
