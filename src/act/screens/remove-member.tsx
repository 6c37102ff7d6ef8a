import { Button, Group, Modal, Stack, TextInput } from '@mantine/core'
import { useState } from 'react'
import { ProblemNote } from '../../console/states.tsx'
import { useDo, useWorkspace } from '../../console/use-call.ts'
import { removeMember } from '../../identity/contract.ts'
import { type GroupView, readGroupView } from '../contract.ts'
import { calledOf } from './customer-sheet.tsx'

type Member = GroupView['members'][number]

/** Says that a customer does not belong to a group, and why. */
export function RemoveMember({
  view,
  member,
  close,
}: {
  view: GroupView
  member: Member
  close: () => void
}) {
  const workspace = useWorkspace()
  const [reason, setReason] = useState('')
  const remove = useDo(removeMember, [readGroupView], true)
  const { kind, key } = view
  return (
    <Modal
      closeButtonProps={{ 'aria-label': 'Close' }}
      opened
      onClose={close}
      title={`Take ${calledOf(member)} out`}
      transitionProps={{ duration: 0 }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault()
          const asked = { workspace, kind, key, customer_id: member.customer_id, reason }
          remove.mutate(asked, { onSuccess: close })
        }}
      >
        <Stack gap={12}>
          <span>Whatever sources say, they stay out until somebody adds them again.</span>
          <TextInput
            label="Why"
            description="Kept on record with your name."
            data-autofocus
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
          {remove.error ? <ProblemNote error={remove.error} /> : null}
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              Leave it
            </Button>
            <Button type="submit" disabled={reason.trim().length < 3} loading={remove.isPending}>
              Take out
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
