import { sqlFile } from '../storage/sql-file.ts'
import type { JourneyStore } from './build.ts'
import { type JudgedChase, learnTolerances } from './learnt-tolerance.ts'
import { silenceCurve } from './silence-curve.ts'
import type { View } from './view.ts'

const chasesSql = sqlFile(import.meta, 'silence-chases.sql')

/** Runs that a tolerance is learnt from: its interval resamples all their gaps a thousand times. */
export const mostRuns = 20_000

/** The tolerance of a journey and of its places, learnt from when customers chase, and the curve it is read from (methods A.6). */
export async function tolerancesOf(store: JourneyStore, view: View) {
  const rows = await store.analytics.ask<
    Record<'from' | 'channel' | 'seconds' | 'chased' | 'customer', string>
  >(chasesSql, { ...view.scope, params: { ...view.scope.params, most: mostRuns } }, 'analysis')
  const times = rows.map(({ from, channel, seconds, chased, customer }): JudgedChase => {
    const to_at = Number(seconds) * 1000
    return { from, channel, from_at: 0, to_at, chased: Number(chased) === 1, customer, judged_until: to_at }
  })
  return { ...learnTolerances(times), curve: silenceCurve(times) }
}
