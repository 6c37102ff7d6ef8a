import { lazy, Suspense } from 'react'
import { Figure, Info, Share, ShareFigure } from '../../console/figure.tsx'
import { count, days } from '../../console/fmt.ts'
import { Section } from '../../console/page.tsx'
import { filtersOf } from '../../console/search.ts'
import { Answered, Empty } from '../../console/states.tsx'
import { useCall, useWorkspace } from '../../console/use-call.ts'
import { useView } from '../../console/use-view.ts'
import { type JourneyReport, readSilence } from '../contract.ts'
import { explanations } from './explanations.ts'
import { ListTable } from './list-table.tsx'
import { RunsHaving, rowsHaving } from './run-link.tsx'
import { SilentNow } from './silent-now.tsx'
import { Tolerance } from './tolerance.tsx'

const SilenceChart = lazy(() => import('./silence-chart.tsx'))

function Gaps({ gaps }: { gaps: JourneyReport['silence']['gaps'] }) {
  return (
    <ListTable label="Gaps between news" of={readSilence} list="gaps">
      <table className="tl-table">
        <thead>
          <tr>
            <th scope="col">After news at</th>
            <th scope="col">Until</th>
            <th scope="col" className="n">
              Gaps <Info of={explanations.gap_place} />
            </th>
            <th scope="col" className="n">
              Beyond tolerance <Info of={explanations.gap_place} rows={rowsHaving('silent')} />
            </th>
            <th scope="col" className="n">
              Median <Info of={explanations.gap_place} />
            </th>
            <th scope="col" className="n">
              Slowest tenth over <Info of={explanations.gap_place} />
            </th>
            <th scope="col" className="n">
              Days beyond tolerance <Info of={explanations.excess} />
            </th>
          </tr>
        </thead>
        <tbody>
          {gaps.map((gap) => (
            <tr key={`${gap.from}|${gap.to}`}>
              <td>{gap.from}</td>
              <td>{gap.to || <span className="tl-soft">nothing yet</span>}</td>
              <td className="n">{count(gap.count)}</td>
              <td className="n">
                <Share part={gap.over} of={gap.count} />
              </td>
              <td className="n">{days(gap.median_days)}</td>
              <td className="n">{days(gap.p90_days)}</td>
              <td className="n">{count(gap.excess_days)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </ListTable>
  )
}

function Learnt({ journey }: { journey: string }) {
  const workspace = useWorkspace()
  const { view } = useView()
  const silence = useCall(readSilence, { workspace, journey, ...filtersOf(view) })
  return (
    <Answered of={silence} rows={9}>
      {(report) => (
        <>
          <SilentNow now={report.now} />
          <Tolerance report={report} />
        </>
      )}
    </Answered>
  )
}

/** Where customers wait in silence: the gaps between pieces of news while the ball is not theirs. */
export function SilenceTab({ journey, report }: { journey: string; report: JourneyReport }) {
  const { silence } = report
  if (silence.runs_observed === 0) {
    return (
      <Empty title="Silence is unknown here">
        No interaction of these runs is known to tell the customer anything. Mark what does as{' '}
        <code>news</code> in the mapping, or give the storyboard’s steps <code>tells</code>.
      </Empty>
    )
  }
  return (
    <>
      <div className="tl-facts">
        <ShareFigure
          label="Runs silent beyond tolerance"
          part={silence.runs_silent}
          of={silence.runs_observed}
          low={silence.low}
          high={silence.high}
          info={explanations.silence}
          rows={{ ...rowsHaving('silent'), sort: 'excess_days' }}
          behind={<RunsHaving runs={silence.runs_silent} having={['silent']} />}
        />
        <Figure
          label="Longest gap in a run"
          value={days(silence.median_longest_days)}
          interval={`slowest tenth over ${days(silence.p90_longest_days)}`}
          info={explanations.longest}
          rows={{ tab: 'runs', sort: 'longest_gap_days' }}
        />
        <Figure
          label="Customer-days beyond tolerance"
          value={count(silence.excess_days)}
          info={explanations.excess}
          rows={{ ...rowsHaving('silent'), sort: 'excess_days' }}
        />
        <Figure
          label="In silence now"
          value={count(silence.silent_now)}
          interval="open runs"
          info={explanations.silent_now}
          rows={{ ...rowsHaving('silent_now'), sort: 'excess_days' }}
          behind={<RunsHaving runs={silence.silent_now} having={['silent_now']} />}
        />
        {silence.runs_unknown ? (
          <Figure
            label="Unknown"
            value={count(silence.runs_unknown)}
            interval="runs without any news seen"
            soft
            info={explanations.silence}
          />
        ) : null}
      </div>
      <Learnt journey={journey} />
      {silence.gaps.length ? (
        <Section title="Where the silence is">
          <Suspense>
            <SilenceChart gaps={silence.gaps} />
          </Suspense>
          <Gaps gaps={silence.gaps} />
        </Section>
      ) : null}
    </>
  )
}
