import { sqlFile } from '../storage/sql-file.ts'
import type { JourneyStore } from './build.ts'
import type { JourneyReport } from './contract.ts'
import { shareOf } from './share.ts'
import type { Objective } from './storyboard.ts'
import type { View } from './view.ts'

const objectivesSql = sqlFile(import.meta, 'objectives.sql')

/** Fewest decided runs on which an objective gives a verdict (methods B, global rule ii). */
const enough = 30

/** Each objective over the runs that are decided on it; while the interval holds the target, it cannot be told. */
export async function objectiveStates(
  store: JourneyStore,
  view: View,
  promises: JourneyReport['promises'],
): Promise<JourneyReport['objectives']> {
  return Promise.all(
    view.journey.storyboard.objectives.map(async (objective) => {
      const { met, of } = await countMet(store, view, objective, promises)
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
    }),
  )
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

async function countMet(
  store: JourneyStore,
  view: View,
  { bound }: Objective,
  promises: JourneyReport['promises'],
): Promise<{ met: number; of: number }> {
  if (bound.kind === 'promise') {
    const counts = promises[bound.what]
    return counts
      ? { met: counts.kept, of: counts.kept + counts.late + counts.renegotiated + counts.broken }
      : { met: 0, of: 0 }
  }
  // A bound that is not asked for is given as endless; JSON has no infinity.
  const endless = 1e15
  const params = {
    outcome: bound.kind === 'outcome' ? bound.outcome : '',
    within: bound.kind === 'outcome' ? (bound.within ?? endless) : endless,
    longest: bound.kind === 'silence' ? bound.longest : endless,
    most: bound.kind === 'contacts' ? bound.most : endless,
  }
  const [row] = await store.analytics.ask<Record<string, string>>(
    objectivesSql,
    { ...view.scope, params: { ...view.scope.params, ...params } },
    'analysis',
  )
  const count = (name: string) => Number(row![name])
  if (bound.kind === 'silence') return { met: count('never_silent'), of: count('observed') }
  if (bound.kind === 'contacts') return { met: count('few_contacts'), of: count('decided') }
  return { met: count('in_time'), of: count('decided') + count('open_overdue') }
}
