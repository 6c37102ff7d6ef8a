import * as journeys from '../../src/journeys/contract.ts'
import { checkStoryboardText } from '../../src/journeys/index.ts'
import { type Answer, answer, Refusal } from './answer.ts'
import * as breaks from './breaks.ts'
import { comparedSlowly, comparing } from './compared.ts'
import { consistencyOf } from './consistency.ts'
import { yaml } from './design.ts'
import { edgeReport, journeyMap } from './map.ts'
import { effortOf, meansOf, repeatsOf } from './measures.ts'
import { atRiskOf, budgetsOf } from './objectives.ts'
import { onwardOf, wasteOf } from './onward.ts'
import { placesOf } from './places.ts'
import { promisesOf } from './promises.ts'
import { questionsOf, validityOf } from './questions.ts'
import * as r from './report.ts'
import { runsOf, split } from './run-list.ts'
import { silenceReportOf } from './silence.ts'
import { timeOf } from './times.ts'

const touchpointCounts = (runs: journeys.RunTrace[]) => [
  ...r.counts(
    runs.flatMap((run) => run.steps),
    r.name,
  ),
]
const ends = (runs: journeys.RunTrace[], at: 0 | -1) =>
  [...r.counts(runs, (run) => r.name(run.steps.at(at)!))].map(([touchpoint, count]) => ({
    touchpoint,
    count,
  }))
const variantsOf = (runs: journeys.RunTrace[]) =>
  [...Map.groupBy(runs, (run) => run.steps.map(r.name).join('|'))].sort((a, b) => b[1].length - a[1].length)

function lived(subject: string, asked: journeys.Filters): journeys.Lived {
  const runs = r.matching(r.traces, asked)
  return {
    subject,
    runs: runs.length,
    interactions: runs.reduce((sum, run) => sum + run.steps.length, 0),
    touchpoints: touchpointCounts(runs).map(([touchpoint, count]) => ({ touchpoint, count })),
    edges: r.edgesOf(runs, (one) => one.touchpoint),
    starts: ends(runs, 0),
    ends: ends(runs, -1),
    variants: variantsOf(runs).map(([steps, some]) => ({ steps: steps.split('|'), count: some.length })),
    ties: 12,
    as_of: r.asOf,
    customers_known: 571,
    unattached: [{ touchpoint: 'Help page read', count: 84 }],
  }
}

