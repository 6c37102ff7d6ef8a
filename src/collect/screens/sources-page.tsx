import { Button, Group, Tabs } from '@mantine/core'
import { Link, useNavigate } from '@tanstack/react-router'
import { DropFile } from '../../console/drop-file.tsx'
import { Page } from '../../console/page.tsx'
import { TabList } from '../../console/tab-list.tsx'
import { useWorkspace } from '../../console/use-call.ts'
import { useView } from '../../console/use-view.ts'
import { Channels } from './channels.tsx'
import { FirstEvent } from './first-event.tsx'
import { Health } from './health.tsx'
import { ImportPreview } from './import-preview.tsx'
import { ImportProgress } from './import-progress.tsx'
import { Imports } from './imports.tsx'
import { Keys } from './keys.tsx'
import { Mail } from './mail.tsx'
import { Quarantine } from './quarantine.tsx'
import { SourceList } from './source-list.tsx'

const tabs = [
  ['sources', 'Sources'],
  ['channels', 'Channels'],
  ['health', 'Data health'],
  ['imports', 'Imports'],
  ['quarantine', 'Quarantine'],
  ['mail', 'Mail'],
  ['keys', 'Write keys'],
  ['event', 'First event'],
] as const

function Opened({ tab }: { tab: string }) {
  const workspace = useWorkspace()
  const { set } = useView()
  if (tab === 'channels') return <Channels />
  if (tab === 'health') return <Health />
  if (tab === 'imports') return <Imports />
  if (tab === 'quarantine') return <Quarantine />
  if (tab === 'mail') return <Mail />
  if (tab === 'keys') return <Keys />
  if (tab === 'event') return <FirstEvent />
  return (
    <>
      <SourceList />
      <div style={{ marginTop: 18 }}>
        <DropFile workspace={workspace} arrived={(upload) => set({ upload })} />
      </div>
    </>
  )
}

export function SourcesPage() {
  const { view, set } = useView()
  const workspace = useWorkspace()
  const navigate = useNavigate()
  if (view.import) {
    return (
      <Page title="Import">
        <ImportProgress
          id={view.import}
          arrived={(subject) =>
            void navigate({ to: '/$workspace/subjects/$subject', params: { workspace, subject } })
          }
        />
      </Page>
    )
  }
  if (view.upload)
    return (
      <Page title="What this file would become">
        <ImportPreview upload={view.upload} />
      </Page>
    )
  const tab = tabs.find(([name]) => name === view.tab)?.[0] ?? 'sources'
  return (
    <Page
      title="Sources"
      aside={
        <Group gap="xs">
          <Button
            variant="default"
            renderRoot={(props) => (
              <Link {...props} to="/$workspace/sources/touchpoints" params={{ workspace }} />
            )}
          >
            Touchpoints
          </Button>
          <Button
            variant="default"
            renderRoot={(props) => <Link {...props} to="/$workspace/export" params={{ workspace }} />}
          >
            Export
          </Button>
        </Group>
      }
    >
      <Tabs
        value={tab}
        onChange={(value) =>
          set({
            tab: value === 'sources' ? '' : (value ?? ''),
            source: '',
            reason: '',
            by: '',
            selected: '',
            shown: '',
          })
        }
        keepMounted={false}
      >
        <TabList tabs={tabs} />
        {tabs.map(([name]) => (
          <Tabs.Panel key={name} value={name}>
            <Opened tab={name} />
          </Tabs.Panel>
        ))}
      </Tabs>
    </Page>
  )
}
