// biome-ignore-all lint/suspicious/noArrayIndexKey: the order of these lists is what they say; they are never reordered
import './journeys.css'
import { Anchor, Button, Group, SegmentedControl, Text } from '@mantine/core'
import { IconPrinter } from '@tabler/icons-react'
import { Link, useParams } from '@tanstack/react-router'
import { Figure, Moment, Tag, unknown } from '../../console/figure.tsx'
import { count, days, duration } from '../../console/fmt.ts'
import { Page, Section } from '../../console/page.tsx'
import { keep, narrowing } from '../../console/search.ts'
import { Answered, Empty } from '../../console/states.tsx'
import { TableBox } from '../../console/table-box.tsx'
import { useCall, useWorkspace } from '../../console/use-call.ts'
import { useView } from '../../console/use-view.ts'
import { type RunTrace, readRun } from '../contract.ts'
import { boundWords, conformanceText } from './conformance-words.ts'
import { explanations } from './explanations.ts'
import { InteractionDetail } from './interaction-detail.tsx'
import { PromiseFlag } from './promise-flag.tsx'
import { SeenInRun } from './seen-in-run.tsx'
import { TraceLegend } from './trace-legend.tsx'
import { TraceView } from './trace-view.tsx'

const tones: Record<string, 'good' | 'bad' | undefined> = { success: 'good', failure: 'bad' }
const ms = (iso: string) => Date.parse(iso)

function Facts({ trace }: { trace: RunTrace }) {
  const took = trace.ended_at
    ? days((ms(trace.ended_at) - ms(trace.started_at)) / 86_400_000)
    : `open for ${days((ms(trace.as_of) - ms(trace.started_at)) / 86_400_000)}`
  const longest = trace.gaps.reduce((most, gap) => Math.max(most, gap.seconds), 0)
  return (
    <div className="tl-facts">
      <Figure label="Took" value={took} info={explanations.days} />
      <Figure
        label="Steps"
        value={count(trace.steps.length)}
        interval={trace.designed_minimum === null ? '' : `designed ${count(trace.designed_minimum)}`}
        info={explanations.steps}
      />
      <Figure
        label="Contacts"
        value={count(trace.contacts)}
        interval={`${count(trace.channels.length)} channels, ${count(trace.switches)} switches`}
        info={explanations.contacts}
      />
      <Figure
        label="Longest gap"
        value={trace.silence_unknown ? 'unknown' : duration(longest)}
        soft={trace.silence_unknown}
        info={explanations.longest}
      />
      <Figure
        label="Conformance"
        value={conformanceText(trace.conformance, trace.conformance_bound)}
        interval={boundWords(trace.conformance_bound)}
        soft={trace.conformance === null}
        info={explanations.conformance}
      />
    </div>
  )
}

function Remarks({ trace }: { trace: RunTrace }) {
  if (trace.deviations.length === 0 && trace.promises.length === 0 && trace.scores.length === 0) return null
  return (
    <Section title="Remarks">
      <ul className="tl-panel" style={{ margin: 0, padding: '12px 18px 12px 34px', lineHeight: 1.8 }}>
        {trace.deviations.map((one, at) => (
          <li key={`${at}-${one.words}`}>
            {one.words} <Tag>{one.kind.replace('_', ' ')}</Tag>
          </li>
        ))}
        {trace.promises.map((one, at) => (
          <li key={`${at}-${one.what}`}>
            <PromiseFlag state={one.state} /> Promise of {one.what}
            {one.source === 'storyboard' ? ' (implied by the storyboard)' : ''}
            {one.made_in ? `, made at ${one.made_in}` : ''}
            {one.due_last ? (
              <>
                , due <Moment at={one.due_last} />
              </>
            ) : null}
            : <b>{one.state}</b>
            {one.fulfilled_at ? (
              <>
                , fulfilled <Moment at={one.fulfilled_at} />
              </>
            ) : null}
            .
          </li>
        ))}
        {trace.scores.map((one) => (
          <li key={`${one.question}-${one.at}`}>
            {one.question}: <b>{one.value}</b> at {one.touchpoint}, <Moment at={one.at} />.
          </li>
        ))}
      </ul>
    </Section>
  )
}

