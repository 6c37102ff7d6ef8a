import type { Filters, TimeReport } from '../../src/journeys/contract.ts'
import { headOf, measuredRuns, ratio, sum } from './measures.ts'
import { asOf, median } from './report.ts'

const holders = ['active', 'company', 'customer', 'third_party', 'unknown'] as const
const day = 86_400

/** Whose time the invented claims took: the steps' own waiting, and since the last step of an open one. */
export function timeOf(asked: Filters): TimeReport {
  const { runs, measured } = measuredRuns(asked)
  const known = measured.length ? runs : []
  const stretches = known.flatMap((run) => {
    const last = run.steps.at(-1)!
    const since = run.ended_at ? 0 : (Date.parse(asOf) - Date.parse(last.ended_at ?? last.started_at)) / 1000
    const holder = run.interactions.at(-1)?.ball_after ?? 'unknown'
    return [
      ...run.steps.flatMap((step) => [
        { holder: step.waited_for as string, seconds: Math.max(0, step.waiting) },
        {
          holder: 'active',
          seconds: step.ended_at ? (Date.parse(step.ended_at) - Date.parse(step.started_at)) / 1000 : 0,
        },
      ]),
      { holder: holder as string, seconds: Math.max(0, since) },
    ]
  })
  const total = sum(stretches.map(({ seconds }) => seconds))
  const of = (holder: string) =>
    sum(stretches.flatMap((each) => (each.holder === holder ? [each.seconds] : [])))
  const share = (holder: string) => (total ? of(holder) / total : null)
  return {
    ...headOf(known.length, runs.length),
    holders: holders.map((holder) => ({
      holder,
      days: of(holder) / day,
      mean_days: known.length ? of(holder) / known.length / day : null,
      share: share(holder),
    })),
    median_days: median(
      known.map((run) => (Date.parse(run.ended_at ?? asOf) - Date.parse(run.started_at)) / 1000 / day),
    ),
    flow_efficiency: ratio(share('active'), known.length),
    company_wait: ratio(share('company'), known.length, 0.05),
  }
}
