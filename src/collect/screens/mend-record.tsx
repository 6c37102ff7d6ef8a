import { Button, Drawer, Group, Stack, Text, TextInput } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useState } from 'react'
import { ProblemNote } from '../../console/states.tsx'
import { useDo, useWorkspace } from '../../console/use-call.ts'
import { listQuarantine, listSources, mendQuarantined, type Quarantined } from '../contract.ts'
import { fieldsOf, recordOf } from './record-fields.ts'

/** One quarantined record, field by field, corrected and replayed at once. */
export function MendRecord({ row, close }: { row: Quarantined; close: () => void }) {
  const workspace = useWorkspace()
  const mend = useDo(mendQuarantined, [listQuarantine, listSources], true)
  const [fields, setFields] = useState(() => fieldsOf(row.record))
  const change = (path: string, value: string) =>
    setFields((before) => before.map((one) => (one.path === path ? { ...one, value } : one)))
  const go = () =>
    mend.mutate(
      { workspace, quarantine_id: row.quarantine_id, record: recordOf(row.record, fields) },
      {
        onSuccess: ({ reason }) => {
          if (reason) return
          notifications.show({ message: 'Corrected and stored.' })
          close()
        },
      },
    )
  return (
    <Drawer
      opened
      onClose={close}
      position="right"
      size="md"
      title={`Row ${row.row} of ${row.file || row.source}`}
      closeButtonProps={{ 'aria-label': 'Close' }}
      attributes={{ header: { role: 'presentation' } }}
    >
      <Stack
        component="form"
        gap={12}
        onSubmit={(event) => {
          event.preventDefault()
          go()
        }}
      >
        <Text>
          <span className="tl-tag" data-tone="bad">
            {row.field || 'record'}
          </span>{' '}
          {row.reason}
          {row.value ? (
            <>
              : <span className="tl-mono">{row.value}</span>
            </>
          ) : null}
        </Text>
        {fields.map((one) => (
          <TextInput
            key={one.path}
            label={one.path}
            value={one.value}
            error={one.path === row.field ? row.reason : null}
            onChange={(event) => change(one.path, event.currentTarget.value)}
          />
        ))}
        {mend.data?.reason ? (
          <Text role="alert">
            Still not an interaction: <b>{mend.data.reason}</b>. Correct it and try again.
          </Text>
        ) : null}
        {mend.error ? <ProblemNote error={mend.error} /> : null}
        <Group justify="flex-end">
          <Button variant="default" onClick={close}>
            Leave it
          </Button>
          <Button type="submit" loading={mend.isPending}>
            Correct and replay
          </Button>
        </Group>
      </Stack>
    </Drawer>
  )
}
