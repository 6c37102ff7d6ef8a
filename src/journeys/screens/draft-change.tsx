import './draft-change.css'
import { Button, Group, Select, Text } from '@mantine/core'
import { Info, Moment, Share, unknown } from '../../console/figure.tsx'
import { count, percent, plural } from '../../console/fmt.ts'
import { Section } from '../../console/page.tsx'
import { Notice, ProblemNote } from '../../console/states.tsx'
import { TableBox } from '../../console/table-box.tsx'
import { useWorkspace } from '../../console/use-call.ts'
import { useLong } from '../../console/use-long.ts'
import { useView } from '../../console/use-view.ts'
import { compareCandidate, type StoryboardsCompared } from '../contract.ts'
import { detected, differenceWords } from './compared.ts'
import { ComparingWork } from './comparing-work.tsx'
import { changeWords, type DraftShare, draftCounts, draftShares, heldWords } from './draft-change.ts'
import { explanations } from './explanations.ts'
import { RunLink } from './run-link.tsx'

/** More would keep the server busy without telling more. */
const mostRuns = 20_000

const periods = [
  { value: '7', label: 'begun in the last 7 days' },
  { value: '30', label: 'begun in the last 30 days' },
  { value: '90', label: 'begun in the last 90 days' },
  { value: 'all', label: 'all runs' },
]

function Judged({ of }: { of: DraftShare['before'] }) {
  if (of === null) return unknown
  if (typeof of === 'number') return <b>{percent(of)}</b>
  return <Share part={of.met} of={of.of} low={of.low} high={of.high} />
}

function Differing({ row: { difference, more, before, changed } }: { row: DraftShare }) {
  if (difference === null) return unknown
  // No run is judged otherwise: an interval would speak of other runs than these.
  if (changed === 0 && difference.value === 0) return <span className="tl-soft">none</span>
  if (before !== null && typeof before !== 'number' && before.of < 30)
    return <span className="tl-soft">too few</span>
  const { value, low, high } = difference
  const shown = differenceWords('share', value)
  if (low === null || high === null) return <span className="tl-soft">{shown}, without interval</span>
  const between = `${differenceWords('share', low)} to ${differenceWords('share', high)}`
  if (!detected(difference))
    return (
      <>
        <span className="tl-soft">no detectable change</span> <span className="tl-interval">{between}</span>
      </>
    )
  return (
    <>
      <b>
        {shown}, {value > 0 === (more === 'good') ? 'better' : 'worse'}
      </b>{' '}
      <span className="tl-interval">{between}</span>
    </>
  )
}

function Figures({ compared }: { compared: StoryboardsCompared }) {
  return (
    <TableBox label="Before and after, figure by figure">
      <table className="tl-table tl-draft-change">
        <thead>
          <tr>
            <th scope="col">Figure</th>
            <th scope="col" className="n">
              Version {compared.a.version}
            </th>
            <th scope="col" className="n">
              Draft
            </th>
            <th scope="col" className="n">
              Difference <Info of={explanations.draft_difference} />
            </th>
            <th scope="col" className="n">
              Runs that change <Info of={explanations.draft_runs} />
            </th>
          </tr>
        </thead>
        <tbody>
          {draftShares(compared).map((row) => (
            <tr key={row.figure}>
              <th scope="row">{row.figure}</th>
              <td className="n">
                <Judged of={row.before} />
              </td>
              <td className="n">
                <Judged of={row.after} />
              </td>
              <td className="n">
                <Differing row={row} />
              </td>
              <td className="n">{count(row.changed)}</td>
            </tr>
          ))}
          {draftCounts(compared).map(({ name, of, before, after }) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td className="n">{plural(before, of)}</td>
              <td className="n">{plural(after, of)}</td>
              <td className="n">
                {after === before ? (
                  <span className="tl-soft">none</span>
                ) : (
                  `${after > before ? '+' : '−'}${plural(Math.abs(after - before), of)}`
                )}
              </td>
              <td />
            </tr>
          ))}
        </tbody>
      </table>
    </TableBox>
  )
}

function Examples({ examples, runs }: StoryboardsCompared) {
  if (examples.length === 0) return null
  return (
    <div className="tl-draft-runs">
      <Text fw={600} mb={6}>
        {examples.length < runs.changed.met
          ? `The latest ${examples.length} of the ${count(runs.changed.met)} that change`
          : 'The runs that change'}
      </Text>
      <ul>
        {examples.map(({ run_id, subject, started_at, changes }) => (
          <li key={run_id}>
            <RunLink runId={run_id}>{subject}</RunLink>{' '}
            <span className="tl-soft">
              begun <Moment at={started_at} />
            </span>
            <dl>
              {changes.map(({ of, before, after }) => (
                <div key={of}>
                  <dt>{of}</dt>
                  <dd>
                    was {before}, would be <b>{after}</b>
                  </dd>
                </div>
              ))}
            </dl>
          </li>
        ))}
      </ul>
    </div>
  )
}

/** The draft held against runs that are there, before it is saved. Nothing is stored. */
export function DraftChange({
  journey,
  version,
  yaml,
  ready,
}: {
  journey: string
  version: number
  yaml: string
  /** The check has found no problem in it. */
  ready: boolean
}) {
  const workspace = useWorkspace()
  const { view, set } = useView()
  const period = periods.find(({ value }) => value === view.held)?.value ?? '30'
  const compare = useLong(compareCandidate)
  const hold = (days: string) =>
    compare.mutate({
      workspace,
      journey,
      a: version,
      yaml,
      work: `draft ${Date.now()} ${Math.random()}`,
      at_most: mostRuns,
      ...(days === 'all' ? {} : { last_days: Number(days) }),
    })
  const { data, variables } = compare
  return (
    <Section
      title="What would change"
      note={`Holds the draft against runs that are there, beside version ${version}, as if each had always been in force. Nothing is stored.`}
    >
      <Group align="flex-end" gap={12} mb={14}>
        <Select
          label="Runs to hold it against"
          w={230}
          data={periods}
          value={period}
          allowDeselect={false}
          onChange={(value) => {
            set({ held: value === '30' ? '' : (value ?? '') })
            if (data && ready) hold(value ?? '30')
          }}
        />
        <Button variant="default" disabled={!ready || compare.isPending} onClick={() => hold(period)}>
          Show what would change
        </Button>
      </Group>
      {compare.isPending ? (
        <div style={{ marginBottom: 14 }}>
          <ComparingWork
            work={compare.variables.work ?? ''}
            begun={compare.begun}
            words={`Judging the runs by version ${version} and the draft`}
            cancel={compare.cancel}
          />
        </div>
      ) : null}
      {compare.error ? <ProblemNote error={compare.error} retry={() => hold(period)} /> : null}
      {data ? (
        <>
          {variables?.yaml === yaml ? null : (
            <Text size="sm" mb={8} role="status">
              The text has changed since; this is of the draft before. Show it anew.
            </Text>
          )}
          <Notice title={changeWords(data)}>{heldWords(data)}</Notice>
          <Figures compared={data} />
          <Examples {...data} />
        </>
      ) : null}
    </Section>
  )
}
