import { Button, Group, Text, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { Moment, Tag } from '../../console/figure.tsx'
import { Section } from '../../console/page.tsx'
import { Answered, Notice } from '../../console/states.tsx'
import { TableBox } from '../../console/table-box.tsx'
import { useCall, useDo, useWorkspace } from '../../console/use-call.ts'
import { createApiKey, listApiKeys, revokeApiKey } from '../contract.ts'

/** Keys by which programs read this workspace. */
export function ApiKeys() {
  const workspace = useWorkspace()
  const keys = useCall(listApiKeys, { workspace })
  const create = useDo(createApiKey, [listApiKeys])
  const revoke = useDo(revokeApiKey, [listApiKeys])
  const [name, setName] = useState('')
  const add = (event: FormEvent) => {
    event.preventDefault()
    create.mutate({ workspace, name }, { onSuccess: () => setName('') })
  }
  return (
    <Section
      title="API keys"
      note="For programs: a desk, a switchboard, a script. A key may what a member may, in this workspace alone."
    >
      <Answered of={keys} rows={2}>
        {({ keys: found }) =>
          found.length === 0 ? (
            <Text className="tl-soft">No program has a key yet.</Text>
          ) : (
            <TableBox label="API keys">
              <table className="tl-table">
                <thead>
                  <tr>
                    <th scope="col">Name</th>
                    <th scope="col">Key</th>
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
                      <td className="n">
                        {one.revoked_at ? null : (
                          <Button
                            size="compact-sm"
                            variant="default"
                            loading={revoke.isPending}
                            aria-label={`Revoke ${one.name}`}
                            onClick={() => revoke.mutate({ workspace, key_id: one.key_id })}
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
      <Group component="form" mt={14} align="flex-end" onSubmit={(event: FormEvent) => add(event)}>
        <TextInput
          label="Name of the program"
          placeholder="switchboard"
          required
          maxLength={80}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Button type="submit" loading={create.isPending}>
          Make key
        </Button>
      </Group>
      {create.data ? (
        <div style={{ marginTop: 14 }}>
          <Notice tone="good" title="Copy it now: it is shown this once">
            <code className="tl-mono">{create.data.api_key}</code>
          </Notice>
        </div>
      ) : null}
    </Section>
  )
}
