import './journeys.css'
import { Button, Tabs } from '@mantine/core'
import { Link, useParams } from '@tanstack/react-router'
import { lazy, type ReactNode, Suspense, useMemo } from 'react'
import { FilterBar } from '../../console/filter-bar.tsx'
import { count } from '../../console/fmt.ts'
import { Loading, Page } from '../../console/page.tsx'
import { keep, lasting, narrowing, samplingOf } from '../../console/search.ts'
import { Answered, Empty, Notice } from '../../console/states.tsx'
import { TabList } from '../../console/tab-list.tsx'
import { useCall, useWorkspace } from '../../console/use-call.ts'
import { useView } from '../../console/use-view.ts'
import { type JourneyReport, readBreaks, readJourney, readJourneyMap, readProgress } from '../contract.ts'
import { BreakList } from './break-list.tsx'
import { choicesOf } from './filter-choices.ts'
import { HeadLine, JourneyHead } from './journey-head.tsx'
import { journeyGraph } from './map-graph.ts'
import { MapPanel } from './map-panel.tsx'
import { SampleNote } from './sample-note.tsx'
import { useTabsInSight } from './tabs-in-sight.ts'

const CompareTab = lazy(() => import('./compare-tab.tsx').then((screen) => ({ default: screen.CompareTab })))
const DeviationsTab = lazy(() =>
  import('./deviations-tab.tsx').then((screen) => ({ default: screen.DeviationsTab })),
)
const EffortTab = lazy(() => import('./effort-tab.tsx').then((screen) => ({ default: screen.EffortTab })))
const ObjectivesTab = lazy(() =>
  import('./objectives-tab.tsx').then((screen) => ({ default: screen.ObjectivesTab })),
)
const OnwardTab = lazy(() => import('./onward-tab.tsx').then((screen) => ({ default: screen.OnwardTab })))
const PromisesTab = lazy(() =>
  import('./promises-tab.tsx').then((screen) => ({ default: screen.PromisesTab })),
)
const RunsTab = lazy(() => import('./runs-tab.tsx').then((screen) => ({ default: screen.RunsTab })))
const SilenceTab = lazy(() => import('./silence-tab.tsx').then((screen) => ({ default: screen.SilenceTab })))
const StoryboardTab = lazy(() =>
  import('./storyboard-tab.tsx').then((screen) => ({ default: screen.StoryboardTab })),
)
const TimesTab = lazy(() => import('./times-tab.tsx').then((screen) => ({ default: screen.TimesTab })))
const SaidTab = lazy(() => import('./said-tab.tsx').then((screen) => ({ default: screen.SaidTab })))
const VariantsTab = lazy(() =>
  import('./variants-tab.tsx').then((screen) => ({ default: screen.VariantsTab })),
)
const WasteTab = lazy(() => import('./waste-tab.tsx').then((screen) => ({ default: screen.WasteTab })))

const tabs = [
  'map',
  'times',
  'silence',
  'promises',
  'effort',
  'said',
  'onward',
  'objectives',
  'deviations',
  'waste',
  'variants',
  'compare',
  'runs',
  'storyboard',
] as const
type Tab = (typeof tabs)[number]
const labels: Record<Tab, string> = {
  map: 'Map',
  times: 'Times',
  silence: 'Silence',
  promises: 'Promises',
  effort: 'Effort',
  said: 'What we said',
  onward: 'Onward',
  objectives: 'Objectives',
  deviations: 'Deviations',
  waste: 'Waste',
  variants: 'Variants',
  compare: 'Compare',
  runs: 'Runs',
  storyboard: 'Storyboard',
}

function JourneyMapTab({ journey }: { journey: string }) {
  const workspace = useWorkspace()
  const { view } = useView()
  const map = useCall(readJourneyMap, { workspace, journey, ...samplingOf(view) })
  const graph = useMemo(() => (map.data ? journeyGraph(map.data) : null), [map.data])
  return (
    <Answered of={map} rows={10}>
      {() => (graph ? <MapPanel graph={graph} journey={journey} /> : null)}
    </Answered>
  )
}

