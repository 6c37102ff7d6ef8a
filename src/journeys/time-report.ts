import { sqlFile } from '../storage/sql-file.ts'
import type { JourneyStore } from './build.ts'
import type { Filters, TimeReport } from './contract.ts'
import { headOf, known } from './measured-figure.ts'
import { ratiosOf } from './ratios.ts'
import { openView } from './view.ts'

const timeSql = sqlFile(import.meta, 'time-report.sql')

/** In the order of the query. */
const holders = ['active', 'company', 'customer', 'third_party', 'unknown'] as const

/** The time of a run until it was judged: since it last moved, `holder` has had the ball. */
const running = 'greatest(0, judged_until - ball.until) / 1000'
const until = (holder: (typeof holders)[number]) =>
  `(ball.${holder} + if(ball.holder = '${holder}', ${running}, 0))`
const all = holders.map(until).join(' + ')

/** Whose time it was, over the runs of a journey (methods A.1), up to the moment each was judged. */
export async function timeReport(
  store: JourneyStore,
  workspace: string,
  name: string,
  filters: Filters,
): Promise<TimeReport> {
  const view = await openView(store, workspace, name, filters)
  const [[row], shares] = await Promise.all([
    store.analytics.ask<Record<string, unknown>>(timeSql, view.scope, 'analysis'),
    ratiosOf(
      store,
      view,
      {
        flow: { of: until('active'), per: `if(effort.active_minutes IS NULL, NULL, ${all})` },
        company: { of: until('company'), per: `if(${all} > ${until('unknown')}, ${all}, NULL)` },
      },
      1,
    ),
  ])
  const observed = Number(row!.observed)
  const seconds = (row!.held as (string | number)[]).map(Number)
  const total = seconds.reduce((sum, each) => sum + each, 0)
  return {
    ...headOf(name, view, Number(row!.told), Number(row!.runs)),
    holders: holders.map((holder, place) => {
      const held = seconds[place] ?? 0
      return {
        holder,
        days: held / 86_400,
        mean_days: observed === 0 ? null : held / observed / 86_400,
        share: total === 0 ? null : held / total,
      }
    }),
    median_days: observed === 0 ? null : known(Number(row!.median) / 86_400),
    flow_efficiency: shares.flow,
    company_wait: shares.company,
  }
}
