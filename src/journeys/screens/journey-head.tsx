import { Figure, Info, Moment, ShareFigure, Tag } from '../../console/figure.tsx'
import { count, days, decimal, percent, share } from '../../console/fmt.ts'
import { type JourneyReport, readJourney } from '../contract.ts'
import { conformanceText, meanWords } from './conformance-words.ts'
import { explanations } from './explanations.ts'
import { ListTable } from './list-table.tsx'
import { OutcomeBar } from './outcome-bar.tsx'

const tones = { met: 'good', missed: 'bad', 'cannot tell': undefined, 'too few': 'unknown' } as const

function Objectives({ objectives }: { objectives: JourneyReport['objectives'] }) {
  if (objectives.length === 0) return null
  return (
    <ListTable label="Objectives" of={readJourney} list="objectives" panel={false}>
      <table className="tl-table">
        <thead>
          <tr>
            <th scope="col">
              Objective <Info of={explanations.objective} />
            </th>
            <th scope="col" className="n">
              Target
            </th>
            <th scope="col" className="n">
              Met by
            </th>
            <th scope="col">Verdict</th>
          </tr>
        </thead>
        <tbody>
          {objectives.map((one) => {
            const text = share(one.met, one.of, one.low, one.high)
            return (
              <tr key={one.objective}>
                <td>{one.objective}</td>
                <td className="n">{percent(one.target)}</td>
                <td className="n">
                  {text.tooFew ? (
                    <span className="tl-soft">{text.main}</span>
                  ) : (
                    <>
                      {text.main} <span className="tl-interval">{text.interval}</span>
                    </>
                  )}
                </td>
                <td>
                  <Tag tone={tones[one.verdict]}>{one.verdict}</Tag>
                </td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </ListTable>
  )
}

/** The main figures of a journey over the runs that pass the filters. */
/** Between which bounds, and over how many runs. */
function halfWords({ low, high, runs }: JourneyReport['time_to_success']): string {
  const between = low === null ? '' : `${days(low)} – ${high === null ? 'unknown' : days(high)} · `
  return `${between}n ${count(runs)}`
}

export function JourneyHead({ report }: { report: JourneyReport }) {
  const main = Object.entries(report.days).toSorted((a, b) => b[1].n - a[1].n)[0]
  const due = Object.entries(report.promises)
  return (
    <div className="tl-panel" style={{ marginBottom: 26 }}>
      <div style={{ padding: '16px 18px' }}>
        <div className="tl-soft" style={{ fontSize: '0.8125rem', marginBottom: 6 }}>
          Outcomes of {count(report.runs)} runs <Info of={explanations.outcome} rows={{ tab: 'runs' }} />
        </div>
        <OutcomeBar outcomes={report.outcomes} kinds={report.outcome_kinds} />
        <div className="tl-figures" style={{ marginTop: 18 }}>
          <Figure
            label="Customers"
            value={count(report.customers)}
            interval={[
              report.customers_unknown ? `${count(report.customers_unknown)} runs of unknown customers` : '',
              report.doubtful_runs ? `${count(report.doubtful_runs)} runs rest on a doubtful match` : '',
            ]
              .filter((words) => words !== '')
              .join(' · ')}
            info={explanations.customers}
            rows={{ tab: 'runs' }}
          />
          {main ? (
            <Figure
              label={`Time to ${main[0]}`}
              value={days(main[1].median)}
              interval={`slowest tenth over ${days(main[1].p90)} · n ${count(main[1].n)}`}
              info={explanations.days}
              rows={{ tab: 'runs', outcome: main[0], sort: 'days' }}
            />
          ) : null}
          {main ? (
            <Figure
              label="Half have succeeded within"
              value={days(report.time_to_success.median_days)}
              interval={halfWords(report.time_to_success)}
              info={explanations.time_to_success}
              rows={{ tab: 'runs', sort: 'days' }}
            />
          ) : null}
          <ShareFigure
            label="Silent beyond tolerance"
            part={report.silence.runs_silent}
            of={report.silence.runs_observed}
            low={report.silence.low}
            high={report.silence.high}
            info={explanations.silence}
            rows={{ tab: 'runs', sort: 'excess_days' }}
          />
          {due.map(([what, one]) => (
            <ShareFigure
              key={what}
              label={`Promise kept: ${what}`}
              part={one.kept}
              of={one.kept + one.late + one.renegotiated + one.broken}
              low={one.low}
              high={one.high}
              info={explanations.promise}
              rows={{ tab: 'runs', promise: `${what}=late` }}
            />
          ))}
          <Figure
            label="Steps taken"
            value={decimal(report.steps.median_taken, 0)}
            interval={
              report.steps.designed_minimum === null ? '' : `designed ${count(report.steps.designed_minimum)}`
            }
            info={explanations.steps}
            rows={{ tab: 'runs', sort: 'steps' }}
          />
          <Figure
            label="Conformance"
            value={conformanceText(report.conformance.mean, (report.conformance.bounds ?? 0) > 0)}
            interval={meanWords(report.conformance.as_designed, report.conformance.bounds)}
            info={explanations.conformance}
            rows={{ tab: 'runs', sort: 'conformance', order: 'asc' }}
          />
        </div>
      </div>
      <Objectives objectives={report.objectives} />
    </div>
  )
}

export function HeadLine({ report }: { report: JourneyReport }) {
  return (
    <span className="tl-soft">
      version {report.version} · {count(report.runs)} runs · as of <Moment at={report.as_of} />
    </span>
  )
}
