import { sqlFile } from '../storage/sql-file.ts'
import type { JourneyStore } from './build.ts'
import type { ConsistencyReport } from './contract.ts'
import type { View } from './view.ts'

const examplesSql = sqlFile(import.meta, 'contradiction-examples.sql')

/** The latest contradictions, both statements and their run (methods A.16). */
export async function contradictionExamples(
  store: JourneyStore,
  view: View,
): Promise<ConsistencyReport['contradictions']['examples']> {
  const rows = await store.analytics.ask<Record<string, string | number>>(examplesSql, view.scope, 'analysis')
  return rows.map((row) => {
    const said = (which: 'first' | 'second') => ({
      value: String(row[which]),
      at: new Date(Number(row[`${which}_at`])).toISOString(),
      channel: String(row[`${which}_channel`]),
      owner: String(row[`${which}_owner`]),
    })
    return {
      run_id: String(row.run_id),
      subject: String(row.subject),
      about: String(row.about),
      what: String(row.what),
      first: said('first'),
      second: said('second'),
    }
  })
}
