import { Button } from '@mantine/core'
import { IconCircleCheck, IconDownload } from '@tabler/icons-react'
import { csvHref } from '../../console/call.ts'
import { Info, Moment, unknown } from '../../console/figure.tsx'
import { count, percent, plural } from '../../console/fmt.ts'
import { Section } from '../../console/page.tsx'
import { filtersOf } from '../../console/search.ts'
import { Answered, Empty } from '../../console/states.tsx'
import { TableBox } from '../../console/table-box.tsx'
import { useCall, useWorkspace } from '../../console/use-call.ts'
import { useView } from '../../console/use-view.ts'
import type { Output } from '../../http/operation.ts'
import { listAtRisk } from '../contract.ts'
import { explanations } from './explanations.ts'
import { RunLink } from './run-link.tsx'

type Listed = Output<typeof listAtRisk>

const shown = 100

function Runs({ runs }: { runs: Listed['runs'] }) {
  return (
    <TableBox label="Open runs at risk">
      <table className="tl-table">
        <thead>
          <tr>
            <th scope="col">Run</th>
            <th scope="col">Too late after</th>
            <th scope="col">Why</th>
            <th scope="col">Objective</th>
            <th scope="col" className="n">
              Chance <Info of={explanations.chance} />
            </th>
            <th scope="col">Last touchpoint</th>
            <th scope="col">Began</th>
          </tr>
        </thead>
        <tbody>
          {runs.map((run) => (
            <tr key={`${run.run_id}|${run.objective}`}>
              <td className="tl-nowrap">
                <RunLink runId={run.run_id}>{run.subject}</RunLink>
              </td>
              <td>
                {run.until === null ? (
                  <span className="tl-soft">the next contact</span>
                ) : (
                  <Moment at={run.until} />
                )}
              </td>
              <td style={{ minWidth: 240 }}>{run.why}</td>
              <td style={{ minWidth: 130 }}>{run.objective}</td>
              <td className="n">{run.chance === null ? unknown : percent(run.chance)}</td>
              <td>{run.last_touchpoint}</td>
              <td>
                <Moment at={run.started_at} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableBox>
  )
}

function noteOf({ open, total, runs }: Listed): string {
  if (total === 0) return `${plural(open, 'open run')} looked at.`
  const first = runs.length < total ? ` The first ${count(runs.length)} here, all in the CSV.` : ''
  return `${plural(total, 'risk')} in ${plural(open, 'open run')}, the most urgent first.${first}`
}

/** The work list: open runs that can still keep to an objective but probably will not. */
export function AtRisk({ journey }: { journey: string }) {
  const workspace = useWorkspace()
  const { view } = useView()
  const asked = { workspace, journey, ...filtersOf(view) }
  const list = useCall(listAtRisk, { ...asked, limit: shown })
  return (
    <Answered of={list} rows={6}>
      {(answer) => (
        <Section
          title="At risk"
          note={noteOf(answer)}
          aside={
            answer.total ? (
              <Button
                variant="default"
                component="a"
                href={csvHref(listAtRisk, { ...asked, limit: 10_000 })}
                leftSection={<IconDownload size={16} aria-hidden />}
              >
                Export CSV
              </Button>
            ) : undefined
          }
        >
          {answer.total === 0 ? (
            <Empty
              title="No run is at risk"
              icon={<IconCircleCheck size={22} aria-hidden style={{ color: 'var(--tl-kept)' }} />}
            >
              No open run has spent so much of its time, silence or contacts that it will probably miss an
              objective. What is missed already is not on this list.
            </Empty>
          ) : (
            <Runs runs={answer.runs} />
          )}
        </Section>
      )}
    </Answered>
  )
}
