import { sqlFile } from '../storage/sql-file.ts'
import type { JourneyStore } from './build.ts'
import type { EffortReport, Filters } from './contract.ts'
import { avoidableParts, effortOverheads } from './effort.ts'
import { effortMonths } from './effort-months.ts'
import { costWords, lastMonthOf } from './effort-words.ts'
import { headOf, known, seenIn } from './measured-figure.ts'
import { type Ratio, type RatioAsked, ratiosOf, totalBetween } from './ratios.ts'
import { endOf, epoch } from './run-scope.ts'
import { openView } from './view.ts'

const effortSql = sqlFile(import.meta, 'effort-report.sql')

/** In the order of the query. */
const components = [
  'contacts',
  'forced_switches',
  'transfers',
  'repeats',
  'hold_minutes',
  'active_minutes',
  'documents',
  'chases',
] as const

interface Row extends Record<string, unknown> {
  sums: (string | number)[]
  seen: (string | number)[]
}
type Component = (typeof components)[number]

/** Effort over the runs of a journey (methods A.2): minutes of customers’ lives, and what made them. */
export async function effortReport(
  store: JourneyStore,
  workspace: string,
  name: string,
  filters: Filters,
): Promise<EffortReport> {
  const view = await openView(store, workspace, name, filters)
  const [[all], means, { avoidable }, months] = await Promise.all([
    store.analytics.ask<Row>(effortSql, view.scope, 'analysis'),
    ratiosOf(store, view, meansAsked),
    ratiosOf(store, view, { avoidable: { of: 'effort.avoidable', per: 'effort.minutes' } }, 1),
    effortMonths(store, view),
  ])
  const runs = Number(all!.runs)
  const minutes = totalBetween(means.minutes)
  const lost = totalBetween(means.avoidable)
  const since = filters.since ? epoch('since', filters.since) : Number.NEGATIVE_INFINITY
  const until = filters.until ? Math.min(endOf(filters.until), view.as_of) : view.as_of
  return {
    ...headOf(name, view, Number(all!.observed), runs),
    words: costWords(name, { runs: means.minutes.n, minutes, avoidable: lost }),
    last_month: lastMonthOf(months, since, until),
    minutes: {
      ...means.minutes,
      total: minutes.total ?? 0,
      total_low: minutes.low,
      total_high: minutes.high,
      median: known(all!.median),
      p90: known(all!.p90),
    },
    avoidable: { ...avoidable, total: lost.total ?? 0, total_low: lost.low, total_high: lost.high },
    overheads_version: effortOverheads.version,
    components: components.map((component, place) => componentOf(component, place, all!, means[component])),
    months,
  }
}

const meanOf = (part: string) => ({ of: `effort.${part}`, per: `if(effort.${part} IS NULL, NULL, 1)` })
const meansAsked = Object.fromEntries(
  (['minutes', 'avoidable', ...components] as const).map((part) => [part, meanOf(part)]),
) as Record<Component | 'minutes' | 'avoidable', RatioAsked>

function componentOf(
  component: Component,
  place: number,
  row: Row,
  mean: Ratio,
): EffortReport['components'][number] {
  const observed = Number(row.seen[place] ?? 0)
  const timed = component === 'hold_minutes' || component === 'active_minutes'
  const minutes = totalBetween(mean, timed ? 1 : effortOverheads[component])
  return {
    component,
    seen: seenIn(observed, Number(row.runs)),
    total: observed === 0 ? null : Number(row.sums[place]),
    mean: mean.value,
    low: mean.low,
    high: mean.high,
    minutes: minutes.total,
    minutes_low: minutes.low,
    minutes_high: minutes.high,
    avoidable: avoidableParts.some((part) => part === component),
  }
}
