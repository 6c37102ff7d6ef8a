import { Select } from '@mantine/core'
import { lazy, Suspense } from 'react'
import { Info, unknown } from '../../console/figure.tsx'
import { count, days, decimal, percent } from '../../console/fmt.ts'
import { Section } from '../../console/page.tsx'
import { filtersOf, samplingOf } from '../../console/search.ts'
import { Answered, Empty } from '../../console/states.tsx'
import { useCall, useWorkspace } from '../../console/use-call.ts'
import { useView } from '../../console/use-view.ts'
import type { Output } from '../../http/operation.ts'
import {
  type JourneyReport,
  readJourney,
  readJourneyMap,
  readPlaces,
  readTime,
  splitJourney,
} from '../contract.ts'
import { BallOfJourney } from './ball-time.tsx'
import { EdgeTimes } from './edge-times.tsx'
import { explanations } from './explanations.ts'
import { ListTable } from './list-table.tsx'
import { journeyGraph } from './map-graph.ts'
import { PlaceTimes } from './place-times.tsx'

const SplitChart = lazy(() => import('./split-chart.tsx'))

function ToOutcome({ report }: { report: JourneyReport }) {
  const rows = Object.entries(report.days)
  if (rows.length === 0) return null
  return (
    <Section title="From start to outcome">
      <ListTable label="From start to outcome" of={readJourney} list="days">
        <table className="tl-table">
          <thead>
            <tr>
              <th scope="col">Outcome</th>
              <th scope="col" className="n">
                Runs
              </th>
              <th scope="col" className="n">
                Median <Info of={explanations.days} />
              </th>
              <th scope="col" className="n">
                Mean
              </th>
              <th scope="col" className="n">
                Slowest tenth over
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map(([outcome, one]) => (
              <tr key={outcome}>
                <td>{outcome}</td>
                <td className="n">{count(one.n)}</td>
                <td className="n">{days(one.median)}</td>
                <td className="n">{days(one.mean)}</td>
                <td className="n">{days(one.p90)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </ListTable>
    </Section>
  )
}

function SuccessCell({ one }: { one: Output<typeof splitJourney>['values'][number] }) {
  if (one.success_share === null) return unknown
  if (one.runs < 30)
    return (
      <span className="tl-soft">
        too few ({count(one.success)} of {count(one.runs)})
      </span>
    )
  return (
    <>
      {percent(one.success_share)}{' '}
      <span className="tl-interval">
        {one.low === null || one.high === null ? '' : `${percent(one.low)} – ${percent(one.high)}`}
      </span>
    </>
  )
}

function SideBySide({ journey, report }: { journey: string; report: JourneyReport }) {
  const workspace = useWorkspace()
  const { view, set } = useView()
  const ways = [
    { value: 'channel', label: 'channel' },
    { value: 'outcome', label: 'outcome' },
    ...Object.keys(report.promises).map((what) => ({ value: `promise:${what}`, label: `promise: ${what}` })),
    ...report.attributes.map((one) => ({ value: `attribute:${one.attribute}`, label: one.attribute })),
  ]
  const by = ways.find((one) => one.value === view.by)?.value ?? ways.at(-1)?.value ?? 'channel'
  const split = useCall(splitJourney, { workspace, journey, by, ...filtersOf(view) })
  return (
    <Section
      title="Side by side"
      aside={
        <Select
          aria-label="Split by"
          size="xs"
          w={200}
          data={ways}
          value={by}
          onChange={(value) => set({ by: value ?? '' })}
        />
      }
    >
      <Answered of={split} rows={4}>
        {({ values }) =>
          values.length === 0 ? (
            <Empty title="Nothing to compare">No run passes the filters.</Empty>
          ) : (
            <>
              {by === 'outcome' ? null : (
                <Suspense>
                  <SplitChart values={values} />
                </Suspense>
              )}
              <ListTable label="Side by side" of={splitJourney} list="values" asked={{ by }}>
                <table className="tl-table">
                  <thead>
                    <tr>
                      <th scope="col">{ways.find((one) => one.value === by)?.label}</th>
                      <th scope="col" className="n">
                        Runs
                      </th>
                      <th scope="col" className="n">
                        Success <Info of={explanations.success} />
                      </th>
                      <th scope="col" className="n">
                        Median time
                      </th>
                      <th scope="col" className="n">
                        Promises kept
                      </th>
                      <th scope="col" className="n">
                        Silent runs
                      </th>
                      <th scope="col" className="n">
                        Score
                      </th>
                    </tr>
                  </thead>
                  <tbody>
                    {values.map((one) => (
                      <tr key={one.value}>
                        <td>{one.value || unknown}</td>
                        <td className="n">{count(one.runs)}</td>
                        <td className="n">
                          <SuccessCell one={one} />
                        </td>
                        <td className="n">{days(one.median_days)}</td>
                        <td className="n">{percent(one.kept_rate)}</td>
                        <td className="n">{percent(one.silent_share)}</td>
                        <td className="n">{decimal(one.score_mean)}</td>
                      </tr>
                    ))}
                  </tbody>
                </table>
              </ListTable>
            </>
          )
        }
      </Answered>
    </Section>
  )
}

export function TimesTab({ journey, report }: { journey: string; report: JourneyReport }) {
  const workspace = useWorkspace()
  const { view } = useView()
  const map = useCall(readJourneyMap, { workspace, journey, ...samplingOf(view) })
  const places = useCall(readPlaces, { workspace, journey, ...filtersOf(view) })
  const time = useCall(readTime, { workspace, journey, ...filtersOf(view) })
  return (
    <>
      <Answered of={time}>{(answer) => <BallOfJourney report={answer} />}</Answered>
      <Answered of={places}>{(answer) => <PlaceTimes report={answer} />}</Answered>
      <ToOutcome report={report} />
      <Section title="Between steps">
        <Answered of={map}>{(answer) => <EdgeTimes edges={journeyGraph(answer).edges} runs />}</Answered>
      </Section>
      <SideBySide journey={journey} report={report} />
    </>
  )
}
