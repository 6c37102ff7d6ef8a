import './ball.css'
import { Figure, Info, unknown } from '../../console/figure.tsx'
import { count, days, percent } from '../../console/fmt.ts'
import { Section } from '../../console/page.tsx'
import { Empty } from '../../console/states.tsx'
import { readTime, type TimeReport } from '../contract.ts'
import { ballParts, ballSentence, parties, partyOf, totalDays } from './ball-picture.ts'
import { ListTable } from './list-table.tsx'
import { RatioFigure, seenWords } from './measured.tsx'
import { timeExplanations } from './time-explanations.ts'

const slowest = { tab: 'runs', sort: 'days', order: 'desc' }

/** All days of all runs in one bar, by who had the ball. The table below says the same. */
function BallBar({ report }: { report: TimeReport }) {
  const parts = ballParts(report.holders)
  const said = parts.map(({ holder, share }) => `${partyOf(holder).words} ${percent(share)}`)
  return (
    <div className="tl-panel" style={{ padding: '14px 16px 12px', marginBottom: 12 }}>
      <div className="tl-ball" role="img" aria-label={`Whose time it was: ${said.join('; ')}`}>
        {parts.map(({ holder, days: held, share }) => (
          <div
            key={holder}
            className="tl-ball-part"
            data-holder={holder}
            title={`${partyOf(holder).words}: ${days(held)}, ${percent(share)}`}
            style={{ flex: `${share} 0 3px` }}
          >
            <span>
              {partyOf(holder).short}
              <br />
              {percent(share)}
            </span>
          </div>
        ))}
      </div>
      <div aria-hidden className="tl-legend" style={{ marginTop: 9 }}>
        {parts.map(({ holder, share }) => (
          <span key={holder}>
            <span className="tl-ball-swatch" data-holder={holder} />
            {partyOf(holder).words} <b>{percent(share)}</b>
          </span>
        ))}
      </div>
    </div>
  )
}

function BallTable({ report }: { report: TimeReport }) {
  const known = report.holders.some(({ share }) => share !== null)
  const whole = totalDays(report.holders)
  const rows = Object.keys(parties).flatMap((party) =>
    report.holders.filter(({ holder }) => holder === party),
  )
  const means = rows.map(({ mean_days }) => mean_days)
  return (
    <ListTable label="Whose time it was" of={readTime} list="holders">
      <table className="tl-table">
        <thead>
          <tr>
            <th scope="col">Whose time</th>
            <th scope="col" className="n">
              Days in all <Info of={timeExplanations.ball_time} rows={slowest} />
            </th>
            <th scope="col" className="n">
              Of the whole
            </th>
            <th scope="col" className="n">
              Mean per run
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ holder, days: held, mean_days, share }) => (
            <tr key={holder}>
              <td style={{ minWidth: 190 }}>
                <span aria-hidden className="tl-ball-swatch" data-holder={holder} />
                {partyOf(holder).words}
              </td>
              <td className="n">{known ? days(held) : unknown}</td>
              <td className="n">{percent(share)}</td>
              <td className="n">{days(mean_days)}</td>
            </tr>
          ))}
          <tr>
            <th scope="row">The whole</th>
            <td className="n">
              <b>{known ? days(whole) : unknown}</b>
            </td>
            <td className="n">{known ? '100 %' : unknown}</td>
            <td className="n">
              {means.includes(null)
                ? unknown
                : days(means.reduce<number>((sum, mean) => sum + (mean ?? 0), 0))}
            </td>
          </tr>
        </tbody>
      </table>
    </ListTable>
  )
}

/** The time of a journey parted exactly by who had the ball. */
export function BallOfJourney({ report }: { report: TimeReport }) {
  const { seen, median_days, company_wait, flow_efficiency } = report
  if (seen.observed === 0)
    return (
      <div style={{ marginBottom: 28 }}>
        <Empty title="Whose time it was is unknown here">
          Nothing in {count(seen.runs)} runs tells who had the ball. Map who began each interaction, its end,
          and <code>ball_after</code>: whom one waits for afterwards.
        </Empty>
      </div>
    )
  const few = seen.observed < 30
  return (
    <Section title="Whose time it was" note={`${ballSentence(report.holders)} It was ${seenWords(seen)}.`}>
      <div className="tl-facts">
        <RatioFigure
          label="Waiting for the company"
          of={company_wait}
          info={timeExplanations.company_wait}
          rows={slowest}
        />
        <RatioFigure
          label="Something happened"
          of={flow_efficiency}
          info={timeExplanations.flow_efficiency}
          rows={slowest}
        />
        <Figure
          label="Half of the runs lasted at most"
          value={few ? `too few (${count(seen.observed)} runs)` : days(median_days)}
          interval={few ? '' : 'so far, open runs included'}
          soft={few || median_days === null}
          info={timeExplanations.ball_time}
          rows={slowest}
        />
      </div>
      <BallBar report={report} />
      <BallTable report={report} />
    </Section>
  )
}
