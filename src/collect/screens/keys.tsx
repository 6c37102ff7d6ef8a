import { Anchor, Button, CopyButton, Group, Modal, NumberInput, Text, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { Moment, Tag } from '../../console/figure.tsx'
import { count } from '../../console/fmt.ts'
import { Section } from '../../console/page.tsx'
import { Answered, Empty, Notice } from '../../console/states.tsx'
import { TableBox } from '../../console/table-box.tsx'
import { useCall, useDo, useWorkspace } from '../../console/use-call.ts'
import { createKey, listKeys, revokeKey } from '../contract.ts'
import { scriptTag } from './client-snippet.ts'

export function Copy({ text, label = 'Copy' }: { text: string; label?: string }) {
  return (
    <CopyButton value={text}>
      {({ copied, copy }) => (
        <Button variant="default" size="compact-sm" onClick={copy} aria-live="polite">
          {copied ? 'Copied' : label}
        </Button>
      )}
    </CopyButton>
  )
}

function MakeKey() {
  const workspace = useWorkspace()
  const create = useDo(createKey, [listKeys])
  const [name, setName] = useState('')
  const [source, setSource] = useState('http')
  const [measure, setMeasure] = useState<number | string>(1000)
  const add = (event: FormEvent) => {
    event.preventDefault()
    const requests_per_second = Number(measure)
    create.mutate({ workspace, name, source, requests_per_second }, { onSuccess: () => setName('') })
  }
  return (
    <Section
      title="Make a write key"
      note="A write key lets an application send interactions to this workspace, and nothing else."
    >
      <Group component="form" align="flex-end" onSubmit={(event: FormEvent) => add(event)}>
        <TextInput
          label="Name"
          placeholder="web shop"
          required
          maxLength={80}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <TextInput
          label="Source"
          required
          maxLength={80}
          value={source}
          onChange={(event) => setSource(event.currentTarget.value)}
        />
        <NumberInput
          label="Requests a second"
          required
          min={1}
          max={100_000}
          allowDecimal={false}
          w={190}
          value={measure}
          onChange={setMeasure}
        />
        <Button type="submit" loading={create.isPending}>
          Make key
        </Button>
      </Group>
      {create.data ? (
        <div style={{ marginTop: 14 }}>
          <Notice tone="good" title="Copy it now: it is shown this once">
            <Group gap={10} mt={4}>
              <code className="tl-mono" data-testid="write-key">
                {create.data.write_key}
              </code>
              <Copy text={create.data.write_key} label="Copy key" />
            </Group>
            <ForPages tag={scriptTag(location.origin, create.data.write_key)} />
          </Notice>
        </div>
      ) : null}
    </Section>
  )
}

function ForPages({ tag }: { tag: string }) {
  return (
    <>
      <Text mt={12}>
        For a web page this line is all it takes;{' '}
        <Anchor href="/docs/browser" target="_blank" rel="noopener">
          what it tells, and consent (new tab)
        </Anchor>
      </Text>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard (WCAG 2.1.1) */}
      <pre className="tl-code" tabIndex={0} data-testid="script-tag">
        {tag}
      </pre>
      <Group mt={8}>
        <Copy text={tag} label="Copy line" />
      </Group>
    </>
  )
}

export function Keys() {
  const workspace = useWorkspace()
  const keys = useCall(listKeys, { workspace })
  const revoke = useDo(revokeKey, [listKeys])
  const [asked, setAsked] = useState<{ key_id: string; name: string } | null>(null)
  const go = () =>
    asked && revoke.mutate({ workspace, key_id: asked.key_id }, { onSettled: () => setAsked(null) })
  return (
    <>
      <MakeKey />
      <Answered of={keys} rows={3}>
        {({ keys: found }) =>
          found.length === 0 ? (
            <Empty title="No write key yet">Make one above, then send a first event with it.</Empty>
          ) : (
            <TableBox label="Write keys">
              <table className="tl-table">
                <thead>
                  <tr>
                    <th scope="col">Name</th>
                    <th scope="col">Key</th>
                    <th scope="col">Source</th>
                    <th scope="col">Made</th>
                    <th scope="col">Last used</th>
                    <th scope="col" className="n">
                      Requests a second
                    </th>
                    <th scope="col">State</th>
                    <th scope="col">
                      <span className="tl-hidden">Actions</span>
                    </th>
                  </tr>
                </thead>
                <tbody>
                  {found.map((one) => (
                    <tr key={one.key_id}>
                      <td>{one.name}</td>
                      <td className="tl-mono">{one.hint}…</td>
                      <td>{one.source}</td>
                      <td>
                        <Moment at={one.created_at} />
                      </td>
                      <td>
                        {one.last_used_at ? (
                          <Moment at={one.last_used_at} />
                        ) : (
                          <span className="tl-soft">never</span>
                        )}
                      </td>
                      <td className="n">{count(one.requests_per_second)}</td>
                      <td>
                        {one.revoked_at ? <Tag tone="bad">revoked</Tag> : <Tag tone="good">in force</Tag>}
                      </td>
                      <td>
                        {one.revoked_at ? null : (
                          <Button
                            size="compact-sm"
                            variant="default"
                            aria-label={`Revoke ${one.name}`}
                            onClick={() => setAsked(one)}
                          >
                            Revoke
                          </Button>
                        )}
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </TableBox>
          )
        }
      </Answered>
      <Modal
        opened={asked !== null}
        onClose={() => setAsked(null)}
        title={`Revoke ${asked?.name ?? ''}?`}
        centered
      >
        <Text mb={16}>
          Applications that send with this key are refused at once. What they have sent stays.
        </Text>
        <Group justify="flex-end">
          <Button variant="default" onClick={() => setAsked(null)}>
            Keep it
          </Button>
          <Button color="red.9" loading={revoke.isPending} onClick={go}>
            Revoke
          </Button>
        </Group>
      </Modal>
    </>
  )
}
