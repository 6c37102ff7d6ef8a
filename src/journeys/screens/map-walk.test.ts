import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { designed, edge, node } from '../../../tools/map-sample.ts'
import { edgeId, nodeId } from './map-graph.ts'
import { layoutOf } from './map-layout.ts'
import { walked, walkOf } from './map-walk.ts'

const nodes = ['A', 'B', 'C'].map((name) => node(name))
const edges = [designed('A', 'B', 90), designed('B', 'C', 80), edge('A', 'C', 10), edge('C', 'A', 5)]
const walk = walkOf(nodes, edges, layoutOf(nodes, edges, 9))
const along = (from: string, ...keys: string[]) =>
  keys.reduce((at, key) => walked(walk, at, `Arrow${key}`) ?? `${at} (stays)`, from)

describe('by arrow keys', () => {
  it('right follows the flow over its busiest edges', () =>
    expect(along('step:A', 'Right', 'Right', 'Right', 'Right')).toBe('step:C'))
  it('left goes back where it came from', () =>
    expect(along('step:C', 'Left', 'Left', 'Left', 'Left')).toBe('step:A'))
  it('down goes through the other edges of the same step', () =>
    expect(along('step:A', 'Right', 'Down')).toBe('edge:A|C'))
  it('down goes from step to step, and ends at the last', () => {
    expect(along('step:A', 'Down', 'Down')).toBe('step:C')
    expect(along('step:C', 'Down')).toBe('step:C (stays)')
  })
  it('Home and End lead to the first and last step', () =>
    expect([walked(walk, 'edge:A|C', 'Home'), walked(walk, 'step:A', 'End')]).toEqual(['step:A', 'step:C']))
  it('other keys lead nowhere', () => expect(walked(walk, 'step:A', 'x')).toBeNull())
  it('from something that is not shown any more to the first step', () =>
    expect(walked(walk, 'step:gone', 'ArrowRight')).toBe('step:A'))

  test('every step and every edge of any map is reached from its first step', () =>
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(7), fc.nat(7), fc.nat(99)), { maxLength: 30 }), (ways) => {
        const some = Array.from({ length: 8 }, (_, at) => node(`S${at}`, { designed: at < 4 }))
        const all = [
          ...new Map(ways.map(([a, b, runs]) => [`${a}|${b}`, edge(`S${a}`, `S${b}`, runs)])).values(),
        ]
        const over = walkOf(some, all, layoutOf(some, all, 4))
        const seen = new Set<string>()
        const next = [nodeId(over.nodes[0]!)]
        for (let at = next.pop(); at !== undefined; at = next.pop()) {
          if (seen.has(at)) continue
          seen.add(at)
          for (const key of ['Right', 'Left', 'Up', 'Down']) next.push(walked(over, at, `Arrow${key}`) ?? at)
        }
        for (const one of some) expect(seen).toContain(nodeId(one.node))
        for (const one of all) expect(seen).toContain(edgeId(one))
      }),
    ))
})
