import { Anchor, Button, Group, List, PasswordInput, Radio, Stack, Text, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { readSession } from '../../access/contract.ts'
import { Section } from '../../console/page.tsx'
import { Notice, ProblemNote } from '../../console/states.tsx'
import { useCall, useDo, useWorkspace } from '../../console/use-call.ts'
import { YamlEditor } from '../../console/yaml-editor.tsx'
import { createHook, listHooks, listSources, type Scheme } from '../contract.ts'
import { type ChannelShown, Chosen } from './chosen-channel.tsx'
import { Copy } from './keys.tsx'
import { schemeWords } from './scheme-words.ts'

type Proof = 'channel' | 'later' | 'token' | 'address'

/** The ways a payload may prove where it comes from, for one channel. */
function proofs(channel: ChannelShown): [Proof, string, string][] {
  const own = channel.scheme ? schemeWords(channel.scheme) : ''
  if (channel.secret === 'theirs')
    return [
      ['channel', own, 'The sender has made the secret: give it below.'],
      [
        'later',
        'The sender tells its secret only once it has the address',
        'Until then whoever knows the address is trusted. Put the secret in afterwards.',
      ],
    ]
  return [
    ['channel', own, 'A secret is made and shown once.'],
    ['token', 'The secret in a header', 'For senders that cannot sign: X-Throughline-Secret.'],
    [
      'address',
      'The address alone',
      'For senders that can do nothing else. Whoever knows the address is trusted.',
    ],
  ]
}

const schemes: Record<Proof, Scheme | undefined> = {
  channel: undefined,
  later: { kind: 'address' },
  token: { kind: 'token', header: 'x-throughline-secret', prefix: '' },
  address: { kind: 'address' },
}

function Make({
  channel,
  made,
}: {
  channel: ChannelShown
  made: (given: { hook_id: string; secret: string | null }) => void
}) {
  const workspace = useWorkspace()
  const create = useDo(createHook, [listHooks, listSources], true)
  const [source, setSource] = useState<string>(channel.channel)
  const [proof, setProof] = useState<Proof>('channel')
  const [secret, setSecret] = useState('')
  const asksSecret = channel.secret === 'theirs' && proof === 'channel'
  const add = (event: FormEvent) => {
    event.preventDefault()
    create.mutate(
      {
        workspace,
        source: source.trim(),
        channel: channel.channel,
        scheme: schemes[proof],
        secret: asksSecret ? secret.trim() : undefined,
      },
      { onSuccess: (answer) => made({ hook_id: answer.hook.hook_id, secret: answer.secret }) },
    )
  }
  return (
    <Stack component="form" gap={14} maw={620} onSubmit={(event: FormEvent) => add(event)}>
      <TextInput
        label="Name of the source"
        required
        maxLength={80}
        value={source}
        onChange={(event) => setSource(event.currentTarget.value)}
      />
      <Radio.Group
        label="How a payload proves where it comes from"
        value={proof}
        onChange={(value) => setProof(value as Proof)}
      >
        <Stack gap={8} mt={6}>
          {proofs(channel).map(([value, label, description]) => (
            <Radio key={value} value={value} label={label} description={description} />
          ))}
        </Stack>
      </Radio.Group>
      {asksSecret ? (
        <PasswordInput
          label="Secret of the sender"
          description="Signatures are checked with it. It is not shown again."
          required
          minLength={8}
          autoComplete="off"
          visibilityToggleButtonProps={{ 'aria-label': 'Show the secret' }}
          value={secret}
          onChange={(event) => setSecret(event.currentTarget.value)}
        />
      ) : null}
      {create.error ? <ProblemNote error={create.error} /> : null}
      <Group>
        <Button type="submit" loading={create.isPending}>
          Make the webhook
        </Button>
      </Group>
    </Stack>
  )
}

/** One channel before it is added: what it brings, what to do, and what its payloads or rows become. */
export function ChannelPage({
  channel,
  made,
}: {
  channel: ChannelShown
  made: (given: { hook_id: string; secret: string | null }) => void
}) {
  const workspace = useWorkspace()
  const session = useCall(readSession, {})
  const own = session.data?.workspaces.find((one) => one.workspace === workspace)?.role === 'owner'
  return (
    <>
      <nav aria-label="Channels" style={{ marginBottom: 10 }}>
        <Chosen name="">All channels</Chosen>
      </nav>
      <Section title={channel.title} note={channel.what}>
        <List type="ordered" spacing={6} maw={760}>
          {channel.steps.map((step) => (
            <List.Item key={step}>{step}</List.Item>
          ))}
        </List>
        {channel.sources.length > 0 ? (
          <Text size="sm" c="dimmed" mt={10}>
            As documented:{' '}
            {channel.sources.map((address, at) => (
              <span key={address}>
                {at > 0 ? ' · ' : ''}
                <Anchor size="sm" href={address} target="_blank" rel="noopener noreferrer">
                  {new URL(address).host}
                  {new URL(address).pathname.length > 1 ? `/…${new URL(address).pathname.slice(-24)}` : ''}
                </Anchor>
              </span>
            ))}
          </Text>
        ) : null}
        {channel.unverified ? (
          <Text size="sm" c="dimmed" mt={4}>
            Not verified: {channel.unverified}
          </Text>
        ) : null}
      </Section>
      {channel.way === 'webhook' ? (
        <Section title="Make the webhook">
          {own ? (
            <Make channel={channel} made={made} />
          ) : (
            <Notice title="An owner of the workspace makes it">
              Webhooks carry secrets. Ask an owner, and write the mapping once payloads come.
            </Notice>
          )}
        </Section>
      ) : null}
      <Section
        title="The mapping it begins with"
        note={
          channel.way === 'webhook'
            ? 'It can be changed beside the payloads that come.'
            : 'Save it beside the file, correct the names of columns, and import both.'
        }
        aside={<Copy text={channel.mapping} label="Copy mapping" />}
      >
        <YamlEditor label="Mapping (YAML)" value={channel.mapping} readOnly boxed />
      </Section>
    </>
  )
}
