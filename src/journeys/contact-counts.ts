import { sqlFile } from '../storage/sql-file.ts'
import { type EndsWithin, endsWithin } from './bound-chance.ts'
import type { JourneyStore } from './build.ts'
import type { View } from './view.ts'

const contactsSql = sqlFile(import.meta, 'contact-counts.sql')

/** The chance that a run with more than so many contacts ends with at most `bound`, by how many runs had; open ones count as far as they came. */
export async function contactsEndWithin(store: JourneyStore, view: View): Promise<EndsWithin> {
  const rows = await store.analytics.ask<Record<'beyond' | 'over' | 'n', string | number>>(
    contactsSql,
    view.scope,
    'analysis',
  )
  const column = (name: 'beyond' | 'over' | 'n') => rows.map((row) => Number(row[name]))
  return endsWithin(column('beyond'), column('over'), column('n'))
}
