import { SegmentedControl } from '@mantine/core'
import { Moment } from '../../console/figure.tsx'
import { duration } from '../../console/fmt.ts'
import { Answered, Empty } from '../../console/states.tsx'
import { TableBox } from '../../console/table-box.tsx'
import { useCall, useWorkspace } from '../../console/use-call.ts'
import { useView } from '../../console/use-view.ts'
import { type FeedHealth, feedRowKinds, listFeedRows } from '../contract.ts'

const words = {
  latest: 'Latest',
  nameless: 'Without identifiers',
  ahead: 'Clock ahead',
  late: 'Latest to arrive',
}

/** Interactions of a feed behind its figures. */
export function FeedRows({ feed: { source } }: { feed: FeedHealth }) {
  const workspace = useWorkspace()
  const { view, set } = useView()
  const which = feedRowKinds.find((kind) => kind === view.shown) ?? 'latest'
  const rows = useCall(listFeedRows, { workspace, source, which })
  return (
    <div style={{ marginTop: 18 }}>
      <div className="tl-scroll" style={{ marginBottom: 10 }}>
        <SegmentedControl
          aria-label="Which interactions"
          value={which}
          onChange={(value) => set({ shown: value === 'latest' ? '' : value })}
          data={feedRowKinds.map((value) => ({ value, label: words[value] }))}
        />
      </div>
      <Answered of={rows} rows={4}>
        {({ rows: found }) =>
          found.length === 0 ? (
            <Empty title="None of these in its last seven days" />
          ) : (
            <TableBox label={`Interactions of ${source}`}>
              <table className="tl-table">
                <thead>
                  <tr>
                    <th scope="col">Happened</th>
                    <th scope="col">Arrived</th>
                    <th scope="col" className="n">
                      Late by
                    </th>
                    <th scope="col">Touchpoint</th>
                    <th scope="col">Channel</th>
                    <th scope="col">Identifiers</th>
                    <th scope="col">Subjects</th>
                    <th scope="col">Record</th>
                  </tr>
                </thead>
                <tbody>
                  {found.map((row) => (
                    <tr key={row.interaction_id}>
                      <td>
                        <Moment at={row.started_at} />
                      </td>
                      <td>
                        <Moment at={row.received_at} />
                      </td>
                      <td className="n tl-nowrap">{duration(row.late)}</td>
                      <td>{row.touchpoint}</td>
                      <td>{row.channel}</td>
                      <td className="tl-mono">{row.identifiers || <span className="tl-soft">none</span>}</td>
                      <td className="tl-mono">{row.subjects || <span className="tl-soft">none</span>}</td>
                      <td className="tl-mono">{row.record_key}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </TableBox>
          )
        }
      </Answered>
    </div>
  )
}
