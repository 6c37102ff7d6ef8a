import { Tabs } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { listTouchpoints } from '../../collect/contract.ts'
import { Page } from '../../console/page.tsx'
import { Answered } from '../../console/states.tsx'
import { TabList } from '../../console/tab-list.tsx'
import { useCall, useWorkspace } from '../../console/use-call.ts'
import { useView } from '../../console/use-view.ts'
import { listTouchpointSteps } from '../contract.ts'
import { TouchpointNamings } from './touchpoint-namings.tsx'
import { TouchpointTable } from './touchpoint-table.tsx'
import { TrackingPlan } from './tracking-plan.tsx'

const tabs = [
  ['touchpoints', 'Touchpoints'],
  ['channels', 'Channels'],
  ['tracking', 'Tracking plan'],
  ['namings', 'Namings'],
] as const

/** The catalogue: what was seen, what it is called, whose it is, and what it shall carry. */
export function TouchpointsPage() {
  const workspace = useWorkspace()
  const { view, set } = useView()
  const tab = tabs.find(([name]) => name === view.tab)?.[0] ?? 'touchpoints'
  const crumbs = (
    <Link to="/$workspace/sources" params={{ workspace }}>
      Sources
    </Link>
  )
  return (
    <Page title="Touchpoints" crumbs={crumbs}>
      <Tabs
        value={tab}
        onChange={(value) => set({ tab: value === 'touchpoints' ? '' : (value ?? ''), q: '' })}
        keepMounted={false}
      >
        <TabList tabs={tabs} />
        {tabs.map(([name]) => (
          <Tabs.Panel key={name} value={name}>
            {name === 'tracking' ? <TrackingPlan /> : <Catalogue tab={name} />}
          </Tabs.Panel>
        ))}
      </Tabs>
    </Page>
  )
}

function Catalogue({ tab }: { tab: 'touchpoints' | 'channels' | 'namings' }) {
  const workspace = useWorkspace()
  const catalogue = useCall(listTouchpoints, { workspace })
  const steps = useCall(listTouchpointSteps, { workspace })
  return (
    <Answered of={catalogue}>
      {(shown) =>
        tab === 'namings' ? (
          <TouchpointNamings acts={shown.acts} />
        ) : (
          <TouchpointTable key={tab} of={tab} found={shown[tab]} steps={steps.data?.steps ?? []} />
        )
      }
    </Answered>
  )
}
