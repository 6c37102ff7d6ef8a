import type { Course, LanedEdge } from './map-lanes.ts'
import { type Box, between, margin, type Placed, pitch } from './map-places.ts'

export interface Point {
  x: number
  y: number
}
/** An edge as it is drawn: its corners from box to box, and where its words stand. */
export interface Route {
  id: string
  course: Course
  points: Point[]
  /** Where it arrives: the way its arrow points. */
  heading: 'right' | 'left' | 'up' | 'down'
  /** The middle of its longest stretch. */
  label: Point
}

/** In a gap between columns edges go down first on the left, those that arrive on the right: px from the box before it. */
const departing = [14, 52] as const
const arriving = [60, 92] as const

/** All edges without one of them behind a box: along the rows, in the gaps between columns, and in the lanes. */
export function routesOf(edges: LanedEdge[], placed: Placed): Route[] {
  const ports = portsOf(edges)
  const out = slots(edges, 'from')
  const back = slots(edges, 'to')
  return edges.map((one) => {
    const [a, b] = [placed.boxes.get(one.edge.from)!, placed.boxes.get(one.edge.to)!]
    const leave = { x: a.x + a.width, y: a.y + a.height / 2 + (ports.out.get(one.id) ?? 0) }
    const enter = { x: b.x, y: b.y + b.height / 2 + (ports.into.get(one.id) ?? 0) }
    const points = corners(one, a, b, leave, enter, placed, out.get(one.id) ?? 0, back.get(one.id) ?? 0)
    return { id: one.id, course: one.course, points, heading: headingOf(points), label: middleOf(points) }
  })
}

function corners(
  one: LanedEdge,
  a: Box,
  b: Box,
  leave: Point,
  enter: Point,
  placed: Placed,
  outX: number,
  backX: number,
): Point[] {
  const around = (x: number, y: number, x2: number) => [
    leave,
    { x, y: leave.y },
    { x, y },
    { x: x2, y },
    { x: x2, y: enter.y },
    enter,
  ]
  if (one.course === 'loop') return loop(a)
  if (one.course === 'upright') return upright(a, b)
  if (one.course === 'beside') {
    const right = { x: b.x + b.width, y: enter.y }
    return [leave, { x: outX, y: leave.y }, { x: outX, y: right.y }, right]
  }
  if (one.course === 'straight' || one.course === 'step') {
    if (Math.abs(leave.y - enter.y) < 1) return [leave, enter]
    return [leave, { x: outX, y: leave.y }, { x: outX, y: enter.y }, enter]
  }
  const lanes = placed.lines[one.from.line]!
  return around(outX, one.course === 'over' ? lanes.over[one.lane]! : lanes.under[one.lane]!, backX)
}

/** Over the right corner of its box, and back into it from above. */
function loop(a: Box): Point[] {
  const [right, top] = [a.x + a.width, a.y - 26]
  return [
    { x: right, y: a.y + 20 },
    { x: right + 20, y: a.y + 20 },
    { x: right + 20, y: top },
    { x: right - 44, y: top },
    { x: right - 44, y: a.y },
  ]
}

/** Down on the left of the middle, up on its right, so that both can be seen. */
function upright(a: Box, b: Box): Point[] {
  const down = b.y > a.y
  const x = a.x + a.width / 2 + (down ? -30 : 8)
  return [
    { x, y: down ? a.y + a.height : a.y },
    { x, y: down ? b.y : b.y + b.height },
  ]
}

function headingOf(points: Point[]): Route['heading'] {
  const [before, last] = [points.at(-2)!, points.at(-1)!]
  if (Math.abs(before.y - last.y) < 1) return before.x < last.x ? 'right' : 'left'
  return before.y < last.y ? 'down' : 'up'
}

/** The middle of the longest level stretch, of the longest upright one where all level ones are short. */
function middleOf(points: Point[]): Point {
  const stretches = points.slice(1).map((to, at) => ({ from: points[at]!, to }))
  const long = ({ from, to }: { from: Point; to: Point }) =>
    Math.abs(to.x - from.x) * 1.6 + Math.abs(to.y - from.y)
  const { from, to } = stretches.reduce((most, each) => (long(each) > long(most) ? each : most))
  return { x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 }
}

