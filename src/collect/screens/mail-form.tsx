import {
  Button,
  Checkbox,
  Group,
  NumberInput,
  PasswordInput,
  Select,
  SimpleGrid,
  Text,
  Textarea,
  TextInput,
} from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { type FormEvent, useState } from 'react'
import { count } from '../../console/fmt.ts'
import { Section } from '../../console/page.tsx'
import { Notice, ProblemNote } from '../../console/states.tsx'
import { useDo, useWorkspace } from '../../console/use-call.ts'
import {
  listMailSources,
  listSources,
  type MailboxGiven,
  type MailDoorGiven,
  type MailSourceShown,
  mailTls,
  setMailSource,
  tryMailbox,
} from '../contract.ts'

const encryption = { none: 'None', starttls: 'STARTTLS', tls: 'TLS from the start' }
const choices = mailTls.map((value) => ({ value, label: encryption[value] }))

const listed = (text: string) =>
  text
    .split(/[\s,;]+/)
    .map((each) => each.trim())
    .filter((each) => each !== '')

const newDoor: MailDoorGiven = { host: '0.0.0.0', port: 2525, tls: 'none' }
const newMailbox: MailboxGiven = { host: '', port: 993, tls: 'tls', user: '', folders: ['INBOX'] }

/** What was shown of a door, as it is given back: secrets that are not given anew stay. */
function doorOf(before: MailSourceShown | null): MailDoorGiven | null {
  if (!before?.door) return null
  const { password_set: _, key_set: __, ...door } = before.door
  return door
}

function mailboxOf(before: MailSourceShown | null): MailboxGiven | null {
  if (!before?.mailbox) return null
  const { password_set: _, ...mailbox } = before.mailbox
  return mailbox
}

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

function DoorFields({
  door,
  set,
  before,
}: {
  door: MailDoorGiven | null
  set: (door: MailDoorGiven | null) => void
  before: MailSourceShown | null
}) {
  const change = (part: Partial<MailDoorGiven>) => door && set({ ...door, ...part })
  return (
    <fieldset className="tl-panel" style={{ padding: 14, marginBottom: 14 }}>
      <legend>
        <Checkbox
          label="SMTP door: mail servers send copies here"
          checked={door !== null}
          onChange={(event) => set(event.currentTarget.checked ? (doorOf(before) ?? newDoor) : null)}
        />
      </legend>
      {door === null ? (
        <Text className="tl-soft">Off: nothing listens.</Text>
      ) : (
        <>
          <SimpleGrid cols={{ base: 1, sm: 4 }}>
            <TextInput
              label="Address"
              description="0.0.0.0 is all of this machine"
              required
              value={door.host ?? ''}
              onChange={(event) => change({ host: event.currentTarget.value })}
            />
            <Port label="Port" value={door.port} set={(port) => change({ port })} />
            <Tls value={door.tls ?? 'none'} set={(tls) => change({ tls })} />
            <NumberInput
              label="Largest mail"
              description="Megabytes"
              min={1}
              max={100}
              allowDecimal={false}
              value={door.largest_mb ?? 25}
              onChange={(value) => change({ largest_mb: Number(value) || 25 })}
            />
            <TextInput
              label="User"
              description="Empty: whoever reaches it"
              value={door.user ?? ''}
              onChange={(event) => change({ user: event.currentTarget.value || null })}
            />
            <Secret
              label="Password"
              kept={before?.door?.password_set ?? false}
              disabled={!door.user}
              set={(password) => change({ password })}
            />
            <TextInput
              label="Also takes mail to"
              description="Addresses that copies are sent to"
              value={door.accepts?.join(' ') ?? ''}
              onChange={(event) => change({ accepts: listed(event.currentTarget.value) })}
            />
          </SimpleGrid>
          {door.tls === 'none' ? null : (
            <SimpleGrid cols={{ base: 1, sm: 2 }} mt={12}>
              <Textarea
                label="Certificate"
                description="PEM with its chain; empty: a self-made one"
                autosize
                minRows={2}
                maxRows={6}
                value={door.certificate ?? ''}
                onChange={(event) => change({ certificate: event.currentTarget.value || null })}
              />
              <Textarea
                label="Its key"
                description={before?.door?.key_set ? 'Empty: it stays as it is' : 'PEM without a passphrase'}
                autosize
                minRows={2}
                maxRows={6}
                value={door.key ?? ''}
                onChange={(event) => change({ key: event.currentTarget.value || null })}
              />
            </SimpleGrid>
          )}
        </>
      )}
    </fieldset>
  )
}

