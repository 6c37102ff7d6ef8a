import { Button, Group, Modal, Radio, Stack, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { Answered, ProblemNote } from '../../console/states.tsx'
import { useCall, useDo, useWorkspace } from '../../console/use-call.ts'
import { addMember, listGroups } from '../../identity/contract.ts'
import { readCustomer, readGroupView, searchCustomers } from '../contract.ts'
import { calledOf } from './customer-sheet.tsx'

/** Says that a customer belongs to a group; without `group`, to one that is named here. */
export function AddMember({ group, close }: { group?: { kind: string; key: string }; close: () => void }) {
  const workspace = useWorkspace()
  const navigate = useNavigate()
  const [said, say] = useState({ kind: 'account', key: '', name: '', role: '', reason: '' })
  const [customer, choose] = useState('')
  const add = useDo(addMember, [readGroupView, listGroups, readCustomer], true)
  const { kind, key } = group ?? said
  const field = (name: keyof typeof said) => ({
    value: said[name],
    onChange: (event: { currentTarget: { value: string } }) => {
      const { value } = event.currentTarget
      say((before) => ({ ...before, [name]: value }))
    },
  })
  const done = () => {
    close()
    if (!group)
      void navigate({
        to: '/$workspace/customers/groups/$kind/$group',
        params: { workspace, kind, group: key },
      })
  }
  const { role, name, reason } = said
  const ready = customer !== '' && kind.trim() !== '' && key.trim() !== '' && reason.trim().length >= 3
  return (
    <Modal
      opened
      closeButtonProps={{ 'aria-label': 'Close' }}
      onClose={close}
      title={group ? 'Add a member' : 'New group'}
      transitionProps={{ duration: 0 }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault()
          const asked = { workspace, kind, key, customer_id: customer, role, name, reason }
          add.mutate(asked, { onSuccess: done })
        }}
      >
        <Stack gap={12}>
          {group ? null : (
            <>
              <TextInput label="Kind" description="account, household or any other name" {...field('kind')} />
              <TextInput
                label="Key"
                description="Your own id of it; it cannot be changed"
                {...field('key')}
              />
              <TextInput label="Name" {...field('name')} />
            </>
          )}
          <ChooseCustomer chosen={customer} choose={choose} label={group ? 'Customer' : 'First member'} />
          <TextInput label="Role" placeholder="buyer, user, parent …" {...field('role')} />
          <TextInput label="Why" description="Kept on record with your name." {...field('reason')} />
          {add.error ? <ProblemNote error={add.error} /> : null}
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              Leave it
            </Button>
            <Button type="submit" disabled={!ready} loading={add.isPending}>
              Add
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}

function ChooseCustomer({
  chosen,
  choose,
  label,
}: {
  chosen: string
  choose: (customer_id: string) => void
  label: string
}) {
  const workspace = useWorkspace()
  const [text, setText] = useState('')
  const [q] = useDebouncedValue(text, 150)
  const found = useCall(searchCustomers, { workspace, q, limit: 5 })
  return (
    <div>
      <TextInput
        label={label}
        description="Name, e-mail, part of a number, an order number"
        type="search"
        data-autofocus
        value={text}
        onChange={(event) => {
          setText(event.currentTarget.value)
          choose('')
        }}
      />
      {q.trim() === '' ? null : (
        <Answered of={found} rows={2}>
          {({ customers }) =>
            customers.length === 0 ? (
              <p className="tl-soft">Nobody answers to “{q}”.</p>
            ) : (
              <Radio.Group value={chosen} onChange={choose} aria-label="Customers found" mt={8}>
                <Stack gap={6}>
                  {customers.map((one) => (
                    <Radio
                      key={one.customer_id}
                      value={one.customer_id}
                      label={`${calledOf(one)} · ${one.identifiers
                        .map(({ value }) => value)
                        .slice(0, 2)
                        .join(', ')}`}
                    />
                  ))}
                </Stack>
              </Radio.Group>
            )
          }
        </Answered>
      )}
    </div>
  )
}
