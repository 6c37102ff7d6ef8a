import { kaplanMeier, survivalBetween } from '../stats/kaplan-meier.ts'
import { sum } from '../stats/quantile.ts'
import { sqlFile } from '../storage/sql-file.ts'
import type { JourneyStore } from './build.ts'
import { switchWindowHours } from './channel-switch.ts'
import type { OnwardReport } from './contract.ts'
import type { View } from './view.ts'

const containmentSql = sqlFile(import.meta, 'containment.sql')

/**
 * Containment of each channel (methods A.3): the share of runs begun in it that are not forced into another within the window,
 * by Kaplan–Meier, so that runs younger than that count neither way.
 */
export async function containmentOf(store: JourneyStore, view: View): Promise<OnwardReport['containment']> {
  const rows = await store.analytics.ask<{ channel: string; seconds: number; forced: number; n: string }>(
    containmentSql,
    view.scope,
    'analysis',
  )
  const channels = [...Map.groupBy(rows, ({ channel }) => channel)].map(([channel, own]) => {
    const counts = own.map(({ n }) => Number(n))
    const curve = kaplanMeier(
      own.map(({ seconds }) => Number(seconds)),
      own.map(({ forced }) => forced === 1),
      counts,
    )
    const { value: share, low, high } = survivalBetween(curve, switchWindowHours * 3600)
    return { channel, runs: sum(counts), share, low, high }
  })
  return { hours: switchWindowHours, channels: channels.sort((a, b) => b.runs - a.runs) }
}
