// Steps and edges of a map, for the tests of its picture.
import type { MapEdge, MapGraph, MapNode } from '../src/journeys/screens/map-graph.ts'

export const node = (name: string, change: Partial<MapNode> = {}): MapNode => ({
  node: name,
  lived: 5,
  runs: 5,
  designed: true,
  overlaid: true,
  moment_of_truth: false,
  owner: '',
  stage: '',
  channels: [],
  starts: 0,
  ends: 0,
  lost: null,
  silent_now: null,
  ...change,
})

export const edge = (from: string, to: string, runs: number, change: Partial<MapEdge> = {}): MapEdge => ({
  from,
  to,
  count: runs,
  runs,
  median_seconds: runs ? 60 : null,
  p90_seconds: runs ? 90 : null,
  designed: false,
  overlaid: true,
  held: runs ? { customer: 0, company: 1, third_party: 0, unknown: 0 } : null,
  waited_for: runs ? 'company' : 'unknown',
  silent_share: runs ? 0 : null,
  silent: { runs: 0, of: runs, share: runs ? 0 : null, low: null, high: null },
  excess_days: runs ? 0 : null,
  ...change,
})

export const designed = (from: string, to: string, runs: number) => edge(from, to, runs, { designed: true })

export function graph(nodes: MapNode[], edges: MapEdge[]): MapGraph {
  return { runs: 100, passages: edges.reduce((sum, one) => sum + one.count, 0), nodes, edges }
}
