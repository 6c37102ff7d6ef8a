import type { PromiseFact } from '../collect/contract.ts'
import { arrived } from './arrived.ts'
import { dueAt } from './due-time.ts'
import type { HistoryEntry } from './history-order.ts'
import type { Plan } from './plan.ts'
import type { RunPromise } from './run.ts'

/** Something that happened to promises of one `what` at a time. */
export interface PromiseEvent {
  what: string
  act: PromiseFact['act']
  source: RunPromise['source']
  at: number
  /** False where the time is that of the interaction, because the fact's own was not observed. */
  observed: boolean
  /** Position of the interaction that says so. */
  position: number
  /** Position of the interaction at which it was done; -1 = none seen at that time. */
  done_in: number
  due: number | null
  /** False where the interaction is known not to have reached the customer. */
  arrived: boolean
  /** The occurrence of a touchpoint, of whichever `what`, rather than a fact about a promise; '' = a fact. */
  touchpoint: string
  fulfilled_by: string[]
  replaced_by: string[]
  voided_by: string[]
}

/** A fulfilment or void whose time was not observed. */
export interface Untimed {
  what: string
  act: 'fulfilled' | 'voided'
  position: number
}

/** All that is known about the promises of a run at as_of, in order of time; null when it has none. */
export function promiseEvents(
  interactions: HistoryEntry[],
  ends: (number | null)[],
  assigned: string[],
  plan: Plan,
  as_of: number,
): { timed: PromiseEvent[]; untimed: Untimed[] } | null {
  const timed: PromiseEvent[] = []
  const untimed: Untimed[] = []
  const when = new Moments(interactions, ends)
  for (let position = 0; position < interactions.length; position++) {
    const interaction = interactions[position]!
    for (const fact of interaction.promises) {
      if (fact.at !== null && fact.at > as_of) continue
      if (fact.at === null && (fact.act === 'fulfilled' || fact.act === 'voided')) {
        untimed.push({ what: fact.what, act: fact.act, position })
      } else timed.push(factEvent(fact, interaction, position, when))
    }
    if (plan.promising) implied(timed, plan, interactions, assigned[position]!, position, ends[position]!)
  }
  if (timed.length === 0) return null
  occurrences(timed, interactions)
  return { timed: timed.sort(inTime), untimed }
}

function factEvent(
  fact: PromiseFact,
  interaction: HistoryEntry,
  position: number,
  when: Moments,
): PromiseEvent {
  const at = fact.at ?? interaction.started_at
  const { what, act, due, fulfilled_by, replaced_by, voided_by } = fact
  return {
    what,
    act,
    due,
    fulfilled_by,
    replaced_by,
    voided_by,
    at,
    position,
    source: 'explicit',
    touchpoint: '',
    observed: fact.at !== null,
    arrived: arrived(interaction),
    done_in: act === 'fulfilled' ? when.position(at) : -1,
  }
}

/** Finds the interaction that began, else ended, at a time. */
class Moments {
  private positions: Map<number, number> | null = null
  private readonly interactions: HistoryEntry[]
  private readonly ends: (number | null)[]
  constructor(interactions: HistoryEntry[], ends: (number | null)[]) {
    this.interactions = interactions
    this.ends = ends
  }

  position(at: number): number {
    this.positions ??= this.index()
    return this.positions.get(at) ?? -1
  }

  private index(): Map<number, number> {
    const positions = new Map<number, number>()
    this.interactions.forEach(({ started_at }, position) => {
      if (!positions.has(started_at)) positions.set(started_at, position)
    })
    this.ends.forEach((end, position) => {
      if (end !== null && !positions.has(end)) positions.set(end, position)
    })
    return positions
  }
}

/** The promise a designed step implies, unless the interaction itself tells a date for it. */
function implied(
  timed: PromiseEvent[],
  plan: Plan,
  interactions: HistoryEntry[],
  step: string,
  position: number,
  end: number | null,
): void {
  const promise = plan.steps.get(step)?.promise
  const interaction = interactions[position]!
  if (!promise || interaction.promises.some(({ what, act }) => what === promise.what && act === 'made'))
    return
  const at = end ?? interaction.started_at
  timed.push({
    what: promise.what,
    act: 'made',
    source: 'storyboard',
    at,
    observed: true,
    arrived: arrived(interaction),
    position,
    done_in: -1,
    due: dueAt(promise, at, plan, interactions),
    touchpoint: '',
    fulfilled_by: promise.fulfilled_by,
    replaced_by: [],
    voided_by: promise.voided_by,
  })
}

const byTouchpoint = [
  ['fulfilled_by', 'fulfilled'],
  ['replaced_by', 'replaced'],
  ['voided_by', 'voided'],
] as const

/** Interactions at touchpoints that fulfil, replace or void what was promised: of whichever promises, they are asked then. */
function occurrences(timed: PromiseEvent[], interactions: HistoryEntry[]): void {
  const named = byTouchpoint.map(
    ([list, act]) => [act, new Set(timed.flatMap((event) => event[list]))] as const,
  )
  const nothing = { what: '', source: 'explicit', observed: true, due: null } as const
  const none = { fulfilled_by: [], replaced_by: [], voided_by: [] }
  interactions.forEach((interaction, position) => {
    const { touchpoint, started_at: at } = interaction
    for (const [act, touchpoints] of named) {
      if (!touchpoints.has(touchpoint)) continue
      timed.push({
        ...nothing,
        ...none,
        act,
        touchpoint,
        at,
        position,
        done_in: position,
        arrived: arrived(interaction),
      })
    }
  })
}

const rank = { made: 0, replaced: 1, fulfilled: 2, voided: 3 } as const

function inTime(a: PromiseEvent, b: PromiseEvent): number {
  return a.at - b.at || rank[a.act] - rank[b.act] || a.position - b.position
}
