import type { Move, Task } from './alignment.ts'

/** A move by its edge in the marking graph; −1 for an extra event. */
export interface Taken {
  kind: Move['kind']
  edge: number
}

/** A marking reached by the events so far, with the move that led there and where it came from. */
interface Place {
  marking: number
  cost: number
  taken: Taken | null
  from: Place | null
}
interface Reached extends Place {
  /** What it will cost when as much of what is left fits as can. */
  hoped: number
}

/** Places remembered over all events, some 50 MB. */
const mostReached = 500_000

/**
 * A way to lay the events beside a path of the process that need not be the cheapest: event by event the cheapest
 * markings so far are followed and all others forgotten (beam search), as many as `work` edges allow. Its cost is an
 * upper bound, and never above that of taking every event for an extra one. `toEnd`: cost from each marking to the end.
 */
export function boundOf(task: Task, toEnd: Int32Array, work: number): { cost: number; taken: Taken[] } {
  const { model, count, log } = task
  const degree = 1 + model.steps.length / model.markings
  const width = Math.max(1, Math.floor(Math.min(mostReached, work / degree) / (count + 1)))
  let left = log.reduce((sum, cost) => sum + cost, 0)
  const hope = (place: Place): Reached => ({
    ...place,
    hoped: place.cost + Math.abs(toEnd[place.marking]! - left),
  })
  let extras: Place = { marking: 0, cost: 0, taken: null, from: null }
  let reached: Place[] = [extras]
  for (let index = 0; index < count; index++) {
    const before = cheapest(task, reached, width, hope)
    left -= log[index]!
    reached = before.flatMap((place) => afterEvent(task, index, place))
    extras = extra(task, index, extras)
  }
  const total = (place: Place) => place.cost + toEnd[place.marking]!
  const best = reached.reduce((least, place) => (total(place) < total(least) ? place : least), extras)
  const end = toTheEnd(task, toEnd, best)
  const taken: Taken[] = []
  for (let place: Place | null = end; place?.taken; place = place.from) taken.push(place.taken)
  return { cost: end.cost, taken: taken.reverse() }
}

function extra({ log }: Task, index: number, from: Place): Place {
  return { marking: from.marking, cost: from.cost + log[index]!, taken: { kind: 'log', edge: -1 }, from }
}

function afterEvent(task: Task, index: number, from: Place): Place[] {
  const { model, kind, accepts } = task
  const row = kind[index]! * model.labels.length
  const places = [extra(task, index, from)]
  for (let edge = model.offsets[from.marking]!; edge < model.offsets[from.marking + 1]!; edge++) {
    if (accepts[row + model.steps[edge]!] !== 1) continue
    places.push({ marking: model.targets[edge]!, cost: from.cost, taken: { kind: 'sync', edge }, from })
  }
  return places
}

/** The most hopeful `width` places that can be reached from these by missing steps, each marking once. */
function cheapest(task: Task, from: Place[], width: number, hope: (place: Place) => Reached): Place[] {
  const open = new Hopeful(from.map(hope))
  const settled = new Map<number, number>()
  const found: Place[] = []
  for (let place = open.take(); place !== undefined && found.length < width; place = open.take()) {
    if ((settled.get(place.marking) ?? Number.POSITIVE_INFINITY) <= place.cost) continue
    settled.set(place.marking, place.cost)
    found.push(place)
    for (const next of missing(task, place)) open.add(hope(next))
  }
  return found
}

function missing({ model, skip }: Task, from: Place): Place[] {
  const first = model.offsets[from.marking]!
  return Array.from({ length: model.offsets[from.marking + 1]! - first }, (_, i) => ({
    marking: model.targets[first + i]!,
    cost: from.cost + skip[model.steps[first + i]!]!,
    taken: { kind: 'model', edge: first + i },
    from,
  }))
}

function toTheEnd(task: Task, toEnd: Int32Array, from: Place): Place {
  let place = from
  while (toEnd[place.marking]! > 0 || !(task.open || task.model.final[place.marking] === 1)) {
    const { marking, cost } = place
    place = missing(task, place).find((next) => next.cost + toEnd[next.marking]! === cost + toEnd[marking]!)!
  }
  return place
}

/** A heap: the most hopeful place first, of equal ones that which is furthest on. */
class Hopeful {
  private readonly places: Reached[] = []
  constructor(places: Reached[]) {
    for (const place of places) this.add(place)
  }

  add(place: Reached): void {
    const { places } = this
    let at = places.push(place) - 1
    while (at > 0) {
      const above = (at - 1) >> 1
      if (!sooner(place, places[above]!)) break
      places[at] = places[above]!
      at = above
    }
    places[at] = place
  }

  take(): Reached | undefined {
    const { places } = this
    const first = places[0]
    const last = places.pop()
    if (last === undefined || places.length === 0) return first
    let at = 0
    for (;;) {
      let below = 2 * at + 1
      if (below + 1 < places.length && sooner(places[below + 1]!, places[below]!)) below++
      if (below >= places.length || !sooner(places[below]!, last)) break
      places[at] = places[below]!
      at = below
    }
    places[at] = last
    return first
  }
}

function sooner(a: Reached, b: Reached): boolean {
  return a.hoped < b.hoped || (a.hoped === b.hoped && a.marking > b.marking)
}
