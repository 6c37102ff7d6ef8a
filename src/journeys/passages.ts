import type { HistoryEntry } from './history-order.ts'
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

/** Cuts a history, in order, into the passages through the journey. What lies outside of all is left out. */
export function passagesIn(interactions: HistoryEntry[], planAt: PlanAt): Passage[] {
  const { correlate } = planAt(interactions[0]!.started_at).storyboard
  return correlate.by === 'subject' ? ofSubject(interactions, planAt) : ofCustomer(interactions, planAt)
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

function ofCustomer(interactions: HistoryEntry[], planAt: PlanAt): Passage[] {
  const found: Passage[] = []
  let current: Passage | null = null
  let over = false
  for (const interaction of interactions) {
    const idle: boolean = current !== null && isIdle(current, interaction)
    const fresh: boolean = current === null || idle || (over && current.plan.starts.size > 0)
    const plan: Plan | null = fresh ? planAt(interaction.started_at) : null
    if (plan !== null && starts(plan, interaction)) {
      current = { plan, interactions: [], early: [] }
      found.push(current)
      over = false
    } else if (current === null || idle) continue
    current.interactions.push(interaction)
    over ||= ends(current.plan.storyboard.outcomes, interaction)
  }
  return found
}

/** Nothing happened for longer than the window of the version the passage began under. */
function isIdle({ plan, interactions }: Passage, next: HistoryEntry): boolean {
  const { correlate } = plan.storyboard
  const last = interactions[interactions.length - 1]!
  return correlate.by === 'customer' && next.started_at - last.started_at > correlate.window * 1000
}
