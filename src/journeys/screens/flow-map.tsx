import '@xyflow/react/dist/style.css'
import './map.css'
import { Group, Slider, Text } from '@mantine/core'
import { useElementSize } from '@mantine/hooks'
import { Controls, type Edge, type Node, ReactFlow } from '@xyflow/react'
import { useMemo, useState } from 'react'
import { count, duration, percent } from '../../console/fmt.ts'
import { FlowEdge, type FlowEdgeData } from './flow-edge.tsx'
import { FlowNode, type FlowNodeData } from './flow-node.tsx'
import { fold } from './map-fold.ts'
import { type MapGraph, nodeWords } from './map-graph.ts'
import { layoutOf } from './map-layout.ts'
import { firstCoverage, shownEdges, shownNodes } from './map-picture.ts'

const nodeTypes = { step: FlowNode }
const edgeTypes = { passage: FlowEdge }

export interface Picked {
  from: string
  to: string
}

const edgeWords = (edge: MapGraph['edges'][number]) =>
  `${edge.from} to ${edge.to}: ${edge.count ? `${edge.count} times, median ${duration(edge.median_seconds)}` : 'designed and not lived'}`

/** Nodes and edges in place, at a zoom at which they can be read. */
function flowOf(graph: MapGraph, coverage: number, room: number) {
  const narrow = room < 620
  const { edges, covers } = shownEdges(graph, coverage)
  const nodes = shownNodes(graph, edges)
  const laid = layoutOf(nodes, edges, narrow ? 'TB' : 'LR')
  const { placed, width, height, gutters } = fold(laid, narrow ? Number.POSITIVE_INFINITY : room - 40, 0.86)
  const most = Math.max(1, ...edges.map((edge) => edge.count))
  const zoom = Math.min(1, (room - 40) / Math.max(1, width))
  const flowNodes: Node<FlowNodeData>[] = nodes.map((node) => ({
    id: node.node,
    type: 'step',
    position: placed.get(node.node) ?? { x: 0, y: 0 },
    data: { node, narrow },
    draggable: false,
    connectable: false,
    ariaLabel: nodeWords(node),
    width: 176,
    height: 66,
  }))
  const flowEdges: Edge<FlowEdgeData>[] = edges.map((edge) => ({
    id: `${edge.from}|${edge.to}`,
    source: edge.from,
    target: edge.to,
    type: 'passage',
    data: { edge, most, narrow, gutters },
    ariaLabel: edgeWords(edge),
  }))
  const loops = edges.some((edge) => edge.from === edge.to) ? 70 : 0
  return {
    flowNodes,
    flowEdges,
    covers,
    zoom,
    left: Math.max(20, (room - width * zoom) / 2),
    top: 30 + loops * zoom,
    tall: Math.min(1500, Math.max(240, (height + loops) * zoom + 100)),
  }
}

/** Designed and lived in one picture: constant boxes, edge width by runs, tint by who held the ball, hatch by silence. */
export default function FlowMap({
  graph,
  picked,
  pick,
}: {
  graph: MapGraph
  picked: Picked | null
  pick: (edge: Picked | null) => void
}) {
  const { ref, width } = useElementSize<HTMLDivElement>()
  const [coverage, setCoverage] = useState(() => firstCoverage(graph))
  const flow = useMemo(() => flowOf(graph, coverage, Math.max(280, width)), [graph, coverage, width])
  const edges = useMemo(
    () =>
      flow.flowEdges.map((edge) => ({
        ...edge,
        selected: picked !== null && edge.id === `${picked.from}|${picked.to}`,
      })),
    [flow, picked],
  )
  const edgeOf = (id: string | undefined) => graph.edges.find((edge) => `${edge.from}|${edge.to}` === id)
  return (
    <div>
      <div ref={ref} className="tl-panel tl-map" style={{ height: width ? flow.tall : 420 }}>
        {width ? (
          <ReactFlow
            key={`${width}-${coverage}-${flow.tall}-${flow.zoom}-${flow.flowNodes.length}-${flow.flowEdges.length}`}
            nodes={flow.flowNodes}
            edges={edges}
            nodeTypes={nodeTypes}
            edgeTypes={edgeTypes}
            defaultViewport={{ x: flow.left, y: flow.top, zoom: flow.zoom }}
            minZoom={0.2}
            maxZoom={2}
            nodesDraggable={false}
            nodesConnectable={false}
            preventScrolling={false}
            zoomOnScroll={false}
            panOnScroll={false}
            elementsSelectable
            nodesFocusable
            edgesFocusable
            onEdgeClick={(_, edge) => pick(edgeOf(edge.id) ?? null)}
            onEdgesChange={(changes) => {
              const chosen = changes.find((change) => change.type === 'select' && change.selected)
              if (chosen?.type === 'select') pick(edgeOf(chosen.id) ?? null)
            }}
            aria-label={`Map of ${graph.nodes.length} steps and ${graph.edges.length} ways between them; the table under Times says the same`}
          >
            <svg width={0} height={0} aria-hidden>
              <defs>
                <pattern
                  id="tl-hatch"
                  width="6"
                  height="6"
                  patternUnits="userSpaceOnUse"
                  patternTransform="rotate(45)"
                >
                  <rect width="2.4" height="6" fill="var(--tl-hatch-red)" />
                </pattern>
              </defs>
            </svg>
            <Controls showInteractive={false} orientation="horizontal" position="bottom-left" />
          </ReactFlow>
        ) : null}
      </div>
      <Group mt={10} justify="space-between" align="center" gap={12}>
        <Text size="sm" c="dimmed">
          The map shows {percent(flow.covers)} of all passages between steps, over {count(graph.runs)} runs.
        </Text>
        {graph.edges.length > 8 ? (
          <Group gap={10}>
            <Text size="sm">Passages shown</Text>
            <Slider
              w={160}
              min={0.5}
              max={1}
              step={0.05}
              value={coverage}
              onChange={setCoverage}
              label={(value) => percent(value)}
              thumbLabel="Passages shown"
            />
          </Group>
        ) : null}
      </Group>
    </div>
  )
}
