// biome-ignore-all lint/suspicious/noArrayIndexKey: the order of this list is what it says; it is never reordered
import { Anchor } from '@mantine/core'
import { Figure, Moment, Tag } from '../../console/figure.tsx'
import { count, duration, percent } from '../../console/fmt.ts'
import { Section } from '../../console/page.tsx'
import { TableBox } from '../../console/table-box.tsx'
import type { RunTrace } from '../contract.ts'
import { explanations } from './explanations.ts'
import { seenInRun, unseenInRun } from './seen-in-run.ts'

const minutes = (value: number | null) => duration(value === null ? null : value * 60)

function Costs({ measures }: { measures: NonNullable<RunTrace['measures']> }) {
  const { effort, seamless } = measures
  return (
    <div className="tl-facts">
      <Figure
        label="Cost the customer"
        value={minutes(effort.minutes)}
        interval={effort.avoidable === null ? '' : `${minutes(effort.avoidable)} avoidable`}
        soft={effort.minutes === null}
        info={explanations.effort}
      />
      <Figure
        label="Asked what was going on"
        value={effort.chases === null ? 'unknown' : `${count(effort.chases)} ×`}
        soft={effort.chases === null}
        info={explanations.chases}
      />
      <Figure
        label="Seamless hand-offs"
        value={seamless === null ? 'unknown' : percent(seamless)}
        soft={seamless === null}
        info={explanations.seamless}
      />
    </div>
  )
}

/** What the customer went through in this run: chases, forced switches, hand-offs, items asked again, contradictions. */
export function SeenInRun({ trace, select }: { trace: RunTrace; select: (index: number) => void }) {
  const { measures } = trace
  if (!measures) return null
  const seen = seenInRun(measures)
  const stepAt = (at: string) => trace.steps.findIndex((step) => step.started_at === at)
  return (
    <Section title="What the customer went through">
      <Costs measures={measures} />
      {seen.length === 0 ? (
        <p className="tl-soft">
          No chase, forced switch, hand-off, item asked again or contradiction was seen in this run.
        </p>
      ) : (
        <TableBox label="What the customer went through, in order">
          <table className="tl-table">
            <thead>
              <tr>
                <th scope="col">When</th>
                <th scope="col">What</th>
                <th scope="col">In words</th>
              </tr>
            </thead>
            <tbody>
              {seen.map((one, index) => (
                <tr key={`${index}-${one.at}`}>
                  <td>
                    {stepAt(one.at) < 0 ? (
                      <Moment at={one.at} />
                    ) : (
                      <Anchor component="button" type="button" onClick={() => select(stepAt(one.at))}>
                        <Moment at={one.at} />
                      </Anchor>
                    )}
                  </td>
                  <td className="tl-nowrap">
                    <Tag tone={one.bad ? 'bad' : undefined}>{one.kind}</Tag>
                  </td>
                  <td style={{ minWidth: 260, whiteSpace: 'normal' }}>{one.words}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </TableBox>
      )}
      {unseenInRun(measures).map((words) => (
        <p key={words} className="tl-soft" style={{ margin: '8px 0 0' }}>
          {words}
        </p>
      ))}
    </Section>
  )
}
