import './journeys.css'
import { Anchor, Button, Group, Tabs, Text, TextInput } from '@mantine/core'
import { Link, useNavigate, useParams } from '@tanstack/react-router'
import { type FormEvent, lazy, Suspense, useMemo, useState } from 'react'
import { Figure, Info, Moment } from '../../console/figure.tsx'
import { FilterBar } from '../../console/filter-bar.tsx'
import { count, percent, plural } from '../../console/fmt.ts'
import { Loading, Page } from '../../console/page.tsx'
import { filtersOf, keep, lasting, narrowing, type Search } from '../../console/search.ts'
import { Answered, Empty, Notice } from '../../console/states.tsx'
import { TabList } from '../../console/tab-list.tsx'
import { TableBox } from '../../console/table-box.tsx'
import { useCall, useWorkspace } from '../../console/use-call.ts'
import { useView } from '../../console/use-view.ts'
import {
  type Lived,
  listSubjects,
  proposeStoryboard,
  readJourney,
  readMap,
  readSubjectBreaks,
} from '../contract.ts'
import { BreakList } from './break-list.tsx'
import { EdgeTimes } from './edge-times.tsx'
import { explanations } from './explanations.ts'
import { choicesOf } from './filter-choices.ts'
import { livedGraph } from './map-graph.ts'
import { MapPanel } from './map-panel.tsx'
import { Path } from './path.tsx'
import { useTabsInSight } from './tabs-in-sight.ts'

const RunsTab = lazy(() => import('./runs-tab.tsx').then((screen) => ({ default: screen.RunsTab })))
const StoryboardEditor = lazy(() =>
  import('./storyboard-editor.tsx').then((screen) => ({ default: screen.StoryboardEditor })),
)

const tabs = [
  ['map', 'Map'],
  ['times', 'Times'],
  ['variants', 'Variants'],
  ['runs', 'Runs'],
  ['storyboard', 'Propose storyboard'],
] as const

function LivedMap({ lived, subject }: { lived: Lived; subject: string }) {
  const graph = useMemo(() => livedGraph(lived), [lived])
  return <MapPanel graph={graph} journey={`subject:${subject}`} />
}

