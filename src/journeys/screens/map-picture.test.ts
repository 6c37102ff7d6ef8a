import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { designed, edge, graph, node } from '../../../tools/map-sample.ts'
import { brief } from './edge-words.ts'
import { edgeStateOf, edgeWords, journeyGraph, livedGraph, nodeWords, stateOf } from './map-graph.ts'
import {
  firstCoverage,
  sampleWidths,
  shadeBounds,
  shadeOf,
  shownEdges,
  shownNodes,
  thickness,
} from './map-picture.ts'
import { copyText } from './map-text.ts'

const map = graph(
  [node('A'), node('B'), node('C', { lived: 0 }), node('X', { designed: false })],
  [designed('A', 'B', 80), edge('B', 'X', 15), edge('X', 'A', 5), designed('B', 'C', 0)],
)

describe('the map', () => {
  it('hides the rarest edges first but never a designed one', () => {
    const { edges, covers } = shownEdges(map, 0.9)
    expect(edges.map((one) => `${one.from}${one.to}`)).toEqual(['AB', 'BX', 'BC'])
    expect(covers).toBe(0.95)
  })
  it('of everything covers everything', () => expect(shownEdges(map, 1).covers).toBe(1))
  it('counts edges that were never listed among what it does not show', () =>
    expect(shownEdges({ ...map, passages: 200 }, 1).covers).toBe(0.5))
  it('shows designed steps even when nobody takes them', () =>
    expect(shownNodes(map, []).map((one) => one.node)).toEqual(['A', 'B', 'C']))
  it('shows small maps whole', () => expect(firstCoverage(map)).toBe(1))
  it('marks what is designed and not lived, and lived and not designed', () => {
    expect(map.nodes.map(stateOf)).toEqual(['lived', 'lived', 'designed_not_lived', 'lived_not_designed'])
    expect(map.edges.map(edgeStateOf)).toEqual([
      'lived',
      'lived_not_designed',
      'lived_not_designed',
      'designed_not_lived',
    ])
  })
})

describe('the width of an edge', () => {
  test('is in the order of the runs, never zero, never over eleven', () =>
    fc.assert(
      fc.property(fc.array(fc.nat(1e7), { minLength: 2, maxLength: 30 }), (runs) => {
        const most = Math.max(1, ...runs)
        const sorted = runs.toSorted((a, b) => a - b)
        const widths = sorted.map((each) => thickness(each, most))
        for (const [at, width] of widths.entries()) {
          expect(width).toBeGreaterThanOrEqual(1.5)
          expect(width).toBeLessThanOrEqual(11)
          if (at > 0) expect(width).toBeGreaterThanOrEqual(widths[at - 1]!)
          if (at > 0 && sorted[at]! > sorted[at - 1]!) expect(width).toBeGreaterThan(widths[at - 1]!)
        }
      }),
    ))
  it('grows as the square root: a quarter of the runs is half as wide', () =>
    expect(thickness(25, 100) - 1.5).toBeCloseTo((thickness(100, 100) - 1.5) / 2))
  it('is explained by round numbers of runs', () => {
    expect(sampleWidths(2308)).toEqual([2308, 500, 100])
    expect(sampleWidths(1)).toEqual([1])
  })
})

describe('the shade of an edge', () => {
  const hour = 3600
  const waits = (...seconds: number[]) =>
    seconds.map((median_seconds) => edge('A', 'B', 10, { median_seconds }))
  it('parts the waits of this map at round lengths', () =>
    expect(shadeBounds(waits(1 * hour, 6 * hour, 24 * hour, 24 * 7 * hour))).toEqual([6 * hour, 24 * hour]))
  it('counts an edge by its runs', () =>
    expect(
      shadeBounds([
        edge('A', 'B', 1000, { median_seconds: 60 }),
        edge('B', 'C', 1, { median_seconds: 864_000 }),
      ]),
    ).toEqual([]))
  it('of nothing lived has no bounds', () => expect(shadeBounds([designed('A', 'B', 0)])).toEqual([]))
  test('is never lighter for a longer wait', () =>
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 1e8 }), { minLength: 1, maxLength: 20 }), (seconds) => {
        const bounds = shadeBounds(waits(...seconds))
        const shades = seconds.toSorted((a, b) => a - b).map((each) => shadeOf(each, bounds))
        expect(shades).toEqual(shades.toSorted((a, b) => a - b))
        expect(Math.max(...shades)).toBeLessThanOrEqual(3)
      }),
    ))
})

