import { Button, Group, Select, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { Moment, Tag } from '../../console/figure.tsx'
import { Section } from '../../console/page.tsx'
import { Answered, Empty } from '../../console/states.tsx'
import { TableBox } from '../../console/table-box.tsx'
import { useCall, useDo, useWorkspace } from '../../console/use-call.ts'
import { correctCustomer, readSaid, recordConsent, type Said, undoCorrection } from '../contract.ts'

interface Known {
  customer_id: string
  identifiers: { kind: string; value: string }[]
}

/** What is on record beside the interactions: consent, what is known, what was corrected. */
export function SaidOfCustomer({ customer }: { customer: Known }) {
  const workspace = useWorkspace()
  const said = useCall(readSaid, { workspace, customer_id: customer.customer_id })
  return (
    <Answered of={said}>
      {(shown) => (
        <>
          <Consents said={shown} customer={customer} />
          <Traits said={shown} customer={customer} />
        </>
      )}
    </Answered>
  )
}

function Consents({ said, customer }: { said: Said; customer: Known }) {
  return (
    <Section title="Consent" note="The latest by channel and purpose; what is not here is unknown.">
      {said.consent.length === 0 ? (
        <Empty title="Nothing on record">
          Whether they may be written to is unknown: neither yes nor no.
        </Empty>
      ) : (
        <TableBox label="Consent">
          <table className="tl-table">
            <thead>
              <tr>
                <th scope="col">Channel</th>
                <th scope="col">Purpose</th>
                <th scope="col">State</th>
                <th scope="col">Since</th>
                <th scope="col">Said by</th>
                <th scope="col">How</th>
              </tr>
            </thead>
            <tbody>
              {said.consent.map((each) => (
                <tr key={each.consent_id}>
                  <td>{each.channel}</td>
                  <td>{each.purpose}</td>
                  <td>
                    <Tag>{each.state}</Tag>
                  </td>
                  <td>
                    <Moment at={each.at} />
                  </td>
                  <td className="tl-mono">{each.value}</td>
                  <td>
                    {each.source}
                    {each.wording ? <div className="tl-soft">{each.wording}</div> : null}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </TableBox>
      )}
      <ConsentForm customer={customer} />
    </Section>
  )
}

function ConsentForm({ customer }: { customer: Known }) {
  const workspace = useWorkspace()
  const record = useDo(recordConsent, [readSaid])
  const [channel, setChannel] = useState('')
  const [purpose, setPurpose] = useState('')
  const [source, setSource] = useState('')
  const [state, setState] = useState<'given' | 'withdrawn'>('given')
  const [by, setBy] = useState('0')
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const { kind, value } = customer.identifiers[Number(by)]!
    record.mutate({ workspace, identifier: { kind, value }, channel, purpose, state, source })
  }
  const fields = [
    ['Channel', channel, setChannel],
    ['Purpose', purpose, setPurpose],
    ['How it was obtained', source, setSource],
  ] as const
  return (
    <Group component="form" mt={14} align="flex-end" onSubmit={(event: FormEvent) => submit(event)}>
      <Select
        label="Said by"
        data={customer.identifiers.map(({ value }, place) => ({ value: String(place), label: value }))}
        value={by}
        allowDeselect={false}
        onChange={(next) => setBy(next ?? '0')}
      />
      {fields.map(([label, value, set]) => (
        <TextInput
          key={label}
          label={label}
          required
          value={value}
          onChange={(event) => set(event.currentTarget.value)}
        />
      ))}
      <Select
        label="State"
        data={['given', 'withdrawn']}
        value={state}
        allowDeselect={false}
        onChange={(next) => setState(next === 'withdrawn' ? 'withdrawn' : 'given')}
      />
      <Button type="submit" variant="default" loading={record.isPending}>
        Put on record
      </Button>
    </Group>
  )
}

function Traits({ said, customer }: { said: Said; customer: Known }) {
  const workspace = useWorkspace()
  const undo = useDo(undoCorrection, [readSaid])
  return (
    <Section
      title="What is said of them"
      note="Interactions never change: what is wrong in them is corrected beside them."
    >
      {said.traits.length === 0 && said.corrections.length === 0 ? (
        <Empty title="No names, dates or addresses">No interaction said any.</Empty>
      ) : (
        <TableBox label="What is said of them">
          <table className="tl-table">
            <thead>
              <tr>
                <th scope="col">What</th>
                <th scope="col">Said</th>
                <th scope="col">Corrected</th>
              </tr>
            </thead>
            <tbody>
              {said.traits.map((each) => (
                <tr key={each.trait}>
                  <td>{each.trait.replaceAll('_', ' ')}</td>
                  <td>{each.value}</td>
                  <td>{each.corrected}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </TableBox>
      )}
      <ul>
        {said.corrections.map((each) => (
          <li key={each.correction_id}>
            <Moment at={each.at} /> {each.by}: {each.field} “{each.was}” is “{each.becomes}”, {each.reason}{' '}
            {each.undone_at === null ? (
              <Button
                size="compact-sm"
                variant="default"
                aria-label={`Take the correction of ${each.field} back`}
                onClick={() => undo.mutate({ workspace, correction_id: each.correction_id })}
              >
                Take back
              </Button>
            ) : (
              <span className="tl-soft">taken back by {each.undone_by}</span>
            )}
          </li>
        ))}
      </ul>
      <CorrectionForm said={said} customer={customer} />
    </Section>
  )
}

function CorrectionForm({ said, customer }: { said: Said; customer: Known }) {
  const workspace = useWorkspace()
  const correct = useDo(correctCustomer, [readSaid])
  const choices = [
    ...said.traits.map(({ trait, value }) => ({
      field: `trait:${trait}`,
      was: value,
      label: `${trait.replaceAll('_', ' ')}: ${value}`,
    })),
    ...customer.identifiers.map(({ kind, value }) => ({
      field: `identifier:${kind}`,
      was: value,
      label: `${kind}: ${value}`,
    })),
  ]
  const [chosen, choose] = useState('0')
  const [becomes, setBecomes] = useState('')
  const [reason, setReason] = useState('')
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const { field, was } = choices[Number(chosen)]!
    correct.mutate({ workspace, customer_id: customer.customer_id, field, was, becomes, reason })
  }
  return (
    <Group component="form" mt={14} align="flex-end" onSubmit={(event: FormEvent) => submit(event)}>
      <Select
        label="Wrong"
        data={choices.map(({ label }, place) => ({ value: String(place), label }))}
        value={chosen}
        allowDeselect={false}
        onChange={(next) => choose(next ?? '0')}
      />
      <TextInput
        label="Right"
        required
        value={becomes}
        onChange={(event) => setBecomes(event.currentTarget.value)}
      />
      <TextInput
        label="Why it is corrected"
        required
        minLength={3}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      <Button type="submit" variant="default" loading={correct.isPending}>
        Correct
      </Button>
    </Group>
  )
}
