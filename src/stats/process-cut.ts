import type { FollowsGraph } from './follows-graph.ts'

/** A way to part the activities of a log so that the parts follow from one operator. For a loop the body is first. */
export interface Cut {
  kind: 'choice' | 'sequence' | 'parallel' | 'loop'
  /** Activities of each part. */
  parts: number[][]
}

/** The first cut that the graph allows: choice, sequence, parallel, loop (Leemans et al. 2013). null: none. */
export function cutOf(graph: FollowsGraph): Cut | null {
  const cuts = { choice: choiceCut, sequence: sequenceCut, parallel: parallelCut, loop: loopCut }
  for (const kind of ['choice', 'sequence', 'parallel', 'loop'] as const) {
    const groups = cuts[kind](graph).filter((group) => group.length > 0)
    if (groups.length < 2) continue
    return { kind, parts: groups.map((group) => group.map((place) => graph.activities[place]!)) }
  }
  return null
}

/** Places that are joined, directly or through others, are one group. */
function groupsOf(places: number[], joined: (a: number, b: number) => boolean): number[][] {
  const left = new Set(places)
  const groups: number[][] = []
  for (const first of places) {
    if (!left.delete(first)) continue
    const group = [first]
    for (const a of group) {
      for (const b of left) {
        if (!joined(a, b) && !joined(b, a)) continue
        left.delete(b)
        group.push(b)
      }
    }
    groups.push(group.sort((a, b) => a - b))
  }
  return groups
}

const placesOf = (graph: FollowsGraph) => graph.activities.map((_, place) => place)

/** No part is ever followed by another. */
function choiceCut(graph: FollowsGraph): number[][] {
  return groupsOf(placesOf(graph), (a, b) => graph.follows[a]![b]! > 0)
}

/** From each part all later ones can be reached and no earlier one. */
function sequenceCut(graph: FollowsGraph): number[][] {
  const next = graph.follows.map((row) => placesOf(graph).filter((place) => row[place]! > 0))
  const reached = next.map((_, place) => reachedFrom(next, place))
  const reaches = (a: number, b: number) => reached[a]![b] === 1
  const groups = groupsOf(placesOf(graph), (a, b) => reaches(a, b) === reaches(b, a))
  return strict(
    graph,
    groups.sort((one, other) => (reaches(one[0]!, other[0]!) ? -1 : 1)),
  )
}

function reachedFrom(next: number[][], start: number): Uint8Array {
  const reached = new Uint8Array(next.length)
  const queue = [start]
  for (const place of queue) {
    for (const later of next[place]!) {
      if (reached[later] === 1) continue
      reached[later] = 1
      queue.push(later)
    }
  }
  return reached
}

/**
 * Joins parts that can be left out with neighbours which are only ever met together with them, so that "a or b" does
 * not become "perhaps a, then perhaps b" (Leemans, Robust Process Mining with Guarantees, 2017, strict sequence cut).
 */
function strict(graph: FollowsGraph, groups: number[][]): number[][] {
  const placeOf = new Map(groups.flatMap((group, i) => group.map((place) => [place, i] as const)))
  const pairs = graph.follows.flatMap((row, a) =>
    row.flatMap((times, b) => (times > 0 ? [[placeOf.get(a)!, placeOf.get(b)!] as const] : [])),
  )
  const some = (group: number[], counts: number[]) => group.some((place) => counts[place]! > 0)
  const begins = groups.map((group) => some(group, graph.starts))
  const ends = groups.map((group) => some(group, graph.ends))
  const earliest = begins.map((begin) => (begin ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY))
  const latest = ends.map((end) => (end ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY))
  for (const [from, to] of pairs) {
    earliest[to] = Math.min(earliest[to]!, from)
    latest[from] = Math.max(latest[from]!, to)
  }
  const optional = (p: number) =>
    pairs.some(([from, to]) => from < p && to > p) ||
    begins.some((b, i) => b && i > p) ||
    ends.some((e, i) => e && i < p)
  const joined = [...groups]
  const take = (p: number, q: number) => {
    joined[p] = [...joined[p]!, ...joined[q]!]
    joined[q] = []
  }
  for (let p = 0; p < groups.length; p++) {
    if (!optional(p)) continue
    for (let q = p - 1; q >= 0 && latest[q]! <= p; q--) take(p, q)
    for (let q = p + 1; q < groups.length && earliest[q]! >= p; q++) take(p, q)
  }
  return joined
}

/** Any activity of one part follows any of another and the other way round; each part can begin and end. */
function parallelCut(graph: FollowsGraph): number[][] {
  const { follows, starts, ends } = graph
  const groups = groupsOf(placesOf(graph), (a, b) => !(follows[a]![b]! > 0 && follows[b]![a]! > 0))
  const whole = (group: number[]) =>
    group.some((place) => starts[place]! > 0) && group.some((place) => ends[place]! > 0)
  const complete = groups.filter(whole)
  if (complete.length === 0) return []
  complete[0] = [...complete[0]!, ...groups.filter((group) => !whole(group)).flat()]
  return complete
}

/** The body begins and ends all; the other parts lead from its ends back to its starts. */
function loopCut(graph: FollowsGraph): number[][] {
  const { follows, starts, ends } = graph
  const places = placesOf(graph)
  const first = places.filter((place) => starts[place]! > 0)
  const last = places.filter((place) => ends[place]! > 0)
  const edge = new Set([...first, ...last])
  const between = places.filter((place) => !edge.has(place))
  const redo = (group: number[]) =>
    group.every((place) => {
      const to = (next: number) => follows[place]![next]! > 0
      const from = (before: number) => follows[before]![place]! > 0
      const leavesStart = first.some((start) => from(start) && ends[start] === 0)
      const entersEnd = last.some((end) => to(end) && starts[end] === 0)
      const allStarts = !first.some(to) || first.every(to)
      const allEnds = !last.some(from) || last.every(from)
      return !leavesStart && !entersEnd && allStarts && allEnds
    })
  const groups = groupsOf(between, (a, b) => follows[a]![b]! > 0)
  const body = [...edge, ...groups.filter((group) => !redo(group)).flat()]
  return [body, ...groups.filter(redo)]
}
