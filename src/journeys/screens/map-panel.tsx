import { ActionIcon, Button, Group, Slider, Text } from '@mantine/core'
import { useElementSize } from '@mantine/hooks'
import { IconX } from '@tabler/icons-react'
import {
  lazy,
  type ReactNode,
  Suspense,
  startTransition,
  useCallback,
  useDeferredValue,
  useEffect,
  useMemo,
  useRef,
  useState,
} from 'react'
import { Info, Tag } from '../../console/figure.tsx'
import { count, percent } from '../../console/fmt.ts'
import { Loading } from '../../console/page.tsx'
import type { Search } from '../../console/search.ts'
import { Empty } from '../../console/states.tsx'
import { useView } from '../../console/use-view.ts'
import { EdgePanel } from './edge-panel.tsx'
import { mapExplanations } from './map-explanations.ts'
import { edgeId, edgeStateOf, type MapGraph, nodeId, stateOf, stateWords } from './map-graph.ts'
import { MapLegend } from './map-legend.tsx'
import { firstCoverage, shownEdges } from './map-picture.ts'
import { StepPanel } from './map-step.tsx'
import { MapTable } from './map-table.tsx'

const FlowMap = lazy(() => import('./flow-map.tsx'))
const FlowList = lazy(() => import('./flow-list.tsx'))

/** Below this many px the map is a list. */
const listBelow = 620

function Opened({
  graph,
  picked,
  pick,
  journey,
}: {
  graph: MapGraph
  picked: string
  pick: (id: string) => void
  journey: string
}) {
  const box = useRef<HTMLDivElement>(null)
  const edge = graph.edges.find((one) => edgeId(one) === picked)
  const node = graph.nodes.find((one) => nodeId(one.node) === picked)
  // biome-ignore lint/correctness/useExhaustiveDependencies: what was chosen comes into sight once, when it is chosen
  useEffect(() => {
    box.current?.scrollIntoView({ block: 'nearest' })
  }, [picked])
  if (!edge && !node) return null
  const words = stateWords[edge ? edgeStateOf(edge) : stateOf(node!)]
  return (
    <section
      ref={box}
      className="tl-panel tl-map-opened"
      aria-label={edge ? `${edge.from} to ${edge.to}` : node!.node}
    >
      <Group justify="space-between" wrap="nowrap" align="flex-start" mb={12}>
        <div>
          <Text component="h3" fw={650} size="lg">
            {edge ? `${edge.from} → ${edge.to}` : node!.node}
          </Text>
          {words ? (
            <Tag tone={words === stateWords.lived_not_designed ? 'bad' : 'unknown'}>{words}</Tag>
          ) : null}
        </div>
        <ActionIcon variant="subtle" color="gray" size={32} aria-label="Close" onClick={() => pick('')}>
          <IconX size={17} aria-hidden />
        </ActionIcon>
      </Group>
      {edge ? (
        <EdgePanel key={picked} edge={edge} journey={journey} all={graph.runs} />
      ) : (
        <StepPanel node={node!} graph={graph} pick={pick} />
      )}
    </section>
  )
}

function Shown({
  graph,
  coverage,
  set,
  save,
}: {
  graph: MapGraph
  coverage: number
  set: (share: number) => void
  save: (share: number) => void
}) {
  const { covers, edges } = shownEdges(graph, coverage)
  return (
    <Group justify="space-between" align="center" gap={12} style={{ flex: 1 }}>
      <Text size="sm" role="status">
        Shows <b>{percent(covers)}</b> of runs’ passages between steps, on {count(edges.length)} of{' '}
        {count(graph.edges.length)} edges, over {count(graph.runs)} runs.{' '}
        <Info of={mapExplanations.coverage} />
      </Text>
      {graph.edges.length > 8 ? (
        <Group gap={10} className="tl-noprint" wrap="nowrap">
          <Text size="sm">Show at least</Text>
          <Slider
            w={150}
            min={0.5}
            max={1}
            step={0.05}
            value={coverage}
            onChange={set}
            onChangeEnd={save}
            label={(value) => percent(value)}
            thumbLabel="Share of passages shown at least"
          />
          <Button
            variant="default"
            size="xs"
            disabled={coverage >= 1}
            onClick={() => {
              set(1)
              save(1)
            }}
          >
            All
          </Button>
        </Group>
      ) : null}
    </Group>
  )
}

/** What is chosen and shown is in the address; the picture answers before the page has followed. */
function usePicture(graph: MapGraph) {
  const { view, set } = useView()
  const first = firstCoverage(graph)
  const asked = Number(view.shown)
  const [coverage, setCoverage] = useState(asked >= 0.5 && asked <= 1 ? asked : first)
  const [picked, setPicked] = useState(view.selected ?? '')
  useEffect(() => setPicked(view.selected ?? ''), [view.selected])
  const later = useCallback((change: Search) => setTimeout(() => startTransition(() => set(change))), [set])
  const pick = useCallback(
    (id: string) => {
      setPicked(id)
      later({ selected: id })
    },
    [later],
  )
  const save = (share: number) => later({ shown: share === first ? '' : String(share) })
  return { coverage, setCoverage, save, pick, picked, opened: useDeferredValue(picked) }
}

/** The map with what the chosen step or edge says, what the picture leaves out, its legend and its table. */
export function MapPanel({ graph, journey, empty }: { graph: MapGraph; journey: string; empty?: ReactNode }) {
  const { ref, width } = useElementSize<HTMLDivElement>()
  const { coverage, setCoverage, save, pick, picked, opened: open } = usePicture(graph)
  const drawnCoverage = useDeferredValue(coverage)
  const overlaid = useMemo(() => graph.nodes.some((node) => node.overlaid), [graph])
  if (graph.nodes.length === 0 || graph.runs === 0)
    return empty ?? <Empty title="No run matches">Widen the period or clear the filters above.</Empty>
  const opened = open ? <Opened graph={graph} picked={open} pick={pick} journey={journey} /> : null
  const shown = <Shown graph={graph} coverage={coverage} set={setCoverage} save={save} />
  const picture = { graph, coverage: drawnCoverage, picked, pick }
  return (
    <div ref={ref}>
      {width === 0 ? (
        <Loading rows={10} height={46} />
      ) : (
        <Suspense fallback={<Loading rows={10} height={46} />}>
          {width < listBelow ? (
            <>
              {shown}
              <FlowList {...picture} opened={opened} />
            </>
          ) : (
            <>
              <FlowMap {...picture} room={Math.round(width)}>
                {shown}
              </FlowMap>
              {opened}
            </>
          )}
        </Suspense>
      )}
      <MapLegend edges={graph.edges} overlaid={overlaid} />
      <MapTable graph={graph} />
    </div>
  )
}
