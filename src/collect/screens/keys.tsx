import { Button, CopyButton, Group, Modal, Text, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { Moment, Tag } from '../../console/figure.tsx'
import { Section } from '../../console/page.tsx'
import { Answered, Empty, Notice } from '../../console/states.tsx'
import { TableBox } from '../../console/table-box.tsx'
import { useCall, useDo, useWorkspace } from '../../console/use-call.ts'
import { createKey, listKeys, revokeKey } from '../contract.ts'

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
  const add = (event: FormEvent) => {
    event.preventDefault()
    create.mutate({ workspace, name, source }, { onSuccess: () => setName('') })
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
          </Notice>
        </div>
      ) : null}
    </Section>
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
