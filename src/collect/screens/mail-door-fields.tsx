import { Checkbox, NumberInput, SimpleGrid, Text, Textarea, TextInput } from '@mantine/core'
import type { MailDoorGiven, MailSourceShown } from '../contract.ts'
import { listed, Port, Secret, Tls } from './mail-fields.tsx'

const newDoor: MailDoorGiven = { host: '0.0.0.0', port: 2525, tls: 'none' }

/** What was shown of a door, as it is given back: secrets that are not given anew stay. */
export function doorOf(before: MailSourceShown | null): MailDoorGiven | null {
  if (!before?.door) return null
  const { password_set: _, key_set: __, ...door } = before.door
  return door
}

/** The SMTP door of a mail source. */
export function DoorFields({
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
