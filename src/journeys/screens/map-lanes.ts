import { edgeId, type MapEdge, weight } from './map-graph.ts'
import type { Layout, Place } from './map-layout.ts'

/**
 * How an edge goes: straight to the next box of its row; by a step to the next column; up or down in its column, beside it
 * where boxes lie between; by a lane over or under the boxes of its line; or in a loop back to its own box.
 */
export type Course = 'straight' | 'step' | 'upright' | 'beside' | 'over' | 'under' | 'loop'

export interface LanedEdge {
  edge: MapEdge
  id: string
  course: Course
  from: Place
  to: Place
  /** Of the line it starts in, counted from the boxes; -1 without one. */
  lane: number
}

/** The course of every edge, and lanes so that no two in one of them overlap: the shorter, the nearer to the boxes. */
export function laned(layout: Layout, edges: MapEdge[]): LanedEdge[] {
  const taken = new Set([...layout.places.values()].map((at) => `${at.line}|${at.column}|${at.row}`))
  const all = edges.map((edge): LanedEdge => {
    const [from, to] = [layout.places.get(edge.from)!, layout.places.get(edge.to)!]
    return {
      edge,
      id: edgeId(edge),
      course: courseOf(edge, from, to, taken, layout.rows),
      from,
      to,
      lane: -1,
    }
  })
  for (let line = 0; line < layout.lines; line++)
    for (const course of ['over', 'under'] as const)
      packed(all.filter((one) => one.course === course && one.from.line === line))
  return all
}

/** How many lanes a line has over and under its boxes. */
export function lanesOf(all: LanedEdge[], line: number): { over: number; under: number } {
  const most = (course: Course) =>
    all.reduce(
      (lanes, one) =>
        one.course === course && one.from.line === line ? Math.max(lanes, one.lane + 1) : lanes,
      0,
    )
  return { over: most('over'), under: most('under') }
}

function courseOf(edge: MapEdge, from: Place, to: Place, taken: Set<string>, rows: number[]): Course {
  if (edge.from === edge.to) return 'loop'
  if (from.line !== to.line) return from.line < to.line ? 'under' : 'over'
  if (from.column === to.column) return Math.abs(from.row - to.row) === 1 ? 'upright' : 'beside'
  if (to.column < from.column) return 'under'
  const free = (column: number) => !taken.has(`${from.line}|${column}|${from.row}`)
  const passed = Array.from({ length: to.column - from.column - 1 }, (_, at) => from.column + 1 + at)
  if (from.row === to.row && passed.every(free)) return 'straight'
  if (to.column === from.column + 1) return 'step'
  return from.row > 0 && from.row + to.row > rows[from.line]! - 1 ? 'under' : 'over'
}

/** The gaps between columns from which to which an edge lies in its lane: gap n is left of column n. */
const spanOf = ({ from, to }: LanedEdge) =>
  [Math.min(from.column + 1, to.column), Math.max(from.column + 1, to.column)] as const

function packed(edges: LanedEdge[]): void {
  const length = (one: LanedEdge) => spanOf(one)[1] - spanOf(one)[0]
  const lanes: (readonly [number, number])[][] = []
  for (const one of edges.toSorted((a, b) => length(a) - length(b) || weight(b.edge) - weight(a.edge))) {
    const span = spanOf(one)
    const free = lanes.findIndex((lane) => lane.every(([from, to]) => span[1] < from || to < span[0]))
    one.lane = free < 0 ? lanes.length : free
    if (free < 0) lanes.push([span])
    else lanes[free]!.push(span)
  }
}