function opened(tab: Tab, journey: string, report: JourneyReport): ReactNode {
  if (tab === 'map') return <JourneyMapTab journey={journey} />
  if (tab === 'times') return <TimesTab journey={journey} report={report} />
  if (tab === 'silence') return <SilenceTab journey={journey} report={report} />
  if (tab === 'promises') return <PromisesTab journey={journey} report={report} />
  if (tab === 'effort') return <EffortTab journey={journey} />
  if (tab === 'said') return <SaidTab journey={journey} />
  if (tab === 'onward') return <OnwardTab journey={journey} />
  if (tab === 'compare') return <CompareTab journey={journey} report={report} />
  if (tab === 'objectives') return <ObjectivesTab journey={journey} report={report} />
  if (tab === 'deviations') return <DeviationsTab journey={journey} />
  if (tab === 'waste') return <WasteTab journey={journey} />
  if (tab === 'variants') return <VariantsTab journey={journey} />
  if (tab === 'runs') return <RunsTab journey={journey} />
  return <StoryboardTab journey={journey} />
}

/** While runs are being built the figures below are not yet whole: said, and read again when done. */
function Building({ journey }: { journey: string }) {
  const workspace = useWorkspace()
  const progress = useCall(
    readProgress,
    { workspace },
    { refetchInterval: (answer) => (answer?.building.length ? 1500 : 15_000) },
  ).data
  const now = progress?.building.find((one) => one.journey === journey)
  if (!now) return null
  return (
    <Notice title="Runs are being built">
      {count(now.done)} of {count(now.of)} done; the figures below are not whole yet.
    </Notice>
  )
}

export function JourneyPage() {
  const { journey = '' } = useParams({ strict: false })
  const workspace = useWorkspace()
  const { view, set } = useView()
  const report = useCall(
    readJourney,
    { workspace, journey, ...samplingOf(view) },
    { refetchInterval: 30_000 },
  )
  const tab = tabs.find((one) => one === view.tab) ?? 'map'
  // Asked for with the others, though it is shown after them.
  useCall(readJourneyMap, { workspace, journey, ...samplingOf(view) }, { enabled: tab === 'map' })
  const breaks = useCall(readBreaks, { workspace, journey, ...samplingOf(view) })
  const sight = useTabsInSight(view)
  const filtered = Object.keys(keep(view, narrowing)).length > 0
  return (
    <Page
      title={journey}
      crumbs={
        <>
          <Link to="/$workspace/journeys" params={{ workspace }} search={keep(view, lasting)}>
            Journeys
          </Link>{' '}
          /{' '}
        </>
      }
      aside={report.data ? <HeadLine report={report.data} /> : undefined}
    >
      <Building journey={journey} />
      <FilterBar choices={report.data ? choicesOf(report.data) : undefined} />
      {report.data ? <SampleNote of={report.data.sampled} waiting={report.isPlaceholderData} /> : null}
      <Answered of={report}>
        {(answer) =>
          breaks.isPending ? (
            <Loading rows={9} height={58} />
          ) : (
            <>
              {answer.runs === 0 ? (
                <div style={{ marginBottom: 24 }}>
                  <Empty
                    title={filtered ? 'No run passes these filters' : 'No run yet'}
                    action={
                      filtered ? (
                        <Button
                          variant="default"
                          onClick={() => set(Object.fromEntries(narrowing.map((field) => [field, ''])))}
                        >
                          Clear the filters
                        </Button>
                      ) : undefined
                    }
                  >
                    {filtered
                      ? 'Widen the period, or clear the filters.'
                      : `Runs appear as soon as interactions about a ${answer.subject} arrive. If they have, check that the touchpoints in the storyboard are named as in the data.`}
                  </Empty>
                </div>
              ) : (
                <>
                  <Answered of={breaks}>{(found) => <BreakList report={found} runs />}</Answered>
                  <JourneyHead report={answer} />
                </>
              )}
              <Tabs
                ref={sight}
                value={tab}
                keepMounted={false}
                onChange={(value) =>
                  set({
                    tab: value === 'map' ? '' : (value ?? ''),
                    break: '',
                    edge: '',
                    deviation: '',
                    variant: '',
                    having: '',
                    sort: '',
                    order: '',
                    by: '',
                  })
                }
              >
                <TabList tabs={tabs.map((one) => [one, labels[one]])} />
                {tabs.map((one) => (
                  <Tabs.Panel key={one} value={one}>
                    {one === tab ? (
                      <Suspense fallback={<Loading rows={8} />}>{opened(one, journey, answer)}</Suspense>
                    ) : null}
                  </Tabs.Panel>
                ))}
              </Tabs>
            </>
          )
        }
      </Answered>
    </Page>
  )
}
