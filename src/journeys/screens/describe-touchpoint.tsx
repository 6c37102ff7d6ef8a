import { Button, Group, Modal, Stack, Textarea, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { type Catalogued, describeTouchpoint, listTouchpoints } from '../../collect/contract.ts'
import { ProblemNote } from '../../console/states.tsx'
import { useDo, useWorkspace } from '../../console/use-call.ts'

const fields = [
  ['owner', 'Owner', 'Who answers for it'],
  ['stage', 'Stage', 'Where it lies in the journey of a customer'],
  ['grouped', 'Group', 'Together with what it is shown'],
] as const

/** Who owns a touchpoint or channel, its group and its stage. */
export function DescribeTouchpoint({ of: one, close }: { of: Catalogued; close: () => void }) {
  const workspace = useWorkspace()
  const [said, say] = useState({
    owner: one.owner,
    stage: one.stage,
    grouped: one.grouped,
    note: one.note,
  })
  const save = useDo(describeTouchpoint, [listTouchpoints], true)
  const go = (event: FormEvent) => {
    event.preventDefault()
    save.mutate({ workspace, of: one.of, name: one.name, ...said }, { onSuccess: close })
  }
  return (
    <Modal
      opened
      onClose={close}
      title={`Describe ${one.name}`}
      closeButtonProps={{ 'aria-label': 'Close' }}
      attributes={{ header: { role: 'presentation' } }}
    >
      <Stack component="form" gap={14} onSubmit={(event: FormEvent) => go(event)}>
        {fields.map(([field, label, description], place) => (
          <TextInput
            key={field}
            label={label}
            description={description}
            maxLength={200}
            value={said[field]}
            data-autofocus={place === 0 ? true : undefined}
            onChange={(event) => say({ ...said, [field]: event.currentTarget.value })}
          />
        ))}
        <Textarea
          label="Note"
          maxLength={2000}
          autosize
          minRows={2}
          value={said.note}
          onChange={(event) => say({ ...said, note: event.currentTarget.value })}
        />
        {save.error ? <ProblemNote error={save.error} /> : null}
        <Group justify="flex-end">
          <Button variant="default" onClick={close}>
            Leave as it is
          </Button>
          <Button type="submit" loading={save.isPending}>
            Save
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}
