import type { Interaction } from '../collect/contract.ts'
import type { OutcomeKind } from './run.ts'
import type { DesignedOutcome } from './storyboard.ts'

export interface Outcome {
  outcome: string
  kind: OutcomeKind
  /** Null while open, and where the time was not observed. */
  ended_at: number | null
}

export const openOutcome: Outcome = { outcome: 'open', kind: 'open', ended_at: null }

/**
 * The first outcome, in the order declared, that holds. By touchpoint it ends at the earliest such interaction; by
 * attributes alone it holds without a time; abandoned once nothing happened for `after` seconds up to
 * `judged_until` (methods A.19).
 */
export function outcomeOf(
  outcomes: DesignedOutcome[],
  interactions: Interaction[],
  attributes: Record<string, string>,
  judged_until: number,
): Outcome {
  for (const designed of outcomes) {
    if (designed.after !== null) {
      const end = interactions[interactions.length - 1]!.started_at + designed.after * 1000
      if (end > judged_until) continue
      return { outcome: designed.outcome, kind: designed.kind, ended_at: end }
    }
    const reached = interactions.find(({ touchpoint }) => designed.touchpoints.includes(touchpoint))
    if (reached === undefined && !attributesHold(designed, attributes)) continue
    return { outcome: designed.outcome, kind: designed.kind, ended_at: reached?.started_at ?? null }
  }
  return openOutcome
}

/** Whether a run is over with this interaction: by its touchpoint, or by all that the run has told so far. */
export function ends(
  outcomes: DesignedOutcome[],
  { touchpoint }: Interaction,
  told: Record<string, string>,
): boolean {
  return outcomes.some(
    (designed) => designed.touchpoints.includes(touchpoint) || attributesHold(designed, told),
  )
}

function attributesHold(designed: DesignedOutcome, attributes: Record<string, string>): boolean {
  let named = false
  for (const attribute in designed.attributes) {
    named = true
    const value = attributes[attribute]
    if (value === undefined || !designed.attributes[attribute]!.includes(value)) return false
  }
  return named
}
