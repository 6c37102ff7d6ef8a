import { lazy, Suspense } from 'react'
import { Info } from '../../console/figure.tsx'
import { count, duration, percent, spread } from '../../console/fmt.ts'
import { readSilence, type SilenceReport } from '../contract.ts'
import { explanations } from './explanations.ts'
import { ListTable } from './list-table.tsx'
import { type CurvePoint, fewestWatched, partsOfCurve, toldPoints } from './silence-curve-picture.ts'

const SilenceCurveChart = lazy(() => import('./silence-curve-chart.tsx'))

function Chased({ at }: { at: CurvePoint }) {
  if (at.at_risk < fewestWatched) return <span className="tl-soft">too few</span>
  if (at.share === 0) return <>nobody yet</>
  return (
    <>
      {percent(at.share)}{' '}
      <span className="tl-interval">{spread(at.share, at.low, at.high).replace(' · ', '')}</span>
    </>
  )
}

function Told({ points }: { points: CurvePoint[] }) {
  return (
    <ListTable
      label="Share of customers who have chased, by the time since the last news"
      of={readSilence}
      list="curve"
    >
      <table className="tl-table">
        <thead>
          <tr>
            <th scope="col">Since the last news</th>
            <th scope="col" className="n">
              Have chased <Info of={explanations.silence_curve} />
            </th>
            <th scope="col" className="n">
              Gaps still watched <Info of={explanations.still_watched} />
            </th>
          </tr>
        </thead>
        <tbody>
          {points.map((at) => (
            <tr key={at.hours}>
              <td>{duration(at.hours * 3600)}</td>
              <td className="n">
                <Chased at={at} />
              </td>
              <td className="n">{count(at.at_risk)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </ListTable>
  )
}

/** The silence curve: by when customers ask for news that does not come. Without a chase there is none. */
export function SilenceCurve({ report }: { report: SilenceReport }) {
  const { curve, learnt } = report
  if (curve.length === 0)
    return (
      <p className="tl-soft" style={{ margin: '0 0 14px' }}>
        No customer was seen to chase, so there is no curve of when they do.
      </p>
    )
  const few = partsOfCurve(curve).few.length > 0
  return (
    <>
      <div className="tl-panel" style={{ padding: 14, marginBottom: 12 }}>
        <h3 style={{ margin: '0 0 2px', fontSize: '0.9375rem' }}>
          Customers who have chased, by the time since the last news <Info of={explanations.silence_curve} />
        </h3>
        <p className="tl-soft" style={{ margin: '0 0 6px', fontSize: '0.8125rem' }}>
          The band is the 95 % interval.
          {few ? ` Dotted: fewer than ${fewestWatched} gaps are still watched.` : ''}
          {learnt.seconds === null ? ` Too few to learn from: ${count(learnt.chases)} chases.` : ''}
        </p>
        <Suspense>
          <SilenceCurveChart report={report} />
        </Suspense>
      </div>
      <Told points={toldPoints(curve)} />
    </>
  )
}
