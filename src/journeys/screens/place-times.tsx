import './ball.css'
import { Fragment } from 'react'
import { Info, Tag, unknown } from '../../console/figure.tsx'
import { count, days, percent } from '../../console/fmt.ts'
import { Section } from '../../console/page.tsx'
import { Empty } from '../../console/states.tsx'
import { type PlacesReport, type PlaceTime, readPlaces } from '../contract.ts'
import { partyOf } from './ball-picture.ts'
import { ListTable } from './list-table.tsx'
import { seenWords } from './measured.tsx'
import { heldThere, placeGroups, placesSentence } from './place-picture.ts'
import { RunsHaving } from './run-link.tsx'
import { timeExplanations } from './time-explanations.ts'

type Time = Omit<PlaceTime, 'place'>

/** As long as its part of the longest, parted by who held the ball; the words say the same. */
function Held({ of, longest }: { of: Time; longest: number }) {
  const parts = heldThere(of.holders)
  if (parts.length === 0) return <span className="tl-soft">no time</span>
  return (
    <>
      <div
        aria-hidden
        className="tl-ball tl-thin"
        style={{ width: `${Math.max(1, (of.days / Math.max(longest, 1e-9)) * 100)}%` }}
      >
        {parts.map(({ holder, share }) => (
          <div
            key={holder}
            className="tl-ball-part"
            data-holder={holder}
            style={{ flex: `${share} 0 3px` }}
          />
        ))}
      </div>
      <span style={{ fontSize: '0.75rem' }}>
        {parts.map(({ holder, share }) => `${partyOf(holder).short} ${percent(share)}`).join(' · ')}
      </span>
    </>
  )
}

function Times({ of, observed }: { of: Time; observed: number }) {
  const between =
    of.low === null || of.high === null || observed < 30 ? '' : `${percent(of.low)} – ${percent(of.high)}`
  return (
    <>
      <td className="n">
        {of.share === null ? unknown : <b>{percent(of.share)}</b>}{' '}
        <span className="tl-interval">{between}</span>
      </td>
      <td className="n">{days(of.days)}</td>
      <td className="n">{days(of.mean_days)}</td>
    </>
  )
}

function StepRow({ of, observed, longest, inner }: StepShown) {
  return (
    <tr>
      <td style={{ minWidth: 150, paddingLeft: inner ? 26 : undefined }}>
        {of.place} {of.designed ? null : <Tag tone="warn">not designed</Tag>}
        {of.owner ? <div className="tl-soft">{of.owner}</div> : null}
      </td>
      <td className="n">
        <RunsHaving runs={of.runs} having={['came_to', of.place]} />
      </td>
      <Times of={of} observed={observed} />
      <td style={{ minWidth: 240 }}>
        <Held of={of} longest={longest} />
      </td>
    </tr>
  )
}
interface StepShown {
  of: PlacesReport['steps'][number]
  observed: number
  longest: number
  inner: boolean
}

function StageRow({ of, observed }: { of: PlaceTime; observed: number }) {
  return (
    <tr style={{ background: 'var(--tl-sunken)' }}>
      <th scope="row">{of.place || 'Outside of every stage'}</th>
      <td className="n">{count(of.runs)}</td>
      <Times of={of} observed={observed} />
      <td style={{ minWidth: 240 }}>
        <Held of={of} longest={of.days} />
      </td>
    </tr>
  )
}

function Places({ report }: { report: PlacesReport }) {
  const { unplaced, seen } = report
  const longest = Math.max(...report.steps.map((step) => step.days))
  const observed = seen.observed
  return (
    <ListTable label="Where the time goes" of={readPlaces} list="steps">
      <table className="tl-table">
        <thead>
          <tr>
            <th scope="col">{report.stages.length > 0 ? 'Stage, step' : 'Step'}</th>
            <th scope="col" className="n">
              Came there
            </th>
            <th scope="col" className="n">
              Of the whole <Info of={timeExplanations.place_time} />
            </th>
            <th scope="col" className="n">
              Days in all
            </th>
            <th scope="col" className="n">
              Mean of them
            </th>
            <th scope="col">Whose time there</th>
          </tr>
        </thead>
        <tbody>
          {placeGroups(report).map(({ stage, steps }) => (
            <Fragment key={stage?.place ?? 'all'}>
              {stage ? <StageRow of={stage} observed={observed} /> : null}
              {steps.map((step) => (
                <StepRow
                  key={step.place}
                  of={step}
                  observed={observed}
                  longest={longest}
                  inner={stage !== null}
                />
              ))}
            </Fragment>
          ))}
          {unplaced ? (
            <tr>
              <td style={{ minWidth: 150 }}>
                <span className="tl-soft">could not be placed</span>
              </td>
              <td className="n">{count(unplaced.runs)}</td>
              <Times of={unplaced} observed={observed} />
              <td style={{ minWidth: 240 }}>
                <Held of={unplaced} longest={longest} />
              </td>
            </tr>
          ) : null}
          <tr>
            <th scope="row">The whole</th>
            <td className="n">{count(observed)}</td>
            <td className="n">100 %</td>
            <td className="n">
              <b>{days(report.days)}</b>
            </td>
            <td className="n">{days(observed === 0 ? null : report.days / observed)}</td>
            <td />
          </tr>
        </tbody>
      </table>
    </ListTable>
  )
}

/** The time of a journey by stage and step, and who held the ball there. */
export function PlaceTimes({ report }: { report: PlacesReport }) {
  return (
    <Section
      title="Where the time goes"
      note={`${placesSentence(report)} A run is at a step from when it begins until the next begins. Its time was ${seenWords(report.seen)}.`}
    >
      {report.days === 0 ? (
        <Empty title="Where the time goes is unknown here">
          No run has a known time from one step to another. Map the time of each interaction, and its end.
        </Empty>
      ) : (
        <Places report={report} />
      )}
    </Section>
  )
}
