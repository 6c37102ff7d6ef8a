import { Anchor, Button, Group, Select, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { plural } from '../../console/fmt.ts'
import { Section } from '../../console/page.tsx'
import { useCall, useDo, useWorkspace } from '../../console/use-call.ts'
import { useView } from '../../console/use-view.ts'
import { createKey, listKeys, listSources } from '../contract.ts'
import { type Arrival, arrivalOf } from './arrival.ts'
import { snippet, snippetClients } from './client-snippet.ts'
import { Copy } from './keys.tsx'

function Light({ arrival }: { arrival: Arrival }) {
  const workspace = useWorkspace()
  return (
    <Group
      className="tl-panel"
      p={18}
      gap={14}
      wrap="nowrap"
      role="status"
      style={arrival.state === 'arrived' ? { borderColor: 'var(--tl-kept)' } : {}}
    >
      <span className="tl-pulse" data-arrived={arrival.state === 'waiting' ? undefined : ''} aria-hidden />
      {arrival.state === 'waiting' ? (
        <Text>Waiting for an event. This page lights up when it arrives.</Text>
      ) : null}
      {arrival.state === 'arrived' ? (
        <Text>
          <b>It arrived.</b> {plural(arrival.fresh, 'new interaction')} from {arrival.source}.{' '}
          <Anchor
            renderRoot={(props) => <Link {...props} to="/$workspace/journeys" params={{ workspace }} />}
          >
            See the journeys
          </Anchor>
        </Text>
      ) : null}
      {arrival.state === 'quarantined' ? (
        <Text>
          <b>It arrived, but cannot become an interaction.</b>{' '}
          <Anchor
            renderRoot={(props) => (
              <Link
                {...props}
                to="/$workspace/sources"
                params={{ workspace }}
                search={{ tab: 'quarantine', source: arrival.source }}
              />
            )}
          >
            Read why in the quarantine
          </Anchor>
        </Text>
      ) : null}
    </Group>
  )
}

/** Copy, paste, and the page lights up when it arrives. */
export function FirstEvent() {
  const workspace = useWorkspace()
  const { view, set } = useView()
  const client = snippetClients.find(([name]) => name === view.by)?.[0] ?? 'curl'
  const create = useDo(createKey, [listKeys])
  const sources = useCall(listSources, { workspace }, { refetchInterval: 1500 })
  const [before, setBefore] = useState<typeof sources.data>(undefined)
  useEffect(() => {
    if (sources.data && !before) setBefore(sources.data)
  }, [sources.data, before])
  const arrival = arrivalOf(before?.sources ?? [], sources.data?.sources ?? [])
  const text = snippet(client, location.origin, create.data?.write_key ?? 'YOUR_WRITE_KEY')
  return (
    <>
      <Section title="1. A write key" note="Made here and put into the snippet below; it is shown this once.">
        {create.data ? (
          <Group gap={10}>
            <code className="tl-mono">{create.data.write_key}</code>
            <Copy text={create.data.write_key} label="Copy key" />
          </Group>
        ) : (
          <Button
            loading={create.isPending}
            onClick={() => create.mutate({ workspace, name: 'first event', source: 'http' })}
          >
            Make a write key
          </Button>
        )}
      </Section>
      <Section
        title="2. Send an event"
        note="By the client you already have: only the host changes."
        aside={
          <Select
            aria-label="Client"
            value={client}
            allowDeselect={false}
            onChange={(value) => set({ by: value === 'curl' ? '' : (value ?? '') })}
            data={snippetClients.map(([value, label]) => ({ value, label }))}
          />
        }
      >
        <pre className="tl-code" data-testid="snippet">
          {text}
        </pre>
        <Group mt={8} gap={16}>
          <Copy text={text} label="Copy snippet" />
          <Anchor href="/docs/clients">All clients, and what each may send</Anchor>
        </Group>
      </Section>
      <Section title="3. See it arrive">
        <Light arrival={arrival} />
      </Section>
    </>
  )
}
