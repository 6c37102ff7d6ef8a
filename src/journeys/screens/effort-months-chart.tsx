import * as Plot from '@observablehq/plot'
import { useCallback, useMemo } from 'react'
import Chart from '../../console/plot.tsx'
import type { EffortReport } from '../contract.ts'

/** The year only where it begins. */
function monthName(month: string, place: number): string {
  const name = new Date(`${month}-01T00:00:00Z`).toLocaleDateString('en-GB', {
    month: 'short',
    timeZone: 'UTC',
  })
  return place === 0 || month.endsWith('-01') ? `${name}\n${month.slice(0, 4)}` : name
}

/** Hours of customers by month, the avoidable at the foot of each bar; the table below says the same. */
export default function EffortMonthsChart({ months }: { months: EffortReport['months'] }) {
  const rows = useMemo(
    () =>
      months.flatMap(({ month, minutes, minutes_low, minutes_high, avoidable, observed }) => {
        if (minutes === null) return []
        const known = observed >= 30 && minutes_low !== null && minutes_high !== null
        return [
          {
            month,
            hours: minutes / 60,
            lost: (avoidable ?? 0) / 60,
            low: known ? minutes_low / 60 : null,
            high: known ? minutes_high / 60 : null,
          },
        ]
      }),
    [months],
  )
  const marks = useCallback(
    (width: number) => [
      Plot.barY(rows, {
        x: 'month',
        y: 'hours',
        fill: 'var(--tl-customer-tint)',
        stroke: 'var(--tl-customer)',
        inset: 0.5,
      }),
      Plot.barY(rows, { x: 'month', y: 'lost', fill: 'var(--tl-broken)', inset: 0.5 }),
      Plot.ruleX(
        rows.filter(({ low }) => low !== null),
        { x: 'month', y1: 'low', y2: 'high', stroke: 'var(--tl-ink)', strokeWidth: 1.5 },
      ),
      Plot.text(rows, {
        x: 'month',
        y: ({ hours, high }: { hours: number; high: number | null }) => high ?? hours,
        text: (row: { hours: number }) => `${Math.round(row.hours).toLocaleString('en')}`,
        dy: -7,
        fill: 'var(--tl-ink)',
        filter: () => width / rows.length > 34,
      }),
      Plot.ruleY([0], { stroke: 'var(--tl-line-strong)' }),
    ],
    [rows],
  )
  const options = useMemo<Plot.PlotOptions>(
    () => ({
      marginLeft: 54,
      marginTop: 34,
      marginBottom: 34,
      x: {
        label: null,
        type: 'band',
        padding: 0.25,
        tickRotate: rows.length > 12 ? -50 : 0,
        tickFormat: monthName,
      },
      y: {
        label: 'hours, with interval; at the foot: avoidable',
        grid: true,
        nice: true,
      },
    }),
    [rows],
  )
  if (rows.length < 2) return null
  return (
    <div className="tl-panel" style={{ padding: 14, marginBottom: 12 }}>
      <Chart
        label="Hours of customers by month; the table below says the same"
        height={240}
        marks={marks}
        options={options}
      />
    </div>
  )
}
