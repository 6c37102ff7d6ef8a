import { SegmentedControl, Text } from '@mantine/core'
import { lazy, Suspense } from 'react'
import { Figure, Info, Moment, Share, ShareFigure } from '../../console/figure.tsx'
import { count, decimal, duration, percent, plural } from '../../console/fmt.ts'
import { Loading } from '../../console/page.tsx'
import { filtersOf } from '../../console/search.ts'
import { Answered } from '../../console/states.tsx'
import { useCall, useWorkspace } from '../../console/use-call.ts'
import { useView } from '../../console/use-view.ts'
import { type EdgeReport, type Held, readEdge } from '../contract.ts'
import { type Axis, axes, drawnBars } from './edge-picture.ts'
import { useFirstRows } from './first-rows.tsx'
import { holderOf } from './holders.ts'
import { ListTable } from './list-table.tsx'
import { mapExplanations } from './map-explanations.ts'
import type { MapEdge } from './map-graph.ts'
import { RowsLink, RunLink } from './run-link.tsx'

const EdgeChart = lazy(() => import('./edge-chart.tsx'))

/** Whose the waiting was, as one bar with its words. */
function HeldBar({ held }: { held: Held }) {
  const parts = (Object.entries(held) as [keyof Held, number][])
    .filter(([, share]) => share >= 0.005)
    .sort((a, b) => b[1] - a[1])
  return (
    <div style={{ minWidth: 190 }}>
      <div className="tl-soft" style={{ fontSize: '0.8125rem' }}>
        Ball with <Info of={mapExplanations.held} />
      </div>
      <div className="tl-bar" aria-hidden style={{ margin: '7px 0 5px' }}>
        {parts.map(([party, share]) => (
          <span key={party} style={{ width: `${share * 100}%`, background: holderOf(party).solid }} />
        ))}
      </div>
      <Text size="sm">
        {parts.map(([party, share]) => `${holderOf(party).words} ${percent(share)}`).join(' · ')}
      </Text>
    </div>
  )
}

