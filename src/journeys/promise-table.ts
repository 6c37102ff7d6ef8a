import { sqlFile } from '../storage/sql-file.ts'
import type { JourneyStore } from './build.ts'
import type { JourneyReport } from './contract.ts'
import { promiseStates } from './run.ts'
import { shareOf } from './share.ts'
import type { View } from './view.ts'

const promisesSql = sqlFile(import.meta, 'promise-table.sql')

/**
 * Promises by state. The rate of those kept is over all that have fallen due (kept, late, renegotiated, broken),
 * with its Wilson interval: the share among the fulfilled alone would be a survivor's figure (methods A.7).
 */
export async function promiseTable(store: JourneyStore, view: View): Promise<JourneyReport['promises']> {
  const rows = await store.analytics.ask<{
    what: string
    state: string
    n: string
    median_days_late: number | null
  }>(promisesSql, view.scope, 'analysis')
  const grouped = Map.groupBy(rows, (row) => row.what)
  return Object.fromEntries(
    [...grouped].map(([what, states]) => {
      const count = (state: string) => Number(states.find((row) => row.state === state)?.n ?? 0)
      const counts = Object.fromEntries(promiseStates.map((state) => [state, count(state)])) as Record<
        (typeof promiseStates)[number],
        number
      >
      const due = counts.kept + counts.late + counts.renegotiated + counts.broken
      const { share, low, high } = shareOf(counts.kept, due)
      const late = states.find((row) => row.state === 'late')?.median_days_late ?? null
      return [what, { ...counts, kept_rate: share, low, high, median_days_late: late }]
    }),
  )
}
