import { Button, Group, Modal, Text } from '@mantine/core'
import { useState } from 'react'
import { count } from '../../console/fmt.ts'
import { useDo, useWorkspace } from '../../console/use-call.ts'
import { useView } from '../../console/use-view.ts'
import { type ImportState, listImports, readImport, redoImport, undoImport } from '../contract.ts'

/** What became of an import that was undone. */
export function undoneWords({ state, undone_by, undone_records, restored_records }: ImportState): string {
  const went = `${count(undone_records)} records went, ${count(restored_records)} stand again as before it`
  return state === 'undoing' ? `So far ${went}.` : `Undone by ${undone_by ?? 'unknown'}: ${went}.`
}

/** To undo an import that has ended, or to read its file again. */
export function ImportActions({ one, compact = false }: { one: ImportState; compact?: boolean }) {
  const workspace = useWorkspace()
  const { set } = useView()
  const [asking, ask] = useState(false)
  const redo = useDo(redoImport, [listImports])
  const size = compact ? ('compact-sm' as const) : ('sm' as const)
  const file = one.path.split('/').at(-1)
  if (one.state === 'undoing') return null
  if (one.state === 'undone')
    return (
      <Button
        size={size}
        variant="default"
        loading={redo.isPending}
        aria-label={`Import again: ${file}`}
        onClick={() =>
          redo.mutate(
            { workspace, import_id: one.import_id },
            { onSuccess: ({ import_id }) => set({ import: import_id }) },
          )
        }
      >
        Import again
      </Button>
    )
  if (!one.can_undo || one.finished_at === null) return null
  return (
    <>
      <Button
        size={size}
        variant="default"
        aria-label={`Undo the import of ${file}`}
        onClick={() => ask(true)}
      >
        Undo
      </Button>
      {asking ? <UndoImport one={one} close={() => ask(false)} /> : null}
    </>
  )
}

function UndoImport({ one, close }: { one: ImportState; close: () => void }) {
  const workspace = useWorkspace()
  const undo = useDo(undoImport, [listImports, readImport])
  return (
    <Modal.Root opened onClose={close} transitionProps={{ duration: 0 }}>
      <Modal.Overlay />
      <Modal.Content>
        <Modal.Body>
          <Modal.Title mb={8}>Undo the import of {one.path.split('/').at(-1)}</Modal.Title>
          <Text>
            It stored {count(one.stored)} records with {count(one.interactions)} interactions
            {one.withdrawn > 0 ? ` and withdrew ${count(one.withdrawn)}` : ''}. What nobody else says is
            withdrawn; what it changed or withdrew stands again as before it; what another import or a door
            brought too stays.
          </Text>
          <Text mt={8} className="tl-soft">
            The file can be imported again afterwards.
          </Text>
          <Group mt={16} justify="flex-end">
            <Button variant="default" onClick={close} data-autofocus>
              Leave it
            </Button>
            <Button
              loading={undo.isPending}
              onClick={() => undo.mutate({ workspace, import_id: one.import_id }, { onSuccess: close })}
            >
              Undo the import
            </Button>
          </Group>
        </Modal.Body>
      </Modal.Content>
    </Modal.Root>
  )
}
