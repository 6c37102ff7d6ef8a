import { CustomerPage } from '../identity/screens/customer-page.tsx'
import { CustomerRights } from './customer-rights.tsx'

/** Identity's page of a customer with what act does for them: identity may not look right. */
export function Customer() {
  return <CustomerPage rights={(customer_id) => <CustomerRights customer_id={customer_id} />} />
}
