import type { Output } from '../../http/operation.ts'
import type { Lived, readJourneyMap } from '../contract.ts'

/** A map as it is drawn, with or without a storyboard behind it. */
export interface MapGraph {
  runs: number
  nodes: {
    node: string
    lived: number
    designed: boolean
    overlaid: boolean
    moment_of_truth: boolean
    owner: string
    channels: string[]
    starts: number
    ends: number
  }[]
  edges: {
    from: string
    to: string
    count: number
    median_seconds: number
    p90_seconds: number
    designed: boolean
    silent_share: number | null
    waited_for: string
  }[]
}

const counted = (list: { touchpoint: string; count: number }[]) =>
  new Map(list.map((one) => [one.touchpoint, one.count]))

/** The lived map of a subject: nothing is designed, so nothing is marked as missing or added. */
export function livedGraph(lived: Lived): MapGraph {
  const [starts, ends] = [counted(lived.starts), counted(lived.ends)]
  return {
    runs: lived.runs,
    nodes: lived.touchpoints.map(({ touchpoint, count }) => ({
      node: touchpoint,
      lived: count,
      designed: false,
      overlaid: false,
      moment_of_truth: false,
      owner: '',
      channels: [],
      starts: starts.get(touchpoint) ?? 0,
      ends: ends.get(touchpoint) ?? 0,
    })),
    edges: lived.edges.map((edge) => ({ ...edge, designed: false, silent_share: null, waited_for: '' })),
  }
}

/** The lived map with the storyboard over it. */
export function journeyGraph(map: Output<typeof readJourneyMap>): MapGraph {
  const [starts, ends] = [counted(map.starts), counted(map.ends)]
  return {
    runs: map.runs,
    nodes: map.nodes.map((node) => ({
      node: node.node,
      lived: node.lived,
      designed: node.designed,
      overlaid: true,
      moment_of_truth: node.moment_of_truth,
      owner: node.owner,
      channels: node.channels,
      starts: starts.get(node.node) ?? 0,
      ends: ends.get(node.node) ?? 0,
    })),
    edges: map.edges,
  }
}

export type NodeState = 'lived' | 'designed_not_lived' | 'lived_not_designed'

export function stateOf(node: MapGraph['nodes'][number]): NodeState {
  if (!node.overlaid || (node.designed && node.lived > 0)) return 'lived'
  return node.designed ? 'designed_not_lived' : 'lived_not_designed'
}

/** What the picture of a node says, for those who hear it. */
export function nodeWords(node: MapGraph['nodes'][number]): string {
  const said = {
    lived: '',
    designed_not_lived: ', designed and not lived',
    lived_not_designed: ', lived and not designed',
  }
  return `${node.node}: ${node.lived} times${said[stateOf(node)]}${node.moment_of_truth ? ', moment of truth' : ''}`
}
