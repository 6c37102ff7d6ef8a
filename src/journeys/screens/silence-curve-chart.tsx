import * as Plot from '@observablehq/plot'
import { useCallback, useMemo } from 'react'
import { duration } from '../../console/fmt.ts'
import Chart from '../../console/plot.tsx'
import type { SilenceReport } from '../contract.ts'
import { type CurveAxis, type CurvePoint, curveAxis, partsOfCurve } from './silence-curve-picture.ts'
import type { Learnt } from './tolerance-picture.ts'

const hoursOf = (seconds: number) => seconds / 3600
/** On the axis. Plot's own logarithmic scale leaves out the labels of ticks that are no powers of ten. */
const place = (hours: number) => Math.log10(Math.max(hours, 1 / 3600))
const placed = ({ hours }: CurvePoint) => place(hours)

function bandAndLine(curve: readonly CurvePoint[]): Plot.Markish[] {
  const { sure, few } = partsOfCurve(curve)
  const stepped = { x: placed, y: 'share', curve: 'step-after', stroke: 'var(--tl-ink)' } as const
  return [
    Plot.areaY(
      curve.filter(({ low }) => low !== null),
      {
        x: placed,
        y1: 'low',
        y2: 'high',
        curve: 'step-after',
        fill: 'var(--tl-soft)',
        fillOpacity: 0.22,
        clip: true,
      },
    ),
    Plot.line(few, { ...stepped, strokeWidth: 1.8, strokeDasharray: '1 4', clip: true }),
    Plot.line(sure, { ...stepped, strokeWidth: 2.2, clip: true }),
  ]
}

function labelled(at: number, text: string, dy: number, colour: string, anchor: 'start' | 'end') {
  return Plot.text([at], {
    x: place,
    frameAnchor: 'top',
    dy,
    dx: anchor === 'start' ? -4 : 4,
    text: () => text,
    fill: colour,
    fontWeight: 550,
    textAnchor: anchor,
  })
}

function learntMarks(
  { seconds, low, high }: Learnt,
  { from, to }: CurveAxis,
  anchor: 'start' | 'end',
): Plot.Markish[] {
  if (seconds === null) return []
  const span = {
    x1: low === null ? from : hoursOf(low),
    x2: high === null ? to : hoursOf(high),
    y: 0.1,
  }
  return [
    Plot.ruleX([place(hoursOf(seconds))], { stroke: 'var(--tl-customer)', strokeWidth: 2 }),
    Plot.link([span], {
      x1: ({ x1 }) => place(x1),
      x2: ({ x2 }) => place(x2),
      y1: 'y',
      y2: 'y',
      stroke: 'var(--tl-customer)',
      strokeWidth: 7,
      strokeOpacity: 0.45,
      strokeLinecap: 'round',
      clip: true,
    }),
    Plot.dot([span], { x: place(hoursOf(seconds)), y: 'y', r: 5, fill: 'var(--tl-customer)' }),
    labelled(hoursOf(seconds), `learnt ${duration(seconds)}`, -30, 'var(--tl-customer)', anchor),
  ]
}

/** Share of customers who have chased by so long after the last news, the tolerances marked; the table says the same. */
export default function SilenceCurveChart({
  report: { curve, learnt, declared },
}: {
  report: SilenceReport
}) {
  const axis = useMemo(() => {
    const marks = [declared, learnt.seconds, learnt.low, learnt.high].flatMap((seconds) => seconds ?? [])
    return curveAxis(curve, marks.map(hoursOf))
  }, [curve, learnt, declared])
  const marks = useCallback(() => {
    const anchor = (hours: number) =>
      Math.log(hours / axis.from) > 0.6 * Math.log(axis.to / axis.from) ? 'end' : 'start'
    return [
      Plot.ruleY([0], { stroke: 'var(--tl-line-strong)' }),
      Plot.ruleY([0.1], { stroke: 'var(--tl-soft)', strokeDasharray: '2 4' }),
      Plot.ruleX([place(hoursOf(declared))], {
        stroke: 'var(--tl-company)',
        strokeWidth: 2,
        strokeDasharray: '5 4',
      }),
      ...bandAndLine(curve),
      ...learntMarks(learnt, axis, anchor(hoursOf(learnt.seconds ?? 1))),
      labelled(
        hoursOf(declared),
        `declared ${duration(declared)}`,
        -14,
        'var(--tl-company)',
        anchor(hoursOf(declared)),
      ),
    ]
  }, [curve, learnt, declared, axis])
  const options = useMemo<Plot.PlotOptions>(
    () => ({
      marginLeft: 46,
      marginRight: 20,
      marginTop: 48,
      marginBottom: 40,
      x: {
        label: 'since the last news, on a logarithmic scale',
        domain: [place(axis.from), place(axis.to)],
        ticks: axis.ticks.map(place),
        tickFormat: (at: number) => duration(Math.round(10 ** at * 3600)),
        tickSize: 4,
      },
      y: {
        label: 'have chased',
        domain: [0, axis.most],
        grid: true,
        ticks: 5,
        tickFormat: (share: number) => `${Math.round(share * 100)} %`,
      },
    }),
    [axis],
  )
  return (
    <Chart
      label="Share of customers who have chased by the time since the last news; the table below says the same"
      height={320}
      marks={marks}
      options={options}
    />
  )
}
