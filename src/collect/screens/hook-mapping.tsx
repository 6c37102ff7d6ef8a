import { Button, Group, Text } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { notifications } from '@mantine/notifications'
import { useState } from 'react'
import { Moment, Tag } from '../../console/figure.tsx'
import { count, plural } from '../../console/fmt.ts'
import { Section } from '../../console/page.tsx'
import { Answered, Empty, ProblemNote } from '../../console/states.tsx'
import { TableBox } from '../../console/table-box.tsx'
import { useCall, useDo, useWorkspace } from '../../console/use-call.ts'
import { YamlEditor } from '../../console/yaml-editor.tsx'
import type { Output } from '../../http/operation.ts'
import { type HookShown, listSources, previewHook, readMapping, saveMapping } from '../contract.ts'
import { BecameShown } from './hook-became.tsx'

type Preview = Output<typeof previewHook>
type Payload = Preview['payloads'][number]

function Columns({ payload }: { payload: Payload }) {
  const columns = Object.entries(payload.columns)
  if (columns.length === 0)
    return (
      <Text size="sm" c="dimmed">
        {count(payload.bytes)} bytes: too large to be kept for the preview.
      </Text>
    )
  return (
    <TableBox label="Columns of this payload">
      <table className="tl-table">
        <thead>
          <tr>
            <th scope="col">Column</th>
            <th scope="col">Value</th>
          </tr>
        </thead>
        <tbody>
          {columns.slice(0, 200).map(([name, value]) => (
            <tr key={name}>
              <td className="tl-mono tl-nowrap">${name}</td>
              <td style={{ overflowWrap: 'anywhere', minWidth: 160 }}>
                {value.length > 200 ? `${value.slice(0, 200)}…` : value}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableBox>
  )
}

/** The first one is open; every one can be, by keyboard too. */
function PayloadShown({ payload, open, faulty }: { payload: Payload; open: boolean; faulty: boolean }) {
  const interactions = payload.became.reduce((sum, one) => sum + one.interactions.length, 0)
  const rejected = payload.became.some((one) => one.rejected)
  return (
    <details className="tl-panel tl-payload" open={open}>
      <summary>
        <Moment at={payload.received_at} />{' '}
        {rejected ? (
          <Tag tone="bad">cannot be understood</Tag>
        ) : interactions > 0 ? (
          <Tag tone="good">{plural(interactions, 'interaction')}</Tag>
        ) : (
          <Tag>{faulty ? 'the mapping has problems' : 'left out'}</Tag>
        )}
      </summary>
      {payload.became.map((one, at) => (
        <BecameShown key={`${one.entry}-${String(at)}`} became={one} />
      ))}
      <Columns payload={payload} />
    </details>
  )
}

function Payloads({ preview }: { preview: Preview }) {
  const { payloads, problems } = preview
  if (payloads.length === 0)
    return (
      <Empty title="Waiting for a payload">
        The last ones are shown here as soon as they come, with what they become by the mapping.
      </Empty>
    )
  return (
    <>
      {payloads.map((payload, at) => (
        <PayloadShown
          key={payload.payload_id}
          payload={payload}
          open={at === 0}
          faulty={problems.length > 0}
        />
      ))}
    </>
  )
}

/** The mapping, and beside it what the last payloads become by it while it is written. */
export function HookMapping({ hook }: { hook: HookShown }) {
  const workspace = useWorkspace()
  const [text, setText] = useState<string | null>(null)
  const [settled] = useDebouncedValue(text, 400)
  const preview = useCall(
    previewHook,
    { workspace, hook_id: hook.hook_id, ...(settled === null ? {} : { mapping: settled }) },
    { refetchInterval: hook.ended_at ? false : 4_000 },
  )
  const save = useDo(saveMapping, [readMapping, listSources, previewHook], true)
  return (
    <Answered of={preview} rows={6}>
      {(found) => {
        const value = text ?? found.mapping
        const go = () =>
          save.mutate(
            { workspace, source: hook.source, mapping: value },
            {
              onSuccess: () => {
                setText(null)
                notifications.show({
                  message: `Mapping of ${hook.source} saved: the next payload is read by it.`,
                })
              },
            },
          )
        return (
          <div className="tl-beside">
            <Section
              title="Mapping"
              note="What it makes of the last payloads stands beside it; nothing is stored until you save, and only for what comes then."
              aside={
                <Group gap={8}>
                  <Button variant="default" disabled={text === null} onClick={() => setText(null)}>
                    As saved
                  </Button>
                  <Button
                    loading={save.isPending}
                    disabled={text === null || found.problems.length > 0 || settled !== text}
                    onClick={go}
                  >
                    Save mapping
                  </Button>
                </Group>
              }
            >
              {save.error ? <ProblemNote error={save.error} /> : null}
              <YamlEditor
                label="Mapping (YAML)"
                value={value}
                onChange={setText}
                problems={found.problems}
                boxed
              />
            </Section>
            <Section
              title="Last payloads"
              note={`${count(found.payloads.length)} of at most 30 are kept, newest first; erasing a customer takes theirs away.`}
            >
              <Payloads preview={found} />
            </Section>
          </div>
        )
      }}
    </Answered>
  )
}
