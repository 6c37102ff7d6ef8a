import { describe, expect, it } from 'vitest'
import { designed, edge, node } from '../../../tools/map-sample.ts'
import { layoutOf } from './map-layout.ts'

const chain = (names: string[], runs = 50) =>
  names.slice(1).map((name, at) => designed(names[at]!, name, runs))
const at = (layout: ReturnType<typeof layoutOf>) =>
  Object.fromEntries(
    [...layout.places].map(([name, { line, column, row }]) => [name, `${line}.${column}.${row}`]),
  )

describe('boxes', () => {
  const names = ['A', 'B', 'C', 'D']
  const steps = names.map((name) => node(name))

  it('stand from left to right as the design has them', () =>
    expect(at(layoutOf(steps, chain(names), 9))).toEqual({ A: '0.0.0', B: '0.1.0', C: '0.2.0', D: '0.3.0' }))
  it('go on in the next line where there is no room, the lines of equal length', () =>
    expect(at(layoutOf(steps, chain(names), 3))).toEqual({ A: '0.0.0', B: '0.1.0', C: '1.0.0', D: '1.1.0' }))
  it('of designed steps stay in the order of the design, however often it went otherwise', () =>
    expect(at(layoutOf(steps, [...chain(names, 1), edge('D', 'B', 900), edge('A', 'D', 900)], 9)).D).toBe(
      '0.3.0',
    ))
  it('of what is not designed stand below, right of where it mostly comes from', () => {
    const edges = [...chain(names), edge('B', 'X', 30), edge('D', 'X', 2), edge('X', 'C', 30)]
    expect(at(layoutOf([...steps, node('X', { designed: false })], edges, 9))).toMatchObject({
      C: '0.2.0',
      X: '0.2.1',
    })
  })
  it('of a rare choice stand below the common one', () => {
    const edges = [
      designed('A', 'B', 5),
      designed('A', 'C', 95),
      designed('B', 'D', 5),
      designed('C', 'D', 95),
    ]
    expect(at(layoutOf(steps, edges, 9))).toEqual({ A: '0.0.0', C: '0.1.0', B: '0.1.1', D: '0.2.0' })
  })
  it('of a repeat stand in the order of its first time', () =>
    expect(at(layoutOf(steps, [designed('C', 'B', 900), ...chain(names, 10)], 9))).toMatchObject({
      B: '0.1.0',
      C: '0.2.0',
    }))
  it('without a design follow what is common, not what happened once', () => {
    const lived = names.map((name) => node(name, { designed: false, overlaid: false }))
    const edges = [
      edge('A', 'B', 90),
      edge('B', 'C', 80),
      edge('D', 'A', 1),
      edge('C', 'D', 70),
      edge('B', 'A', 3),
    ]
    expect(at(layoutOf(lived, edges, 9))).toEqual({ A: '0.0.0', B: '0.1.0', C: '0.2.0', D: '0.3.0' })
  })
  it('that are alone, or follow only themselves, have their place too', () => {
    expect(at(layoutOf([node('A')], [edge('A', 'A', 3)], 4))).toEqual({ A: '0.0.0' })
    expect(layoutOf([], [], 4).places.size).toBe(0)
  })
})