function Distribution({ report, party }: { report: EdgeReport; party: string }) {
  const { view, set } = useView()
  const axis: Axis = view.axis === 'linear' ? 'linear' : 'logarithmic'
  return (
    <section>
      <div className="tl-edge-head">
        <h4>How long it took</h4>
        <SegmentedControl
          size="xs"
          aria-label="Scale of time"
          data={[...axes]}
          value={axis}
          onChange={(value) => set({ axis: value === 'linear' ? 'linear' : '' })}
        />
      </div>
      <Suspense fallback={<Loading rows={5} height={46} />}>
        <EdgeChart report={report} axis={axis} solid={holderOf(party).solid} />
      </Suspense>
      <details>
        <summary>
          {count(report.count)} passages as a table; hatched:{' '}
          {count(report.linear.reduce((sum, bar) => sum + bar.silent, 0))} silent beyond tolerance
        </summary>
        <ListTable
          label="Passages by time"
          of={readEdge}
          list={axis}
          asked={{ from: report.from, to: report.to }}
          panel={false}
        >
          <table className="tl-table">
            <thead>
              <tr>
                <th scope="col">From</th>
                <th scope="col">To under</th>
                <th scope="col" className="n">
                  Passages
                </th>
                <th scope="col" className="n">
                  Of them silent
                </th>
              </tr>
            </thead>
            <tbody>
              {drawnBars(report[axis], axis).map((bar) => (
                <tr key={bar.from}>
                  <td>{duration(Math.round(bar.from))}</td>
                  <td>{bar.open ? 'longer' : duration(Math.round(bar.to))}</td>
                  <td className="n">{count(bar.count)}</td>
                  <td className="n">{count(bar.silent)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </ListTable>
      </details>
    </section>
  )
}

function Segments({ report: { segments, from, to } }: { report: EdgeReport }) {
  const { rows, more } = useFirstRows(segments, 8)
  if (segments.length === 0) return null
  return (
    <section>
      <h4>By segment</h4>
      <ListTable label="By segment" of={readEdge} list="segments" asked={{ from, to }} panel={false}>
        <table className="tl-table">
          <thead>
            <tr>
              <th scope="col">Segment</th>
              <th scope="col" className="n">
                Runs
              </th>
              <th scope="col" className="n">
                Median
              </th>
              <th scope="col" className="n">
                Silent <Info of={mapExplanations.silent} />
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map((one) => (
              <tr key={`${one.attribute}=${one.value}`}>
                <td className="tl-nowrap">
                  <span className="tl-soft">{one.attribute}</span> {one.value}
                </td>
                <td className="n">{count(one.runs)}</td>
                <td className="n">{duration(one.median_seconds)}</td>
                <td className="n">
                  <Share
                    part={one.silent.runs}
                    of={one.silent.of}
                    low={one.silent.low}
                    high={one.silent.high}
                  />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </ListTable>
      {more}
    </section>
  )
}

function Slowest({ report, rows }: { report: EdgeReport; rows: string }) {
  return (
    <section className="tl-edge-whole">
      <div className="tl-edge-head">
        <h4>The slowest</h4>
        <RowsLink rows={{ tab: 'runs', edge: rows }}>All {plural(report.runs, 'run')}</RowsLink>
      </div>
      <ListTable
        label="The slowest passages"
        of={readEdge}
        list="slowest"
        asked={{ from: report.from, to: report.to }}
        panel={false}
      >
        <table className="tl-table">
          <thead>
            <tr>
              <th scope="col">Run</th>
              <th scope="col" className="n">
                Took
              </th>
              <th scope="col" className="n">
                Of it silent
              </th>
              <th scope="col">Until</th>
            </tr>
          </thead>
          <tbody>
            {report.slowest.map((one) => (
              <tr key={`${one.run_id}${one.arrived_at}`}>
                <td className="tl-nowrap">
                  <RunLink runId={one.run_id}>
                    {one.subject_type} {one.subject}
                  </RunLink>
                </td>
                <td className="n">{duration(one.seconds)}</td>
                <td className="n">{one.silent_seconds === 0 ? 'none' : duration(one.silent_seconds)}</td>
                <td>
                  <Moment at={one.arrived_at} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </ListTable>
    </section>
  )
}

function Figures({ edge, all }: { edge: MapEdge; all: number }) {
  const { silent, held } = edge
  return (
    <div className="tl-edge-figures">
      {edge.runs === null ? (
        <Figure label="Passages" value={count(edge.count)} info={mapExplanations.passages} />
      ) : (
        <Figure
          label="Runs"
          value={count(edge.runs)}
          interval={`${percent(edge.runs / Math.max(1, all))} of all${edge.count > edge.runs ? ` · ${count(edge.count)} passages` : ''}`}
          info={mapExplanations.edge}
        />
      )}
      <Figure
        label="Median"
        value={duration(edge.median_seconds)}
        interval={`slowest tenth over ${duration(edge.p90_seconds)}`}
        info={mapExplanations.time}
      />
      {held === null ? null : <HeldBar held={held} />}
      {silent === null ? null : (
        <ShareFigure
          label="Silent beyond tolerance"
          part={silent.runs}
          of={silent.of}
          low={silent.low}
          high={silent.high}
          info={mapExplanations.silent}
        />
      )}
      {edge.silent_share === null ? null : (
        <Figure
          label="Customer-days beyond tolerance"
          value={
            edge.excess_days !== null && edge.excess_days < 10
              ? decimal(edge.excess_days)
              : count(edge.excess_days)
          }
          interval={`${percent(edge.silent_share)} of the time here`}
          info={mapExplanations.excess}
        />
      )}
    </div>
  )
}

/** What one edge says: how long, in whose hands, how often in silence, and which runs. */
export function EdgePanel({ edge, journey, all }: { edge: MapEdge; journey: string; all: number }) {
  const workspace = useWorkspace()
  const { view } = useView()
  const { from, to } = edge
  const lived = edge.count > 0
  const report = useCall(readEdge, { workspace, journey, from, to, ...filtersOf(view) }, { enabled: lived })
  if (!lived) return <Text>Designed, and taken by no run that passes the filters.</Text>
  const current = report.data?.from === from && report.data.to === to
  return (
    <>
      <Figures edge={edge} all={all} />
      {current || report.error ? (
        <Answered of={report}>
          {(answer) => (
            <div className="tl-edge-parts">
              <Distribution report={answer} party={edge.held === null ? 'unknown' : edge.waited_for} />
              <Segments report={answer} />
              <Slowest report={answer} rows={`${from}|${to}`} />
            </div>
          )}
        </Answered>
      ) : (
        <Loading rows={5} height={46} />
      )}
    </>
  )
}
