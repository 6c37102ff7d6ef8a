import { UnstyledButton } from '@mantine/core'
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react'
import { Fragment } from 'react'
import { Info, Tag } from '../../console/figure.tsx'
import { count } from '../../console/fmt.ts'
import { Section } from '../../console/page.tsx'
import { filtersOf } from '../../console/search.ts'
import { Answered, Empty } from '../../console/states.tsx'
import { useCall, useWorkspace } from '../../console/use-call.ts'
import { useView } from '../../console/use-view.ts'
import { readWaste, type WasteReport } from '../contract.ts'
import { IntervalStrip } from './interval-strip.tsx'
import { ListTable } from './list-table.tsx'
import { seenWords } from './measured.tsx'
import { onwardExplanations } from './onward-explanations.ts'
import { RunsHaving } from './run-link.tsx'
import { WasteCauses } from './waste-causes.tsx'
import { WasteRuns } from './waste-runs.tsx'
import { differenceScale, points, wasteRows, wasteSentence } from './waste-words.ts'

type Step = WasteReport['steps'][number]

const tones = {
  waste: 'bad',
  needed: 'good',
  'cannot tell': 'unknown',
  'gives something': undefined,
} as const

function Difference({ of, scale, margin }: { of: Step; scale: number; margin: number }) {
  const { difference, verdict } = of
  if (difference === null)
    return <span className="tl-soft">{verdict === 'cannot tell' ? 'cannot tell' : 'not asked'}</span>
  return (
    <>
      {points(difference.value)}{' '}
      <span className="tl-interval">
        {points(difference.low)} to {points(difference.high)}
      </span>
      <IntervalStrip
        {...difference}
        from={-scale}
        to={scale}
        marks={[{ at: 0 }, { at: -margin, dashed: true }]}
      />
    </>
  )
}

function StepRow({ of, report, journey }: { of: Step; report: WasteReport; journey: string }) {
  const { view, set } = useView()
  const key = `step:${of.step}`
  const open = view.selected === key
  const Chevron = open ? IconChevronDown : IconChevronRight
  return (
    <Fragment>
      <tr>
        <td style={{ minWidth: 150 }}>
          <UnstyledButton
            aria-expanded={open}
            style={{
              display: 'inline-flex',
              gap: 5,
              minHeight: 24,
              alignItems: 'center',
              fontSize: 'inherit',
            }}
            onClick={() => set({ selected: open ? '' : key })}
          >
            <Chevron size={14} aria-hidden style={{ flex: 'none' }} /> {of.step}
          </UnstyledButton>
        </td>
        <td style={{ minWidth: 220 }}>
          <Tag tone={tones[of.verdict]}>{of.verdict}</Tag>{' '}
          <span className={of.verdict === 'cannot tell' ? 'tl-soft' : undefined}>{of.why}</span>
        </td>
        <td className="n">
          <RunsHaving runs={of.taken} having={['decided_with', of.step]} />
        </td>
        <td className="n">
          <RunsHaving runs={of.skipped} having={['decided_without', of.step]} />
        </td>
        <td style={{ minWidth: 190 }}>
          <Difference of={of} scale={differenceScale(report.steps, report.margin)} margin={report.margin} />
        </td>
      </tr>
      {open ? (
        <tr>
          <td colSpan={5}>
            <WasteRuns journey={journey} step={of.step} />
          </td>
        </tr>
      ) : null}
    </Fragment>
  )
}

function Steps({ report, journey }: { report: WasteReport; journey: string }) {
  return (
    <ListTable label="Designed steps, and whether they could go" of={readWaste} list="steps">
      <table className="tl-table">
        <thead>
          <tr>
            <th scope="col">Step</th>
            <th scope="col">
              Verdict <Info of={onwardExplanations.waste} />
            </th>
            <th scope="col" className="n">
              Took it
            </th>
            <th scope="col" className="n">
              Went without
            </th>
            <th scope="col">
              Success without it, points <Info of={onwardExplanations.waste_difference} />
            </th>
          </tr>
        </thead>
        <tbody>
          {wasteRows(report.steps).map((step) => (
            <StepRow key={step.step} of={step} report={report} journey={journey} />
          ))}
        </tbody>
        <caption>
          Decided runs only. Solid line: no difference; dashed: {points(-report.margin)} points, the most that
          leaving a step out may cost.
        </caption>
      </table>
    </ListTable>
  )
}

function Waste({ report, journey }: { report: WasteReport; journey: string }) {
  const { steps, seen, attributes } = report
  if (steps.length === 0)
    return (
      <Empty title="No step is designed">
        Give the storyboard <code>steps</code>: then each is asked whether the customer gets anything from it.
      </Empty>
    )
  if (seen.observed === 0)
    return (
      <Empty title="Which steps are wasted is unknown here">
        None of {count(seen.runs)} runs is decided yet. A step is judged by the outcomes of runs with it and
        without it: at least 30 on either side.
      </Empty>
    )
  return (
    <Section
      title="Steps that could go"
      note={`${wasteSentence(steps)} An outcome was ${seenWords(seen)}; runs made alike by ${attributes.join(', ') || 'nothing: no attribute has few values'}.`}
    >
      <Steps report={report} journey={journey} />
    </Section>
  )
}

/** Designed steps that give the customer nothing, and whether runs without them end worse. */
export function WasteTab({ journey }: { journey: string }) {
  const workspace = useWorkspace()
  const { view } = useView()
  const waste = useCall(readWaste, { workspace, journey, ...filtersOf(view) })
  return (
    <Answered of={waste} rows={8}>
      {(report) => (
        <>
          <WasteCauses failure={report.failure} />
          <Waste report={report} journey={journey} />
        </>
      )}
    </Answered>
  )
}
