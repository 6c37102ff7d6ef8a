import * as Plot from '@observablehq/plot'
import { useCallback, useMemo } from 'react'
import Chart from '../../console/plot.tsx'
import type { ToleranceMark } from './tolerance-picture.ts'

/** When one customer in ten has chased, with its interval, against the tolerance declared; the table below says the same. */
export default function ToleranceChart({ marks, declared }: { marks: ToleranceMark[]; declared: number }) {
  const most = 1.12 * Math.max(declared, ...marks.map((mark) => mark.high ?? mark.days))
  const rows = useMemo(() => marks.map((mark) => ({ ...mark, end: mark.high ?? most })), [marks, most])
  const drawn = useCallback(
    () => [
      Plot.ruleX([0], { stroke: 'var(--tl-line-strong)' }),
      Plot.ruleX([declared], { stroke: 'var(--tl-company)', strokeWidth: 2, strokeDasharray: '5 4' }),
      Plot.link(rows, {
        x1: 'low',
        x2: 'end',
        y1: 'place',
        y2: 'place',
        stroke: 'var(--tl-customer)',
        strokeWidth: 6,
        strokeOpacity: 0.4,
        strokeLinecap: 'round',
      }),
      Plot.dot(rows, { x: 'days', y: 'place', r: 5, fill: 'var(--tl-customer)' }),
      Plot.text(rows, {
        x: 0,
        y: 'place',
        text: (row: ToleranceMark) => `${row.place}: ${row.days.toFixed(1)} d`,
        dx: 5,
        dy: -15,
        textAnchor: 'start',
        fill: 'var(--tl-ink)',
        stroke: 'var(--tl-surface)',
        strokeWidth: 4,
        fontWeight: 550,
      }),
      Plot.text([declared], {
        x: (at: number) => at,
        frameAnchor: 'top',
        text: () => `declared ${declared.toFixed(1)} d`,
        dy: -14,
        fill: 'var(--tl-company)',
        textAnchor: declared > most * 0.75 ? 'end' : 'middle',
      }),
    ],
    [rows, declared, most],
  )
  const options = useMemo<Plot.PlotOptions>(
    () => ({
      marginLeft: 8,
      marginRight: 16,
      marginTop: 30,
      marginBottom: 40,
      x: {
        label: 'days without news until one in ten has chased: ● and its 95 % interval',
        domain: [0, most],
        grid: true,
      },
      y: { label: null, domain: rows.map((row) => row.place), axis: null, padding: 0.4 },
    }),
    [rows, most],
  )
  return (
    <div className="tl-panel" style={{ padding: 14, marginBottom: 12 }}>
      <Chart
        label="How long customers bear silence, by place; the table below says the same"
        height={82 + rows.length * 46}
        marks={drawn}
        options={options}
      />
    </div>
  )
}
