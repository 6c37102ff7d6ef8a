import { attributesOf } from './attributes.ts'
import type { JourneyStore } from './build.ts'
import { channelCounts } from './channels.ts'
import type { Filters, JourneyReport } from './contract.ts'
import { objectiveStates } from './objectives.ts'
import { outcomesOf } from './outcomes.ts'
import { promiseTable } from './promise-table.ts'
import { scoresOf } from './scores.ts'
import { silenceOf } from './silence-table.ts'
import { timeToSuccess } from './time-to-success.ts'
import { totalsOf } from './totals.ts'
import { openView } from './view.ts'

/** Everything measured over the runs of a journey (methods A.1, A.6–A.8), each share with its interval. */
export async function journeyReport(
  store: JourneyStore,
  workspace: string,
  name: string,
  filters: Filters,
): Promise<JourneyReport> {
  const view = await openView(store, workspace, name, filters)
  const [totals, outcomes, promises, scores, channels, silence, attributes, time_to_success] =
    await Promise.all([
      totalsOf(store.analytics, view.scope),
      outcomesOf(store, view),
      promiseTable(store, view),
      scoresOf(store, view),
      channelCounts(store, view),
      silenceOf(store, view),
      attributesOf(store, view),
      timeToSuccess(store, view),
    ])
  const { storyboard } = view
  return {
    journey: name,
    version: storyboard.version,
    as_of: new Date(view.as_of).toISOString(),
    subject: storyboard.correlate.by === 'subject' ? storyboard.correlate.subject : 'customer',
    runs: totals.runs,
    customers: totals.customers,
    customers_unknown: totals.customers_unknown,
    outcomes: Object.fromEntries(outcomes.map((row) => [row.outcome, row.runs])),
    outcome_kinds: Object.fromEntries(outcomes.map((row) => [row.outcome, row.kind])),
    days: Object.fromEntries(
      outcomes
        .filter((row) => row.n > 0)
        .map(({ outcome, n, median, mean, p90 }) => [outcome, { n, median, mean, p90 }]),
    ),
    time_to_success,
    promises,
    scores,
    ...channels,
    silence,
    attributes,
    objectives: await objectiveStates(store, view, promises),
    steps: {
      median_taken: totals.median_taken,
      designed_minimum: totals.designed_minimum,
      mean_contacts: totals.mean_contacts,
      mean_switches: totals.mean_switches,
    },
    conformance: { mean: totals.conformance, fitness: totals.fitness, as_designed: totals.as_designed },
  }
}
