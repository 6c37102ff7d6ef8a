import type { Output } from '../../src/http/operation.ts'
import type { Filters, listAtRisk, readBudgets } from '../../src/journeys/contract.ts'
import { asOf, matching, reportOf, traces } from './report.ts'

type Budgets = Output<typeof readBudgets>
type AtRisk = Output<typeof listAtRisk>
const day = 86_400_000

const bounds: Budgets['budgets'][number]['bound'][] = ['outcome', 'promise', 'silence', 'contacts']
const forecasts = (open: number) => [
  { open, will_miss: open * 0.31, low: open * 0.24, high: open * 0.39, unknown: Math.round(open / 30) },
  {
    open: Math.round(open * 0.7),
    will_miss: open * 0.12,
    low: open * 0.08,
    high: open * 0.17,
    unknown: Math.round(open / 20),
  },
  { open: Math.round(open / 2), will_miss: open * 0.06, low: open * 0.03, high: open * 0.1, unknown: 2 },
  { open, will_miss: null, low: null, high: null, unknown: open },
]

/** About a seventh of the runs fall into the window of a month; the second objective burns, the last has decided none lately. */
export function budgetsOf(asked: Filters): Budgets {
  const open = matching(traces, asked).filter((run) => run.ended_at === null).length
  const budgets = reportOf(asked).objectives.map(({ objective, target, met, of }, place) => {
    const decided = Math.round(of / 7)
    const used = Math.round((of - met) / (place === 0 ? 16 : 7))
    const allowed = (1 - target) * decided
    const burning = place === 1
    return {
      objective,
      bound: bounds[place]!,
      target,
      window_days: 30,
      decided,
      allowed,
      used,
      left: allowed - used,
      long: { hours: 24, decided: 6, burn_rate: burning ? 4.2 : 0.9 },
      short: { hours: 1, decided: burning ? 2 : 0, burn_rate: burning ? 5 : null },
      burning,
      forecast: forecasts(open)[place]!,
    }
  })
  return { journey: 'claim', as_of: asOf, burn_limit: 3, budgets }
}

export function atRiskOf({ limit, ...asked }: Filters & { limit: number }): AtRisk {
  const open = matching(traces, asked).filter((run) => run.ended_at === null)
  const runs = open.flatMap((run, place): AtRisk['runs'] => {
    const age = (Date.parse(asOf) - Date.parse(run.started_at)) / day
    if (age < 9 || age > 21) return []
    const own = {
      run_id: run.run_id,
      subject: run.subject,
      started_at: run.started_at,
      last_touchpoint: run.steps.at(-1)!.touchpoint,
    }
    if (place % 7 === 0)
      return [
        {
          ...own,
          objective: 'At most 8 contacts',
          why: '8 contacts so far: the next is one too many',
          until: null,
          chance: null,
        },
      ]
    const chance = Math.max(0.05, 0.5 - age / 50)
    return [
      {
        ...own,
        objective: 'Paid in 21 days',
        why: `not 'paid' after ${Math.round(age)}d of 21d: of earlier runs of that age ${Math.round(chance * 100)} % made it`,
        until: new Date(Date.parse(run.started_at) + 21 * day).toISOString(),
        chance,
      },
    ]
  })
  const soonest = runs.toSorted((a, b) => (a.until ?? 'z').localeCompare(b.until ?? 'z'))
  return {
    journey: 'claim',
    as_of: asOf,
    open: open.length,
    total: runs.length,
    runs: soonest.slice(0, limit),
  }
}
