import { Button, Group, Stack, Text } from '@mantine/core'
import { useEffect, useState } from 'react'
import { Channel } from '../../console/channel.tsx'
import { Moment, Tag } from '../../console/figure.tsx'
import { count, plural } from '../../console/fmt.ts'
import { Loading, Section } from '../../console/page.tsx'
import { Empty, ProblemNote } from '../../console/states.tsx'
import { TableBox } from '../../console/table-box.tsx'
import { useDo, useWorkspace } from '../../console/use-call.ts'
import { useView } from '../../console/use-view.ts'
import { YamlEditor } from '../../console/yaml-editor.tsx'
import type { Output } from '../../http/operation.ts'
import { listImports, previewImport, startImport } from '../contract.ts'

type Preview = Output<typeof previewImport>

function FirstInteractions({ preview }: { preview: Preview }) {
  if (preview.interactions.length === 0)
    return (
      <Empty title="No interaction would arise">
        Name the columns for the time (`at`) and the touchpoint in the mapping, then look again.
      </Empty>
    )
  return (
    <TableBox label="First interactions">
      <table className="tl-table">
        <thead>
          <tr>
            <th scope="col">When</th>
            <th scope="col">Touchpoint</th>
            <th scope="col">Channel</th>
            <th scope="col">Subjects</th>
            <th scope="col">Identifiers</th>
          </tr>
        </thead>
        <tbody>
          {preview.interactions.slice(0, 20).map((one) => (
            <tr key={one.interaction_id}>
              <td>
                <Moment at={one.started_at} />
              </td>
              <td className="tl-nowrap">{one.touchpoint}</td>
              <td>
                <Channel name={one.channel} />
              </td>
              <td className="tl-nowrap">
                {one.subjects.map((subject) => `${subject.type} ${subject.id}`).join(', ') || (
                  <span className="tl-soft">none</span>
                )}
              </td>
              <td className="tl-nowrap">
                {one.identifiers.map((identifier) => `${identifier.kind} ${identifier.value}`).join(', ') || (
                  <span className="tl-soft">none</span>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableBox>
  )
}

function Rejected({ preview }: { preview: Preview }) {
  if (preview.rejected.length === 0)
    return <Text>None of the {plural(preview.read, 'record')} read so far is rejected.</Text>
  return (
    <TableBox label="Rejected rows">
      <table className="tl-table">
        <thead>
          <tr>
            <th scope="col">File</th>
            <th scope="col" className="n">
              Row
            </th>
            <th scope="col">Field</th>
            <th scope="col">Reason</th>
            <th scope="col">Record</th>
          </tr>
        </thead>
        <tbody>
          {preview.rejected.map((one) => (
            <tr key={`${one.file}-${one.row}-${one.field}`}>
              <td>{one.file}</td>
              <td className="n">{count(one.row)}</td>
              <td className="tl-mono">
                {one.field}
                {one.value ? <div className="tl-soft">{one.value}</div> : null}
              </td>
              <td style={{ minWidth: 160 }}>{one.reason}</td>
              <td
                className="tl-mono tl-soft"
                style={{ maxWidth: 360, overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' }}
                title={one.record}
              >
                {one.record}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableBox>
  )
}

/** What an uploaded file would become; the mapping can be corrected and looked at again before anything is stored. */
export function ImportPreview({ upload }: { upload: string }) {
  const workspace = useWorkspace()
  const { set } = useView()
  const look = useDo(previewImport, [], true)
  const start = useDo(startImport, [listImports])
  const [text, setText] = useState<string | null>(null)
  const { mutate } = look
  useEffect(() => mutate({ workspace, upload_id: upload }), [mutate, workspace, upload])
  const preview = look.data
  const mapping = text ?? preview?.mapping ?? ''
  const changed = preview !== undefined && mapping !== preview.mapping
  const go = () =>
    start.mutate(
      { workspace, upload_id: upload, mapping },
      { onSuccess: ({ import_id }) => set({ import: import_id, upload: '' }) },
    )
  if (!preview && !look.error) return <Loading rows={8} />
  return (
    <Stack gap={0}>
      {look.error ? (
        <div style={{ marginBottom: 18 }}>
          <ProblemNote
            error={look.error}
            retry={() =>
              mutate(
                text === null
                  ? { workspace, upload_id: upload }
                  : { workspace, upload_id: upload, mapping: text },
              )
            }
          />
        </div>
      ) : null}
      <Section
        title="Mapping"
        note={
          preview ? (
            <>
              {preview.guessed ? 'Guessed from the first rows: check it.' : 'As you gave it.'} Each record is
              about one <b>{preview.subject_type || 'customer'}</b>. {plural(preview.read, 'record')} read.{' '}
              {preview.guessed ? <Tag>guessed</Tag> : null}
            </>
          ) : undefined
        }
        aside={
          <Group gap={8}>
            <Button variant="default" onClick={() => set({ upload: '' })}>
              Another file
            </Button>
            <Button
              variant="default"
              loading={look.isPending}
              disabled={!changed}
              onClick={() => mutate({ workspace, upload_id: upload, mapping })}
            >
              Look again
            </Button>
            <Button loading={start.isPending} disabled={!preview || look.error !== null} onClick={go}>
              Import
            </Button>
          </Group>
        }
      >
        <YamlEditor label="Mapping (YAML)" value={mapping} onChange={setText} />
      </Section>
      {preview ? (
        <>
          <Section title="First interactions">
            <FirstInteractions preview={preview} />
          </Section>
          <Section
            title={`Rejected rows (${count(preview.rejected.length)})`}
            note="They would go to quarantine with this reason, where you can correct and replay them."
          >
            <Rejected preview={preview} />
          </Section>
        </>
      ) : null}
    </Stack>
  )
}
