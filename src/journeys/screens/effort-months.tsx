import { lazy, Suspense } from 'react'
import { Info, unknown } from '../../console/figure.tsx'
import { count, percent } from '../../console/fmt.ts'
import { Section } from '../../console/page.tsx'
import { type EffortReport, readEffort } from '../contract.ts'
import { minutesBetween, minuteWords } from './effort-picture.ts'
import { explanations } from './explanations.ts'
import { ListTable } from './list-table.tsx'

type Month = EffortReport['months'][number]

function Minutes({ of, low, high, runs }: Record<'of' | 'low' | 'high', number | null> & { runs: number }) {
  if (of === null) return unknown
  return (
    <>
      {minuteWords(of)} <span className="tl-interval tl-below">{minutesBetween(of, low, high, runs)}</span>
    </>
  )
}

function Avoidable({ of }: { of: Month }) {
  return (
    <>
      {of.avoidable !== null && of.minutes ? (
        <span className="tl-interval">{percent(of.avoidable / of.minutes)}</span>
      ) : null}{' '}
      <Minutes of={of.avoidable} low={of.avoidable_low} high={of.avoidable_high} runs={of.observed} />
    </>
  )
}

const EffortMonthsChart = lazy(() => import('./effort-months-chart.tsx'))
/** The same month by month: when it was dear, and how much is known of it. */
export function EffortMonths({ months }: { months: EffortReport['months'] }) {
  if (months.filter((one) => one.minutes !== null).length < 2) return null
  return (
    <Section
      title="By month"
      note="Runs by the month in which they began; the last ones may be under way still."
    >
      <Suspense>
        <EffortMonthsChart months={months} />
      </Suspense>
      <ListTable label="Customer-minutes by month" of={readEffort} list="months">
        <table className="tl-table">
          <thead>
            <tr>
              <th scope="col">Month</th>
              <th scope="col" className="n">
                Runs
              </th>
              <th scope="col" className="n">
                Observed in
              </th>
              <th scope="col" className="n">
                Customers’ time <Info of={explanations.effort_total} />
              </th>
              <th scope="col" className="n">
                Mean per run
              </th>
              <th scope="col" className="n">
                Avoidable
              </th>
            </tr>
          </thead>
          <tbody>
            {months.map((one) => (
              <tr key={one.month}>
                <td className="tl-nowrap">{one.month}</td>
                <td className="n">{count(one.runs)}</td>
                <td className="n">{percent(one.runs ? one.observed / one.runs : null)}</td>
                <td className="n">
                  <Minutes
                    of={one.minutes}
                    low={one.minutes_low}
                    high={one.minutes_high}
                    runs={one.observed}
                  />
                </td>
                <td className="n">
                  <Minutes of={one.mean} low={one.mean_low} high={one.mean_high} runs={one.observed} />
                </td>
                <td className="n">
                  <Avoidable of={one} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </ListTable>
    </Section>
  )
}
