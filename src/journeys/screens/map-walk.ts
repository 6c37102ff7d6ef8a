import { edgeId, type MapEdge, type MapNode, nodeId, weight } from './map-graph.ts'
import type { Layout } from './map-layout.ts'

/** What the keyboard walks over: boxes as they are read, and the edges at each, the busiest first. */
export interface Walk {
  nodes: string[]
  outOf: Map<string, MapEdge[]>
  into: Map<string, MapEdge[]>
  edges: Map<string, MapEdge>
}

export function walkOf(nodes: MapNode[], edges: MapEdge[], { places }: Layout): Walk {
  const inOrder = nodes.toSorted((one, other) => {
    const [a, b] = [places.get(one.node)!, places.get(other.node)!]
    return a.line - b.line || a.column - b.column || a.row - b.row
  })
  const busiest = edges.toSorted((a, b) => weight(b) - weight(a))
  return {
    nodes: inOrder.map(({ node }) => node),
    outOf: Map.groupBy(busiest, (edge) => edge.from),
    into: Map.groupBy(busiest, (edge) => edge.to),
    edges: new Map(busiest.map((edge) => [edgeId(edge), edge])),
  }
}

/**
 * Where an arrow key leads: right and left along the flow, from a box to its busiest edge and on to the next box; up and
 * down to the box before and after, from an edge to the others that leave the same box. Null where nothing lies that way.
 */
export function walked(walk: Walk, at: string, key: string): string | null {
  const edge = walk.edges.get(at)
  return edge ? fromEdge(walk, edge, key) : fromNode(walk, at, key)
}

function fromEdge(walk: Walk, edge: MapEdge, key: string): string | null {
  if (key === 'ArrowRight') return nodeId(edge.to)
  if (key === 'ArrowLeft') return nodeId(edge.from)
  const beside = walk.outOf.get(edge.from)!
  const index = beside.indexOf(edge)
  if (key === 'ArrowDown') return idOf(beside[index + 1])
  return key === 'ArrowUp' ? idOf(beside[index - 1]) : edgeOfRow(walk, key)
}

function fromNode(walk: Walk, at: string, key: string): string | null {
  const index = walk.nodes.findIndex((node) => nodeId(node) === at)
  const node = walk.nodes[index]
  if (node === undefined) return edgeOfRow(walk, 'Home')
  if (key === 'ArrowRight') return idOf(walk.outOf.get(node)?.[0])
  if (key === 'ArrowLeft') return idOf(walk.into.get(node)?.[0])
  const next = { ArrowDown: walk.nodes[index + 1], ArrowUp: walk.nodes[index - 1] }[key]
  return next === undefined ? edgeOfRow(walk, key) : nodeId(next)
}

function edgeOfRow(walk: Walk, key: string): string | null {
  const node = key === 'Home' ? walk.nodes[0] : key === 'End' ? walk.nodes.at(-1) : undefined
  return node === undefined ? null : nodeId(node)
}

const idOf = (edge: MapEdge | undefined) => (edge === undefined ? null : edgeId(edge))
