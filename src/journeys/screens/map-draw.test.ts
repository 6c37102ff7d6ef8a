import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { designed, edge, graph, node } from '../../../tools/map-sample.ts'
import { drawnMap } from './map-draw.ts'
import { weight } from './map-graph.ts'
import { wordsPlaced } from './map-label.ts'
import { laned } from './map-lanes.ts'
import { layoutOf } from './map-layout.ts'
import { columnsIn, placed } from './map-places.ts'
import { type Point, routesOf } from './map-route.ts'

/** Maps of up to twelve steps with any edges among them. */
const maps = fc
  .record({
    steps: fc.integer({ min: 1, max: 12 }),
    inDesign: fc.integer({ min: 0, max: 12 }),
    ways: fc.array(fc.tuple(fc.nat(11), fc.nat(11), fc.nat(500)), { maxLength: 50 }),
  })
  .map(({ steps, inDesign, ways }) => {
    const nodes = Array.from({ length: steps }, (_, at) =>
      node(`S${at}`, { designed: at < inDesign, stage: at % 3 ? 'Early' : 'Late' }),
    )
    const chain = nodes
      .slice(1)
      .flatMap((to, at) => (to.designed ? [designed(nodes[at]!.node, to.node, 9)] : []))
    const others = ways.map(([from, to, runs]) => edge(`S${from % steps}`, `S${to % steps}`, runs + 1))
    const edges = [...new Map([...others, ...chain].map((one) => [`${one.from}|${one.to}`, one])).values()]
    return graph(nodes, edges)
  })

const inside = (a: Point, b: Point, box: { x: number; y: number; width: number; height: number }) =>
  Math.max(a.x, b.x) > box.x + 0.5 &&
  Math.min(a.x, b.x) < box.x + box.width - 0.5 &&
  Math.max(a.y, b.y) > box.y + 0.5 &&
  Math.min(a.y, b.y) < box.y + box.height - 0.5

describe('any map', () => {
  test('has every edge from its box to its box, level or upright, in the picture, and behind no box', () =>
    fc.assert(
      fc.property(maps, fc.integer({ min: 600, max: 1800 }), (map, room) => {
        const layout = layoutOf(map.nodes, map.edges, columnsIn(room))
        const lanes = laned(layout, map.edges)
        const stands = placed(layout, lanes, true)
        const routes = routesOf(lanes, stands)
        expect(routes).toHaveLength(map.edges.length)
        for (const { points } of routes)
          for (const [at, to] of points.entries()) {
            expect(to.x).toBeGreaterThan(0)
            expect(to.x).toBeLessThan(stands.width)
            expect(to.y).toBeGreaterThan(0)
            expect(to.y).toBeLessThan(stands.height)
            const from = points[at - 1]
            if (!from) continue
            expect(Math.min(Math.abs(from.x - to.x), Math.abs(from.y - to.y))).toBeLessThan(1)
            for (const box of stands.boxes.values()) expect(inside(from, to, box)).toBe(false)
          }
      }),
      { numRuns: 200 },
    ))

  test('has no two boxes in one place, and none of its lanes over another edge', () =>
    fc.assert(
      fc.property(maps, (map) => {
        const layout = layoutOf(map.nodes, map.edges, 4)
        const places = [...layout.places.values()].map((at) => `${at.line} ${at.column} ${at.row}`)
        expect(new Set(places).size).toBe(map.nodes.length)
        const lanes = laned(layout, map.edges).filter(({ lane }) => lane >= 0)
        for (const one of lanes)
          for (const other of lanes) {
            if (
              one === other ||
              one.course !== other.course ||
              one.from.line !== other.from.line ||
              one.lane !== other.lane
            )
              continue
            const span = ({ from, to }: typeof one) =>
              [from.column + 1, to.column].sort((a, b) => a - b) as [number, number]
            const [a, b] = [span(one), span(other)]
            expect(a[1] < b[0] || b[1] < a[0]).toBe(true)
          }
      }),
    ))

  test('is as wide at each edge as its runs', () =>
    fc.assert(
      fc.property(maps, (map) => {
        const { edges } = drawnMap(map, 1, 1200)
        for (const one of edges)
          for (const other of edges)
            if (weight(one.edge) > weight(other.edge)) expect(one.width).toBeGreaterThan(other.width)
      }),
      { numRuns: 40 },
    ))
})

describe('stages', () => {
  it('are bands over the columns of their steps, in each line anew', () => {
    const nodes = ['A', 'B', 'C', 'D'].map((name, at) => node(name, { stage: at < 3 ? 'First' : 'Then' }))
    const edges = [designed('A', 'B', 9), designed('B', 'C', 9), designed('C', 'D', 9)]
    const wide = drawnMap(graph(nodes, edges), 1, 3000)
    expect(wide.bands.map(({ stage }) => stage)).toEqual(['First', 'Then'])
    expect(wide.bands[0]!.width).toBeGreaterThan(2 * wide.bands[1]!.width)
    expect(drawnMap(graph(nodes, edges), 1, 600).bands.map(({ stage }) => stage)).toEqual([
      'First',
      'First',
      'Then',
    ])
  })
  it('are not drawn where none is named', () =>
    expect(drawnMap(graph([node('A')], []), 1, 900).bands).toEqual([]))
})

describe('words on edges', () => {
  const words = (id: string, x: number, rather = [] as never[]) => ({
    id,
    at: [
      { x, y: 0 },
      { x: x + 50, y: 0 },
    ],
    width: 40,
    height: 10,
    rather,
  })
  it('cover no box and no other words: the busier edge has its best place, the other moves aside', () =>
    expect([...wordsPlaced([words('busy', 100), words('rare', 110)], [])]).toEqual([
      ['busy', { x: 100, y: 0 }],
      ['rare', { x: 160, y: 0 }],
    ]))
  it('are left out where there is no room', () =>
    expect(wordsPlaced([words('a', 100)], [{ x: 0, y: -20, width: 400, height: 40 }]).size).toBe(0))
  it('stand over another edge rather than nowhere', () =>
    expect(
      wordsPlaced([{ ...words('a', 100), rather: [{ x: 0, y: -20, width: 400, height: 40 }] }], []).get('a'),
    ).toEqual({ x: 100, y: 0 }))
})
