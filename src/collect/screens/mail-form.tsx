import { Button, Group, SimpleGrid, Textarea, TextInput } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { type FormEvent, useState } from 'react'
import { Section } from '../../console/page.tsx'
import { ProblemNote } from '../../console/states.tsx'
import { useDo, useWorkspace } from '../../console/use-call.ts'
import { listMailSources, listSources, type MailSourceShown, setMailSource } from '../contract.ts'
import { DoorFields, doorOf } from './mail-door-fields.tsx'
import { listed } from './mail-fields.tsx'
import { MailboxFields, mailboxOf } from './mailbox-fields.tsx'

/** Sets a source of mails: the company's own addresses, its door, its mailbox. */
export function MailForm({
  before,
  close,
}: {
  before: MailSourceShown | null
  close: (saved: boolean) => void
}) {
  const workspace = useWorkspace()
  const save = useDo(setMailSource, [listMailSources, listSources], true)
  const [source, setSource] = useState(before?.source ?? 'mail')
  const [own, setOwn] = useState(before?.own.join('\n') ?? '')
  const [door, setDoor] = useState(doorOf(before))
  const [box, setBox] = useState(mailboxOf(before))
  const submit = (event: FormEvent) => {
    event.preventDefault()
    save.mutate(
      { workspace, source, own: listed(own), door, mailbox: box },
      {
        onSuccess: () => {
          notifications.show({ message: `${source} is set.` })
          close(true)
        },
      },
    )
  }
  return (
    <Section title={before === null ? 'Set a mail source' : `Change ${before.source}`}>
      <form onSubmit={submit} className="tl-panel" style={{ padding: 16 }}>
        <SimpleGrid cols={{ base: 1, sm: 2 }} mb={16}>
          <TextInput
            label="Source"
            description="The name that mails are stored under"
            required
            maxLength={80}
            disabled={before !== null}
            value={source}
            onChange={(event) => setSource(event.currentTarget.value)}
          />
          <Textarea
            label="Addresses and domains of your own"
            description="One a line, such as acme.com: who writes from there is the company, everybody else a customer"
            required
            autosize
            minRows={2}
            value={own}
            onChange={(event) => setOwn(event.currentTarget.value)}
          />
        </SimpleGrid>
        <DoorFields door={door} set={setDoor} before={before} />
        <MailboxFields box={box} set={setBox} before={before} source={source} />
        {save.error ? <ProblemNote error={save.error} /> : null}
        <Group mt={14}>
          <Button type="submit" loading={save.isPending}>
            Set
          </Button>
          {before === null ? null : (
            <Button variant="default" onClick={() => close(false)}>
              Discard
            </Button>
          )}
        </Group>
      </form>
    </Section>
  )
}
