import './customer.css'
import { Notice } from '../../console/states.tsx'
import type { CustomerView } from '../contract.ts'
import { CustomerLived } from './customer-lived.tsx'
import { CustomerOwed } from './customer-owed.tsx'
import { CustomerWho } from './customer-who.tsx'

/** A customer on one page. `links` false: for somebody who is not signed in. `narrow`: one column, whatever the window. */
export function CustomerSheet({
  view,
  links = true,
  narrow = false,
}: {
  view: CustomerView
  links?: boolean
  narrow?: boolean
}) {
  return (
    <>
      {view.redirected_from === null ? null : (
        <Notice title="This customer has another id now">
          {view.redirected_from} is an identifier of customer {view.customer_id}.
        </Notice>
      )}
      <div className="tl-customer" data-narrow={narrow || undefined}>
        <CustomerWho view={view} links={links} />
        <CustomerLived view={view} links={links} />
        <CustomerOwed view={view} links={links} />
      </div>
    </>
  )
}

/** What a customer is called: by name, else by their strongest identifier. */
export const calledOf = ({
  name,
  identifiers,
}: Pick<CustomerView, 'name'> & { identifiers: { value: string }[] }) =>
  name ?? identifiers[0]?.value ?? 'Nobody'
