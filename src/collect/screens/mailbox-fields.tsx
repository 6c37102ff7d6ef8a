import { Button, Checkbox, Group, SimpleGrid, Text, TextInput } from '@mantine/core'
import { count } from '../../console/fmt.ts'
import { Notice, ProblemNote } from '../../console/states.tsx'
import { useDo, useWorkspace } from '../../console/use-call.ts'
import { type MailboxGiven, type MailSourceShown, tryMailbox } from '../contract.ts'
import { Port, Secret, Tls } from './mail-fields.tsx'

const newMailbox: MailboxGiven = { host: '', port: 993, tls: 'tls', user: '', folders: ['INBOX'] }

export function mailboxOf(before: MailSourceShown | null): MailboxGiven | null {
  if (!before?.mailbox) return null
  const { password_set: _, ...mailbox } = before.mailbox
  return mailbox
}

/** The watched mailbox of a mail source; it can be tried before it is set. */
export function MailboxFields({
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
