import { Button, Group, Modal, Text } from '@mantine/core'
import { useBlocker } from '@tanstack/react-router'

interface Place {
  pathname: string
  search: object
}

/** Whether going there takes the editor away: another page, tab or version. */
function leaves(from: Place, to: Place): boolean {
  const of = ({ pathname, search }: Place) => {
    const { tab, version } = search as { tab?: string; version?: string }
    return [pathname, tab, version].join('\n')
  }
  return of(from) !== of(to)
}

/** Asks before what is written and not saved is left; `changed` is asked at that moment. */
export function Unsaved({ changed }: { changed: () => boolean }) {
  const { status, proceed, reset } = useBlocker({
    shouldBlockFn: ({ current, next }) => changed() && leaves(current, next),
    enableBeforeUnload: changed,
    withResolver: true,
  })
  if (status !== 'blocked') return null
  return (
    <Modal.Root opened onClose={reset} centered>
      <Modal.Overlay />
      <Modal.Content>
        <Modal.Body>
          <Modal.Title mb={8}>Leave without saving?</Modal.Title>
          <Text mb={16}>What you changed in the storyboard is not saved and would be lost.</Text>
          <Group justify="flex-end">
            <Button variant="default" onClick={reset}>
              Stay here
            </Button>
            <Button color="red.9" onClick={proceed}>
              Leave
            </Button>
          </Group>
        </Modal.Body>
      </Modal.Content>
    </Modal.Root>
  )
}
