import { lazy, Suspense } from 'react'
import { Figure, Share } from '../../console/figure.tsx'
import { count, days, percent } from '../../console/fmt.ts'
import { Section } from '../../console/page.tsx'
import { filtersOf } from '../../console/search.ts'
import { Answered } from '../../console/states.tsx'
import { useCall, useWorkspace } from '../../console/use-call.ts'
import { useView } from '../../console/use-view.ts'
import { type PromisesReport, readPromises } from '../contract.ts'
import { calibrationPoints } from './calibration-picture.ts'
import { explanations } from './explanations.ts'
import { ListTable } from './list-table.tsx'
import { ProportionFigure, RatioFigure, seenWords } from './measured.tsx'

const CalibrationChart = lazy(() => import('./calibration-chart.tsx'))
type Promised = PromisesReport['promises'][number]
type Calibrated = NonNullable<Promised['calibration']>

function Curve({ what, curve }: { what: string; curve: Calibrated['curve'] }) {
  return (
    <ListTable
      label={`${what}: kept by the days promised`}
      of={readPromises}
      list="promises.calibration.curve"
    >
      <table className="tl-table">
        <thead>
          <tr>
            <th scope="col" className="n">
              Days promised
            </th>
            <th scope="col" className="n">
              Fallen due
            </th>
            <th scope="col" className="n">
              Kept
            </th>
          </tr>
        </thead>
        <tbody>
          {curve.map((point) => (
            <tr key={point.days}>
              <td className="n">{days(point.days)}</td>
              <td className="n">{count(point.of)}</td>
              <td className="n">
                <Share part={point.count} of={point.of} low={point.low} high={point.high} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </ListTable>
  )
}

function Stated({ of }: { of: Calibrated }) {
  return (
    <>
      <Figure
        label="Promised, at the median"
        value={days(of.stated_days)}
        interval={`${percent(of.done_by_stated)} done by then · n ${count(of.promises)}`}
        info={explanations.calibration}
      />
      <Figure
        label="Nine in ten are done within"
        value={days(of.needed_days)}
        interval={of.needed_days === null ? 'not reached while watched' : `n ${count(of.promises)}`}
        soft={of.needed_days === null}
        info={explanations.calibration}
      />
    </>
  )
}

function Kept({ what, of }: { what: string; of: Calibrated }) {
  const points = calibrationPoints(of)
  return (
    <>
      {points.length > 1 ? (
        <Suspense>
          <CalibrationChart what={what} points={points} say={of.say_days} />
        </Suspense>
      ) : null}
      <Curve what={what} curve={of.curve} />
    </>
  )
}

function OfPromise({ of }: { of: Promised }) {
  const { what, honest, late, calibration } = of
  const few = late.n < 30
  return (
    <Section
      title={`What could be promised: ${what}`}
      note={
        calibration ? undefined : 'Unknown: of none of them both the making and the due moment are known.'
      }
    >
      {calibration ? (
        <p style={{ margin: '0 0 14px', fontSize: '1.0625rem', fontWeight: 600 }}>{calibration.words}</p>
      ) : null}
      <div className="tl-facts">
        {calibration ? <Stated of={calibration} /> : null}
        <ProportionFigure label="Kept or renegotiated in time" of={honest} info={explanations.honest} />
        <Figure
          label="Of those not kept, half done after"
          value={few ? `too few (${count(late.n)})` : days(late.median_days)}
          interval={few ? '' : `nine in ten ${days(late.p90_days)} · n ${count(late.n)}`}
          soft={few || late.median_days === null}
          info={explanations.until_fulfilled}
        />
      </div>
      {calibration ? <Kept what={what} of={calibration} /> : null}
    </Section>
  )
}

/** What is promised against what is done: how many days to say so that it is kept nine times in ten. */
export function Calibration({ journey }: { journey: string }) {
  const workspace = useWorkspace()
  const { view } = useView()
  const promises = useCall(readPromises, { workspace, journey, ...filtersOf(view) })
  return (
    <div style={{ marginTop: 26 }}>
      <Answered of={promises}>
        {(report) => (
          <>
            {report.promises.map((one) => (
              <OfPromise key={one.what} of={one} />
            ))}
            <Section title="Waiting under a promise" note={`Promises ${seenWords(report.seen)}.`}>
              <div className="tl-facts">
                <RatioFigure
                  label="Of the waiting for the company"
                  of={report.coverage}
                  info={explanations.coverage}
                />
              </div>
            </Section>
          </>
        )}
      </Answered>
    </div>
  )
}
