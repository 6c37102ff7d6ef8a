import { lazy, Suspense } from 'react'
import { Channel } from '../../console/channel.tsx'
import { Figure, Info, unknown } from '../../console/figure.tsx'
import { count, duration, plural } from '../../console/fmt.ts'
import { Section } from '../../console/page.tsx'
import { Notice } from '../../console/states.tsx'
import { readSilence, type SilenceReport } from '../contract.ts'
import { explanations } from './explanations.ts'
import { ListTable } from './list-table.tsx'
import { RowsLink, rowsHaving } from './run-link.tsx'
import { SilenceCurve } from './silence-curve.tsx'
import { type Learnt, reasonWords, toleranceMarks, toleranceVerdict } from './tolerance-picture.ts'

const ToleranceChart = lazy(() => import('./tolerance-chart.tsx'))

/** Between which bounds; an upper end never reached is said. */
const between = ({ low, high }: Learnt) =>
  `${duration(low)} – ${high === null ? 'not reached' : duration(high)}`

function LearntCell({ of }: { of: Learnt }) {
  if (of.seconds === null) return unknown
  return (
    <>
      {duration(of.seconds)} <span className="tl-interval">{between(of)}</span>
    </>
  )
}

const sources = { place: 'its own', journey: 'the journey’s', none: 'none' } as const

function Places({ report }: { report: SilenceReport }) {
  return (
    <ListTable label="Tolerance by place" of={readSilence} list="places">
      <table className="tl-table">
        <thead>
          <tr>
            <th scope="col">After news at</th>
            <th scope="col">Channel</th>
            <th scope="col" className="n">
              Gaps <Info of={explanations.gaps_and_chases} />
            </th>
            <th scope="col" className="n">
              Chases <Info of={explanations.gaps_and_chases} rows={rowsHaving('chase')} />
            </th>
            <th scope="col" className="n">
              One in ten has chased after <Info of={explanations.learnt} />
            </th>
            <th scope="col">
              What holds here <Info of={explanations.holds_here} />
            </th>
          </tr>
        </thead>
        <tbody>
          <tr>
            <td>
              <b>the whole journey</b>
            </td>
            <td>all</td>
            <td className="n">{count(report.learnt.gaps)}</td>
            <td className="n">{count(report.learnt.chases)}</td>
            <td className="n">
              <LearntCell of={report.learnt} />
            </td>
            <td />
          </tr>
          {report.places.slice(0, 20).map((place) => (
            <tr key={`${place.from}|${place.channel}`}>
              <td>{place.from}</td>
              <td>
                <Channel name={place.channel} />
              </td>
              <td className="n">{count(place.learnt.gaps)}</td>
              <td className="n">{count(place.learnt.chases)}</td>
              <td className="n">
                <LearntCell of={place.learnt} />
              </td>
              <td className="tl-nowrap">
                {place.learnt_from === 'none' ? (
                  <span className="tl-soft">the declared alone</span>
                ) : (
                  `${sources[place.learnt_from]}, ${duration(place.seconds)}`
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </ListTable>
  )
}

/** How long customers bear silence, learnt from when they chase, beside what the storyboard declares. */
export function Tolerance({ report }: { report: SilenceReport }) {
  const { learnt, declared, sampled } = report
  const marks = toleranceMarks(report)
  return (
    <Section
      title="How long customers bear it"
      note={`${plural(learnt.chases, 'chase')} seen in ${plural(learnt.gaps, 'gap')}${sampled ? ', in a sample of the runs' : ''}.`}
    >
      <div className="tl-facts">
        <Figure label="Declared tolerance" value={duration(declared)} info={explanations.declared} />
        <Figure
          label="Learnt tolerance"
          value={duration(learnt.seconds)}
          interval={
            learnt.seconds === null ? 'cannot be learnt' : `${between(learnt)} · n ${count(learnt.gaps)} gaps`
          }
          soft={learnt.seconds === null}
          info={explanations.learnt}
          rows={rowsHaving('chase')}
          behind={
            learnt.chases ? (
              <RowsLink rows={rowsHaving('chase')}>the runs in which customers chased</RowsLink>
            ) : null
          }
        />
      </div>
      {learnt.seconds === null ? (
        <Notice title={reasonWords(learnt.reason)}>
          Only the declared tolerance is used. It is learnt as soon as enough customers are seen to ask in a
          silent gap.
        </Notice>
      ) : (
        <p style={{ margin: '0 0 14px', maxWidth: '46em' }}>{toleranceVerdict(declared, learnt)}</p>
      )}
      <SilenceCurve report={report} />
      {marks.length ? (
        <Suspense>
          <ToleranceChart marks={marks} declared={declared / 86_400} />
        </Suspense>
      ) : null}
      <Places report={report} />
    </Section>
  )
}
