import type { JourneyReport } from './contract.ts'
import type { Facts } from './facts.ts'
import { shareOf } from './share.ts'
import type { Objective } from './storyboard.ts'

/** Fewest decided runs on which an objective gives a verdict (methods B, global rule ii). */
const enough = 30

/** Each objective over the runs that are decided on it; while the interval holds the target, it cannot be told. */
export function objectiveStates(
  objectives: Objective[],
  facts: Facts,
  promises: JourneyReport['promises'],
): JourneyReport['objectives'] {
  return objectives.map((objective, place) => {
    const { met, of } = metBy(objective, place, facts, promises)
    const { share, low, high } = shareOf(met, of)
    return {
      objective: objective.name,
      target: objective.share,
      met,
      of,
      share,
      low,
      high,
      verdict: verdictOf(objective.share, of, low, high),
    }
  })
}

function verdictOf(
  target: number,
  of: number,
  low: number | null,
  high: number | null,
): JourneyReport['objectives'][number]['verdict'] {
  if (of < enough || low === null || high === null) return 'too few'
  if (low >= target) return 'met'
  return high < target ? 'missed' : 'cannot tell'
}

function metBy(
  { bound }: Objective,
  place: number,
  { objectives, silence, decided }: Facts,
  promises: JourneyReport['promises'],
): { met: number; of: number } {
  if (bound.kind === 'promise') {
    const states = promises[bound.what]
    return states
      ? { met: states.kept, of: states.kept + states.late + states.renegotiated + states.broken }
      : { met: 0, of: 0 }
  }
  const count = (name: keyof Facts['objectives']) => objectives[name][place] ?? 0
  if (bound.kind === 'silence') return { met: count('never_silent'), of: silence.observed }
  if (bound.kind === 'contacts') return { met: count('few_contacts'), of: decided }
  return { met: count('in_time'), of: decided + count('open_overdue') }
}
