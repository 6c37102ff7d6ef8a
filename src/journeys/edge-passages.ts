import type { Output } from '../http/operation.ts'
import { sqlFile } from '../storage/sql-file.ts'
import type { JourneyStore } from './build.ts'
import type { Filters, readEdge } from './contract.ts'
import { heldOf, runShareOf, type WaitedRow } from './edge-held.ts'
import { tellingAttributes } from './telling-attributes.ts'
import { openView } from './view.ts'

const passagesSql = sqlFile(import.meta, 'edge-passages.sql')

/** Bars to a tenfold of time, and bars of equal width before the one without end: as the query counts them. */
const toATenfold = 8
const linearBars = 30

type Report = Output<typeof readEdge>
type Slow = [number, string, string, string, number | null, string]
type Row = WaitedRow & {
  part: string
  value: string
  count: string
  runs: string
  width: string
  quantiles: number[]
  longest: number
  known_runs: string
  silent_runs: string
  silent_count: string
  silent_seconds: number
  slowest: Slow[]
}

/** One edge of a journey's map: times from the end of the one step to the start of the next (methods A.1, A.6, B.15). */
export async function edgePassages(
  store: JourneyStore,
  workspace: string,
  name: string,
  edge: { from: string; to: string },
  filters: Filters,
): Promise<Report> {
  const view = await openView(store, workspace, name, filters)
  const attributes = await tellingAttributes(store, view)
  const rows = await store.analytics.ask<Row>(
    passagesSql,
    { ...view.scope, params: { ...view.scope.params, ...edge, attributes } },
    'analysis',
  )
  const all = rows.find(({ part }) => part === 'all')
  const bars = (part: string, lengths: (row: Row) => Pick<Report['linear'][number], 'from' | 'to'>) =>
    rows
      .filter((row) => row.part === part)
      .map((row) => ({ ...lengths(row), count: Number(row.count), silent: Number(row.silent_count) }))
      .sort((a, b) => a.from - b.from)
  return {
    journey: name,
    as_of: new Date(view.as_of).toISOString(),
    ...edge,
    count: Number(all?.count ?? 0),
    runs: Number(all?.runs ?? 0),
    seconds: all ? secondsOf(all) : null,
    held: all ? heldOf(all) : null,
    silent: silentOf(all),
    excess_days: all && Number(all.known_runs) > 0 ? Number(all.silent_seconds) / 86_400 : null,
    logarithmic: bars('log', ({ value }) => tenfolds(Number(value))),
    linear: bars('linear', ({ value, width }) => equals(Number(value), Number(width))),
    segments: attributes.flatMap((attribute) => segmentsOf(attribute, rows)),
    slowest: (all?.slowest ?? []).map(slowOf),
  }
}

const silentOf = (row: Row | undefined) =>
  runShareOf(Number(row?.silent_runs ?? 0), Number(row?.known_runs ?? 0))

function secondsOf({ quantiles, longest }: Row): Report['seconds'] {
  const [p10, p25, median, p75, p90] = quantiles as [number, number, number, number, number]
  return { p10, p25, median, p75, p90, longest: Number(longest) }
}

function tenfolds(bar: number): { from: number; to: number } {
  return { from: bar < 0 ? 0 : 10 ** (bar / toATenfold), to: bar < 0 ? 1 : 10 ** ((bar + 1) / toATenfold) }
}

function equals(bar: number, width: number): { from: number; to: number | null } {
  return { from: bar * width, to: bar >= linearBars ? null : (bar + 1) * width }
}

function segmentsOf(attribute: string, rows: Row[]): Report['segments'] {
  return rows
    .filter(({ part, value }) => part === `by ${attribute}` && value !== '')
    .map((row) => ({
      attribute,
      value: row.value,
      runs: Number(row.runs),
      count: Number(row.count),
      median_seconds: row.quantiles[2]!,
      silent: silentOf(row),
    }))
}

function slowOf([negative, run_id, subject_type, subject, silent, arrived]: Slow): Report['slowest'][number] {
  return {
    run_id,
    subject_type,
    subject,
    seconds: -negative,
    silent_seconds: silent,
    arrived_at: new Date(Number(arrived)).toISOString(),
  }
}
