import type { MapGraph } from './map-graph.ts'

const cell = (value: string | number | null) =>
  value === null ? '' : String(value).replaceAll(/[\t\n]/g, ' ')

/** The map's edges as tab-separated text, as spreadsheets take it; what is unknown stays empty. */
export function copyText(graph: MapGraph): string {
  const head = [
    'from',
    'to',
    'designed',
    'runs',
    'passages',
    'median_seconds',
    'p90_seconds',
    'waited_for',
    'silent_runs',
    'of_runs',
    'excess_days',
  ]
  const rows = graph.edges.map((edge) => [
    edge.from,
    edge.to,
    edge.overlaid ? (edge.designed ? 'yes' : 'no') : '',
    edge.runs,
    edge.count,
    edge.median_seconds,
    edge.p90_seconds,
    edge.held === null ? null : edge.waited_for,
    edge.silent && edge.silent.of > 0 ? edge.silent.runs : null,
    edge.silent && edge.silent.of > 0 ? edge.silent.of : null,
    edge.excess_days,
  ])
  return [head, ...rows].map((row) => row.map(cell).join('\t')).join('\n')
}