export const journeyAnswers: Answer[] = [
  answer(journeys.listSubjects, ({ workspace }) => ({
    subjects:
      workspace === 'empty'
        ? []
        : [
            { subject: 'claim', runs: 640, interactions: 4728, journeys: ['claim'] },
            { subject: 'order', runs: 128, interactions: 702, journeys: [] },
            { subject: 'customer', runs: 571, interactions: 4812, journeys: [] },
          ],
  })),
  answer(journeys.listJourneys, ({ workspace }) => ({
    journeys:
      workspace === 'empty'
        ? []
        : [
            {
              journey: 'claim',
              version: 2,
              subject: 'claim',
              runs: 640,
              customers: 571,
              outcomes: r.reportOf({}).outcomes,
              outcome_kinds: r.reportOf({}).outcome_kinds,
              median_days: 17.2,
              open: 101,
              last_at: r.asOf,
              building: false,
            },
          ],
  })),
  answer(journeys.readMap, (asked) => lived(asked.subject, asked)),
  answer(journeys.readJourney, (asked) => r.reportOf(asked)),
  answer(journeys.splitJourney, split),
  answer(journeys.readEffort, effortOf),
  answer(journeys.readTime, timeOf),
  answer(journeys.readPlaces, placesOf),
  answer(journeys.readWaste, wasteOf),
  answer(journeys.readOnward, onwardOf),
  answer(journeys.readMeans, meansOf),
  answer(journeys.readQuestions, questionsOf),
  answer(journeys.readValidity, validityOf),
  answer(journeys.readPromises, promisesOf),
  answer(journeys.readBudgets, budgetsOf),
  answer(journeys.listAtRisk, atRiskOf),
  answer(journeys.readSilence, silenceReportOf),
  answer(journeys.readRepeats, repeatsOf),
  answer(journeys.readConsistency, consistencyOf),
  answer(journeys.readJourneyMap, journeyMap),
  answer(journeys.readEdge, edgeReport),
  answer(journeys.listDeviations, (asked) => {
    const runs = r.matching(r.traces, asked)
    const found = [
      ...r.counts(
        runs.flatMap((run) => run.deviations),
        (one) => `${one.kind}|${one.step}|${one.after}|${one.words}`,
      ),
    ]
    return {
      runs: runs.length,
      sampled: null,
      deviations: found.map(([key, count]) => {
        const [kind = '', stepName = '', after = '', words = ''] = key.split('|')
        const rate = r.wilson(count, runs.length)
        return {
          kind,
          step: stepName,
          after,
          words,
          runs: count,
          share: rate.share ?? 0,
          low: rate.low ?? 0,
          high: rate.high ?? 0,
        }
      }),
    }
  }),
  answer(journeys.listVariants, (asked) => {
    const runs = r.matching(r.traces, asked)
    const found = variantsOf(runs)
    return {
      runs: runs.length,
      sampled: null,
      variants_total: found.length,
      variants: found.slice(0, 50).map(([steps, some]) => {
        const over = some.filter((run) => run.ended_at)
        return {
          steps: steps.split('|'),
          count: some.length,
          share: some.length / runs.length,
          median_days: r.median(over.map((run) => r.durationDays(run)!)),
          success_share: over.length
            ? over.filter((run) => run.outcome_kind === 'success').length / over.length
            : null,
          conformance: some[0]!.conformance,
        }
      }),
    }
  }),
  answer(journeys.listRuns, runsOf),
  answer(journeys.readRun, ({ run_id }) => {
    const found = r.traces.find(
      (run) => run.run_id === run_id || run_id === `subject:${run.subject_type}:${run.subject}`,
    )
    if (!found)
      throw new Refusal({
        title: 'No such run',
        status: 404,
        detail: `There is no run ${run_id} in this workspace.`,
        remedy: 'Open it from the list of runs, or check the id.',
      })
    return found
  }),
  answer(journeys.readBreaks, (asked) => ({
    journey: 'claim',
    as_of: r.asOf,
    looked_at: { runs: r.matching(r.traces, asked).length, places: 212, too_few: 61 },
    breaks: breaks.breaksOf(asked),
    sampled: null,
  })),
  answer(journeys.readSubjectBreaks, (asked) => ({
    journey: '',
    as_of: r.asOf,
    looked_at: { runs: 640, places: 96, too_few: 20 },
    breaks: breaks.breaksOf(asked).filter((one) => one.kind === 'silence' || one.kind === 'wait'),
    sampled: null,
  })),
  answer(journeys.checkStoryboard, ({ yaml: text }) => checkStoryboardText(text)),
  answer(journeys.addStoryboard, () => ({
    journey: 'claim',
    version: 3,
    valid_from: null,
    unchanged: false,
    problems: [],
  })),
  answer(journeys.compareCandidate, comparedSlowly),
  answer(journeys.proposeStoryboard, ({ subject }) => ({
    yaml: yaml.replaceAll('claim', subject).replace('version: 2', 'version: 1'),
    covers_share: 0.31,
    fitness: 0.94,
    judged: 1434,
  })),
  answer(journeys.readStoryboard, () => ({
    journey: 'claim',
    version: 2,
    yaml,
    versions: [
      { version: 2, added_at: '2026-10-01T09:00:00.000Z', in_force: true, from: null },
      { version: 1, added_at: '2026-06-11T09:00:00.000Z', in_force: false, from: null },
    ],
  })),
  answer(journeys.readProgress, () => ({
    building: [],
    looking_back: [],
    comparing: comparing(),
    behind: 0,
  })),
]
