import { Button } from '@mantine/core'
import { listTouchpoints, type NamingActShown, undoNaming } from '../../collect/contract.ts'
import { Moment, Tag } from '../../console/figure.tsx'
import { Empty } from '../../console/states.tsx'
import { TableBox } from '../../console/table-box.tsx'
import { useDo, useWorkspace } from '../../console/use-call.ts'
import { listTouchpointSteps } from '../contract.ts'

/** Who called what by which name; each can be taken back by itself. */
export function TouchpointNamings({ acts }: { acts: NamingActShown[] }) {
  const workspace = useWorkspace()
  const undo = useDo(undoNaming, [listTouchpoints, listTouchpointSteps])
  if (acts.length === 0)
    return (
      <Empty title="Everything is called as it is written">
        Choose one or several touchpoints to give them one name.
      </Empty>
    )
  return (
    <TableBox label="Namings">
      <table className="tl-table">
        <thead>
          <tr>
            <th scope="col">What</th>
            <th scope="col">Words</th>
            <th scope="col">Called</th>
            <th scope="col">By</th>
            <th scope="col">When</th>
            <th scope="col">Why</th>
            <th scope="col">
              <span className="tl-hidden">Actions</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {acts.map((act) => (
            <tr key={act.act_id}>
              <td>{act.of}</td>
              <td>{act.words.join(', ')}</td>
              <td>
                <b>{act.name}</b>
              </td>
              <td>{act.by}</td>
              <td>
                <Moment at={act.at} />
              </td>
              <td>{act.reason || <span className="tl-soft">not said</span>}</td>
              <td>
                {act.undone_at ? (
                  <Tag tone="unknown">taken back by {act.undone_by}</Tag>
                ) : (
                  <Button
                    size="compact-sm"
                    variant="default"
                    loading={undo.isPending}
                    aria-label={`Take back that ${act.words.join(', ')} is called ${act.name}`}
                    onClick={() => undo.mutate({ workspace, act_id: act.act_id })}
                  >
                    Take back
                  </Button>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableBox>
  )
}
