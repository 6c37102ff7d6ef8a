import { Button, Group, Modal, Text, TextInput } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { type FormEvent, useState } from 'react'
import type { z } from 'zod'
import { Copy } from '../../collect/screens/keys.tsx'
import { Moment, Tag } from '../../console/figure.tsx'
import { Section } from '../../console/page.tsx'
import { Answered, Notice } from '../../console/states.tsx'
import { useCall, useDo, useWorkspace } from '../../console/use-call.ts'
import {
  listDeliveries,
  readWebhook,
  rotateWebhookSecret,
  setWebhook,
  testWebhook,
  type webhookShown,
} from '../contract.ts'
import { Deliveries } from './webhook-deliveries.tsx'

type Hook = z.output<typeof webhookShown>

/** Where events are posted, the secret that signs them, and what became of each. */
export function Webhook() {
  const workspace = useWorkspace()
  const found = useCall(readWebhook, { workspace })
  const [secret, setSecret] = useState<string | null>(null)
  return (
    <Section
      title="Webhook"
      note="Events are posted to one address, signed by the Standard Webhooks specification, and tried again for three days."
    >
      <Answered of={found} rows={2}>
        {({ webhook }) => (
          <>
            {webhook === null ? null : <State hook={webhook} made={setSecret} />}
            <Address key={webhook?.url ?? ''} url={webhook?.url ?? ''} made={setSecret} />
            {secret === null ? null : (
              <div style={{ marginTop: 14 }}>
                <Notice tone="good" title="The secret: copy it now, it is shown this once">
                  <Group gap={10} mt={4}>
                    <code className="tl-mono" data-testid="webhook-secret">
                      {secret}
                    </code>
                    <Copy text={secret} label="Copy secret" />
                  </Group>
                </Notice>
              </div>
            )}
          </>
        )}
      </Answered>
      <Deliveries />
    </Section>
  )
}

function Address({ url, made }: { url: string; made: (secret: string | null) => void }) {
  const workspace = useWorkspace()
  const set = useDo(setWebhook, [readWebhook, listDeliveries])
  const [typed, setTyped] = useState(url)
  const save = (event: FormEvent) => {
    event.preventDefault()
    set.mutate({ workspace, url: typed }, { onSuccess: ({ secret }) => made(secret) })
  }
  return (
    <Group component="form" align="flex-end" onSubmit={(event: FormEvent) => save(event)}>
      <TextInput
        label="Address"
        placeholder="https://example.com/throughline"
        type="url"
        required
        maxLength={2000}
        style={{ flex: '1 1 280px', maxWidth: 560 }}
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
      <Button type="submit" loading={set.isPending}>
        {url === '' ? 'Post events there' : 'Save address'}
      </Button>
    </Group>
  )
}

function State({ hook, made }: { hook: Hook; made: (secret: string | null) => void }) {
  const workspace = useWorkspace()
  const set = useDo(setWebhook, [readWebhook, listDeliveries])
  const rotate = useDo(rotateWebhookSecret, [readWebhook])
  const test = useDo(testWebhook, [listDeliveries])
  const [asked, setAsked] = useState<'rotate' | 'remove' | null>(null)
  const close = () => setAsked(null)
  const turn = () =>
    rotate.mutate({ workspace }, { onSuccess: ({ secret }) => made(secret), onSettled: close })
  const remove = () => set.mutate({ workspace, url: null }, { onSuccess: () => made(null), onSettled: close })
  const say = () => notifications.show({ message: 'A test event is on its way.' })
  return (
    <>
      <Group mb={12} gap={10}>
        {hook.ended_at === null ? (
          <Tag tone="good">in force</Tag>
        ) : (
          <Text component="div">
            <Tag tone="bad">ended</Tag> <Moment at={hook.ended_at} />: {hook.ended_because}. Save the address
            to begin anew.
          </Text>
        )}
        {hook.former_until === null ? null : (
          <Text component="div" className="tl-soft">
            The secret before signs too until <Moment at={hook.former_until} />
          </Text>
        )}
        {hook.ended_at === null ? (
          <Button
            size="compact-sm"
            variant="default"
            loading={test.isPending}
            onClick={() => test.mutate({ workspace }, { onSuccess: say })}
          >
            Send a test event
          </Button>
        ) : null}
        <Button size="compact-sm" variant="default" onClick={() => setAsked('rotate')}>
          New secret
        </Button>
        <Button size="compact-sm" variant="default" onClick={() => setAsked('remove')}>
          Remove
        </Button>
      </Group>
      <Modal
        opened={asked !== null}
        onClose={close}
        title={asked === 'remove' ? 'Remove the webhook?' : 'Make a new secret?'}
        closeButtonProps={{ 'aria-label': 'Close' }}
        centered
      >
        <Text mb={16}>
          {asked === 'remove'
            ? 'Nothing is posted any more, what waits included.'
            : 'For 24 hours each message carries two signatures, by the new secret and by the one before: time to change it at the receiver.'}
        </Text>
        <Group justify="flex-end">
          <Button variant="default" onClick={close}>
            Leave it
          </Button>
          {asked === 'remove' ? (
            <Button color="red.9" loading={set.isPending} onClick={remove}>
              Remove
            </Button>
          ) : (
            <Button loading={rotate.isPending} onClick={turn}>
              Make it
            </Button>
          )}
        </Group>
      </Modal>
    </>
  )
}
