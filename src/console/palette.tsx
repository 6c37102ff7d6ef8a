import { Combobox, Modal, TextInput, useCombobox } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { IconSearch } from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { readSession } from '../access/contract.ts'
import { searchCustomers } from '../act/contract.ts'
import { listJourneys, listSubjects } from '../journeys/contract.ts'
import { customerPlaces, type Destination, destinations, found } from './destinations.ts'
import { useCall, useWorkspace } from './use-call.ts'

/** ⌘K: journeys, subjects, customers, pages, workspaces; `order 4711` opens that subject's run. */
export default function Palette({ close }: { close: () => void }) {
  const workspace = useWorkspace()
  const navigate = useNavigate()
  const [text, setText] = useState('')
  const journeys = useCall(listJourneys, { workspace }).data?.journeys ?? []
  const subjects = useCall(listSubjects, { workspace }).data?.subjects ?? []
  const workspaces = useCall(readSession, {}).data?.workspaces ?? []
  const [asked] = useDebouncedValue(text.trim(), 120)
  const customers = useCall(searchCustomers, { workspace, q: asked, limit: 5 }, { enabled: asked.length > 1 })
  const shown = [
    ...found(
      destinations(workspace, journeys, subjects, workspaces),
      subjects.map((one) => one.subject),
      workspace,
      text,
    ),
    ...(asked.length > 1 ? customerPlaces(workspace, customers.data?.customers ?? []) : []),
  ]
  const combobox = useCombobox({ opened: true })
  const { selectFirstOption } = combobox
  // biome-ignore lint/correctness/useExhaustiveDependencies: the first match is chosen whenever the matches change
  useEffect(() => {
    selectFirstOption()
  }, [text, shown.length])
  const go = (href: string) => {
    close()
    void navigate({ href })
  }
  const groups = Map.groupBy(shown, (one: Destination) => one.group)
  return (
    <Modal
      opened
      onClose={close}
      withCloseButton={false}
      title="Find"
      padding={0}
      size={560}
      yOffset="12vh"
      styles={{ header: { display: 'none' } }}
      transitionProps={{ duration: 0 }}
    >
      <Combobox store={combobox} onOptionSubmit={go}>
        <Combobox.EventsTarget>
          <TextInput
            data-autofocus
            variant="unstyled"
            size="md"
            p={8}
            leftSection={<IconSearch size={18} aria-hidden />}
            aria-label="Find journeys, customers, subjects and pages"
            placeholder="Journey, customer, page, or “order 4711”"
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
          />
        </Combobox.EventsTarget>
        <Combobox.Options
          tabIndex={0}
          mah={380}
          style={{ overflowY: 'auto', borderTop: '1px solid var(--tl-line)' }}
          p={8}
          aria-label="Found"
        >
          {[...groups].map(([group, some]) => (
            <Combobox.Group key={group} label={group}>
              {some.map((one) => (
                <Combobox.Option key={one.href} value={one.href}>
                  {one.label} <span className="tl-interval">{one.note}</span>
                </Combobox.Option>
              ))}
            </Combobox.Group>
          ))}
          {shown.length === 0 ? (
            <Combobox.Empty>
              Nothing is called “{text}”. Try the name of a journey or a customer, or a subject and its id.
            </Combobox.Empty>
          ) : null}
        </Combobox.Options>
      </Combobox>
    </Modal>
  )
}
