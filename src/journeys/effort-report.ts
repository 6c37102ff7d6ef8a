import { sqlFile } from '../storage/sql-file.ts'
import type { JourneyStore } from './build.ts'
import type { EffortReport, Filters } from './contract.ts'
import { avoidableParts, effortOverheads } from './effort.ts'
import { headOf, known, seenIn } from './measured-figure.ts'
import { ratiosOf } from './ratios.ts'
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
  all: number
  sums: (string | number)[]
  seen: (string | number)[]
}

/** Effort over the runs of a journey (methods A.2): minutes of customers’ lives, and what made them. */
export async function effortReport(
  store: JourneyStore,
  workspace: string,
  name: string,
  filters: Filters,
): Promise<EffortReport> {
  const view = await openView(store, workspace, name, filters)
  const [rows, minutes, { avoidable }] = await Promise.all([
    store.analytics.ask<Row>(effortSql, view.scope, 'analysis'),
    ratiosOf(store, view, {
      mean: { of: 'effort.minutes', per: 'if(effort.minutes IS NULL, NULL, 1)' },
    }),
    ratiosOf(store, view, { avoidable: { of: 'effort.avoidable', per: 'effort.minutes' } }, 1),
  ])
  const all = rows.find((row) => row.all === 1)!
  const runs = Number(all.runs)
  const observed = Number(all.observed)
  const total = Number(all.total ?? 0)
  const lost = Number(all.avoidable ?? 0)
  return {
    ...headOf(name, view, observed, runs),
    words: costWords(name, observed === 0 ? null : total, avoidable.n === 0 ? null : lost),
    minutes: { ...minutes.mean, total, median: known(all.median), p90: known(all.p90) },
    avoidable: { ...avoidable, total: lost },
    overheads_version: effortOverheads.version,
    components: componentsOf(all, runs),
    months: rows.filter((row) => row.all === 0).map(monthOf),
  }
}

function componentsOf(row: Row, runs: number): EffortReport['components'] {
  return components.map((component, place) => {
    const observed = Number(row.seen[place] ?? 0)
    const total = observed === 0 ? null : Number(row.sums[place])
    const timed = component === 'hold_minutes' || component === 'active_minutes'
    const weight = timed ? 1 : effortOverheads[component]
    return {
      component,
      seen: seenIn(observed, runs),
      total,
      mean: total === null ? null : total / observed,
      minutes: total === null ? null : total * weight,
      avoidable: avoidableParts.some((part) => part === component),
    }
  })
}

function monthOf(row: Row): EffortReport['months'][number] {
  const observed = Number(row.observed)
  return {
    month: String(row.month),
    runs: Number(row.runs),
    observed,
    minutes: observed === 0 ? null : known(row.total),
    mean: known(row.mean),
    avoidable: observed === 0 ? null : known(row.avoidable),
  }
}

/** Minutes as the sentence that a person remembers. */
function costWords(name: string, total: number | null, avoidable: number | null): string {
  if (total === null)
    return `What the journey ${name} cost its customers is unknown: no part of it was observed.`
  const lost =
    avoidable === null
      ? 'how much of them was avoidable is unknown'
      : `${amount(avoidable)} of them avoidable`
  return `The journey ${name} cost its customers at least ${amount(total)}, ${lost}.`
}

function amount(minutes: number): string {
  if (minutes < 120) return `${Math.round(minutes)} minutes`
  return `${Math.round(minutes / 60).toLocaleString('en-GB')} hours`
}
