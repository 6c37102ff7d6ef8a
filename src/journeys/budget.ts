import type { Output } from '../http/operation.ts'
import { sqlFile } from '../storage/sql-file.ts'
import type { JourneyStore } from './build.ts'
import type { Filters, readBudgets } from './contract.ts'
import { forecastOf } from './forecast.ts'
import type { Objective } from './storyboard.ts'
import { openView, type View } from './view.ts'

const budgetSql = sqlFile(import.meta, 'budget.sql')

/**
 * Over this burn rate in both windows an objective burns: a tenth of the budget in a thirtieth of its window
 * (Beyer et al., The Site Reliability Workbook, 2018, ch. 5).
 */
export const burnLimit = 3
/** Of a window of 30 days the long one is 1 day, the short one 1 hour. */
const longPart = 30
const shortPart = 720
/** A bound that is not asked for is given as endless; JSON has no infinity. */
const endless = 1e12

export type Budget = Output<typeof readBudgets>['budgets'][number]
/** A budget without what is foreseen of it. */
export type Spent = Omit<Budget, 'forecast'>

/** What each objective may still miss in its rolling window, and how fast that is used up. */
export async function budgetsOf(
  store: JourneyStore,
  workspace: string,
  journey: string,
  filters: Filters,
): Promise<Output<typeof readBudgets>> {
  const view = await openView(store, workspace, journey, filters)
  const budgets: Budget[] = []
  for (const objective of view.storyboard.objectives)
    budgets.push({
      ...(await spentOf(store, view, objective)),
      forecast: await forecastOf(store, view, objective),
    })
  return { journey, as_of: new Date(view.as_of).toISOString(), burn_limit: burnLimit, budgets }
}

/** The longer of the two windows in which an objective burns, milliseconds. */
export const burnWindow = ({ window }: Objective): number => (window / longPart) * 1000

/** What one objective has used of its budget, and how fast. */
export async function spentOf(store: JourneyStore, view: View, objective: Objective): Promise<Spent> {
  const { name, share, window } = objective
  const ago = (seconds: number) => Math.round(view.as_of - seconds * 1000)
  const [row] = await store.analytics.ask<Record<string, string>>(
    budgetSql,
    {
      ...view.scope,
      params: {
        ...view.scope.params,
        ...boundOf(objective),
        as_of: view.as_of,
        since: ago(window),
        long: ago(window / longPart),
        short: ago(window / shortPart),
      },
    },
    'analysis',
  )
  const count = (column: string) => Number(row![column])
  const allowed = (1 - share) * count('decided')
  const long = burnOf(count('long_missed'), count('long_decided'), share)
  const short = burnOf(count('short_missed'), count('short_decided'), share)
  return {
    objective: name,
    bound: objective.bound.kind,
    target: share,
    window_days: window / 86_400,
    decided: count('decided'),
    allowed,
    used: count('missed'),
    left: allowed - count('missed'),
    long: { hours: window / longPart / 3600, decided: count('long_decided'), burn_rate: long },
    short: { hours: window / shortPart / 3600, decided: count('short_decided'), burn_rate: short },
    burning: long !== null && short !== null && long > burnLimit && short > burnLimit,
  }
}

/** How many times faster than allowed runs miss; null where none was decided. An objective of 100 % allows none. */
export function burnOf(missed: number, decided: number, share: number): number | null {
  if (decided === 0) return null
  return missed === 0 ? 0 : Math.min(1e6, missed / decided / (1 - share))
}

function boundOf({ bound }: Objective): { kind: string; name: string; bound: number } {
  if (bound.kind === 'outcome')
    return { kind: 'outcome', name: bound.outcome, bound: bound.within ?? endless }
  if (bound.kind === 'promise') return { kind: 'promise', name: bound.what, bound: 0 }
  return { kind: bound.kind, name: '', bound: bound.kind === 'silence' ? bound.longest : bound.most }
}
