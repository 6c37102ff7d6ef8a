import { type MapEdge, type MapNode, weight } from './map-graph.ts'

/** Where a box stands: in which line of the folded map, which column of that line, which row of that column. */
export interface Place {
  line: number
  column: number
  row: number
}
export interface Layout {
  places: Map<string, Place>
  lines: number
  columns: number
  /** Rows of each line. */
  rows: number[]
}

type EdgesAt = Map<string, MapEdge[]>

/** An edge that carries less than this share of what comes into its target does not decide where the target stands. */
const decisive = 0.2

/**
 * Columns by what follows what, left to right; as many to a line as there is room for, as in writing. The commonest way
 * lies straight in the first row, what was not designed below it.
 */
export function layoutOf(nodes: MapNode[], edges: MapEdge[], perLine: number): Layout {
  const ranks = ranksOf(nodes, edges)
  const depth = nodes.length ? Math.max(...ranks.values()) + 1 : 0
  const lines = Math.max(1, Math.ceil(depth / Math.max(1, perLine)))
  const columns = Math.ceil(depth / lines)
  const main = mainWay(nodes, edges, ranks)
  const places = new Map<string, Place>()
  const rows = Array.from({ length: lines }, () => 1)
  for (let rank = 0; rank < depth; rank++) {
    const [line, column] = [Math.floor(rank / columns), rank % columns]
    const here = stacked(
      nodes.filter(({ node }) => ranks.get(node) === rank),
      edges,
      main,
      places,
    )
    for (const [node, row] of here) {
      places.set(node, { line, column, row })
      rows[line] = Math.max(rows[line]!, row + 1)
    }
  }
  return { places, lines, columns, rows }
}

const grouped = (edges: MapEdge[], by: 'from' | 'to'): EdgesAt => Map.groupBy(edges, (edge) => edge[by])

/** Columns: the design decides among its own steps; what is not designed follows the step it mostly comes after. */
function ranksOf(nodes: MapNode[], edges: MapEdge[]): Map<string, number> {
  const known = new Map(nodes.map((node) => [node.node, node]))
  const among = edges.filter(({ from, to }) => from !== to && known.has(from) && known.has(to))
  const designed = nodes.some((node) => node.designed)
  const into = grouped(among, 'to')
  const leading = (edge: MapEdge) =>
    weight(edge) >= decisive * Math.max(...into.get(edge.to)!.map((other) => weight(other)))
  const deciding = among
    .filter((edge) => (designed ? edge.designed : leading(edge)))
    .sort((a, b) => weight(b) - weight(a))
  const first = designed ? nodes.filter((node) => node.designed) : nodes
  const ranks = longestWays(
    first.map(({ node }) => node),
    deciding,
  )
  const rest = nodes.filter(({ node }) => !ranks.has(node)).sort((a, b) => b.lived - a.lived)
  const outOf = grouped(among, 'from')
  for (const { node } of rest) ranks.set(node, rankBeside(node, into, outOf, ranks))
  return closed(ranks)
}

/** Each node as far right as its longest way from a beginning; edges that would close a circle lead back. */
function longestWays(names: string[], edges: MapEdge[]): Map<string, number> {
  const after = new Map<string, string[]>(names.map((name) => [name, []]))
  const reaches = (from: string, to: string, seen = new Set<string>()): boolean => {
    if (from === to) return true
    seen.add(from)
    return after.get(from)!.some((next) => !seen.has(next) && reaches(next, to, seen))
  }
  for (const { from, to } of inOrder(names, edges)) if (!reaches(to, from)) after.get(from)!.push(to)
  const ranks = new Map<string, number>(names.map((name) => [name, 0]))
  const before = new Map<string, number>(names.map((name) => [name, 0]))
  for (const next of after.values()) for (const to of next) before.set(to, before.get(to)! + 1)
  const ready = names.filter((name) => before.get(name) === 0)
  for (let name = ready.pop(); name !== undefined; name = ready.pop())
    for (const to of after.get(name)!) {
      ranks.set(to, Math.max(ranks.get(to)!, ranks.get(name)! + 1))
      before.set(to, before.get(to)! - 1)
      if (before.get(to) === 0) ready.push(to)
    }
  return ranks
}

/** Edges onwards in the order of the design before edges back, so that it is a repeat that leads back. */
function inOrder(names: string[], edges: MapEdge[]): MapEdge[] {
  const at = new Map(names.map((name, index) => [name, index]))
  const back = ({ from, to, designed }: MapEdge) => designed && at.get(from)! > at.get(to)!
  return edges.toSorted((a, b) => Number(back(a)) - Number(back(b)))
}

function rankBeside(node: string, into: EdgesAt, outOf: EdgesAt, ranks: Map<string, number>): number {
  const mostly = (ways: MapEdge[] | undefined, end: 'from' | 'to') =>
    (ways ?? []).filter((edge) => ranks.has(edge[end])).sort((a, b) => weight(b) - weight(a))[0]?.[end]
  const before = mostly(into.get(node), 'from')
  if (before !== undefined) return ranks.get(before)! + 1
  const after = mostly(outOf.get(node), 'to')
  return after === undefined ? 0 : Math.max(0, ranks.get(after)! - 1)
}

/** Columns without a box are left out. */
function closed(ranks: Map<string, number>): Map<string, number> {
  const used = [...new Set(ranks.values())].sort((a, b) => a - b)
  return new Map([...ranks].map(([node, rank]) => [node, used.indexOf(rank)]))
}

/** From the commonest beginning always onwards by the commonest edge. */
function mainWay(nodes: MapNode[], edges: MapEdge[], ranks: Map<string, number>): Set<string> {
  const designed = nodes.some((node) => node.designed)
  const fit = nodes.filter((node) => !designed || node.designed)
  const names = new Set(fit.map(({ node }) => node))
  const outOf = grouped(edges, 'from')
  let at = fit
    .filter(({ node }) => ranks.get(node) === 0)
    .sort((a, b) => b.starts - a.starts || b.lived - a.lived)[0]?.node
  const way = new Set<string>()
  while (at !== undefined) {
    way.add(at)
    const here = ranks.get(at)!
    at = (outOf.get(at) ?? [])
      .filter(({ to }) => names.has(to) && ranks.get(to)! > here)
      .sort((a, b) => weight(b) - weight(a) || ranks.get(a.to)! - ranks.get(b.to)!)[0]?.to
  }
  return way
}

/** One column from above: the main way, then designed steps, then the others; each near what it comes from. */
function stacked(
  here: MapNode[],
  edges: MapEdge[],
  main: Set<string>,
  places: Map<string, Place>,
): Map<string, number> {
  const height = ({ node }: MapNode) => {
    const from = edges.filter((edge) => edge.to === node && places.has(edge.from))
    const all = from.reduce((sum, edge) => sum + weight(edge) + 1, 0)
    return from.reduce((sum, edge) => sum + places.get(edge.from)!.row * (weight(edge) + 1), 0) / (all || 1)
  }
  const rest = here
    .filter(({ node }) => !main.has(node))
    .map((node) => ({ node, height: height(node) }))
    .sort(
      (a, b) =>
        Number(b.node.designed) - Number(a.node.designed) ||
        a.height - b.height ||
        b.node.lived - a.node.lived,
    )
  const rows = new Map(here.filter(({ node }) => main.has(node)).map(({ node }) => [node, 0]))
  for (const [index, { node }] of rest.entries()) rows.set(node.node, index + 1)
  return rows
}