describe('what is heard of the map', () => {
  it('is what the box shows', () =>
    expect(
      nodeWords(
        node('C', {
          lived: 0,
          runs: 0,
          moment_of_truth: true,
          stage: 'Settle',
          lost: { runs: 4, of: 40, share: 0.1, low: 0.04, high: 0.23 },
          silent_now: 2,
        }),
      ),
    ).toBe(
      'C: 0 runs, designed and not lived, moment of truth, stage Settle, 4 runs lost after it, 2 silent here now',
    ))
  it('is what the edge shows', () => {
    const silent = { runs: 30, of: 60, share: 0.5, low: 0.38, high: 0.62 }
    expect(edgeWords(edge('A', 'B', 60, { silent, median_seconds: 90_000 }))).toBe(
      'A to B: 60 runs, lived and not designed, half within 1 d 1 h, waiting for the company, 50 % silent beyond tolerance',
    )
    expect(edgeWords(designed('A', 'B', 0))).toBe('A to B: no run, designed and not lived')
  })
  it('gives no share of few runs', () => {
    const silent = { runs: 2, of: 7, share: 2 / 7, low: 0.08, high: 0.64 }
    expect(edgeWords(edge('A', 'B', 7, { silent }))).toContain('2 of 7 silent beyond tolerance')
  })
  it('can be copied into a sheet, the unknown as empty', () =>
    expect(
      copyText(graph([], [designed('A', 'B', 0)]))
        .split('\n')[1]!
        .split('\t'),
    ).toEqual([...['A', 'B', 'yes', '0', '0'], ...['', '', '', '', '', '']]))
  it('tells long times in few words', () =>
    expect([30, 5400, 86_000, 190_000, 1e6, null].map(brief)).toEqual([
      '30 s',
      '2 h',
      '24 h',
      '2 d 5 h',
      '12 d',
      'unknown',
    ]))
})

describe('what the server tells', () => {
  it('without a storyboard marks nothing as missing or added', () => {
    const lived = livedGraph({
      subject: 'order',
      runs: 2,
      interactions: 4,
      touchpoints: [{ touchpoint: 'A', count: 2 }],
      edges: [{ from: 'A', to: 'A', count: 3, median_seconds: 1, p90_seconds: 2 }],
      starts: [{ touchpoint: 'A', count: 2 }],
      ends: [],
      variants: [],
      ties: 0,
      as_of: '',
      customers_known: 0,
      unattached: [],
    })
    expect(lived.nodes.map((one) => [stateOf(one), one.starts, one.ends])).toEqual([['lived', 2, 0]])
    expect(lived.passages).toBe(3)
    expect(lived.edges.map(edgeStateOf)).toEqual(['lived'])
  })
  it('with one keeps starts and ends by step, and leaves out edges to steps that are not listed', () => {
    const { overlaid: _, ...lived } = edge('A', 'Z', 4)
    const known = journeyGraph({
      journey: 'j',
      as_of: '',
      runs: 1,
      sampled: null,
      passages: 4,
      design: { kind: 'sequence', children: [] },
      edges: [{ ...lived, runs: 4, silent: { runs: 0, of: 0, share: null, low: null, high: null } }],
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
          stage: '',
          lost: null,
          silent_now: null,
        },
      ],
    })
    expect(known.nodes[0]).toMatchObject({ starts: 1, ends: 1, moment_of_truth: true, overlaid: true })
    expect(known.edges).toEqual([])
  })
})
