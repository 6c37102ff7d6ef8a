import * as Plot from '@observablehq/plot'
import { useCallback, useMemo } from 'react'
import Chart from '../../console/plot.tsx'
import type { CalibrationPoint } from './calibration-picture.ts'

/** Kept share by the days promised, with intervals, and the days to say; the table below says the same. */
export default function CalibrationChart({
  what,
  points,
  say,
}: {
  what: string
  points: CalibrationPoint[]
  say: number | null
}) {
  const marks = useCallback(
    () => [
      Plot.ruleY([0.9], { stroke: 'var(--tl-soft)', strokeDasharray: '2 4' }),
      ...(say === null
        ? []
        : [
            Plot.ruleX([say], { stroke: 'var(--tl-kept)', strokeWidth: 2, strokeDasharray: '5 4' }),
            Plot.text([say], {
              x: (at: number) => at,
              frameAnchor: 'top',
              dy: -13,
              text: () => `say ${say} d`,
              fill: 'var(--tl-kept)',
            }),
          ]),
      Plot.link(points, {
        x1: 'days',
        x2: 'days',
        y1: 'low',
        y2: 'high',
        stroke: 'var(--tl-soft)',
        strokeWidth: 2,
      }),
      Plot.dot(points, { x: 'days', y: 'share', r: 5, fill: 'var(--tl-ink)' }),
      Plot.ruleY([0], { stroke: 'var(--tl-line-strong)' }),
    ],
    [points, say],
  )
  const options = useMemo<Plot.PlotOptions>(
    () => ({
      marginLeft: 48,
      marginTop: 34,
      marginBottom: 40,
      x: {
        label: 'days promised',
        domain: [0, 1.08 * Math.max(1, say ?? 0, ...points.map((point) => point.days))],
      },
      y: {
        label: 'kept, with 95 % interval',
        domain: [0, 1],
        grid: true,
        tickFormat: (share: number) => `${Math.round(share * 100)} %`,
        ticks: 5,
      },
    }),
    [points, say],
  )
  return (
    <div className="tl-panel" style={{ padding: 14, marginBottom: 12 }}>
      <Chart
        label={`${what}: kept share by the days promised; the table below says the same`}
        height={240}
        marks={marks}
        options={options}
      />
    </div>
  )
}
