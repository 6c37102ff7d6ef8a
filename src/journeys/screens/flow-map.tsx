import '@xyflow/react/dist/style.css'
import './map.css'
import { Group, Slider, Text } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { Controls, type Edge, type Node, ReactFlow } from '@xyflow/react'
import { useMemo, useState } from 'react'
import { count, percent } from '../../console/fmt.ts'
import { FlowEdge, type FlowEdgeData } from './flow-edge.tsx'
import { FlowNode, type FlowNodeData } from './flow-node.tsx'
import { type MapGraph, nodeWords } from './map-graph.ts'
import { layoutOf } from './map-layout.ts'
import { firstCoverage, shownEdges, shownNodes } from './map-picture.ts'
import { duration } from '../../console/fmt.ts'

const nodeTypes = { step: FlowNode }
const edgeTypes = { passage: FlowEdge }

export interface Picked { from: string; to: string }

function flowOf(graph: MapGraph, coverage: number, narrow: boolean, picked: Picked | null) {
  const { edges, covers } = shownEdges(graph, coverage)
  const nodes = shownNodes(graph, edges)
  const placed = layoutOf(nodes, edges, narrow ? 'TB' : 'LR')
  const most = Math.max(1, ...edges.map((edge) => edge.count))
  const flowNodes: Node<FlowNodeData>[] = nodes.map((node) => ({
    id: node.node, type: 'step', position: placed.get(node.node) ?? { x: 0, y: 0 }, data: { node, narrow }, draggable: false, connectable: false,
    ariaLabel: nodeWords(node), width: 176, height: 66,
  }))
  const flowEdges: Edge<FlowEdgeData>[] = edges.map((edge) => ({
    id: `${edge.from}|${edge.to}`, source: edge.from, target: edge.to, type: 'passage', data: { edge, most, narrow },
    selected: picked?.from === edge.from && picked.to === edge.to,
    ariaLabel: `${edge.from} to ${edge.to}: ${edge.count} times${edge.count ? `, median ${duration(edge.median_seconds)}` : ', designed and not lived'}`,
  }))
  return { flowNodes, flowEdges, covers }
}

/** Designed and lived in one picture: constant boxes, edge width by runs, tint by who held the ball, hatch by silence. */
export default function FlowMap({ graph, picked, pick }: { graph: MapGraph; picked: Picked | null; pick: (edge: Picked | null) => void }) {
  const narrow = useMediaQuery('(max-width: 700px)') ?? false
  const [coverage, setCoverage] = useState(() => firstCoverage(graph))
  const { flowNodes, flowEdges, covers } = useMemo(() => flowOf(graph, coverage, narrow, picked), [graph, coverage, narrow, picked])
  const edgeOf = (id: string | undefined) => graph.edges.find((edge) => `${edge.from}|${edge.to}` === id)
  return (
    <div>
      <div className="tl-panel tl-map">
        <ReactFlow key={`${narrow}-${coverage}-${graph.runs}`} nodes={flowNodes} edges={flowEdges} nodeTypes={nodeTypes} edgeTypes={edgeTypes} fitView fitViewOptions={{ padding: 0.08, maxZoom: 1.1 }} minZoom={0.15}
          nodesDraggable={false} nodesConnectable={false} preventScrolling={false} zoomOnScroll={false} panOnScroll={false} elementsSelectable nodesFocusable edgesFocusable
          onEdgeClick={(_, edge) => pick(edgeOf(edge.id) ?? null)}
          onSelectionChange={({ edges: chosen }) => { const edge = edgeOf(chosen[0]?.id); if (edge && (edge.from !== picked?.from || edge.to !== picked?.to)) pick(edge) }}
          aria-label={`Map of ${graph.nodes.length} steps and ${graph.edges.length} ways between them; the table under Times says the same`}>
          <svg width={0} height={0} aria-hidden><defs>
            <pattern id="tl-hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="2.4" height="6" fill="var(--tl-hatch-red)" /></pattern>
          </defs></svg>
          <Controls showInteractive={false} orientation="horizontal" position="bottom-left" />
        </ReactFlow>
      </div>
      <Group mt={10} justify="space-between" align="center" gap={12}>
        <Text size="sm" c="dimmed">The map shows {percent(covers)} of all passages between steps, over {count(graph.runs)} runs.</Text>
        {graph.edges.length > 8 ? (
          <Group gap={10}>
            <Text size="sm" id="coverage-label">Passages shown</Text>
            <Slider w={160} min={0.5} max={1} step={0.05} value={coverage} onChange={setCoverage} label={(value) => percent(value)} thumbProps={{ 'aria-label': 'Passages shown' }} />
          </Group>
        ) : null}
      </Group>
    </div>
  )
}
