import { Anchor, Button, Group, SegmentedControl, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { plural } from '../../console/fmt.ts'
import { Section } from '../../console/page.tsx'
import { useCall, useDo, useWorkspace } from '../../console/use-call.ts'
import { createKey, listKeys, listSources } from '../contract.ts'
import { type Arrival, arrivalOf, type SnippetKind, snippet } from './arrival.ts'
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
  const [kind, setKind] = useState<SnippetKind>('curl')
  const create = useDo(createKey, [listKeys])
  const sources = useCall(listSources, { workspace }, { refetchInterval: 1500 })
  const [before, setBefore] = useState<typeof sources.data>(undefined)
  useEffect(() => {
    if (sources.data && !before) setBefore(sources.data)
  }, [sources.data, before])
  const arrival = arrivalOf(before?.sources ?? [], sources.data?.sources ?? [])
  const text = snippet(kind, location.origin, create.data?.write_key ?? 'YOUR_WRITE_KEY')
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
        note="The same calls as Segment’s: an application that has its SDK only changes the host."
        aside={
          <SegmentedControl
            aria-label="Language"
            value={kind}
            onChange={(value) => setKind(value as SnippetKind)}
            data={[
              { value: 'curl', label: 'curl' },
              { value: 'page', label: 'Web page' },
              { value: 'node', label: 'Node' },
              { value: 'browser', label: 'Segment in a browser' },
            ]}
          />
        }
      >
        <pre className="tl-code" data-testid="snippet">
          {text}
        </pre>
        <Group mt={8}>
          <Copy text={text} label="Copy snippet" />
        </Group>
      </Section>
      <Section title="3. See it arrive">
        <Light arrival={arrival} />
      </Section>
    </>
  )
}
