import { Link, useParams } from '@tanstack/react-router'
import { Page } from '../../console/page.tsx'
import { Answered } from '../../console/states.tsx'
import { useCall, useWorkspace } from '../../console/use-call.ts'
import { SaidOfCustomer } from '../../identity/screens/said-of-customer.tsx'
import { readCustomer } from '../contract.ts'
import { CustomerRights } from './customer-rights.tsx'
import { calledOf } from './customer-sheet.tsx'

/** What a customer may ask for: consent, correction, everything to read, to be erased. */
export function RightsPage() {
  const workspace = useWorkspace()
  const { customerId = '' } = useParams({ strict: false })
  const customer = useCall(readCustomer, { workspace, customer_id: customerId, limit: 0 })
  return (
    <Answered of={customer}>
      {(view) => (
        <Page
          title={`Rights of ${calledOf(view)}`}
          crumbs={
            <>
              <Link to="/$workspace/customers" params={{ workspace }}>
                Customers
              </Link>
              <span aria-hidden>›</span>
              <Link to="/$workspace/customers/$customerId" params={{ workspace, customerId }}>
                {calledOf(view)}
              </Link>
            </>
          }
        >
          <SaidOfCustomer customer={view} />
          <CustomerRights customer_id={view.customer_id} />
        </Page>
      )}
    </Answered>
  )
}
