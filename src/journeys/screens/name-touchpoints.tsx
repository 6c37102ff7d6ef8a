import { Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { type FormEvent, useState } from 'react'
import { type Catalogued, listTouchpoints, nameTouchpoint } from '../../collect/contract.ts'
import { count } from '../../console/fmt.ts'
import { ProblemNote } from '../../console/states.tsx'
import { useDo, useWorkspace } from '../../console/use-call.ts'
import { listTouchpointSteps, type StepAtTouchpoint } from '../contract.ts'

/** Calls what was chosen by one name, in all of history, and says beforehand whom it touches. */
export function NameTouchpoints({
  of,
  picked,
  steps,
  close,
}: {
  of: 'touchpoint' | 'channel'
  picked: Catalogued[]
  steps: StepAtTouchpoint[]
  close: (done: boolean) => void
}) {
  const workspace = useWorkspace()
  const [name, setName] = useState(picked[0]!.name)
  const [reason, setReason] = useState('')
  const act = useDo(nameTouchpoint, [listTouchpoints, listTouchpointSteps], true)
  const words = picked.map((each) => each.name)
  const touched = steps.filter(({ touchpoint }) => words.includes(touchpoint))
  const save = (event: FormEvent) => {
    event.preventDefault()
    act.mutate(
      { workspace, of, words, name, reason },
      {
        onSuccess: () => {
          notifications.show({ message: `${name}: journeys are being built again with it.` })
          close(true)
        },
      },
    )
  }
  return (
    <Modal
      opened
      onClose={() => close(false)}
      size="lg"
      title={picked.length > 1 ? `Make ${count(picked.length)} one` : `Name ${words[0]}`}
      closeButtonProps={{ 'aria-label': 'Close' }}
      attributes={{ header: { role: 'presentation' } }}
    >
      <Stack component="form" gap={14} onSubmit={(event: FormEvent) => save(event)}>
        <TextInput
          label="Name"
          description={
            picked.length > 1
              ? `Instead of ${words.join(', ')}`
              : 'The name of another one joins the two under it'
          }
          required
          maxLength={200}
          value={name}
          data-autofocus
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <TextInput
          label="Why"
          maxLength={500}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        <Text size="sm">
          It holds for all of history: {count(picked.reduce((sum, each) => sum + each.interactions, 0))}{' '}
          interactions. They keep the word they came with, so it can be taken back under Namings.
        </Text>
        <Touched steps={touched} />
        {act.error ? <ProblemNote error={act.error} /> : null}
        <Group justify="flex-end">
          <Button variant="default" onClick={() => close(false)}>
            Leave as it is
          </Button>
          <Button type="submit" loading={act.isPending}>
            {picked.length > 1 ? 'Make them one' : 'Name it'}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}

function Touched({ steps }: { steps: StepAtTouchpoint[] }) {
  if (steps.length === 0) return <Text size="sm">No storyboard in force names it.</Text>
  return (
    <div>
      <Text size="sm">Storyboards that name it go on to work as they are written:</Text>
      <ul style={{ margin: '4px 0 0', paddingLeft: 20 }}>
        {steps.map(({ journey, step, written }) => (
          <li key={`${journey} ${step} ${written}`}>
            {journey}, step {step}
          </li>
        ))}
      </ul>
    </div>
  )
}
