import { sqlFile } from '../storage/sql-file.ts'
import type { JourneyStore } from './build.ts'
import type { EffortReport } from './contract.ts'
import { ratioOf, totalBetween } from './ratios.ts'
import type { View } from './view.ts'

const monthsSql = sqlFile(import.meta, 'effort-months.sql')

type Sums = (string | number)[]

/** What runs cost their customers by the month in which they began, with intervals over customers. */
export async function effortMonths(store: JourneyStore, view: View): Promise<EffortReport['months']> {
  const rows = await store.analytics.ask<{
    month: string
    runs: string
    of_minutes: Sums
    of_avoidable: Sums
  }>(monthsSql, view.scope, 'analysis')
  return rows.map(({ month, runs, of_minutes, of_avoidable }) => {
    const mean = meanOf(of_minutes)
    const minutes = totalBetween(mean)
    const avoidable = totalBetween(meanOf(of_avoidable))
    return {
      month,
      runs: Number(runs),
      observed: mean.n,
      minutes: minutes.total,
      minutes_low: minutes.low,
      minutes_high: minutes.high,
      mean: mean.value,
      mean_low: mean.low,
      mean_high: mean.high,
      avoidable: avoidable.total,
      avoidable_low: avoidable.low,
      avoidable_high: avoidable.high,
    }
  })
}

/** In the order of the query. */
function meanOf(sums: Sums) {
  const [runs, customers, a, aa, ab, bb] = sums.map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ]
  return ratioOf({ runs, customers, a, b: runs, aa, ab, bb }, Number.POSITIVE_INFINITY)
}
