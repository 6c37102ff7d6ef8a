import { Anchor } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { Moment } from '../../console/figure.tsx'
import { useWorkspace } from '../../console/use-call.ts'
import type { CustomerFound } from '../contract.ts'
import { calledOf } from './customer-sheet.tsx'

/** To the page of a customer, by what they are called. */
export function CustomerLink({
  customer,
}: {
  customer: Pick<CustomerFound, 'customer_id' | 'name' | 'identifiers'>
}) {
  const workspace = useWorkspace()
  return (
    <Anchor
      inherit
      fw={600}
      renderRoot={(props) => (
        <Link
          {...props}
          to="/$workspace/customers/$customerId"
          params={{ workspace, customerId: customer.customer_id }}
        />
      )}
    >
      {calledOf(customer)}
    </Anchor>
  )
}

/** Where a customer was last heard of, and when. */
export function LastContact({ customer }: { customer: Pick<CustomerFound, 'last_at' | 'last_touchpoint'> }) {
  if (customer.last_at === null) return <span className="tl-soft">nothing yet</span>
  return (
    <>
      {customer.last_touchpoint}
      <div className="tl-soft">
        <Moment at={customer.last_at} />
      </div>
    </>
  )
}
