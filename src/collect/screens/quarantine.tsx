import { Button, Checkbox, Group, Modal, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconCircleCheck, IconDownload } from '@tabler/icons-react'
import { useState } from 'react'
import { csvHref } from '../../console/call.ts'
import { Moment } from '../../console/figure.tsx'
import { count, plural } from '../../console/fmt.ts'
import { Answered, Empty } from '../../console/states.tsx'
import { TableBox } from '../../console/table-box.tsx'
import { useCall, useDo, useWorkspace } from '../../console/use-call.ts'
import { useView } from '../../console/use-view.ts'
import {
  discardQuarantined,
  listQuarantine,
  listSources,
  type Quarantined,
  replayQuarantine,
} from '../contract.ts'
import { MendRecord } from './mend-record.tsx'

function Reasons({
  reasons,
  total,
}: {
  reasons: { source: string; reason: string; count: number }[]
  total: number
}) {
  const { view, set } = useView()
  return (
    <Group gap={8} mb={14} role="group" aria-label="Reasons">
      <Button
        size="compact-sm"
        radius="xl"
        variant={view.reason ? 'default' : 'filled'}
        aria-pressed={!view.reason}
        onClick={() => set({ reason: '', source: '' })}
      >
        All · {count(total)}
      </Button>
      {reasons.map((one) => {
        const on = view.reason === one.reason && view.source === one.source
        return (
          <Button
            key={`${one.source}-${one.reason}`}
            size="compact-sm"
            radius="xl"
            variant={on ? 'filled' : 'default'}
            aria-pressed={on}
            onClick={() => set({ reason: one.reason, source: one.source })}
            maw="min(460px, 100%)"
            title={`${one.source}: ${one.reason}`}
            rightSection={<b className="tl-nowrap">{count(one.count)}</b>}
          >
            {one.source}: {one.reason}
          </Button>
        )
      })}
    </Group>
  )
}

