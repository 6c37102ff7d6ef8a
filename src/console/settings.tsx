import { SettingsPage } from '../access/screens/settings-page.tsx'
import { Audit, Erasures } from './audit-section.tsx'

/** Access's settings with what act keeps of erasures: access may not look right. */
export function Settings() {
  return (
    <SettingsPage>
      <Erasures />
      <Audit />
    </SettingsPage>
  )
}
