import { Anchor, Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { Info, Moment, Tag } from '../../console/figure.tsx'
import { count } from '../../console/fmt.ts'
import { Answered, Empty } from '../../console/states.tsx'
import { TableBox } from '../../console/table-box.tsx'
import { useCall, useWorkspace } from '../../console/use-call.ts'
import { listSources } from '../contract.ts'
import { Chosen } from './chosen-channel.tsx'
import { MappingEditor } from './mapping-editor.tsx'

const horizon = {
  page: 'methods/as-of',
  title: 'Horizon',
  formula:
    'Until when a source is known to be complete: for a live source now, or since when it is silent; for files the declared end or else the last record.',
  beware:
    'No silence, missed promise or abandonment is counted after the horizon of the sources a run was seen in.',
}

export function SourceList() {
  const workspace = useWorkspace()
  const sources = useCall(listSources, { workspace }, { refetchInterval: 15_000 })
  const [editing, setEditing] = useState<string | null>(null)
  return (
    <Answered of={sources}>
      {({ sources: found }) =>
        found.length === 0 ? (
          <Empty title="No source yet">
            Drop a file below, add a channel, or send a first event from your own application.
          </Empty>
        ) : (
          <TableBox label="Sources">
            <table className="tl-table">
              <thead>
                <tr>
                  <th scope="col">Source</th>
                  <th scope="col">Kind</th>
                  <th scope="col" className="n">
                    Records
                  </th>
                  <th scope="col" className="n">
                    Interactions
                  </th>
                  <th scope="col" className="n">
                    In quarantine
                  </th>
                  <th scope="col">First</th>
                  <th scope="col">Last</th>
                  <th scope="col">
                    Complete until <Info of={horizon} />
                  </th>
                  <th scope="col">Mapping</th>
                </tr>
              </thead>
              <tbody>
                {found.map((one) => (
                  <tr key={one.source}>
                    <td>
                      <b>{one.source}</b>
                    </td>
                    <td>
                      <Tag>{one.hook_id ? 'webhook' : one.kind}</Tag>
                    </td>
                    <td className="n">{count(one.records)}</td>
                    <td className="n">{count(one.interactions)}</td>
                    <td className="n">
                      {one.quarantined ? (
                        <Anchor
                          renderRoot={(props) => (
                            <Link {...props} to="." search={{ tab: 'quarantine', source: one.source }} />
                          )}
                        >
                          {count(one.quarantined)}
                        </Anchor>
                      ) : (
                        'none'
                      )}
                    </td>
                    <td>
                      <Moment at={one.first_at} />
                    </td>
                    <td>
                      <Moment at={one.last_at} />
                    </td>
                    <td>
                      {one.kind !== 'file' && !one.silent ? (
                        'now'
                      ) : one.hook_id ? (
                        'no payload yet'
                      ) : (
                        <Moment at={one.horizon} />
                      )}
                      {one.silent ? <div className="tl-soft">silent since then</div> : null}
                    </td>
                    <td>
                      {one.hook_id ? (
                        <Chosen name={one.hook_id}>Beside its payloads</Chosen>
                      ) : (
                        <Button
                          size="compact-sm"
                          variant="default"
                          onClick={() => setEditing(one.source)}
                          aria-label={`${one.mapping ? 'Edit' : 'Write'} the mapping of ${one.source}`}
                        >
                          {one.mapping ? 'Edit' : 'Write'}
                        </Button>
                      )}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
            {editing ? <MappingEditor source={editing} close={() => setEditing(null)} /> : null}
          </TableBox>
        )
      }
    </Answered>
  )
}
