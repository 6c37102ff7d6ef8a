import { sqlFile } from '../storage/sql-file.ts'
import { type EndsWithin, endsWithin } from './bound-chance.ts'
import type { JourneyStore } from './build.ts'
import type { View } from './view.ts'

const gapsSql = sqlFile(import.meta, 'gap-lengths.sql')

/**
 * The chance that a silent gap which has lasted so many seconds at a place ends within a bound, by how long gaps lasted
 * there, else where too few did, in the whole journey.
 */
export async function gapEndsWithin(store: JourneyStore, view: View): Promise<(from: string) => EndsWithin> {
  const rows = await store.analytics.ask<Record<'from' | 'lasted' | 'over' | 'n', string | number>>(
    gapsSql,
    view.scope,
    'analysis',
  )
  const chanceOf = (some: typeof rows) => {
    const column = (name: 'lasted' | 'over' | 'n') => some.map((row) => Number(row[name]))
    return endsWithin(column('lasted'), column('over'), column('n'))
  }
  const journey = chanceOf(rows)
  const places = new Map(
    [...Map.groupBy(rows, (row) => String(row.from))].map(([from, some]) => [from, chanceOf(some)]),
  )
  return (from) => (spent, bound) => places.get(from)?.(spent, bound) ?? journey(spent, bound)
}
