import { Button, Group, Modal, PasswordInput, Stack, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { type FormEvent, useState } from 'react'
import { readSession } from '../../access/contract.ts'
import { Moment, Tag } from '../../console/figure.tsx'
import { count } from '../../console/fmt.ts'
import { Section } from '../../console/page.tsx'
import { Notice, ProblemNote } from '../../console/states.tsx'
import { useCall, useDo, useWorkspace } from '../../console/use-call.ts'
import { endHook, type HookShown, listHooks, setHookSecret } from '../contract.ts'
import { type ChannelShown, Chosen } from './chosen-channel.tsx'
import { HookMapping } from './hook-mapping.tsx'
import { Copy } from './keys.tsx'
import { schemeWords } from './scheme-words.ts'

type Given = (given: { hook_id: string; secret: string | null }) => void

interface Shown {
  hook: HookShown
  channel: ChannelShown | undefined
}

function Address({ hook, secret }: { hook: HookShown; secret: string | null }) {
  const address = `${location.origin}${hook.path}`
  return (
    <Section title="Address" note="The sender posts here. Keep it to yourself.">
      <Group gap={10}>
        <code className="tl-mono" style={{ overflowWrap: 'anywhere' }} data-testid="hook-address">
          {address}
        </code>
        <Copy text={address} label="Copy address" />
      </Group>
      {secret ? (
        <div style={{ marginTop: 14 }}>
          <Notice tone="good" title="Copy the secret now: it is shown this once">
            <Group gap={10} mt={4}>
              <code className="tl-mono" style={{ overflowWrap: 'anywhere' }} data-testid="hook-secret">
                {secret}
              </code>
              <Copy text={secret} label="Copy secret" />
            </Group>
          </Notice>
        </div>
      ) : null}
    </Section>
  )
}

/** The proof, and another secret for it. */
function Secret({ hook, channel, show }: Shown & { show: Given }) {
  const workspace = useWorkspace()
  const set = useDo(setHookSecret, [listHooks], true)
  const [open, setOpen] = useState(false)
  const [secret, setSecret] = useState('')
  const theirs = channel?.secret === 'theirs'
  const trusted = hook.scheme.kind === 'address' && theirs
  const save = (event: FormEvent) => {
    event.preventDefault()
    set.mutate(
      {
        workspace,
        hook_id: hook.hook_id,
        secret: theirs ? secret.trim() : undefined,
        scheme: trusted ? (channel?.scheme ?? undefined) : undefined,
      },
      {
        onSuccess: (answer) => {
          setOpen(false)
          setSecret('')
          show({ hook_id: hook.hook_id, secret: answer.secret })
          notifications.show({ message: 'Payloads are checked with the new secret from now on.' })
        },
      },
    )
  }
  if (hook.scheme.kind === 'address' && !theirs) return null
  return (
    <>
      {trusted ? (
        <Notice title="Signatures are not checked yet">
          Whoever knows the address is trusted. Put the sender’s secret in as soon as it tells it.
        </Notice>
      ) : null}
      <Group mt={10}>
        <Button variant="default" onClick={() => setOpen(true)}>
          {theirs ? 'Put in the sender’s secret' : 'Make another secret'}
        </Button>
      </Group>
      <Modal opened={open} onClose={() => setOpen(false)} title={`Secret of ${hook.source}`} centered>
        <Stack component="form" onSubmit={(event: FormEvent) => save(event)}>
          {theirs ? (
            <PasswordInput
              label="Secret of the sender"
              required
              minLength={8}
              autoComplete="off"
              visibilityToggleButtonProps={{ 'aria-label': 'Show the secret' }}
              value={secret}
              onChange={(event) => setSecret(event.currentTarget.value)}
            />
          ) : (
            <Text>The secret that holds now is refused at once: put the new one into the sender.</Text>
          )}
          {set.error ? <ProblemNote error={set.error} /> : null}
          <Group justify="flex-end">
            <Button variant="default" onClick={() => setOpen(false)}>
              Leave as it is
            </Button>
            <Button type="submit" loading={set.isPending}>
              {theirs ? 'Check with it' : 'Make another'}
            </Button>
          </Group>
        </Stack>
      </Modal>
    </>
  )
}

function End({ hook }: { hook: HookShown }) {
  const workspace = useWorkspace()
  const end = useDo(endHook, [listHooks])
  const [asked, setAsked] = useState(false)
  return (
    <>
      <Button variant="default" onClick={() => setAsked(true)}>
        End this webhook
      </Button>
      <Modal opened={asked} onClose={() => setAsked(false)} title={`End ${hook.source}?`} centered>
        <Text mb={16}>What it sends is refused from then on (410). What it brought stays.</Text>
        <Group justify="flex-end">
          <Button variant="default" onClick={() => setAsked(false)}>
            Keep it
          </Button>
          <Button
            color="red.9"
            loading={end.isPending}
            onClick={() =>
              end.mutate({ workspace, hook_id: hook.hook_id }, { onSettled: () => setAsked(false) })
            }
          >
            End it
          </Button>
        </Group>
      </Modal>
    </>
  )
}

function Counts({ hook }: { hook: HookShown }) {
  return (
    <Text component="div" role="status">
      {hook.last_accepted_at ? (
        <>
          {count(hook.accepted)} taken, the last <Moment at={hook.last_accepted_at} />.
        </>
      ) : (
        'Nothing has come yet.'
      )}{' '}
      {hook.refused > 0 ? (
        <>
          <Tag tone="bad">{count(hook.refused)} refused</Tag> the last <Moment at={hook.last_refused_at} />:{' '}
          {hook.last_refusal}.
        </>
      ) : null}
    </Text>
  )
}

/** One webhook: address, proof, what came of late, and the mapping beside it. */
export function HookPage({ hook, channel, secret, show }: Shown & { secret: string | null; show: Given }) {
  const workspace = useWorkspace()
  const session = useCall(readSession, {})
  const own = session.data?.workspaces.find((one) => one.workspace === workspace)?.role === 'owner'
  const acts = own && !hook.ended_at
  return (
    <>
      <nav aria-label="Channels" style={{ marginBottom: 10 }}>
        <Chosen name="">All channels</Chosen>
      </nav>
      <Section
        title={hook.source}
        note={`${channel?.title ?? hook.channel} · ${schemeWords(hook.scheme)}`}
        aside={acts ? <End hook={hook} /> : null}
      >
        {hook.ended_at ? (
          <Notice tone="bad" title="This webhook was ended">
            <Moment at={hook.ended_at} />. What it brought stays.
          </Notice>
        ) : (
          <Counts hook={hook} />
        )}
        {acts ? <Secret hook={hook} channel={channel} show={show} /> : null}
      </Section>
      <Address hook={hook} secret={secret} />
      <HookMapping hook={hook} />
    </>
  )
}
