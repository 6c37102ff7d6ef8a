import { Anchor, Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { DropFile } from '../../console/drop-file.tsx'
import { Moment, Tag } from '../../console/figure.tsx'
import { count, duration, percent } from '../../console/fmt.ts'
import { Answered, Empty } from '../../console/states.tsx'
import { TableBox } from '../../console/table-box.tsx'
import { useCall, useDo, useWorkspace } from '../../console/use-call.ts'
import { useView } from '../../console/use-view.ts'
import { cancelImport, type ImportState, listImports } from '../contract.ts'
import { stateWords } from './import-progress.tsx'
import { paceOf, under } from './pace.ts'
import { ImportActions } from './undo-import.tsx'

function ImportRow({ one }: { one: ImportState }) {
  const workspace = useWorkspace()
  const cancel = useDo(cancelImport, [listImports])
  const pace = paceOf(one, Date.now())
  const tone = one.state === 'done' ? 'good' : one.state === 'failed' ? 'bad' : undefined
  return (
    <tr>
      <td>
        <Anchor renderRoot={(props) => <Link {...props} to="." search={{ import: one.import_id }} />}>
          {one.path.split('/').at(-1)}
        </Anchor>
      </td>
      <td>{one.source}</td>
      <td>
        <Tag tone={tone}>
          {stateWords[one.state]}
          {under(one) && pace.share !== null ? ` ${percent(pace.share)}` : ''}
        </Tag>
      </td>
      <td className="n">{count(one.read)}</td>
      <td className="n">{count(one.stored)}</td>
      <td className="n">{count(one.unchanged)}</td>
      <td className="n">{count(one.quarantined)}</td>
      <td className="n">{pace.rate ? `${count(pace.rate)}/s` : ''}</td>
      <td>
        <Moment at={one.started_at} />
      </td>
      <td className="tl-nowrap">
        {one.finished_at
          ? duration((Date.parse(one.finished_at) - Date.parse(one.started_at)) / 1000)
          : pace.left !== null
            ? `${duration(pace.left)} left`
            : ''}
      </td>
      <td>
        {under(one) && one.state !== 'undoing' ? (
          <Button
            size="compact-sm"
            variant="default"
            onClick={() => cancel.mutate({ workspace, import_id: one.import_id })}
          >
            Cancel
          </Button>
        ) : (
          <ImportActions one={one} compact />
        )}
      </td>
    </tr>
  )
}

export function Imports() {
  const workspace = useWorkspace()
  const { set } = useView()
  const imports = useCall(
    listImports,
    { workspace },
    { refetchInterval: (answer) => (answer?.imports.some(under) ? 1000 : 15_000) },
  )
  return (
    <>
      <div style={{ marginBottom: 18 }}>
        <DropFile workspace={workspace} arrived={(upload) => set({ upload })} />
      </div>
      <Answered of={imports}>
        {({ imports: found }) =>
          found.length === 0 ? (
            <Empty title="Nothing imported yet">
              Drop a file above, or run <code>throughline import FILE</code>.
            </Empty>
          ) : (
            <TableBox label="Imports">
              <table className="tl-table">
                <thead>
                  <tr>
                    {['File', 'Source', 'State'].map((label) => (
                      <th key={label} scope="col">
                        {label}
                      </th>
                    ))}
                    {['Read', 'Stored', 'Unchanged', 'Quarantined', 'Rate'].map((label) => (
                      <th key={label} scope="col" className="n">
                        {label}
                      </th>
                    ))}
                    <th scope="col">Begun</th>
                    <th scope="col">Took</th>
                    <th scope="col">
                      <span className="tl-hidden">Actions</span>
                    </th>
                  </tr>
                </thead>
                <tbody>
                  {found.map((one) => (
                    <ImportRow key={one.import_id} one={one} />
                  ))}
                </tbody>
              </table>
            </TableBox>
          )
        }
      </Answered>
    </>
  )
}
