import type { JourneyStore } from './build.ts'
import type { Filters, MeansReport } from './contract.ts'
import { headOf } from './measured-figure.ts'
import { observedRuns } from './observed-runs.ts'
import { ratiosOf } from './ratios.ts'
import { openView } from './view.ts'

const mean = (of: string, observed = `${of} IS NOT NULL`) => ({ of, per: `if(${observed}, 1, NULL)` })

const asked = {
  days: mean('(ended_at - started_at) / 86400000', "outcome_kind = 'success' AND ended_at IS NOT NULL"),
  contacts: mean('contacts'),
  switches: mean('switches'),
  excess_days: mean('excess / 86400', 'silence_unknown = 0'),
  conformance: mean('conformance'),
  minutes: mean('effort.minutes'),
  avoidable: mean('effort.avoidable'),
}

/** Means per run with intervals over customers (methods B.3, A.10), so that two sides can be compared. */
export async function meansReport(
  store: JourneyStore,
  workspace: string,
  name: string,
  filters: Filters,
): Promise<MeansReport> {
  const view = await openView(store, workspace, name, filters)
  const [{ runs }, { conformance, ...means }] = await Promise.all([
    observedRuns(store, view, {}),
    ratiosOf(store, view, asked),
  ])
  const high = conformance.high === null ? null : Math.min(1, conformance.high)
  return { ...headOf(name, view, runs, runs), means: { ...means, conformance: { ...conformance, high } } }
}