function LivedVariants({ lived }: { lived: Lived }) {
  return (
    <TableBox label="Variants">
      <table className="tl-table">
        <thead>
          <tr>
            <th scope="col" className="n">
              Runs <Info of={explanations.variant} />
            </th>
            <th scope="col" className="n">
              Share
            </th>
            <th scope="col">Steps</th>
          </tr>
        </thead>
        <tbody>
          {lived.variants.slice(0, 60).map((one) => (
            <tr key={one.steps.join('|')}>
              <td className="n">
                <Anchor
                  aria-label={`${count(one.count)} runs of this variant`}
                  renderRoot={(props) => (
                    <Link
                      {...props}
                      to="."
                      search={(before: Search) => ({
                        ...keep(before, narrowing),
                        tab: 'runs',
                        variant: one.steps.join('|'),
                      })}
                    />
                  )}
                >
                  {count(one.count)}
                </Anchor>
              </td>
              <td className="n">{percent(one.count / lived.runs)}</td>
              <td style={{ minWidth: 280 }}>
                <Path steps={one.steps} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableBox>
  )
}

function OpenOne({ subject }: { subject: string }) {
  const workspace = useWorkspace()
  const navigate = useNavigate()
  const [id, setId] = useState('')
  const open = (event: FormEvent) => {
    event.preventDefault()
    void navigate({
      to: '/$workspace/runs/$runId',
      params: { workspace, runId: `subject:${subject}:${id.trim()}` },
    })
  }
  return (
    <Group component="form" align="flex-end" mb={16} onSubmit={(event: FormEvent) => open(event)}>
      <TextInput
        label={`The ${subject}’s own number or name`}
        description="As it stands in your data"
        required
        value={id}
        onChange={(event) => setId(event.currentTarget.value)}
      />
      <Button type="submit">Show its trace</Button>
    </Group>
  )
}

function Proposed({ subject }: { subject: string }) {
  const workspace = useWorkspace()
  const proposed = useCall(proposeStoryboard, { workspace, subject })
  return (
    <Answered of={proposed} rows={8}>
      {({ yaml, covers_share }) => (
        <>
          <Text mb={12}>
            The process behind the runs of {subject}: {percent(covers_share)} of its runs go exactly so. Say
            what was meant where life differs, name the outcomes, then add it.
          </Text>
          <Suspense>
            <StoryboardEditor given={yaml} />
          </Suspense>
        </>
      )}
    </Answered>
  )
}

function Head({ lived }: { lived: Lived }) {
  const loose = lived.unattached.reduce((sum, one) => sum + one.count, 0)
  return (
    <>
      <div className="tl-facts">
        <Figure label="Runs" value={count(lived.runs)} info={explanations.runs} />
        <Figure label="Interactions" value={count(lived.interactions)} info={explanations.lived} />
        <Figure label="Distinct ways" value={count(lived.variants.length)} info={explanations.variant} />
        <Figure label="Customers known" value={count(lived.customers_known)} info={explanations.customers} />
        <Figure label="Neighbours with equal times" value={count(lived.ties)} info={explanations.lived} />
      </div>
      {loose ? (
        <Notice
          title={`${plural(loose, 'interaction')} ${loose === 1 ? 'belongs' : 'belong'} to no customer and no subject`}
        >
          {lived.unattached
            .slice(0, 6)
            .map((one) => `${one.touchpoint} ${count(one.count)}`)
            .join(' · ')}
          . Name a subject or an identifier for them in the mapping.
        </Notice>
      ) : null}
    </>
  )
}

/** Map, times, variants and breaks of any subject, without a storyboard. */
export function SubjectPage() {
  const { subject = '' } = useParams({ strict: false })
  const workspace = useWorkspace()
  const { view, set } = useView()
  const map = useCall(readMap, { workspace, subject, ...filtersOf(keep(view, narrowing)) })
  const used =
    useCall(listSubjects, { workspace }).data?.subjects.find((one) => one.subject === subject)?.journeys ?? []
  const report = useCall(readJourney, { workspace, journey: `subject:${subject}`, ...filtersOf(view) }).data
  const tab = tabs.find(([name]) => name === view.tab)?.[0] ?? 'map'
  const breaks = useCall(readSubjectBreaks, { workspace, subject, ...filtersOf(view) })
  const sight = useTabsInSight(view)
  return (
    <Page
      title={subject}
      crumbs={
        <>
          <Link to="/$workspace/journeys" params={{ workspace }} search={keep(view, lasting)}>
            Journeys
          </Link>{' '}
          / subject
        </>
      }
      aside={
        <span className="tl-soft">
          {map.data ? (
            <>
              as of <Moment at={map.data.as_of} />
            </>
          ) : null}{' '}
          {used.map((journey) => (
            <span key={journey}>
              · storyboard{' '}
              <Anchor
                inherit
                renderRoot={(props) => (
                  <Link {...props} to="/$workspace/journeys/$journey" params={{ workspace, journey }} />
                )}
              >
                {journey}
              </Anchor>
            </span>
          ))}
        </span>
      }
    >
      <FilterBar choices={report ? choicesOf(report) : undefined} />
      <Answered of={map} rows={10}>
        {(lived) =>
          breaks.isPending ? (
            <Loading rows={9} height={58} />
          ) : (
            <>
              {lived.runs ? (
                <Answered of={breaks}>{(found) => <BreakList report={found} runs />}</Answered>
              ) : (
                <div style={{ marginBottom: 24 }}>
                  <Empty title="No run passes these filters">Widen the period, or clear the filters.</Empty>
                </div>
              )}
              <Head lived={lived} />
              <Tabs
                value={tab}
                keepMounted={false}
                ref={sight}
                onChange={(value) =>
                  set({
                    tab: value === 'map' ? '' : (value ?? ''),
                    break: '',
                    edge: '',
                    variant: '',
                    sort: '',
                    order: '',
                  })
                }
              >
                <TabList tabs={tabs.filter(([name]) => subject !== 'customer' || name !== 'storyboard')} />
                <Tabs.Panel value="map">
                  <LivedMap lived={lived} subject={subject} />
                </Tabs.Panel>
                <Tabs.Panel value="times">
                  {lived.edges.length ? (
                    <EdgeTimes edges={livedGraph(lived).edges} runs />
                  ) : (
                    <Empty title="No times yet">
                      A time needs two interactions about the same {subject}.
                    </Empty>
                  )}
                </Tabs.Panel>
                <Tabs.Panel value="variants">
                  <LivedVariants lived={lived} />
                </Tabs.Panel>
                <Tabs.Panel value="runs">
                  <OpenOne subject={subject} />
                  <Suspense>
                    <RunsTab journey={`subject:${subject}`} />
                  </Suspense>
                </Tabs.Panel>
                <Tabs.Panel value="storyboard">
                  <Proposed subject={subject} />
                </Tabs.Panel>
              </Tabs>
            </>
          )
        }
      </Answered>
    </Page>
  )
}