/** Which way an edge turns when it has left its box: −1 up, 0 straight on, 1 down. */
function leaving({ course, from, to }: LanedEdge): number {
  if (course === 'over') return -1
  if (course === 'under') return 1
  return Math.sign(to.row - from.row)
}

/** From where it comes to its box: −1 from above, 0 straight, 1 from below. */
function coming({ course, from, to }: LanedEdge): number {
  if (from.line !== to.line) return from.line < to.line ? -1 : 1
  if (course === 'over') return -1
  if (course === 'under') return 1
  return Math.sign(from.row - to.row)
}

/**
 * How far right in its gap an edge stands, among the others of that gap: so that edges do not cross that need not.
 * Who turns back left passes right of those in lanes nearer to the boxes, who goes on to the right left of them.
 */
function rightness(one: LanedEdge, end: 'from' | 'to'): number {
  const { course, from, to, lane } = one
  const depth = course === 'over' || course === 'under' ? 10 + lane : Math.abs(to.row - from.row)
  const back = to.column <= from.column
  const mirrored = end === 'to' && from.line === to.line
  return depth * (back !== mirrored ? 1 : -1)
}

/** Where on the side of its box an edge leaves and arrives: px from the middle, the straight one there. */
function portsOf(edges: LanedEdge[]): { out: Map<string, number>; into: Map<string, number> } {
  return { out: spread(edges, 'from', leaving), into: spread(edges, 'to', coming) }
}

function spread(
  edges: LanedEdge[],
  end: 'from' | 'to',
  way: (one: LanedEdge) => number,
): Map<string, number> {
  const found = new Map<string, number>()
  const turning = edges.filter(({ course }) => course !== 'upright' && course !== 'loop')
  const outwards = end === 'from' ? -1 : 1
  for (const here of Map.groupBy(turning, (one) => `${one.edge[end]}|${way(one)}`).values()) {
    const apart = Math.min(13, 26 / here.length)
    const inOrder = here.toSorted((a, b) => outwards * (rightness(a, end) - rightness(b, end)))
    for (const [nth, one] of inOrder.entries()) found.set(one.id, way(one) * (13 + nth * apart))
  }
  return found
}

/** Where in its gap between two columns each edge goes up or down. */
function slots(edges: LanedEdge[], end: 'from' | 'to'): Map<string, number> {
  const found = new Map<string, number>()
  const [least, most] = end === 'from' ? departing : arriving
  const isLane = ({ course }: LanedEdge) => course === 'over' || course === 'under'
  const upright = edges.filter(
    (one) => isLane(one) || (end === 'from' && one.course !== 'upright' && one.course !== 'loop'),
  )
  const gapOf = (one: LanedEdge) => (end === 'from' ? one.from.column + 1 : one.to.column)
  for (const [gap, here] of Map.groupBy(upright, gapOf)) {
    const from = margin + gap * pitch - between.columns
    const inOrder = here.toSorted((a, b) => rightness(a, end) - rightness(b, end))
    for (const [nth, { id }] of inOrder.entries())
      found.set(id, from + least + ((most - least) * (nth + 0.5)) / here.length)
  }
  return found
}

const turning = 10

/** An SVG path through the points, its corners rounded. */
export function pathOf(points: Point[]): string {
  const parts = [`M ${points[0]!.x} ${points[0]!.y}`]
  for (let at = 1; at < points.length - 1; at++) {
    const [before, corner, after] = [points[at - 1]!, points[at]!, points[at + 1]!]
    const radius = Math.min(turning, distance(before, corner) / 2, distance(corner, after) / 2)
    const [enter, leave] = [towards(corner, before, radius), towards(corner, after, radius)]
    parts.push(`L ${enter.x} ${enter.y} Q ${corner.x} ${corner.y} ${leave.x} ${leave.y}`)
  }
  const last = points.at(-1)!
  return `${parts.join(' ')} L ${last.x} ${last.y}`
}

const distance = (a: Point, b: Point) => Math.hypot(b.x - a.x, b.y - a.y)
function towards(from: Point, to: Point, far: number): Point {
  const whole = distance(from, to) || 1
  return { x: from.x + ((to.x - from.x) * far) / whole, y: from.y + ((to.y - from.y) * far) / whole }
}
