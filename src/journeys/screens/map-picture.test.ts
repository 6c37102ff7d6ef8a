import { describe, expect, it } from 'vitest'
import { journeyGraph, livedGraph, type MapGraph, nodeWords, stateOf } from './map-graph.ts'
import { box, layoutOf } from './map-layout.ts'
import { firstCoverage, shownEdges, shownNodes, thickness } from './map-picture.ts'

const node = (name: string, change: Partial<MapGraph['nodes'][number]> = {}): MapGraph['nodes'][number] => ({
  node: name,
  lived: 5,
  designed: true,
  overlaid: true,
  moment_of_truth: false,
  owner: '',
  channels: [],
  starts: 0,
  ends: 0,
  ...change,
})
const edge = (from: string, to: string, count: number, designed = false): MapGraph['edges'][number] => ({
  from,
  to,
  count,
  median_seconds: 60,
  p90_seconds: 90,
  designed,
  silent_share: 0,
  waited_for: 'company',
})
const graph: MapGraph = {
  runs: 100,
  nodes: [node('A'), node('B'), node('C', { lived: 0 }), node('X', { designed: false })],
  edges: [edge('A', 'B', 80, true), edge('B', 'X', 15), edge('X', 'A', 5), edge('B', 'C', 0, true)],
}

describe('the map', () => {
  it('hides the rarest edges first but never a designed one', () => {
    const { edges, covers } = shownEdges(graph, 0.9)
    expect(edges.map((one) => `${one.from}${one.to}`)).toEqual(['AB', 'BX', 'BC'])
    expect(covers).toBe(0.95)
  })
  it('of everything covers everything', () => expect(shownEdges(graph, 1).covers).toBe(1))
  it('shows a designed step that nobody takes', () =>
    expect(shownNodes(graph, []).map((one) => one.node)).toEqual(['A', 'B', 'C']))
  it('draws a busier edge thicker and a single run visibly', () => {
    expect(thickness(100, 100)).toBe(11)
    expect(thickness(1, 10_000)).toBeGreaterThan(1.5)
    expect(thickness(50, 100)).toBeLessThan(thickness(60, 100))
  })
  it('shows small maps whole', () => expect(firstCoverage(graph)).toBe(1))
  it('marks what is designed and not lived, and lived and not designed', () =>
    expect(graph.nodes.map(stateOf)).toEqual(['lived', 'lived', 'designed_not_lived', 'lived_not_designed']))
  it('says the same in words', () =>
    expect(nodeWords(node('C', { lived: 0, moment_of_truth: true }))).toBe(
      'C: 0 times, designed and not lived, moment of truth',
    ))
  it('puts what follows to the right, without overlap', () => {
    const placed = layoutOf(graph.nodes, graph.edges, 'LR')
    expect(placed.get('B')!.x).toBeGreaterThan(placed.get('A')!.x + box.width)
  })
  it('stands a step that repeats itself without failing', () =>
    expect(layoutOf([node('A')], [edge('A', 'A', 3)], 'TB').has('A')).toBe(true))
})

describe('what the server tells', () => {
  it('without a storyboard marks nothing as missing or added', () => {
    const lived = livedGraph({
      subject: 'order',
      runs: 2,
      interactions: 4,
      touchpoints: [{ touchpoint: 'A', count: 2 }],
      edges: [],
      starts: [{ touchpoint: 'A', count: 2 }],
      ends: [],
      variants: [],
      ties: 0,
      as_of: '',
      customers_known: 0,
      unattached: [],
    })
    expect(lived.nodes.map((one) => [stateOf(one), one.starts, one.ends])).toEqual([['lived', 2, 0]])
  })
  it('with one keeps starts and ends by step', () => {
    const map = journeyGraph({
      journey: 'j',
      as_of: '',
      runs: 1,
      design: null,
      edges: [],
      starts: [{ touchpoint: 'A', count: 1 }],
      ends: [{ touchpoint: 'A', count: 1 }],
      nodes: [
        {
          node: 'A',
          designed: true,
          lived: 1,
          runs: 1,
          channels: ['web'],
          moment_of_truth: true,
          owner: 'Shop',
        },
      ],
    })
    expect(map.nodes[0]).toMatchObject({ starts: 1, ends: 1, moment_of_truth: true })
  })
})
