import { Anchor, Button, Group, Modal, Select, Text, TextInput } from '@mantine/core'
import { useState } from 'react'
import { readAudit } from '../../access/contract.ts'
import { count, plural } from '../../console/fmt.ts'
import { Section } from '../../console/page.tsx'
import { Answered, Notice } from '../../console/states.tsx'
import { TableBox } from '../../console/table-box.tsx'
import { useDo, usePreview, useWorkspace } from '../../console/use-call.ts'
import {
  type CertificateShown,
  type ErasurePreview,
  eraseCustomer,
  erasureGrounds,
  listErasures,
  previewErasure,
} from '../contract.ts'

const forms = [
  ['json', 'everything, with meanings'],
  ['csv', 'interactions as a table'],
  ['xes', 'interactions as a log'],
] as const

/** What a customer may ask for: everything about them to read, and to be erased. */
export function CustomerRights({ customer_id }: { customer_id: string }) {
  const workspace = useWorkspace()
  const [erasing, setErasing] = useState(false)
  const href = (form: string) =>
    `/api/${encodeURIComponent(workspace)}/customers/${customer_id}/export?form=${form}`
  return (
    <Section title="Rights" note="For the customer to read, or to be erased for good.">
      <Group gap={18}>
        {forms.map(([form, note]) => (
          <Anchor key={form} href={href(form)} download>
            Export {form.toUpperCase()} <span className="tl-soft">({note})</span>
          </Anchor>
        ))}
        <Button variant="default" onClick={() => setErasing(true)}>
          Erase this customer
        </Button>
      </Group>
      {erasing ? <Erase customer_id={customer_id} close={() => setErasing(false)} /> : null}
    </Section>
  )
}

function Erase({ customer_id, close }: { customer_id: string; close: () => void }) {
  const workspace = useWorkspace()
  const preview = usePreview(previewErasure, { workspace, customer_id })
  const erase = useDo(eraseCustomer, [listErasures, readAudit])
  const [typed, setTyped] = useState('')
  const [ground, setGround] = useState<(typeof erasureGrounds)[number]>(erasureGrounds[0])
  const done = erase.data
  return (
    <Modal.Root opened onClose={close} size="lg">
      <Modal.Overlay />
      <Modal.Content>
        <Modal.Body>
          <Modal.Title mb={8}>{done ? 'Erased' : 'Erase this customer'}</Modal.Title>
          {done ? (
            <Certificate done={done} />
          ) : (
            <>
              <Answered of={preview} rows={4}>
                {(shown) => <WouldGo shown={shown} />}
              </Answered>
              <Select
                mt={14}
                label="Why"
                data={[...erasureGrounds]}
                value={ground}
                allowDeselect={false}
                onChange={(next) => setGround(erasureGrounds.find((each) => each === next) ?? ground)}
              />
              <TextInput
                mt={14}
                label={`Type ${customer_id} to erase for good`}
                value={typed}
                onChange={(event) => setTyped(event.currentTarget.value)}
                data-autofocus
              />
            </>
          )}
          <Group mt={16} justify="flex-end">
            <Button variant="default" onClick={close}>
              {done ? 'Close' : 'Leave it'}
            </Button>
            {done ? null : (
              <Button
                color="red"
                disabled={typed !== customer_id}
                loading={erase.isPending}
                onClick={() => erase.mutate({ workspace, customer_id, confirm: typed, ground })}
              >
                Erase for good
              </Button>
            )}
          </Group>
        </Modal.Body>
      </Modal.Content>
    </Modal.Root>
  )
}

function WouldGo({ shown }: { shown: ErasurePreview }) {
  const { named, by_subject, of_others } = shown.interactions
  return (
    <>
      <Text mb={8}>
        {plural(named + by_subject, 'interaction')} would go
        {by_subject > 0 ? `, ${count(by_subject)} of them known only by what they are about` : ''}
        {of_others > 0 ? `, ${count(of_others)} of them somebody else’s that name this customer` : ''}. It
        cannot be taken back.
      </Text>
      <Counts counts={shown.found} />
    </>
  )
}

function Counts({ counts }: { counts: Record<string, number> }) {
  const rows = Object.entries(counts).filter(([, rows]) => rows > 0)
  return (
    <TableBox label="Where">
      <table className="tl-table">
        <thead>
          <tr>
            <th scope="col">Where</th>
            <th scope="col" className="n">
              Rows or files
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map(([where, rows]) => (
            <tr key={where}>
              <td className="tl-mono">{where}</td>
              <td className="n">{count(rows)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableBox>
  )
}

function Certificate({ done }: { done: CertificateShown }) {
  return (
    <>
      <Notice title={`Certificate ${done.erasure_id}`}>
        It stays under Settings. Its hash: <span className="tl-mono">{done.hash.slice(0, 16)}…</span>
      </Notice>
      <Counts counts={done.removed} />
      <ul>
        {done.remains.map((words) => (
          <li key={words}>{words}</li>
        ))}
      </ul>
    </>
  )
}