function StepTable({
  trace,
  selected,
  select,
}: {
  trace: RunTrace
  selected: number
  select: (index: number) => void
}) {
  return (
    <TableBox label="Steps in order">
      <table className="tl-table">
        <thead>
          <tr>
            <th scope="col" className="n">
              #
            </th>
            <th scope="col">When</th>
            <th scope="col">Touchpoint</th>
            <th scope="col">Channel</th>
            <th scope="col" className="n">
              After waiting
            </th>
          </tr>
        </thead>
        <tbody>
          {trace.steps.map((step, at) => (
            <tr
              key={`${at}-${step.interaction_id}`}
              style={at === selected ? { background: 'var(--tl-selected)' } : {}}
            >
              <td className="n">{at + 1}</td>
              <td>
                <Moment at={step.started_at} />
              </td>
              <td>
                <Anchor
                  component="button"
                  type="button"
                  ta="left"
                  onClick={() => select(at)}
                  aria-pressed={at === selected}
                >
                  {step.touchpoint}
                </Anchor>
              </td>
              <td>{step.channel || unknown}</td>
              <td className="n">{at ? duration(step.waiting) : ''}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableBox>
  )
}

function Trace({ trace }: { trace: RunTrace }) {
  const { view, set } = useView()
  const axis = view.axis === 'linear' ? 'linear' : 'compressed'
  const wanted = trace.steps.findIndex((step) => step.interaction_id === view.selected)
  const selected = Math.max(0, wanted)
  const select = (index: number) => set({ selected: trace.steps[index]?.interaction_id ?? '' })
  if (trace.steps.length === 0)
    return <Empty title="Nothing happened in this run yet">Look again as of a later day.</Empty>
  return (
    <>
      <Group justify="flex-end" mb={8} className="tl-noprint">
        <SegmentedControl
          size="xs"
          aria-label="Time axis"
          value={axis}
          onChange={(value) => set({ axis: value === 'compressed' ? '' : value })}
          data={[
            { value: 'compressed', label: 'Compressed gaps' },
            { value: 'linear', label: 'True to time' },
          ]}
        />
      </Group>
      <TraceView trace={trace} axis={axis} selected={selected} select={select} />
      <TraceLegend />
      <div className="tl-run-below">
        <InteractionDetail trace={trace} index={selected} />
        <StepTable trace={trace} selected={selected} select={select} />
      </div>
      <SeenInRun trace={trace} select={select} />
    </>
  )
}

/** One run as a trace, with its sentence in words on top. */
export function RunPage() {
  const { runId = '' } = useParams({ strict: false })
  const workspace = useWorkspace()
  const { view } = useView()
  const run = useCall(readRun, { workspace, run_id: runId, ...(view.as_of ? { as_of: view.as_of } : {}) })
  const trace = run.data
  const title = trace ? `${trace.subject_type} ${trace.subject}` : 'Run'
  const up =
    trace?.journey && !trace.journey.startsWith('subject:') ? (
      <Link
        to="/$workspace/journeys/$journey"
        params={{ workspace, journey: trace.journey }}
        search={{ ...keep(view, narrowing), tab: 'runs' }}
      >
        {trace.journey}
      </Link>
    ) : trace ? (
      <Link
        to="/$workspace/subjects/$subject"
        params={{ workspace, subject: trace.subject_type }}
        search={{ ...keep(view, narrowing), tab: 'runs' }}
      >
        {trace.subject_type}
      </Link>
    ) : null
  return (
    <Page
      title={title}
      crumbs={
        <>
          <Link to="/$workspace/journeys" params={{ workspace }}>
            Journeys
          </Link>{' '}
          / {up} / run
        </>
      }
      aside={
        <Group gap={12}>
          {trace ? (
            <span className="tl-soft">
              <Tag tone={tones[trace.outcome_kind]}>{trace.outcome}</Tag>{' '}
              {trace.customer ? `customer ${trace.customer}` : 'customer unknown'} ·{' '}
              {trace.version ? `version ${trace.version}` : 'no storyboard'} · as of{' '}
              <Moment at={trace.as_of} />
            </span>
          ) : null}
          <Button
            className="tl-noprint"
            variant="default"
            size="compact-md"
            leftSection={<IconPrinter size={16} aria-hidden />}
            onClick={() => print()}
          >
            Print
          </Button>
        </Group>
      }
    >
      <Answered of={run} rows={8}>
        {(answer) => (
          <>
            <Text size="lg" mb={20} maw={900} lh={1.55}>
              {answer.sentence}
            </Text>
            <Facts trace={answer} />
            <Trace trace={answer} />
            <Remarks trace={answer} />
          </>
        )}
      </Answered>
    </Page>
  )
}