function Rows({
  rows,
  chosen,
  choose,
  open,
}: {
  rows: Quarantined[]
  chosen: Set<string>
  choose: (ids: Set<string>) => void
  open: (row: Quarantined) => void
}) {
  const toggle = (id: string) => {
    const next = new Set(chosen)
    if (!next.delete(id)) next.add(id)
    choose(next)
  }
  const all = rows.length > 0 && rows.every((row) => chosen.has(row.quarantine_id))
  return (
    <TableBox label="Records in quarantine">
      <table className="tl-table">
        <thead>
          <tr>
            <th scope="col">
              <Checkbox
                size="xs"
                aria-label="Choose all"
                checked={all}
                indeterminate={!all && chosen.size > 0}
                onChange={() => choose(new Set(all ? [] : rows.map((row) => row.quarantine_id)))}
              />
            </th>
            <th scope="col">Reason</th>
            <th scope="col">Field</th>
            <th scope="col">Source</th>
            <th scope="col">File</th>
            <th scope="col" className="n">
              Row
            </th>
            <th scope="col">Record</th>
            <th scope="col">Since</th>
            <th scope="col">
              <span className="tl-hidden">Actions</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.quarantine_id}>
              <td>
                <Checkbox
                  size="xs"
                  aria-label={`Choose row ${row.row} of ${row.file || row.source}`}
                  checked={chosen.has(row.quarantine_id)}
                  onChange={() => toggle(row.quarantine_id)}
                />
              </td>
              <td style={{ minWidth: 260 }}>
                <div className="tl-clamp" title={row.reason}>
                  {row.reason}
                </div>
              </td>
              <td className="tl-mono">
                {row.field}
                {row.value ? <div className="tl-soft">{row.value}</div> : null}
              </td>
              <td>{row.source}</td>
              <td>{row.file}</td>
              <td className="n">{count(row.row)}</td>
              <td
                className="tl-mono tl-soft"
                style={{ maxWidth: 300, overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' }}
              >
                {row.record}
              </td>
              <td>
                <Moment at={row.at} />
              </td>
              <td>
                <Button
                  size="compact-sm"
                  variant="default"
                  onClick={() => open(row)}
                  aria-label={`Correct row ${row.row} of ${row.file || row.source}`}
                >
                  Correct
                </Button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableBox>
  )
}

function Discard({ ids, close }: { ids: string[]; close: (done: boolean) => void }) {
  const workspace = useWorkspace()
  const discard = useDo(discardQuarantined, [listQuarantine, listSources])
  const go = () =>
    discard.mutate(
      { workspace, quarantine_ids: ids },
      {
        onSuccess: ({ discarded }) => {
          notifications.show({ message: `${plural(discarded, 'record')} discarded.` })
          close(true)
        },
      },
    )
  return (
    <Modal opened onClose={() => close(false)} title={`Discard ${plural(ids.length, 'record')}?`} centered>
      <Text mb={16}>
        They are removed for good and will not become interactions. Export them first if you may want them.
      </Text>
      <Group justify="flex-end">
        <Button variant="default" onClick={() => close(false)}>
          Keep them
        </Button>
        <Button color="red.9" loading={discard.isPending} onClick={go}>
          Discard
        </Button>
      </Group>
    </Modal>
  )
}

/** Records that could not become interactions: read, correct, replay, export, discard. */
export function Quarantine() {
  const workspace = useWorkspace()
  const { view } = useView()
  const input = {
    workspace,
    ...(view.source ? { source: view.source } : {}),
    ...(view.reason ? { reason: view.reason } : {}),
  }
  const [limit, setLimit] = useState(200)
  const list = useCall(listQuarantine, { ...input, limit })
  const replay = useDo(replayQuarantine, [listQuarantine, listSources])
  const [chosen, choose] = useState(new Set<string>())
  const [open, setOpen] = useState<Quarantined | null>(null)
  const [discarding, setDiscarding] = useState(false)
  const again = () =>
    replay.mutate(
      chosen.size
        ? { workspace, quarantine_ids: [...chosen] }
        : { workspace, ...(view.source ? { source: view.source } : {}) },
      {
        onSuccess: (answer) => {
          choose(new Set())
          notifications.show({
            message: `${plural(answer.stored, 'record')} stored, ${count(answer.still_quarantined)} still in quarantine.`,
          })
        },
      },
    )
  return (
    <Answered of={list}>
      {({ quarantine, total, reasons, next }) => {
        const everything = reasons.reduce((sum, one) => sum + one.count, 0)
        if (everything === 0 && total === 0)
          return (
            <Empty
              title="Nothing in quarantine"
              icon={<IconCircleCheck size={28} aria-hidden style={{ color: 'var(--tl-kept)' }} />}
            >
              Every record so far became an interaction. A record that cannot will wait here with its reason,
              to be corrected and replayed.
            </Empty>
          )
        return (
          <>
            <Reasons reasons={reasons} total={everything} />
            <Group mb={12} gap={8}>
              <Button variant="default" loading={replay.isPending} onClick={again}>
                {chosen.size ? `Replay ${count(chosen.size)} chosen` : 'Replay all with the present mapping'}
              </Button>
              <Button variant="default" disabled={chosen.size === 0} onClick={() => setDiscarding(true)}>
                Discard chosen
              </Button>
              <Button
                variant="default"
                component="a"
                href={csvHref(listQuarantine, { ...input, limit: 1000 })}
                leftSection={<IconDownload size={16} aria-hidden />}
              >
                Export CSV
              </Button>
              <Text size="sm" c="dimmed">
                {count(quarantine.length)} of {count(total)} shown
              </Text>
            </Group>
            <Rows rows={quarantine} chosen={chosen} choose={choose} open={setOpen} />
            {next && limit < 1000 ? (
              <Group mt={10}>
                <Button variant="default" onClick={() => setLimit(1000)}>
                  Show up to 1,000
                </Button>
              </Group>
            ) : null}
            {open ? <MendRecord row={open} close={() => setOpen(null)} /> : null}
            {discarding ? (
              <Discard
                ids={[...chosen]}
                close={(done) => {
                  setDiscarding(false)
                  if (done) choose(new Set())
                }}
              />
            ) : null}
          </>
        )
      }}
    </Answered>
  )
}
