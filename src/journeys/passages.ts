import { type HistoryEntry, recordOf } from './history-order.ts'
import { ends } from './outcome.ts'
import type { Plan } from './plan.ts'

/** One passage through a journey, before it is judged. */
export interface Passage {
  /** Of the version in force when it began. */
  plan: Plan
  interactions: HistoryEntry[]
  /** What is on record of a subject before its run begins: an effect dated before its cause, seen in real exports. */
  early: HistoryEntry[]
}

/** The plan of the version in force at a moment, epoch ms. */
export type PlanAt = (at: number) => Plan

/**
 * Cuts a history, in order, into the passages through the journey. What lies outside of all is left out. What records say that
 * are `unfinished` as of the moment asked about ends none.
 */
export function passagesIn(
  interactions: HistoryEntry[],
  planAt: PlanAt,
  unfinished: Set<string> | null,
): Passage[] {
  const { correlate } = planAt(interactions[0]!.started_at).storyboard
  return correlate.by === 'subject'
    ? ofSubject(interactions, planAt)
    : ofCustomer(interactions, { planAt, unfinished }, correlate.issue)
}

interface Following {
  planAt: PlanAt
  unfinished: Set<string> | null
}

const starts = ({ starts: named }: Plan, { touchpoint }: HistoryEntry) =>
  named.size === 0 || named.has(touchpoint)

function ofSubject(interactions: HistoryEntry[], planAt: PlanAt): Passage[] {
  const first = interactions.findIndex((interaction) => starts(planAt(interaction.started_at), interaction))
  if (first < 0) return []
  const plan = planAt(interactions[first]!.started_at)
  if (first === 0) return [{ plan, interactions, early: [] }]
  return [{ plan, interactions: interactions.slice(first), early: interactions.slice(0, first) }]
}

/** The passages of a customer about one issue, of which the last may go on. */
interface Thread {
  current: Passage | null
  /** An outcome was reached in it. */
  over: boolean
  /** Attributes of its interactions, the earliest of each name: an outcome may hold by them. */
  told: Record<string, string>
}

function ofCustomer(interactions: HistoryEntry[], following: Following, issue: string | null): Passage[] {
  const found: Passage[] = []
  const threads = new Map<string, Thread>()
  for (const interaction of interactions) {
    const about = issue === null ? 'any' : (interaction.attributes[issue] ?? '')
    const thread = about === '' ? onlyOpen(threads, interaction) : threadOf(threads, about)
    if (thread === null) continue
    const begun = follow(thread, interaction, following)
    if (begun !== null) found.push(begun)
  }
  return found
}

function threadOf(threads: Map<string, Thread>, about: string): Thread {
  const thread = threads.get(about) ?? { current: null, over: false, told: {} }
  threads.set(about, thread)
  return thread
}

/** What names no issue belongs to the one passage open then; with several open it may be of any, and is of none. */
function onlyOpen(threads: Map<string, Thread>, interaction: HistoryEntry): Thread | null {
  let only: Thread | null = null
  for (const thread of threads.values()) {
    if (thread.over || thread.current === null || isIdle(thread.current, interaction)) continue
    if (only !== null) return null
    only = thread
  }
  return only
}

/** Adds an interaction to the passage it belongs to; returns the passage that it began, if it did. */
function follow(
  thread: Thread,
  interaction: HistoryEntry,
  { planAt, unfinished }: Following,
): Passage | null {
  let { current } = thread
  const idle = current !== null && isIdle(current, interaction)
  let begun: Passage | null = null
  if (current === null || idle || (thread.over && current.plan.starts.size > 0)) {
    const plan = planAt(interaction.started_at)
    if (starts(plan, interaction)) {
      begun = { plan, interactions: [], early: [] }
      current = begun
      thread.current = begun
      thread.over = false
      thread.told = {}
    }
  }
  if (current === null || (idle && begun === null)) return null
  current.interactions.push(interaction)
  if (!unfinished?.has(recordOf(interaction)))
    for (const name in interaction.attributes) thread.told[name] ??= interaction.attributes[name]!
  thread.over ||= ends(current.plan.storyboard.outcomes, interaction, thread.told)
  return begun
}

/** Nothing happened for longer than the window of the version the passage began under. */
function isIdle({ plan, interactions }: Passage, next: HistoryEntry): boolean {
  const { correlate } = plan.storyboard
  const last = interactions[interactions.length - 1]!
  return correlate.by === 'customer' && next.started_at - last.started_at > correlate.window * 1000
}
