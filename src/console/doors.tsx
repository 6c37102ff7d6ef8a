import { Button, Text } from '@mantine/core'
import { IconBroadcast, IconFileUpload, IconMap2 } from '@tabler/icons-react'
import { Link, useNavigate } from '@tanstack/react-router'
import { readSession } from '../access/contract.ts'
import { DropFile } from './drop-file.tsx'
import { useCall, useWorkspace } from './use-call.ts'

/** The first run: explore the sample, drop a file, or send a first event. */
export function Doors() {
  const workspace = useWorkspace()
  const navigate = useNavigate()
  const sample = useCall(readSession, {}).data?.workspaces.find(
    (one) => one.sample && one.workspace !== workspace,
  )
  return (
    <div className="tl-doors">
      <section className="tl-panel tl-door">
        <span
          className="tl-door-mark"
          style={{ background: 'var(--tl-customer-tint)', color: 'var(--tl-customer)' }}
        >
          <IconMap2 size={20} aria-hidden />
        </span>
        <h2 className="tl-h2">Explore the sample company</h2>
        <Text style={{ flex: 1 }}>
          An invented company with real problems: see where its journeys break, then one customer’s run as a
          trace.
        </Text>
        {sample ? (
          <Button
            renderRoot={(props) => (
              <Link {...props} to="/$workspace" params={{ workspace: sample.workspace }} />
            )}
          >
            Open the sample
          </Button>
        ) : (
          <Text c="dimmed">
            There is no sample here. <code>npm start</code> on a new data folder brings one.
          </Text>
        )}
      </section>
      <section className="tl-panel tl-door">
        <span
          className="tl-door-mark"
          style={{ background: 'var(--tl-company-tint)', color: 'var(--tl-company)' }}
        >
          <IconFileUpload size={20} aria-hidden />
        </span>
        <h2 className="tl-h2">Drop a CSV or XES</h2>
        <Text style={{ flex: 1 }}>
          What happened, when, about what: the columns are guessed, and you see journeys within a minute.
        </Text>
        <DropFile
          workspace={workspace}
          arrived={(upload) =>
            void navigate({ to: '/$workspace/sources', params: { workspace }, search: { upload } })
          }
        />
      </section>
      <section className="tl-panel tl-door">
        <span
          className="tl-door-mark"
          style={{ background: 'var(--tl-third-tint)', color: 'var(--tl-third)' }}
        >
          <IconBroadcast size={20} aria-hidden />
        </span>
        <h2 className="tl-h2">Send a first event</h2>
        <Text style={{ flex: 1 }}>
          From your own application, by one call or an SDK you already have. The page lights up when it
          arrives.
        </Text>
        <Button
          variant="default"
          renderRoot={(props) => (
            <Link {...props} to="/$workspace/sources" params={{ workspace }} search={{ tab: 'event' }} />
          )}
        >
          Get the snippet
        </Button>
      </section>
    </div>
  )
}
