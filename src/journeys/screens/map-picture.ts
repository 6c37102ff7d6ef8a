import { type MapEdge, type MapGraph, weight } from './map-graph.ts'

/** Edge width in px by its share of the busiest: the square of the width grows with runs, and a single run can still be seen. */
export function thickness(runs: number, most: number): number {
  return runs === 0 || most === 0 ? 1.5 : 1.5 + 9.5 * Math.sqrt(Math.min(1, runs / most))
}

/** The commonest edges that together carry `coverage` of all passages; designed edges always stay. */
export function shownEdges(graph: MapGraph, coverage: number): { edges: MapEdge[]; covers: number } {
  let carried = 0
  const edges = graph.edges
    .toSorted((a, b) => b.count - a.count)
    .filter((edge) => {
      const needed = carried < coverage * graph.passages
      if (needed || edge.designed) carried += edge.count
      return needed || edge.designed
    })
  return { edges, covers: graph.passages === 0 ? 1 : carried / graph.passages }
}

/** Nodes that an edge shown touches, designed ones, and a lone node that was lived. */
export function shownNodes(graph: MapGraph, edges: MapEdge[]): MapGraph['nodes'] {
  const touched = new Set(edges.flatMap((edge) => [edge.from, edge.to]))
  return graph.nodes.filter((node) => node.designed || touched.has(node.node) || graph.nodes.length <= 3)
}

/** Share of passages at which the map is readable at first sight: everything for small maps, the commonest for large. */
export function firstCoverage(graph: MapGraph): number {
  return graph.edges.length <= 24 ? 1 : graph.edges.length <= 60 ? 0.9 : 0.8
}

export const mostRuns = (edges: MapEdge[]) => Math.max(1, ...edges.map(weight))

/** Three widths for the legend: the busiest edge, about a quarter and about a twentieth of it, in round numbers. */
export function sampleWidths(most: number): number[] {
  return [...new Set([most, round(most / 4), round(most / 20)])].filter((runs) => runs >= 1)
}

function round(value: number): number {
  const ten = 10 ** Math.floor(Math.log10(Math.max(1, value)))
  return Math.floor(value / ten) * ten
}

const hour = 3600
const day = 24 * hour
const lengths = [
  1,
  10,
  60,
  600,
  hour,
  6 * hour,
  day,
  2 * day,
  4 * day,
  7 * day,
  14 * day,
  30 * day,
  90 * day,
  365 * day,
]

/**
 * Up to three bounds in seconds that part the map's waits into shades: the round lengths next to the quarters of the
 * medians, each edge counting by its runs.
 */
export function shadeBounds(edges: MapEdge[]): number[] {
  const waits = edges
    .filter((edge) => edge.median_seconds !== null && edge.count > 0)
    .map((edge) => ({ seconds: edge.median_seconds!, runs: weight(edge) }))
    .sort((a, b) => a.seconds - b.seconds)
  const all = waits.reduce((sum, { runs }) => sum + runs, 0)
  const at = (share: number) => {
    let passed = 0
    return waits.find(({ runs }) => {
      passed += runs
      return passed >= share * all
    })!.seconds
  }
  if (waits.length === 0) return []
  const nearest = (seconds: number) =>
    lengths.reduce((best, each) =>
      Math.abs(Math.log(each / Math.max(1, seconds))) < Math.abs(Math.log(best / Math.max(1, seconds)))
        ? each
        : best,
    )
  const bounds = [...new Set([0.25, 0.5, 0.75].map((share) => nearest(at(share))))]
  return bounds.filter((bound) => bound > waits[0]!.seconds)
}

/** Which shade a wait has: 0 the lightest. */
export const shadeOf = (seconds: number | null, bounds: number[]) =>
  seconds === null ? 0 : bounds.filter((bound) => seconds >= bound).length
