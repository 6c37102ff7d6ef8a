import type { JourneyStore } from './build.ts'
import { containmentOf } from './containment.ts'
import type { Filters, OnwardReport } from './contract.ts'
import { headOf } from './measured-figure.ts'
import { nextIssueOf } from './next-issue.ts'
import { observedRuns } from './observed-runs.ts'
import { openView } from './view.ts'

/** Where customers go: out of the channel they chose (methods A.3), and on to the next matter (A.5). */
export async function onwardReport(
  store: JourneyStore,
  workspace: string,
  name: string,
  filters: Filters,
): Promise<OnwardReport> {
  const view = await openView(store, workspace, name, filters)
  const [{ runs, observed }, containment, next_issue] = await Promise.all([
    observedRuns(store, view, { observed: 'effort.forced_switches IS NOT NULL' }),
    containmentOf(store, view),
    nextIssueOf(store, workspace, view),
  ])
  return { ...headOf(name, view, observed, runs), containment, next_issue }
}
