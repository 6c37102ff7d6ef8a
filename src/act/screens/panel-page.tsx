import { useParams } from '@tanstack/react-router'
import { Page } from '../../console/page.tsx'
import { Answered } from '../../console/states.tsx'
import { useCall } from '../../console/use-call.ts'
import { readPanel } from '../contract.ts'
import { CustomerSheet, calledOf } from './customer-sheet.tsx'

/** A customer in a frame of another desk: whoever holds the address sees it, and nothing else. */
export function PanelPage() {
  const { panel = '' } = useParams({ strict: false })
  const customer = useCall(readPanel, { panel, limit: 100 }, { refetchInterval: 10_000 })
  return (
    <main>
      <Answered of={customer}>
        {(view) => (
          <Page title={calledOf(view)}>
            <CustomerSheet view={view} links={false} />
          </Page>
        )}
      </Answered>
    </main>
  )
}
