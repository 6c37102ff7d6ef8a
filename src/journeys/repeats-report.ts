import { sqlFile } from '../storage/sql-file.ts'
import type { JourneyStore } from './build.ts'
import type { Filters, RepeatsReport } from './contract.ts'
import { resolutionOf, windows } from './first-contact.ts'
import { headOf, proportionOf, seenIn } from './measured-figure.ts'
import { switchPairs } from './switch-pairs.ts'
import { openView } from './view.ts'

const demandSql = sqlFile(import.meta, 'repeats-report.sql')

/** How often customers had to come again (methods A.5), why they came at all, and by which channel (A.3). */
export async function repeatsReport(
  store: JourneyStore,
  workspace: string,
  name: string,
  filters: Filters,
): Promise<RepeatsReport> {
  const view = await openView(store, workspace, name, filters)
  const [[demand], pairs, resolution] = await Promise.all([
    store.analytics.ask<Record<string, string> & { again_runs: string[] }>(
      demandSql,
      { ...view.scope, params: { ...view.scope.params, windows } },
      'analysis',
    ),
    switchPairs(store, view),
    resolutionOf(store, view),
  ])
  const count = (what: string) => Number(demand![what])
  const causes = {
    chase: count('chase'),
    repeat: count('repeat'),
    complaint: count('complaint'),
    clarification: count('clarification'),
  }
  const failures = Object.values(causes).reduce((sum, n) => sum + n, 0)
  const total = (kind: 'forced' | 'chosen' | 'designed') => pairs.reduce((sum, pair) => sum + pair[kind], 0)
  const all = total('forced') + total('chosen') + total('designed')
  return {
    ...headOf(name, view, count('observed'), count('runs')),
    contacts: count('contacts'),
    first_contact_resolution: resolution.map((one, place) => ({
      ...one,
      // Over no runs at all the engine gives no counts.
      runs: Number(demand!.again_runs[place] ?? 0),
    })),
    failure_demand: {
      ...proportionOf(failures, count('contacts')),
      ...causes,
      runs: {
        all: count('failure_runs'),
        chase: count('chase_runs'),
        repeat: count('repeat_runs'),
        complaint: count('complaint_runs'),
        clarification: count('clarification_runs'),
      },
    },
    switches: {
      seen: seenIn(count('switches_seen'), count('runs')),
      all,
      forced: proportionOf(total('forced'), all),
      chosen: proportionOf(total('chosen'), all),
      designed: proportionOf(total('designed'), all),
      runs: {
        forced: count('forced_runs'),
        chosen: count('chosen_runs'),
        designed: count('designed_runs'),
      },
      pairs: pairs.slice(0, 100),
    },
  }
}
