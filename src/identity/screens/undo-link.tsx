import { Button, Group, Modal, Text, TextInput } from '@mantine/core'
import { useState } from 'react'
import { plural } from '../../console/fmt.ts'
import { Answered } from '../../console/states.tsx'
import { useDo, usePreview, useWorkspace } from '../../console/use-call.ts'
import { type ChangeShown, type LinkShown, readIdentity, undoLinks } from '../contract.ts'

/** What taking a link back, or restoring it, would change, told before it is done. */
export function UndoLink({ link, close }: { link: LinkShown; close: () => void }) {
  const workspace = useWorkspace()
  const undone = link.result !== 'undone'
  const [reason, setReason] = useState('')
  const asked = { workspace, links: [link.link_id], undone }
  const preview = usePreview(undoLinks, { ...asked, reason: 'asking what would change', dry: true })
  const undo = useDo(undoLinks, [readIdentity])
  return (
    <Modal.Root opened onClose={close} size="lg">
      <Modal.Overlay />
      <Modal.Content>
        <Modal.Body>
          <Modal.Title mb={8}>{undone ? 'Take the link back' : 'Restore the link'}</Modal.Title>
          <Answered of={preview} rows={3}>
            {(change) => <Change change={change} />}
          </Answered>
          <TextInput
            mt={14}
            label="Why"
            description="Kept on record with your name."
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
            data-autofocus
          />
          <Group mt={16} justify="flex-end">
            <Button variant="default" onClick={close}>
              Leave it
            </Button>
            <Button
              disabled={reason.trim().length < 3}
              loading={undo.isPending}
              onClick={() => undo.mutate({ ...asked, reason }, { onSuccess: close })}
            >
              {undone ? 'Take back' : 'Restore'}
            </Button>
          </Group>
        </Modal.Body>
      </Modal.Content>
    </Modal.Root>
  )
}

function Change({ change }: { change: ChangeShown }) {
  if (change.after.length === 0)
    return <Text>No customer changes: other links hold the same identifiers together.</Text>
  return (
    <>
      <Text>
        {plural(change.interactions, 'interaction')} would change hands.{' '}
        {plural(change.before.length, 'customer')} now, {change.after.length} then:
      </Text>
      <ul>
        {change.after.map(({ customer_id, identifiers }) => (
          <li key={customer_id} className="tl-mono">
            {identifiers.map(({ value }) => value).join(', ')}
          </li>
        ))}
      </ul>
    </>
  )
}
