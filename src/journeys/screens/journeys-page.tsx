import './journeys.css'
import { Anchor, Button, Group, Loader } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { Info, Moment, Tag, unknown } from '../../console/figure.tsx'
import { count, days, plural } from '../../console/fmt.ts'
import { Page, Section } from '../../console/page.tsx'
import { Answered, Empty } from '../../console/states.tsx'
import { TableBox } from '../../console/table-box.tsx'
import { useCall, useWorkspace } from '../../console/use-call.ts'
import type { Output } from '../../http/operation.ts'
import { listJourneys, listSubjects } from '../contract.ts'
import { explanations } from './explanations.ts'
import { OutcomeBar } from './outcome-bar.tsx'

function JourneyTable({ journeys }: { journeys: Output<typeof listJourneys>['journeys'] }) {
  const workspace = useWorkspace()
  return (
    <TableBox label="Journeys">
      <table className="tl-table">
        <thead>
          <tr>
            <th scope="col">Journey</th>
            <th scope="col" className="n">
              Runs <Info of={explanations.runs} />
            </th>
            <th scope="col" className="n">
              Customers <Info of={explanations.customers} />
            </th>
            <th scope="col" style={{ minWidth: 260 }}>
              Outcomes <Info of={explanations.outcome} />
            </th>
            <th scope="col" className="n">
              Median time <Info of={explanations.days} />
            </th>
            <th scope="col" className="n">
              Open
            </th>
            <th scope="col">Last interaction</th>
          </tr>
        </thead>
        <tbody>
          {journeys.map((one) => (
            <tr key={one.journey}>
              <td className="tl-nowrap">
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
                </Anchor>{' '}
                <span className="tl-interval">
                  v{one.version} · {one.subject}
                </span>{' '}
                {one.building ? (
                  <Tag>
                    <Loader size={10} aria-hidden /> building
                  </Tag>
                ) : null}
              </td>
              <td className="n">{count(one.runs)}</td>
              <td className="n">{count(one.customers)}</td>
              <td>
                {one.runs ? (
                  <OutcomeBar outcomes={one.outcomes} kinds={one.outcome_kinds} />
                ) : (
                  <span className="tl-soft">no runs yet</span>
                )}
              </td>
              <td className="n">{one.median_days === null ? unknown : days(one.median_days)}</td>
              <td className="n">{count(one.open)}</td>
              <td>
                <Moment at={one.last_at} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableBox>
  )
}

function Subjects() {
  const workspace = useWorkspace()
  const subjects = useCall(listSubjects, { workspace })
  return (
    <Answered of={subjects} rows={2}>
      {({ subjects: all }) => {
        const found = all.filter((one) => one.journeys.length === 0)
        if (found.length === 0) return null
        return (
          <Section
            title="Subjects without a storyboard"
            note="Their map, times and traces need none. A storyboard adds outcomes, promises implied by the design, and deviations."
          >
            <div className="tl-cards">
              {found.map((one) => (
                <div key={one.subject} className="tl-panel" style={{ padding: 16 }}>
                  <b>{one.subject}</b>{' '}
                  <span className="tl-soft">
                    {plural(one.runs, 'run')} · {plural(one.interactions, 'interaction')}
                  </span>
                  <Group mt={12} gap={8}>
                    <Button
                      size="compact-sm"
                      variant="default"
                      renderRoot={(props) => (
                        <Link
                          {...props}
                          to="/$workspace/subjects/$subject"
                          params={{ workspace, subject: one.subject }}
                        />
                      )}
                      aria-label={`Map of ${one.subject}`}
                    >
                      Map
                    </Button>
                    {one.subject === 'customer' ? null : (
                      <Button
                        size="compact-sm"
                        variant="default"
                        renderRoot={(props) => (
                          <Link
                            {...props}
                            to="/$workspace/subjects/$subject"
                            params={{ workspace, subject: one.subject }}
                            search={{ tab: 'storyboard' }}
                          />
                        )}
                        aria-label={`Propose storyboard for ${one.subject}`}
                      >
                        Propose storyboard
                      </Button>
                    )}
                  </Group>
                </div>
              ))}
            </div>
          </Section>
        )
      }}
    </Answered>
  )
}

export function JourneysPage() {
  const workspace = useWorkspace()
  const journeys = useCall(
    listJourneys,
    { workspace },
    { refetchInterval: (answer) => (answer?.journeys.some((one) => one.building) ? 2000 : 20_000) },
  )
  return (
    <Page title="Journeys">
      <Answered of={journeys}>
        {({ journeys: found }) =>
          found.length === 0 ? (
            <div style={{ marginBottom: 24 }}>
              <Empty
                title="No journey yet"
                action={
                  <Button renderRoot={(props) => <Link {...props} to="/$workspace" params={{ workspace }} />}>
                    Bring in interactions
                  </Button>
                }
              >
                A journey is a storyboard and its runs. Bring in interactions first; then take the commonest
                path of a subject as a storyboard to start from.
              </Empty>
            </div>
          ) : (
            <div style={{ marginBottom: 28 }}>
              <JourneyTable journeys={found} />
            </div>
          )
        }
      </Answered>
      <Subjects />
    </Page>
  )
}
