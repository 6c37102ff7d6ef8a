import { count, duration, percent, plural } from '../../console/fmt.ts'
import type { Output } from '../../http/operation.ts'
import type { Held, Lived, readJourneyMap } from '../contract.ts'
import { holderOf } from './holders.ts'

type RunShare = Output<typeof readJourneyMap>['edges'][number]['silent']

export interface MapNode {
  node: string
  lived: number
  /** Null where only passages were counted. */
  runs: number | null
  designed: boolean
  overlaid: boolean
  moment_of_truth: boolean
  owner: string
  stage: string
  channels: string[]
  starts: number
  ends: number
  /** Null where nothing says what an end is. */
  lost: RunShare | null
  silent_now: number | null
}

export interface MapEdge {
  from: string
  to: string
  count: number
  /** Null where only passages were counted. */
  runs: number | null
  median_seconds: number | null
  p90_seconds: number | null
  designed: boolean
  overlaid: boolean
  held: Held | null
  waited_for: string
  silent_share: number | null
  silent: RunShare | null
  excess_days: number | null
}

/** A map as it is drawn, with or without a storyboard behind it. */
export interface MapGraph {
  runs: number
  /** Of all edges, also of those not listed. */
  passages: number
  nodes: MapNode[]
  edges: MapEdge[]
}

const counted = (list: { touchpoint: string; count: number }[]) =>
  new Map(list.map((one) => [one.touchpoint, one.count]))
const summed = (list: { count: number }[]) => list.reduce((sum, one) => sum + one.count, 0)

/** The lived map of a subject: nothing is designed, so nothing is marked as missing or added. */
export function livedGraph(lived: Lived): MapGraph {
  const [starts, ends] = [counted(lived.starts), counted(lived.ends)]
  return {
    runs: lived.runs,
    passages: summed(lived.edges),
    nodes: lived.touchpoints.map(({ touchpoint, count: times }) => ({
      node: touchpoint,
      lived: times,
      runs: null,
      designed: false,
      overlaid: false,
      moment_of_truth: false,
      owner: '',
      stage: '',
      channels: [],
      starts: starts.get(touchpoint) ?? 0,
      ends: ends.get(touchpoint) ?? 0,
      lost: null,
      silent_now: null,
    })),
    edges: lived.edges.map((edge) => ({
      ...edge,
      runs: null,
      designed: false,
      overlaid: false,
      held: null,
      waited_for: '',
      silent_share: null,
      silent: null,
      excess_days: null,
    })),
  }
}

/** The lived map with the storyboard over it. */
export function journeyGraph(map: Output<typeof readJourneyMap>): MapGraph {
  const [starts, ends] = [counted(map.starts), counted(map.ends)]
  const overlaid = map.design !== null
  const known = new Set(map.nodes.map(({ node }) => node))
  return {
    runs: map.runs,
    passages: map.passages,
    nodes: map.nodes.map((node) => ({
      ...node,
      overlaid,
      starts: starts.get(node.node) ?? 0,
      ends: ends.get(node.node) ?? 0,
    })),
    edges: map.edges
      .filter(({ from, to }) => known.has(from) && known.has(to))
      .map((edge) => ({ ...edge, overlaid })),
  }
}

/** How much of the picture an edge is: its runs, or its passages where only those were counted. */
export const weight = (edge: Pick<MapEdge, 'runs' | 'count'>) => edge.runs ?? edge.count

export const edgeId = (edge: { from: string; to: string }) => `edge:${edge.from}|${edge.to}`
export const nodeId = (node: string) => `step:${node}`

export type LivedState = 'lived' | 'designed_not_lived' | 'lived_not_designed'

export function stateOf(node: Pick<MapNode, 'overlaid' | 'designed' | 'lived'>): LivedState {
  if (!node.overlaid || (node.designed && node.lived > 0)) return 'lived'
  return node.designed ? 'designed_not_lived' : 'lived_not_designed'
}

export const edgeStateOf = (edge: MapEdge): LivedState => stateOf({ ...edge, lived: edge.count })

export const stateWords: Record<LivedState, string> = {
  lived: '',
  designed_not_lived: 'designed and not lived',
  lived_not_designed: 'lived and not designed',
}

const said = (parts: (string | false | null)[]) => parts.filter(Boolean).join(', ')

/** What the picture of a node says, for those who hear it. */
export function nodeWords(node: MapNode): string {
  const { lost } = node
  return said([
    `${node.node}: ${node.runs === null ? `${count(node.lived)} times` : plural(node.runs, 'run')}`,
    stateWords[stateOf(node)],
    node.moment_of_truth && 'moment of truth',
    node.stage && `stage ${node.stage}`,
    node.owner && `owner ${node.owner}`,
    lost !== null && lost.runs > 0 && `${plural(lost.runs, 'run')} lost after it`,
    node.silent_now !== null && node.silent_now > 0 && `${count(node.silent_now)} silent here now`,
  ])
}

/** What the picture of an edge says, for those who hear it. */
export function edgeWords(edge: MapEdge): string {
  const times = edge.runs === null ? plural(edge.count, 'passage') : plural(edge.runs, 'run')
  return said([
    `${edge.from} to ${edge.to}: ${edge.count ? times : 'no run'}`,
    stateWords[edgeStateOf(edge)],
    edge.count > 0 && `half within ${duration(edge.median_seconds)}`,
    edge.held !== null && `waiting for the ${holderOf(edge.waited_for).words}`,
    silentWords(edge),
  ])
}

function silentWords({ silent }: MapEdge): string {
  if (silent === null || silent.of === 0 || silent.runs === 0) return ''
  return silent.of < 30
    ? `${count(silent.runs)} of ${count(silent.of)} silent beyond tolerance`
    : `${percent(silent.share)} silent beyond tolerance`
}
