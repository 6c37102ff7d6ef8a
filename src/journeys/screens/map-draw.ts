import { count } from '../../console/fmt.ts'
import { brief, silentShare } from './edge-words.ts'
import { edgeId, type MapEdge, type MapGraph, type MapNode, weight } from './map-graph.ts'
import { type Area, wordsPlaced } from './map-label.ts'
import { laned } from './map-lanes.ts'
import { layoutOf } from './map-layout.ts'
import { mostRuns, shadeBounds, shadeOf, shownEdges, shownNodes, thickness } from './map-picture.ts'
import { type Box, columnsIn, placed } from './map-places.ts'
import { type Point, pathOf, type Route, routesOf } from './map-route.ts'
import { type StageBand, stageBands } from './map-stages.ts'
import { type Walk, walkOf } from './map-walk.ts'

export interface DrawnEdge {
  id: string
  edge: MapEdge
  path: string
  width: number
  shade: number
  end: Point
  heading: Route['heading']
  /** Its words: across it in a lane, else over and under it; null where there was no room. */
  words: { at: Point; across: boolean; over: string; under: string[] } | null
}
export interface DrawnMap {
  nodes: { node: MapNode; box: Box }[]
  edges: DrawnEdge[]
  bands: StageBand[]
  walk: Walk
  width: number
  height: number
  covers: number
  hidden: number
  most: number
  shades: number[]
}

/** The whole picture, in px, with as many columns to a line as fit into `room`. */
export function drawnMap(graph: MapGraph, coverage: number, room: number): DrawnMap {
  const { edges, covers } = shownEdges(graph, coverage)
  const nodes = shownNodes(graph, edges)
  // By all that was lived, so that a box stays where it is while more or fewer edges are shown.
  const layout = layoutOf(nodes, graph.edges, columnsIn(room))
  const lanes = laned(layout, edges)
  const stands = placed(
    layout,
    lanes,
    nodes.some((node) => node.stage !== ''),
  )
  const routes = new Map(routesOf(lanes, stands).map((route) => [route.id, route]))
  const [most, shades] = [mostRuns(edges), shadeBounds(edges)]
  const drawn = edges.map((edge): DrawnEdge => {
    const route = routes.get(edgeId(edge))!
    return {
      id: route.id,
      edge,
      path: pathOf(endingBefore(route.points, headOf(thickness(weight(edge), most)).long)),
      width: thickness(weight(edge), most),
      shade: shadeOf(edge.median_seconds, shades),
      end: route.points.at(-1)!,
      heading: route.heading,
      words: null,
    }
  })
  say(drawn, routes, standing(nodes, stands.boxes))
  return {
    nodes: nodes.map((node) => ({ node, box: stands.boxes.get(node.node)! })),
    edges: drawn.toReversed(),
    bands: stageBands(nodes, layout, stands),
    walk: walkOf(nodes, edges, layout),
    width: stands.width,
    height: stands.height,
    covers,
    hidden: graph.edges.length - edges.length,
    most,
    shades,
  }
}

/** Boxes, and under each the words about who is lost there. */
function standing(nodes: MapNode[], boxes: Map<string, Box>): Area[] {
  return nodes.flatMap(({ node, lost }) => {
    const at = boxes.get(node)!
    const said = { x: at.x + at.width - 108, y: at.y + at.height + 6, width: 102, height: 20 }
    return lost !== null && lost.runs > 0 ? [at, said] : [at]
  })
}

/** The head of an arrow by the width of its edge, in px. */
export function headOf(width: number): { long: number; half: number } {
  const half = Math.max(4.5, width / 2 + 3)
  return { long: half + 4, half }
}

/** The last stretch ends where the head of the arrow begins. */
function endingBefore(points: Point[], short: number): Point[] {
  const [before, last] = [points.at(-2)!, points.at(-1)!]
  const whole = Math.hypot(last.x - before.x, last.y - before.y)
  const share = Math.min(0.95, short / whole)
  const end = { x: last.x - (last.x - before.x) * share, y: last.y - (last.y - before.y) * share }
  return [...points.slice(0, -1), end]
}

/** Words on edges, the busiest first, as far as there is room. */
function say(drawn: DrawnEdge[], routes: Map<string, Route>, boxes: Area[]): void {
  const strokes = drawn.map((one) => ({ id: one.id, areas: strokesOf(routes.get(one.id)!, one.width) }))
  const said = drawn.map((one) => {
    const route = routes.get(one.id)!
    const [words, across] = [wordsOf(one.edge, route.course), isAcross(route)]
    const text = across ? words.join(' · ') : words.reduce((a, b) => (a.length > b.length ? a : b), '')
    const [width, height] = [text.length * 6.4 + 8, across ? 17 : one.width + 16 + 14 * (words.length - 1)]
    const rather = strokes.filter(({ id }) => id !== one.id).flatMap(({ areas }) => areas)
    return { one, words, across, wording: { id: one.id, at: placesOf(route), width, height, rather } }
  })
  const found = wordsPlaced(
    said.map(({ wording }) => wording),
    boxes,
  )
  for (const { one, words, across } of said) {
    const at = found.get(one.id)
    const [over = '', ...under] = words
    if (at) one.words = { at, across, over, under }
  }
}

/** What the edge itself covers, stretch by stretch. */
function strokesOf({ points }: Route, width: number): Area[] {
  return points.slice(1).map((to, index) => {
    const from = points[index]!
    return {
      x: Math.min(from.x, to.x) - width / 2,
      y: Math.min(from.y, to.y) - width / 2,
      width: Math.abs(from.x - to.x) + width,
      height: Math.abs(from.y - to.y) + width,
    }
  })
}

const isAcross = ({ course }: Route) => course !== 'straight'

function wordsOf(edge: MapEdge, course: Route['course']): string[] {
  if (edge.count === 0) return ['not lived']
  const words = [count(weight(edge)), brief(edge.median_seconds)]
  if (course === 'upright' || course === 'loop' || !silentShare(edge)) return words
  return [...words, silentShare(edge)]
}

/** Along its longest stretch: in the middle, else aside. */
function placesOf({ label, points, course }: Route): Point[] {
  if (course === 'loop') return [label]
  if (course === 'upright') return [{ x: label.x, y: label.y + 13 }]
  const at = points.findIndex(
    (from, index) =>
      points[index + 1] !== undefined &&
      Math.abs((from.x + points[index + 1]!.x) / 2 - label.x) < 1 &&
      Math.abs((from.y + points[index + 1]!.y) / 2 - label.y) < 1,
  )
  const [from, to] = [points[at] ?? label, points[at + 1] ?? label]
  return [0.5, 0.7, 0.3, 0.6, 0.4, 0.8, 0.2].map((share) => ({
    x: from.x + (to.x - from.x) * share,
    y: from.y + (to.y - from.y) * share,
  }))
}
