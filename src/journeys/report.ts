import { attributesOf } from './attributes.ts'
import type { JourneyStore } from './build.ts'
import { channelCounts } from './channels.ts'
import type { Filters, JourneyReport } from './contract.ts'
import { doubtfulRuns } from './doubtful-runs.ts'
import { factsOf } from './facts.ts'
import { objectiveStates } from './objectives.ts'
import { promiseTable } from './promise-table.ts'
import { scoresOf } from './scores.ts'
import { silenceOf } from './silence-table.ts'
import { subjectTypeOf } from './storyboard.ts'
import { timeToSuccess } from './time-to-success.ts'
import { openView } from './view.ts'

/** Everything measured over the runs of a journey (methods A.1, A.6–A.8), each share with its interval. */
export async function journeyReport(
  store: JourneyStore,
  workspace: string,
  name: string,
  filters: Filters,
): Promise<JourneyReport> {
  const view = await openView(store, workspace, name, filters)
  const facts = factsOf(store, view)
  const [
    { outcomes, ...totals },
    promises,
    scores,
    channels,
    silence,
    attributes,
    time_to_success,
    doubtful,
  ] = await Promise.all([
    facts,
    promiseTable(store, view),
    scoresOf(store, view),
    channelCounts(store, view),
    facts.then((read) => silenceOf(store, view, read)),
    attributesOf(store, view),
    timeToSuccess(store, view),
    doubtfulRuns(store, view),
  ])
  const { storyboard } = view
  return {
    journey: name,
    version: storyboard.version,
    as_of: new Date(view.as_of).toISOString(),
    subject: subjectTypeOf(storyboard.correlate),
    runs: totals.runs,
    sampled: view.sampled,
    customers: Object.values(channels.channels).reduce((sum, n) => sum + n, 0),
    customers_unknown: totals.customers_unknown,
    doubtful_runs: doubtful,
    outcomes: Object.fromEntries(outcomes.map((row) => [row.outcome, row.runs])),
    outcome_kinds: Object.fromEntries(outcomes.map((row) => [row.outcome, row.kind])),
    days: Object.fromEntries(
      outcomes
        .filter((row) => row.ended > 0)
        .map(({ outcome, ended, median_days, mean_days, p90_days }) => [
          outcome,
          { n: ended, median: median_days, mean: mean_days, p90: p90_days },
        ]),
    ),
    time_to_success,
    promises,
    scores,
    ...channels,
    silence,
    attributes,
    objectives: objectiveStates(storyboard.objectives, await facts, promises),
    steps: {
      median_taken: totals.median_taken,
      designed_minimum: totals.designed_minimum,
      mean_contacts: totals.mean_contacts,
      mean_switches: totals.mean_switches,
    },
    conformance: {
      mean: totals.mean_conformance,
      fitness: totals.mean_fitness,
      bounds: totals.conformance_bounds,
      as_designed: totals.as_designed,
    },
  }
}