function MailboxFields({
  box,
  set,
  before,
  source,
}: {
  box: MailboxGiven | null
  set: (box: MailboxGiven | null) => void
  before: MailSourceShown | null
  source: string
}) {
  const workspace = useWorkspace()
  const attempt = useDo(tryMailbox, [], true)
  const change = (part: Partial<MailboxGiven>) => box && set({ ...box, ...part })
  return (
    <fieldset className="tl-panel" style={{ padding: 14, marginBottom: 14 }}>
      <legend>
        <Checkbox
          label="Mailbox: read by IMAP, never changed"
          checked={box !== null}
          onChange={(event) => set(event.currentTarget.checked ? (mailboxOf(before) ?? newMailbox) : null)}
        />
      </legend>
      {box === null ? (
        <Text className="tl-soft">Off: no mailbox is read.</Text>
      ) : (
        <>
          <SimpleGrid cols={{ base: 1, sm: 3 }}>
            <TextInput
              label="Host"
              placeholder="imap.acme.com"
              required
              value={box.host}
              onChange={(event) => change({ host: event.currentTarget.value })}
            />
            <Port label="Port" value={box.port ?? 993} set={(port) => change({ port })} />
            <Tls value={box.tls ?? 'tls'} set={(tls) => change({ tls })} />
            <TextInput
              label="User"
              required
              autoComplete="off"
              value={box.user}
              onChange={(event) => change({ user: event.currentTarget.value })}
            />
            <Secret
              label="Password"
              kept={before?.mailbox?.password_set ?? false}
              set={(password) => change({ password })}
            />
            <TextInput
              label="Folders"
              description="Inbox and sent mail, with commas between"
              required
              value={box.folders?.join(', ') ?? ''}
              onChange={(event) => change({ folders: event.currentTarget.value.split(/,\s*/) })}
            />
          </SimpleGrid>
          <Group mt={12}>
            <Button
              variant="default"
              loading={attempt.isPending}
              onClick={() => attempt.mutate({ workspace, source: source || 'mail', mailbox: box })}
            >
              Try it
            </Button>
          </Group>
          {attempt.error ? <ProblemNote error={attempt.error} /> : null}
          {attempt.data ? (
            <div style={{ marginTop: 12 }}>
              <Notice tone="good" title="The mailbox can be read">
                {attempt.data.folders
                  .map(({ folder, mails }) => (mails === null ? folder : `${folder} (${count(mails)})`))
                  .join(', ')}
              </Notice>
            </div>
          ) : null}
        </>
      )}
    </fieldset>
  )
}

function Port({ label, value, set }: { label: string; value: number; set: (port: number) => void }) {
  return (
    <NumberInput
      label={label}
      required
      min={1}
      max={65535}
      allowDecimal={false}
      thousandSeparator=""
      value={value}
      onChange={(next) => set(Number(next) || value)}
    />
  )
}

type Tls = (typeof mailTls)[number]

function Tls({ value, set }: { value: Tls; set: (tls: Tls) => void }) {
  return (
    <Select
      label="Encryption"
      allowDeselect={false}
      data={choices}
      value={value}
      onChange={(next) => next && set(next as Tls)}
    />
  )
}

function Secret({
  label,
  kept,
  disabled = false,
  set,
}: {
  label: string
  kept: boolean
  disabled?: boolean
  set: (secret: string | undefined) => void
}) {
  return (
    <PasswordInput
      label={label}
      description={kept ? 'Empty: it stays as it is' : undefined}
      autoComplete="new-password"
      disabled={disabled}
      onChange={(event) => set(event.currentTarget.value || undefined)}
    />
  )
}
