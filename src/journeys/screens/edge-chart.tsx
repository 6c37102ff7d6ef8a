import * as Plot from '@observablehq/plot'
import { useCallback, useMemo } from 'react'
import { duration } from '../../console/fmt.ts'
import Chart from '../../console/plot.tsx'
import type { EdgeReport } from '../contract.ts'
import { type Axis, type DrawnBar, drawnBars, linearTicks, logTicks, namedQuantiles } from './edge-picture.ts'
import { tintOf } from './edge-tint.ts'
import { brief } from './edge-words.ts'

function named(seconds: NonNullable<EdgeReport['seconds']>, at: (seconds: number) => number): Plot.Markish[] {
  return namedQuantiles(seconds).flatMap((one, level) => [
    Plot.ruleX([one.seconds], {
      stroke: 'var(--tl-ink)',
      strokeWidth: level === 1 ? 2 : 1.2,
      strokeDasharray: level === 1 ? undefined : '3 3',
    }),
    Plot.text([one], {
      x: 'seconds',
      frameAnchor: 'top',
      dy: 16 * level - 48,
      dx: at(one.seconds) > 0.55 ? -5 : 5,
      textAnchor: at(one.seconds) > 0.55 ? 'end' : 'start',
      text: () => `${one.words} ${duration(one.seconds)}`,
      fontWeight: level === 1 ? 650 : 450,
      fill: 'var(--tl-ink)',
      stroke: 'var(--tl-surface)',
      strokeWidth: 3,
    }),
  ])
}

const over = (bar: DrawnBar) =>
  bar.open ? `over ${duration(bar.from)}` : `${brief(bar.from)} – ${brief(bar.to)}`

/** How long passages over an edge took; those silent beyond tolerance hatched. The table below says the same. */
export default function EdgeChart({
  report,
  axis,
  solid,
}: {
  report: EdgeReport
  axis: Axis
  solid: string
}) {
  const bars = useMemo(() => drawnBars(report[axis], axis), [report, axis])
  const span = useMemo((): [number, number] => {
    const last = bars.at(-1)?.to ?? 1
    return axis === 'linear' ? [0, last] : [bars[0]?.from ?? 1, last]
  }, [bars, axis])
  const { seconds } = report
  const marks = useCallback(() => {
    const at = (value: number) =>
      axis === 'linear'
        ? value / span[1]
        : Math.log(Math.max(value, span[0]) / span[0]) / Math.log(span[1] / span[0])
    const sides = { x1: 'from', x2: 'to', insetLeft: 0.5, insetRight: 0.5 } as const
    return [
      Plot.rectY(bars, {
        ...sides,
        y: 'count',
        fill: tintOf(solid, 1),
        stroke: solid,
        strokeWidth: 0.8,
        title: (bar: DrawnBar) => `${over(bar)}: ${bar.count}, ${bar.silent} silent`,
      }),
      Plot.rectY(bars, {
        ...sides,
        y: 'silent',
        fill: 'url(#tl-hatch-bars)',
        stroke: 'var(--tl-broken)',
        strokeWidth: 0.8,
      }),
      Plot.ruleY([0], { stroke: 'var(--tl-line-strong)' }),
      ...(seconds ? named(seconds, at) : []),
    ]
  }, [bars, axis, span, seconds, solid])
  const options = useMemo<Plot.PlotOptions>(
    () => ({
      marginTop: 58,
      marginLeft: 42,
      marginRight: 14,
      marginBottom: 38,
      x: {
        type: axis === 'linear' ? 'linear' : 'log',
        domain: span,
        ticks: axis === 'linear' ? linearTicks(span[1]) : logTicks(...span),
        tickFormat: brief,
        label: axis === 'linear' ? 'time on this edge' : 'time on this edge (logarithmic)',
      },
      y: {
        label: null,
        grid: true,
        ticks: 4,
        tickFormat: (count: number) => (Number.isInteger(count) ? String(count) : ''),
      },
    }),
    [axis, span],
  )
  return (
    <>
      <svg width={0} height={0} aria-hidden style={{ position: 'absolute' }}>
        <pattern
          id="tl-hatch-bars"
          width="5"
          height="5"
          patternUnits="userSpaceOnUse"
          patternTransform="rotate(45)"
        >
          <rect width="2.2" height="5" fill="var(--tl-broken)" />
        </pattern>
      </svg>
      <Chart
        label="How long passages over this edge took; the table below says the same"
        height={250}
        marks={marks}
        options={options}
      />
    </>
  )
}
