import * as Plot from '@observablehq/plot'
import { useCallback, useMemo } from 'react'
import Chart from '../../console/plot.tsx'
import type { JourneyReport } from '../contract.ts'

/** Median to slowest tenth of each gap; the table below says the same. */
export default function SilenceChart({ gaps }: { gaps: JourneyReport['silence']['gaps'] }) {
  const rows = useMemo(
    () => gaps.slice(0, 12).map((gap) => ({ ...gap, place: `${gap.from} → ${gap.to || '…'}` })),
    [gaps],
  )
  const marks = useCallback(
    () => [
      Plot.ruleX([0], { stroke: 'var(--tl-line-strong)' }),
      Plot.link(rows, {
        x1: 'median_days',
        x2: 'p90_days',
        y1: 'place',
        y2: 'place',
        stroke: 'var(--tl-company-fill)',
        strokeWidth: 6,
        strokeOpacity: 0.55,
        strokeLinecap: 'round',
      }),
      Plot.dot(rows, { x: 'median_days', y: 'place', r: 5, fill: 'var(--tl-ink)' }),
      Plot.text(rows, {
        x: 'p90_days',
        y: 'place',
        text: (row: { p90_days: number }) => `${row.p90_days.toFixed(1)} d`,
        dx: 9,
        textAnchor: 'start',
        fill: 'var(--tl-soft)',
      }),
    ],
    [rows],
  )
  const options = useMemo<Plot.PlotOptions>(
    () => ({
      marginLeft: 8,
      marginRight: 60,
      x: {
        label: 'days without news: ● median, bar to the slowest tenth',
        grid: true,
        domain: [0, 1.08 * Math.max(1, ...rows.map((row) => row.p90_days))],
      },
      y: { label: null, domain: rows.map((row) => row.place), axis: null },
    }),
    [rows],
  )
  const labelled = useCallback(
    () => [
      ...marks(),
      Plot.text(rows, {
        x: 0,
        y: 'place',
        text: 'place',
        dx: 4,
        dy: -13,
        textAnchor: 'start',
        fill: 'var(--tl-ink)',
        fontWeight: 550,
      }),
    ],
    [marks, rows],
  )
  return (
    <div className="tl-panel" style={{ padding: 14, marginBottom: 12 }}>
      <Chart
        label="Days without news by place; the table below says the same"
        height={60 + rows.length * 42}
        marks={labelled}
        options={options}
      />
    </div>
  )
}
