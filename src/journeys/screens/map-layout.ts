import { graphlib, layout } from '@dagrejs/dagre'
import type { MapGraph } from './map-graph.ts'
import type { Placed } from './map-picture.ts'

export const box = { width: 176, height: 66 }

/** Places boxes in layers, left to right (or top to bottom on a narrow screen). Common edges are kept straight. */
export function layoutOf(
  nodes: MapGraph['nodes'],
  edges: MapGraph['edges'],
  direction: 'LR' | 'TB',
): Map<string, Placed> {
  const graph = new graphlib.Graph({ multigraph: false })
  graph.setGraph({
    rankdir: direction,
    nodesep: direction === 'LR' ? 34 : 26,
    ranksep: direction === 'LR' ? 128 : 74,
    marginx: 12,
    marginy: 12,
  })
  graph.setDefaultEdgeLabel(() => ({}))
  for (const node of nodes) graph.setNode(node.node, { ...box })
  const known = new Set(nodes.map((node) => node.node))
  for (const edge of edges) {
    if (edge.from === edge.to || !known.has(edge.from) || !known.has(edge.to)) continue
    graph.setEdge(edge.from, edge.to, {
      weight: edge.designed ? 40 : 1 + Math.log2(1 + edge.count),
      minlen: 1,
    })
  }
  layout(graph)
  return new Map(
    nodes.map((node) => {
      const at = graph.node(node.node) as { x: number; y: number }
      return [node.node, { x: at.x - box.width / 2, y: at.y - box.height / 2, ...box }]
    }),
  )
}
