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

/** Deviations by how many runs show them (methods A.8), each share with its Wilson interval. */
export async function deviationTable(store: JourneyStore, view: View): Promise<DeviationCount[]> {
  const rows = await store.analytics.ask<Record<'kind' | 'step' | 'after' | 'words' | 'runs' | 'of', string>>(
    deviationsSql,
    view.scope,
    'analysis',
  )
  return rows.map(({ kind, step, after, words, runs, of }) => {
    const { low, high } = wilson(Number(runs), Number(of))
    return { kind, step, after, words, runs: Number(runs), share: Number(runs) / Number(of), low, high }
  })
}
