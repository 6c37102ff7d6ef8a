import { Button, Group, Text, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { IconSearch, IconUsers } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { csvHref } from '../../console/call.ts'
import { count } from '../../console/fmt.ts'
import { Page } from '../../console/page.tsx'
import { Answered, Empty } from '../../console/states.tsx'
import { TableBox } from '../../console/table-box.tsx'
import { useCall, useWorkspace } from '../../console/use-call.ts'
import { useView } from '../../console/use-view.ts'
import { listReviews } from '../../identity/contract.ts'
import { type CustomerFound, searchCustomers } from '../contract.ts'
import { CustomerLink, LastContact } from './customer-link.tsx'

/** Find a customer by anything one may be told on the telephone. */
export function CustomersPage() {
  const workspace = useWorkspace()
  const { view, set } = useView()
  const [text, setText] = useState(view.q ?? '')
  const [asked] = useDebouncedValue(text, 120)
  useEffect(() => {
    if (asked !== (view.q ?? '')) set({ q: asked })
  }, [asked, view.q, set])
  const found = useCall(searchCustomers, { workspace, q: asked, limit: 20 })
  return (
    <Page
      title="Customers"
      aside={
        <Group gap={10}>
          <ToGroups />
          <ToTellApart />
        </Group>
      }
    >
      <TextInput
        data-autofocus
        autoFocus
        size="md"
        mb={16}
        maw={620}
        type="search"
        leftSection={<IconSearch size={18} aria-hidden />}
        aria-label="Find a customer"
        placeholder="Name, e-mail, part of a number, order 4711 …"
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      {asked.trim() === '' ? (
        <Empty title="Whom are you looking for?" icon={<IconUsers size={28} aria-hidden />}>
          By name, e-mail, part of a telephone number, customer or order number. A slip of the pen is
          forgiven.
        </Empty>
      ) : (
        <Answered of={found}>
          {({ customers }) => <Found customers={customers} text={asked} workspace={workspace} />}
        </Answered>
      )}
    </Page>
  )
}

function ToGroups() {
  const workspace = useWorkspace()
  return (
    <Button
      variant="default"
      renderRoot={(props) => <Link {...props} to="/$workspace/customers/groups" params={{ workspace }} />}
    >
      Accounts and households
    </Button>
  )
}

function ToTellApart() {
  const workspace = useWorkspace()
  const { data } = useCall(listReviews, { workspace, limit: 1 })
  return (
    <Button
      variant="default"
      renderRoot={(props) => <Link {...props} to="/$workspace/customers/matching" params={{ workspace }} />}
    >
      Who is one person{data && data.waiting > 0 ? ` · ${count(data.waiting)} to tell apart` : ''}
    </Button>
  )
}

function Found({
  customers,
  text,
  workspace,
}: {
  customers: CustomerFound[]
  text: string
  workspace: string
}) {
  if (customers.length === 0)
    return (
      <Empty title={`Nobody answers to “${text}”`}>
        Try less of it: part of the name, the last figures of the number. Customers appear here once an
        interaction names them.
      </Empty>
    )
  return (
    <>
      <Text className="tl-hidden" role="status">
        {customers.length} found
      </Text>
      <TableBox label="Customers found" csv={csvHref(searchCustomers, { workspace, q: text, limit: 50 })}>
        <table className="tl-table">
          <thead>
            <tr>
              <th scope="col">Customer</th>
              <th scope="col">Answers by</th>
              <th scope="col">Identifiers</th>
              <th scope="col">Last</th>
            </tr>
          </thead>
          <tbody>
            {customers.map((one) => (
              <tr key={one.customer_id}>
                <td>
                  <CustomerLink customer={one} />
                </td>
                <td>
                  <span className="tl-soft">{one.matched.replaceAll('_', ' ')}</span> {one.value}
                </td>
                <td className="tl-soft">
                  {one.identifiers
                    .map(({ value }) => value)
                    .slice(0, 4)
                    .join(', ')}
                </td>
                <td>
                  <LastContact customer={one} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </TableBox>
    </>
  )
}
