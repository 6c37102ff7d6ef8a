import { Anchor, Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { Figure, Moment } from '../../console/figure.tsx'
import { count, date, duration, percent, plural } from '../../console/fmt.ts'
import { Section } from '../../console/page.tsx'
import { Sparkline } from '../../console/sparkline.tsx'
import { TableBox } from '../../console/table-box.tsx'
import { useView } from '../../console/use-view.ts'
import type { FeedHealth } from '../contract.ts'
import { healthExplanations } from './health-explanations.ts'
import { FeedRows } from './health-rows.tsx'
import { usualText } from './usual-text.ts'

/** One feed: its days against what is usual, and how late it comes. */
export function FeedDetail({ feed }: { feed: FeedHealth }) {
  const { set } = useView()
  const { lately } = feed
  return (
    <div style={{ marginTop: 22 }}>
      <Section
        title={`Feed ${feed.source}`}
        note={
          <>
            Journeys are judged by it until <Moment at={feed.known_until} />; what is later is unknown.
          </>
        }
        aside={
          <Button size="compact-sm" variant="default" onClick={() => set({ source: '' })}>
            Close
          </Button>
        }
      >
        {lately ? (
          <div className="tl-figures" style={{ marginBottom: 18 }}>
            <Figure
              label="In its last seven days"
              value={count(lately.interactions)}
              info={healthExplanations.volume}
              behind={feed.quarantined > 0 ? <ToQuarantine feed={feed} /> : null}
            />
            <Figure
              label="Sender's clock"
              value={
                lately.late
                  ? `${duration(Math.abs(lately.late.median))} ${behindOrAhead(lately.late.median)}`
                  : 'unknown'
              }
              interval="middle of received less occurred"
              info={healthExplanations.clock}
            />
          </div>
        ) : null}
        <Days feed={feed} />
        {lately?.late ? <Lateness late={lately.late} of={lately.interactions} /> : null}
        <FeedRows feed={feed} />
      </Section>
    </div>
  )
}

function ToQuarantine({ feed }: { feed: FeedHealth }) {
  return (
    <Anchor
      size="sm"
      renderRoot={(props) => <Link {...props} to="." search={{ tab: 'quarantine', source: feed.source }} />}
    >
      {plural(feed.quarantined, 'record')} in quarantine
    </Anchor>
  )
}

const behindOrAhead = (median: number) => (median < 0 ? 'ahead' : 'behind')

function Days({ feed }: { feed: FeedHealth }) {
  const known = feed.days.flatMap((day) => day ?? [])
  return (
    <>
      <div className="tl-scroll">
        <Sparkline
          width={640}
          values={feed.days.map((each) => each?.count ?? null)}
          band={feed.days.map((each) =>
            each === null || each.low === null || each.high === null
              ? null
              : { low: each.low, high: each.high },
          )}
          label={`Interactions of ${feed.source} by day; the table below has the numbers`}
        />
      </div>
      <details style={{ marginTop: 8, marginBottom: 14 }}>
        <summary>The days as a table</summary>
        <TableBox label={`Days of ${feed.source}`}>
          <table className="tl-table">
            <thead>
              <tr>
                <th scope="col">Day from</th>
                <th scope="col" className="n">
                  Interactions
                </th>
                <th scope="col" className="n">
                  Usual
                </th>
                <th scope="col">Against it</th>
              </tr>
            </thead>
            <tbody>
              {known.toReversed().map((day) => (
                <tr key={day.starts_at}>
                  <td>{date(day.starts_at)}</td>
                  <td className="n">{count(day.count)}</td>
                  <td className="n">{day.low === null ? 'unknown' : usualText(day.low, day.high)}</td>
                  <td>
                    {day.low === null || day.high === null
                      ? 'unknown'
                      : day.count < day.low
                        ? 'too little'
                        : day.count > day.high
                          ? 'unusually much'
                          : 'as usual'}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </TableBox>
      </details>
    </>
  )
}

const places = [
  ['minute', 'within a minute'],
  ['hour', 'within an hour'],
  ['day', 'within a day'],
  ['week', 'within a week'],
  ['later', 'later'],
] as const

function Lateness({
  late,
  of,
}: {
  late: NonNullable<NonNullable<FeedHealth['lately']>['late']>
  of: number
}) {
  return (
    <TableBox label="How late it arrives">
      <table className="tl-table">
        <thead>
          <tr>
            <th scope="col">Arrives</th>
            <th scope="col" className="n">
              Interactions
            </th>
            <th scope="col" className="n">
              Share
            </th>
            <th scope="col">
              <span className="tl-hidden">Bar</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {places.map(([place, words]) => (
            <tr key={place}>
              <td>{words}</td>
              <td className="n">{count(late.within[place])}</td>
              <td className="n">{percent(late.within[place] / of)}</td>
              <td style={{ width: '40%' }}>
                <div
                  aria-hidden
                  style={{
                    height: 10,
                    borderRadius: 2,
                    width: `${(100 * late.within[place]) / of}%`,
                    background: 'var(--tl-soft)',
                  }}
                />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableBox>
  )
}
