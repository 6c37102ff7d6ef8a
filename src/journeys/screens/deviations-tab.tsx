import { Anchor } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { Info, Share, Tag } from '../../console/figure.tsx'
import { count } from '../../console/fmt.ts'
import { keep, narrowing, type Search, samplingOf } from '../../console/search.ts'
import { Answered, Empty } from '../../console/states.tsx'
import { useCall, useWorkspace } from '../../console/use-call.ts'
import { useView } from '../../console/use-view.ts'
import { listDeviations } from '../contract.ts'
import { explanations } from './explanations.ts'
import { ListTable } from './list-table.tsx'

/** Deviations from the storyboard in words, commonest first; each opens its runs. */
export function DeviationsTab({ journey }: { journey: string }) {
  const workspace = useWorkspace()
  const { view } = useView()
  const found = useCall(listDeviations, { workspace, journey, ...samplingOf(view) })
  return (
    <Answered of={found}>
      {({ deviations, runs }) =>
        deviations.length === 0 ? (
          <Empty title={runs ? 'Every run went as designed' : 'No run passes the filters'}>
            {runs
              ? 'Then look under Silence and Promises, or ask whether the storyboard allows too much.'
              : 'Widen the period, or clear the filters.'}
          </Empty>
        ) : (
          <ListTable label="Deviations" of={listDeviations} list="deviations">
            <table className="tl-table">
              <thead>
                <tr>
                  <th scope="col">What happened</th>
                  <th scope="col">Kind</th>
                  <th scope="col" className="n">
                    Runs
                  </th>
                  <th scope="col" className="n">
                    Share <Info of={explanations.deviation} />
                  </th>
                  <th scope="col" style={{ width: 160 }}>
                    <span className="tl-hidden">Share as a bar</span>
                  </th>
                </tr>
              </thead>
              <tbody>
                {deviations.map((one) => (
                  <tr key={`${one.kind}|${one.step}|${one.after}`}>
                    <td style={{ minWidth: 220 }}>{one.words}</td>
                    <td>
                      <Tag>{one.kind.replace('_', ' ')}</Tag>
                    </td>
                    <td className="n">
                      <Anchor
                        aria-label={`${count(one.runs)} runs: ${one.words}`}
                        renderRoot={(props) => (
                          <Link
                            {...props}
                            to="."
                            search={(before: Search) => ({
                              ...keep(before, narrowing),
                              tab: 'runs',
                              deviation: `${one.kind}|${one.step}|${one.after}`,
                            })}
                          />
                        )}
                      >
                        {count(one.runs)}
                      </Anchor>
                    </td>
                    <td className="n">
                      <Share part={one.runs} of={runs} low={one.low} high={one.high} />
                    </td>
                    <td>
                      <div aria-hidden className="tl-break-bar">
                        <span style={{ width: `${100 * one.share}%`, background: 'var(--tl-ink)' }} />
                      </div>
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </ListTable>
        )
      }
    </Answered>
  )
}
