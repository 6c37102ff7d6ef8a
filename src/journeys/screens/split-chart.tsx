import * as Plot from '@observablehq/plot'
import { useCallback, useMemo } from 'react'
import Chart from '../../console/plot.tsx'
import type { Output } from '../../http/operation.ts'
import type { splitJourney } from '../contract.ts'

type Value = Output<typeof splitJourney>['values'][number]

/** Success with its interval for each value; the table below is the same. */
export default function SplitChart({ values }: { values: Value[] }) {
  const known = useMemo(
    () => values.filter((one) => one.success_share !== null && one.runs >= 30).slice(0, 16),
    [values],
  )
  const marks = useCallback(
    () => [
      Plot.ruleX([0], { stroke: 'var(--tl-line-strong)' }),
      Plot.link(known, {
        x1: 'low',
        x2: 'high',
        y1: 'value',
        y2: 'value',
        stroke: 'var(--tl-soft)',
        strokeWidth: 2,
      }),
      Plot.dot(known, { x: 'success_share', y: 'value', r: 5, fill: 'var(--tl-ink)' }),
    ],
    [known],
  )
  const options = useMemo<Plot.PlotOptions>(
    () => ({
      marginLeft: 130,
      marginRight: 20,
      x: {
        domain: [0, 1],
        tickFormat: (share: number) => `${Math.round(share * 100)} %`,
        label: 'success, with its 95 % interval',
        grid: true,
      },
      y: { label: null },
    }),
    [],
  )
  if (known.length < 2) return null
  return (
    <div className="tl-panel" style={{ padding: 14, marginBottom: 12 }}>
      <Chart
        label="Success by value, with intervals; the table below says the same"
        height={50 + known.length * 30}
        marks={marks}
        options={options}
      />
    </div>
  )
}
