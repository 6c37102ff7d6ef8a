import { sqlFile } from '../storage/sql-file.ts'
import type { JourneyStore } from './build.ts'
import type { JourneyReport } from './contract.ts'
import { shareOf } from './share.ts'
import { silentGaps } from './silence-gaps.ts'
import type { View } from './view.ts'

const silenceSql = sqlFile(import.meta, 'silence-table.sql')

/** Silence over runs (methods A.6). Runs in which no news could be observed are unknown, not silent. */
export async function silenceOf(store: JourneyStore, view: View): Promise<JourneyReport['silence']> {
  const [row] = await store.analytics.ask<Record<string, string | number | null>>(
    silenceSql,
    view.scope,
    'analysis',
  )
  const count = (name: string) => Number(row![name] ?? 0)
  const observed = count('runs_observed')
  const days = (name: string) => (observed === 0 || row![name] === null ? null : Number(row![name]))
  return {
    runs_observed: observed,
    runs_unknown: count('runs_unknown'),
    runs_silent: count('runs_silent'),
    ...shareOf(count('runs_silent'), observed),
    median_longest_days: days('median_longest_days'),
    p90_longest_days: days('p90_longest_days'),
    excess_days: count('excess_days'),
    silent_now: count('silent_now'),
    gaps: await silentGaps(store, view),
  }
}
