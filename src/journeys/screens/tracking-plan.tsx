import { Anchor, Button, Group } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useState } from 'react'
import {
  listTouchpoints,
  type PlanViolation,
  readPlanViolations,
  readTrackingPlan,
  saveTrackingPlan,
} from '../../collect/contract.ts'
import { csvHref } from '../../console/call.ts'
import { Info, Moment, Share } from '../../console/figure.tsx'
import { count, plural } from '../../console/fmt.ts'
import { Section } from '../../console/page.tsx'
import { Sparkline } from '../../console/sparkline.tsx'
import { Answered, Empty, Notice, ProblemNote } from '../../console/states.tsx'
import { TableBox } from '../../console/table-box.tsx'
import { useCall, useDo, useWorkspace } from '../../console/use-call.ts'
import { YamlEditor } from '../../console/yaml-editor.tsx'

const broken = {
  page: 'catalogue#tracking-plan',
  title: 'Breaks the plan',
  formula: 'Share of the interactions at the touchpoint, of the last 28 days, that break the rule.',
  beware: 'They are counted, never dropped: journeys are made of them as of others.',
}

/** What interactions shall carry, and where they do not. */
export function TrackingPlan() {
  const workspace = useWorkspace()
  const violations = useCall(readPlanViolations, { workspace })
  return (
    <>
      <Answered of={violations}>
        {(found) =>
          found.rules === 0 ? null : (
            <Section
              title="Where it is broken"
              note={`${plural(found.rules, 'rule')} over ${plural(found.interactions, 'interaction')} of the last 28 days of data`}
            >
              {found.violations.length === 0 ? (
                <Notice tone="good" title="Everything is as planned" />
              ) : (
                <Violations found={found.violations} since={found.since} until={found.until} />
              )}
            </Section>
          )
        }
      </Answered>
      <Plan />
    </>
  )
}

function Violations({
  found,
  since,
  until,
}: {
  found: PlanViolation[]
  since: string | null
  until: string | null
}) {
  const workspace = useWorkspace()
  return (
    <TableBox label="Where the plan is broken" csv={csvHref(readPlanViolations, { workspace }, 'violations')}>
      <table className="tl-table">
        <thead>
          <tr>
            <th scope="col">Touchpoint</th>
            <th scope="col">What is wrong</th>
            <th scope="col" className="n">
              Interactions
            </th>
            <th scope="col" className="n">
              Share <Info of={broken} />
            </th>
            <th scope="col">By day</th>
            <th scope="col">Examples</th>
          </tr>
        </thead>
        <tbody>
          {found.map((one) => (
            <tr key={`${one.touchpoint} ${one.what}`}>
              <td>
                <b>{one.touchpoint}</b>
              </td>
              <td>{one.what}</td>
              <td className="n">{count(one.interactions)}</td>
              <td className="n">
                {one.kind === 'undeclared' ? (
                  'all'
                ) : (
                  <Share part={one.interactions} of={one.of} low={one.low} high={one.high} />
                )}
              </td>
              <td>
                {one.days.length === 0 ? (
                  <span className="tl-soft">all days</span>
                ) : (
                  <Sparkline
                    values={byDay(one, since, until)}
                    label={`${one.touchpoint} ${one.what}: by day of the last 28`}
                  />
                )}
              </td>
              <td className="tl-mono tl-soft">{one.examples.slice(0, 2).join(' ')}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableBox>
  )
}

function byDay({ days }: PlanViolation, since: string | null, until: string | null): number[] {
  if (since === null || until === null) return []
  const first = Math.floor(Date.parse(since) / 86_400_000)
  const last = Math.floor(Date.parse(until) / 86_400_000)
  const of = new Map(days.map(({ day, interactions }) => [day, interactions]))
  return Array.from({ length: last - first + 1 }, (_, place) => {
    const day = new Date((first + place) * 86_400_000).toISOString().slice(0, 10)
    return of.get(day) ?? 0
  })
}

function Plan() {
  const workspace = useWorkspace()
  const saved = useCall(readTrackingPlan, { workspace })
  const seen = useCall(listTouchpoints, { workspace })
  const save = useDo(saveTrackingPlan, [readTrackingPlan, readPlanViolations], true)
  const [text, setText] = useState<string | null>(null)
  const proposal = `touchpoints:\n${(seen.data?.touchpoints ?? [])
    .slice(0, 20)
    .map(({ name, channels }) => `  ${JSON.stringify(name)}:\n    channels: ${JSON.stringify(channels)}\n`)
    .join('')}`
  return (
    <Answered of={saved} rows={3}>
      {({ yaml, by, at }) => {
        if (yaml === null && text === null)
          return (
            <Empty
              title="No tracking plan yet"
              action={<Button onClick={() => setText(proposal)}>Begin with what was seen</Button>}
            >
              Declare what interactions at each touchpoint shall carry. What breaks the plan is counted, never
              dropped. <Anchor href="/docs/catalogue#tracking-plan">The language</Anchor>
            </Empty>
          )
        return (
          <Section
            title="The plan"
            note={
              at === null ? (
                'Not saved yet'
              ) : (
                <>
                  {by}, <Moment at={at} />
                </>
              )
            }
          >
            <YamlEditor label="Tracking plan (YAML)" value={text ?? yaml ?? ''} onChange={setText} />
            {save.error ? <ProblemNote error={save.error} /> : null}
            <Group justify="flex-end" mt={10}>
              <Button
                loading={save.isPending}
                disabled={text === null || text === yaml}
                onClick={() =>
                  save.mutate(
                    { workspace, yaml: text ?? '' },
                    { onSuccess: () => notifications.show({ message: 'Plan saved.' }) },
                  )
                }
              >
                Save plan
              </Button>
            </Group>
          </Section>
        )
      }}
    </Answered>
  )
}
