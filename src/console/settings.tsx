import { readSession } from '../access/contract.ts'
import { SettingsPage } from '../access/screens/settings-page.tsx'
import { Webhook } from '../act/screens/webhook-section.tsx'
import { Audit, Erasures } from './audit-section.tsx'
import { useCall, useWorkspace } from './use-call.ts'

/** Access's settings with act's webhook and what it keeps of erasures: access may not look right. */
export function Settings() {
  const here = useWorkspace()
  const { data } = useCall(readSession, {})
  const owner = data?.workspaces.some(({ workspace, role }) => workspace === here && role === 'owner')
  return (
    <SettingsPage>
      {owner ? <Webhook /> : null}
      <Erasures />
      <Audit />
    </SettingsPage>
  )
}
