import { sqlFile } from '../storage/sql-file.ts'
import type { JourneyStore } from './build.ts'
import type { JourneyReport } from './contract.ts'
import type { View } from './view.ts'

const channelsSql = sqlFile(import.meta, 'channels.sql')
const usedSql = `
  SELECT arrayJoin(channels) AS channel, count() AS runs FROM throughline.runs FINAL
  WHERE {{scope}} GROUP BY channel ORDER BY runs DESC, channel`

/** Customers and runs by how many channels they used, and runs by channel. */
export async function channelCounts(
  store: JourneyStore,
  view: View,
): Promise<Pick<JourneyReport, 'channels' | 'runs_by_channels' | 'channels_used'>> {
  const rows = await store.analytics.ask<{ of: string; channels: number; n: string }>(
    channelsSql,
    view.scope,
    'analysis',
  )
  const used = await store.analytics.ask<{ channel: string; runs: string }>(usedSql, view.scope, 'analysis')
  const counts = (of: string) =>
    Object.fromEntries(
      rows.filter((row) => row.of === of).map((row) => [String(row.channels), Number(row.n)]),
    )
  return {
    channels: counts('customers'),
    runs_by_channels: counts('runs'),
    channels_used: used.map(({ channel, runs }) => ({ channel, runs: Number(runs) })),
  }
}
