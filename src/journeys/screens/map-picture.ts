import type { MapGraph } from './map-graph.ts'

export interface Placed {
  x: number
  y: number
  width: number
  height: number
}

/** Edge width in px by its share of the busiest: area grows with runs, and a single run can still be seen. */
export function thickness(count: number, most: number): number {
  return count === 0 || most === 0 ? 1.5 : 1.5 + 9.5 * Math.sqrt(count / most)
}

/** The commonest edges that together carry `coverage` of all passages; designed edges always stay. */
export function shownEdges(graph: MapGraph, coverage: number): { edges: MapGraph['edges']; covers: number } {
  const total = graph.edges.reduce((sum, edge) => sum + edge.count, 0)
  let carried = 0
  const edges = graph.edges
    .toSorted((a, b) => b.count - a.count)
    .filter((edge) => {
      const needed = carried < coverage * total
      if (needed || edge.designed) carried += edge.count
      return needed || edge.designed
    })
  return { edges, covers: total === 0 ? 1 : carried / total }
}

/** Nodes that an edge shown touches, designed ones, and a lone node that was lived. */
export function shownNodes(graph: MapGraph, edges: MapGraph['edges']): MapGraph['nodes'] {
  const touched = new Set(edges.flatMap((edge) => [edge.from, edge.to]))
  return graph.nodes.filter((node) => node.designed || touched.has(node.node) || graph.nodes.length <= 3)
}

/** Share of passages at which the map is readable at first sight: everything for small maps, the commonest for large. */
export function firstCoverage(graph: MapGraph): number {
  return graph.edges.length <= 24 ? 1 : graph.edges.length <= 60 ? 0.9 : 0.8
}
