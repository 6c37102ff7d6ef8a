import { Link } from '@tanstack/react-router'
import { Page } from '../../console/page.tsx'
import { Answered, Empty } from '../../console/states.tsx'
import { useCall, useWorkspace } from '../../console/use-call.ts'
import { useView } from '../../console/use-view.ts'
import { popCustomer } from '../contract.ts'
import { CustomerLink } from './customer-link.tsx'
import { CustomerSheet, calledOf } from './customer-sheet.tsx'

/** A screen pop: a switchboard opens it with `?number=…`, a till with `?subject=…`. */
export function PopPage() {
  const workspace = useWorkspace()
  const { view } = useView()
  const { number, email, subject, identifier } = view
  const asked = [number, email, subject, identifier].filter(Boolean).join(', ')
  const pop = useCall(popCustomer, { workspace, number, email, subject, identifier })
  return (
    <Answered of={pop}>
      {({ customers, view: shown }) =>
        shown ? (
          <Page title={calledOf(shown)} crumbs={<span>{asked}</span>}>
            <CustomerSheet view={shown} />
          </Page>
        ) : (
          <Page title={asked || 'Who is calling?'}>
            {customers.length === 0 ? (
              <Empty
                title={asked ? 'Nobody is known by this' : 'No number was given'}
                action={
                  <Link to="/$workspace/customers" params={{ workspace }}>
                    Find the customer by name
                  </Link>
                }
              >
                Addresses of this page carry <code>?number=</code>, <code>?email=</code>,{' '}
                <code>?subject=</code> (an order, a case) or <code>?identifier=</code>.
              </Empty>
            ) : (
              <ul className="tl-panel" style={{ padding: '12px 18px 12px 34px', lineHeight: 2 }}>
                {customers.map((one) => (
                  <li key={one.customer_id}>
                    <CustomerLink customer={one} />{' '}
                    <span className="tl-soft">
                      {one.matched.replaceAll('_', ' ')} {one.value}
                    </span>
                  </li>
                ))}
              </ul>
            )}
          </Page>
        )
      }
    </Answered>
  )
}
