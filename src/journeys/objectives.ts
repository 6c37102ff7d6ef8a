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
  const { objectives } = view.storyboard
  if (objectives.length === 0) return []
  const counts = await countAll(store, view, objectives)
  return objectives.map((objective, place) => {
    const { met, of } = metBy(objective, place, counts, promises)
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

type Counts = Record<'decided' | 'observed', string> &
  Record<'in_time' | 'open_overdue' | 'never_silent' | 'few_contacts', string[]>

/** A bound that is not asked for is given as endless; JSON has no infinity. */
const endless = 1e15

async function countAll(store: JourneyStore, view: View, objectives: Objective[]): Promise<Counts> {
  const bounds = objectives.map((objective) => objective.bound)
  const params = {
    outcomes: bounds.map((bound) => (bound.kind === 'outcome' ? bound.outcome : '')),
    withins: bounds.map((bound) => (bound.kind === 'outcome' ? (bound.within ?? endless) : endless)),
    longests: bounds.map((bound) => (bound.kind === 'silence' ? bound.longest : endless)),
    mosts: bounds.map((bound) => (bound.kind === 'contacts' ? bound.most : endless)),
  }
  const [row] = await store.analytics.ask<Counts>(
    objectivesSql,
    { ...view.scope, params: { ...view.scope.params, ...params } },
    'analysis',
  )
  return row!
}

function metBy(
  { bound }: Objective,
  place: number,
  counts: Counts,
  promises: JourneyReport['promises'],
): { met: number; of: number } {
  if (bound.kind === 'promise') {
    const states = promises[bound.what]
    return states
      ? { met: states.kept, of: states.kept + states.late + states.renegotiated + states.broken }
      : { met: 0, of: 0 }
  }
  const count = (name: keyof Counts) =>
    Number(Array.isArray(counts[name]) ? counts[name][place] : counts[name])
  if (bound.kind === 'silence') return { met: count('never_silent'), of: count('observed') }
  if (bound.kind === 'contacts') return { met: count('few_contacts'), of: count('decided') }
  return { met: count('in_time'), of: count('decided') + count('open_overdue') }
}
