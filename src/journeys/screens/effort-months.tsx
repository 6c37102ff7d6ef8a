import { lazy, Suspense } from 'react'
import { unknown } from '../../console/figure.tsx'
import { count, percent } from '../../console/fmt.ts'
import { Section } from '../../console/page.tsx'
import { TableBox } from '../../console/table-box.tsx'
import type { EffortReport } from '../contract.ts'
import { minuteWords } from './effort-picture.ts'

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
      <TableBox label="Customer-minutes by month">
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
                Customers’ time
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
                <td className="n">{one.minutes === null ? unknown : minuteWords(one.minutes)}</td>
                <td className="n">{one.mean === null ? unknown : minuteWords(one.mean)}</td>
                <td className="n">
                  {one.avoidable === null ? (
                    unknown
                  ) : (
                    <>
                      {minuteWords(one.avoidable)}{' '}
                      <span className="tl-interval">
                        {one.minutes ? percent(one.avoidable / one.minutes) : ''}
                      </span>
                    </>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </TableBox>
    </Section>
  )
}
