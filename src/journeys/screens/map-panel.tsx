import { Anchor, Group, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { lazy, type ReactNode, Suspense, useState } from 'react'
import { Figure, Info } from '../../console/figure.tsx'
import { count, duration, percent } from '../../console/fmt.ts'
import { Loading } from '../../console/page.tsx'
import { keep, narrowing, type Search } from '../../console/search.ts'
import { Empty } from '../../console/states.tsx'
import { explanations } from './explanations.ts'
import type { Picked } from './flow-map.tsx'
import { holderOf } from './holders.ts'
import type { MapGraph } from './map-graph.ts'
import { MapLegend } from './map-legend.tsx'

const FlowMap = lazy(() => import('./flow-map.tsx'))

function EdgePanel({ edge, runs }: { edge: MapGraph['edges'][number]; runs: boolean }) {
  return (
    <div className="tl-panel" style={{ padding: 16, marginTop: 12 }} role="status">
      <Group justify="space-between" mb={10}>
        <Text fw={600}>
          {edge.from} → {edge.to}
        </Text>
        {runs && edge.count ? (
          <Anchor
            renderRoot={(props) => (
              <Link
                {...props}
                to="."
                search={(before: Search) => ({
                  ...keep(before, narrowing),
                  tab: 'runs',
                  edge: `${edge.from}|${edge.to}`,
                })}
              />
            )}
          >
            Show its runs
          </Anchor>
        ) : null}
      </Group>
      {edge.count === 0 ? (
        <Text>Designed, and taken by nobody in this period.</Text>
      ) : (
        <Group gap={36}>
          <Figure label="Passages" value={count(edge.count)} info={explanations.lived} />
          <Figure label="Median" value={duration(edge.median_seconds)} info={explanations.waiting} />
          <Figure
            label="Slowest tenth"
            value={`over ${duration(edge.p90_seconds)}`}
            info={explanations.waiting}
          />
          {edge.silent_share === null ? null : (
            <Figure
              label="Of that in silence beyond tolerance"
              value={percent(edge.silent_share)}
              info={explanations.excess}
            />
          )}
          {edge.waited_for ? (
            <Figure label="Ball with" value={holderOf(edge.waited_for).words} info={explanations.waiting} />
          ) : null}
        </Group>
      )}
    </div>
  )
}

/** The map with its legend and what the chosen edge says. */
export function MapPanel({ graph, runs, empty }: { graph: MapGraph; runs: boolean; empty?: ReactNode }) {
  const [picked, pick] = useState<Picked | null>(null)
  const edge = graph.edges.find((one) => one.from === picked?.from && one.to === picked.to)
  if (graph.nodes.length === 0 || graph.runs === 0)
    return empty ?? <Empty title="No run matches">Widen the period or clear the filters above.</Empty>
  return (
    <>
      <Suspense fallback={<Loading rows={10} height={46} />}>
        <FlowMap graph={graph} picked={picked} pick={pick} />
      </Suspense>
      <MapLegend overlaid={graph.nodes.some((node) => node.overlaid)} />
      {edge ? (
        <EdgePanel edge={edge} runs={runs} />
      ) : (
        <Text size="sm" c="dimmed" mt={8}>
          Choose an arrow to see its times{runs ? ' and runs' : ''}. <Info of={explanations.lived} />
        </Text>
      )}
    </>
  )
}
