import '../journeys/screens/journeys.css'
import { Anchor, Progress, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { readSession } from '../access/contract.ts'
import { listImports, listSources } from '../collect/contract.ts'
import { listJourneys, readProgress } from '../journeys/contract.ts'
import { Doors } from './doors.tsx'
import { Moment } from './figure.tsx'
import { count, percent, plural } from './fmt.ts'
import { Page, Section } from './page.tsx'
import { Answered, Notice } from './states.tsx'
import { TableBox } from './table-box.tsx'
import { useCall, useWorkspace } from './use-call.ts'

function Building() {
  const workspace = useWorkspace()
  const progress = useCall(
    readProgress,
    { workspace },
    { refetchInterval: (answer) => (answer && (answer.building.length || answer.behind) ? 1500 : 10_000) },
  ).data
  const imports =
    useCall(listImports, { workspace }, { refetchInterval: 10_000 }).data?.imports.filter((one) =>
      ['queued', 'reading', 'building'].includes(one.state),
    ) ?? []
  if (!progress || (progress.building.length === 0 && progress.behind === 0 && imports.length === 0))
    return null
  return (
    <Section title="Under way">
      <div className="tl-panel" style={{ padding: 16 }} role="status">
        {imports.map((one) => (
          <div key={one.import_id} style={{ marginBottom: 8 }}>
            <Anchor
              renderRoot={(props) => (
                <Link
                  {...props}
                  to="/$workspace/sources"
                  params={{ workspace }}
                  search={{ import: one.import_id }}
                />
              )}
            >
              Import of {one.path.split('/').at(-1)}
            </Anchor>
            : {plural(one.read, 'record')} read
          </div>
        ))}
        {progress.building.map((one) => (
          <div key={one.journey} style={{ marginBottom: 8 }}>
            Runs of {one.journey}: {percent(one.of ? one.done / one.of : 0)}
            <Progress
              mt={4}
              value={one.of ? (100 * one.done) / one.of : 0}
              aria-label={`Runs of ${one.journey} built`}
            />
          </div>
        ))}
        {progress.behind ? (
          <Text>
            {plural(progress.behind, 'batch', 'batches')} of interactions stored and not yet in runs.
          </Text>
        ) : null}
      </div>
    </Section>
  )
}

function JourneyCards() {
  const workspace = useWorkspace()
  const journeys = useCall(listJourneys, { workspace }, { refetchInterval: 20_000 })
  return (
    <Section
      title="Journeys"
      aside={
        <Anchor
          size="sm"
          renderRoot={(props) => <Link {...props} to="/$workspace/journeys" params={{ workspace }} />}
        >
          All journeys
        </Anchor>
      }
    >
      <Answered of={journeys} rows={2}>
        {({ journeys: found }) =>
          found.length === 0 ? (
            <Text className="tl-panel" p={16}>
              No storyboard yet.{' '}
              <Anchor
                inherit
                renderRoot={(props) => <Link {...props} to="/$workspace/journeys" params={{ workspace }} />}
              >
                See the map of a subject and propose one
              </Anchor>
              .
            </Text>
          ) : (
            <div className="tl-cards">
              {found.map((one) => (
                <div key={one.journey} className="tl-panel" style={{ padding: 16 }}>
                  <Anchor
                    fw={600}
                    renderRoot={(props) => (
                      <Link
                        {...props}
                        to="/$workspace/journeys/$journey"
                        params={{ workspace, journey: one.journey }}
                      />
                    )}
                  >
                    {one.journey}
                  </Anchor>
                  <Text mt={4}>
                    {plural(one.runs, 'run')} · {plural(one.customers, 'customer')} · {count(one.open)} open
                  </Text>
                  <Text size="sm" c="dimmed">
                    {one.building ? 'runs are being built · ' : ''}last interaction{' '}
                    <Moment at={one.last_at} />
                  </Text>
                </div>
              ))}
            </div>
          )
        }
      </Answered>
    </Section>
  )
}

function SourceNews() {
  const workspace = useWorkspace()
  const sources = useCall(listSources, { workspace }).data?.sources ?? []
  return (
    <Section
      title="Sources"
      aside={
        <Anchor
          size="sm"
          renderRoot={(props) => <Link {...props} to="/$workspace/sources" params={{ workspace }} />}
        >
          All sources
        </Anchor>
      }
    >
      <TableBox label="Sources">
        <table className="tl-table">
          <thead>
            <tr>
              <th scope="col">Source</th>
              <th scope="col" className="n">
                Interactions
              </th>
              <th scope="col">Last</th>
              <th scope="col" className="n">
                In quarantine
              </th>
            </tr>
          </thead>
          <tbody>
            {sources.map((one) => (
              <tr key={one.source}>
                <td>{one.source}</td>
                <td className="n">{count(one.interactions)}</td>
                <td>
                  <Moment at={one.last_at} />
                </td>
                <td className="n">
                  {one.quarantined ? (
                    <Anchor
                      renderRoot={(props) => (
                        <Link
                          {...props}
                          to="/$workspace/sources"
                          params={{ workspace }}
                          search={{ tab: 'quarantine', source: one.source }}
                        />
                      )}
                    >
                      {count(one.quarantined)}
                    </Anchor>
                  ) : (
                    'none'
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </TableBox>
    </Section>
  )
}

/** The first run while the workspace is empty; afterwards what changed. */
export function Home() {
  const workspace = useWorkspace()
  const sources = useCall(listSources, { workspace })
  const session = useCall(readSession, {}).data
  const empty = sources.data?.sources.every((one) => one.interactions === 0 && one.records === 0) ?? false
  return (
    <Page title={empty ? 'Welcome to Throughline' : 'Home'}>
      {session?.person?.initial_password ? (
        <Notice title="The first password is still in force">
          <Anchor
            inherit
            renderRoot={(props) => <Link {...props} to="/$workspace/settings" params={{ workspace }} />}
          >
            Choose your own
          </Anchor>{' '}
          before others use this server.
        </Notice>
      ) : null}
      <Building />
      <Answered of={sources} rows={4}>
        {() =>
          empty ? (
            <Doors />
          ) : (
            <>
              <JourneyCards />
              <SourceNews />
            </>
          )
        }
      </Answered>
    </Page>
  )
}
