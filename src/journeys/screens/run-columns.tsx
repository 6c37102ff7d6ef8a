// biome-ignore-all lint/suspicious/noArrayIndexKey: the order of these lists is what they say; they are never reordered
import { Anchor } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { ChannelIcon } from '../../console/channel.tsx'
import { Moment, Tag, unknown } from '../../console/figure.tsx'
import { count, days, decimal } from '../../console/fmt.ts'
import { keep, narrowing, type Search } from '../../console/search.ts'
import type { Column } from '../../console/sheet.tsx'
import type { Output } from '../../http/operation.ts'
import type { listRuns } from '../contract.ts'
import { PromiseFlag } from './promise-flag.tsx'

export type RunRow = Output<typeof listRuns>['runs'][number]

const tones: Record<string, 'good' | 'bad' | 'warn' | undefined> = { success: 'good', failure: 'bad' }
/** Every column a list of runs can have; attributes follow as they come. */
export function runColumns(workspace: string, view: Search, attributes: string[]): Column<RunRow>[] {
  return [...course(workspace, view), ...measures, ...belongings(attributes)]
}

function course(workspace: string, view: Search): Column<RunRow>[] {
  return [
    {
      key: 'subject',
      label: 'Run',
      width: 150,
      cell: (run) => (
        <Anchor
          renderRoot={(props) => (
            <Link
              {...props}
              to="/$workspace/runs/$runId"
              params={{ workspace, runId: run.run_id }}
              search={keep(view, narrowing)}
            />
          )}
        >
          {run.subject_type} {run.subject}
        </Anchor>
      ),
    },
    {
      key: 'started_at',
      label: 'Began',
      width: 148,
      sortable: true,
      cell: (run) => <Moment at={run.started_at} />,
    },
    {
      key: 'outcome',
      label: 'Outcome',
      width: 112,
      cell: (run) => <Tag tone={tones[run.outcome_kind]}>{run.outcome}</Tag>,
    },
  ]
}

const measures: Column<RunRow>[] = [
  {
    key: 'days',
    label: 'Took',
    width: 92,
    numeric: true,
    sortable: true,
    cell: (run) => (run.days === null ? <span className="tl-soft">open</span> : days(run.days)),
  },
  {
    key: 'steps',
    label: 'Steps',
    width: 76,
    numeric: true,
    sortable: true,
    cell: (run) => count(run.steps),
  },
  {
    key: 'contacts',
    label: 'Contacts',
    width: 95,
    numeric: true,
    sortable: true,
    cell: (run) => count(run.contacts),
  },
  {
    key: 'longest_gap_days',
    label: 'Longest gap',
    width: 118,
    numeric: true,
    sortable: true,
    cell: (run) => (run.longest_gap_days === null ? unknown : days(run.longest_gap_days)),
  },
  {
    key: 'excess_days',
    label: 'Beyond tolerance',
    width: 145,
    numeric: true,
    sortable: true,
    cell: (run) => (run.excess_days > 0 ? days(run.excess_days) : <span className="tl-soft">none</span>),
  },
  {
    key: 'promises',
    label: 'Promises',
    width: 150,
    cell: (run) =>
      run.promises.length ? (
        run.promises.map((one, at) => (
          <span key={`${at}-${one.what}`} style={{ marginRight: 8 }}>
            <PromiseFlag state={one.state} /> {one.what} {one.state}
          </span>
        ))
      ) : (
        <span className="tl-soft">none</span>
      ),
  },
  {
    key: 'conformance',
    label: 'Conformance',
    width: 122,
    numeric: true,
    sortable: true,
    cell: (run) => (run.conformance === null ? unknown : decimal(run.conformance, 2)),
  },
  {
    key: 'deviations',
    label: 'Deviations',
    width: 100,
    numeric: true,
    cell: (run) => count(run.deviations),
  },
]

function belongings(attributes: string[]): Column<RunRow>[] {
  return [
    {
      key: 'channels',
      label: 'Channels',
      width: 130,
      cell: (run) =>
        run.channels.map((channel) => (
          <span key={channel} title={channel} style={{ marginRight: 6 }}>
            <ChannelIcon channel={channel} />
            <span className="tl-hidden">{channel}</span>
          </span>
        )),
    },
    { key: 'customer', label: 'Customer', width: 150, cell: (run) => run.customer ?? unknown },
    ...attributes.map((attribute) => ({
      key: `attribute:${attribute}`,
      label: attribute,
      width: 120,
      cell: (run: RunRow) => run.attributes[attribute] ?? unknown,
    })),
  ]
}

export const usualColumns = [
  'subject',
  'started_at',
  'outcome',
  'days',
  'steps',
  'longest_gap_days',
  'excess_days',
  'promises',
  'conformance',
]
