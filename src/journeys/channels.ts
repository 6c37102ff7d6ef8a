import { sqlFile } from '../storage/sql-file.ts'
import type { JourneyStore } from './build.ts'
import type { JourneyReport } from './contract.ts'
import type { View } from './view.ts'

const customersSql = sqlFile(import.meta, 'channels.sql')
const setsSql = 'SELECT channels, count() AS n FROM throughline.runs FINAL WHERE {{scope}} GROUP BY channels'

/** Customers by how many channels they used; channels used → customers. */
export async function customersByChannels(store: JourneyStore, view: View): Promise<Record<string, number>> {
  const rows = await store.analytics.ask<{ channels: string; n: string }>(
    customersSql,
    view.scope,
    'analysis',
  )
  return Object.fromEntries(rows.map(({ channels, n }) => [channels, Number(n)]))
}

/** How many customers, known ones, had these runs. */
export async function countCustomers(store: JourneyStore, view: View): Promise<number> {
  return Object.values(await customersByChannels(store, view)).reduce((sum, n) => sum + n, 0)
}

/** Customers and runs by how many channels they used, and runs by channel. */
export async function channelCounts(
  store: JourneyStore,
  view: View,
): Promise<Pick<JourneyReport, 'channels' | 'runs_by_channels' | 'channels_used'>> {
  const channels = await customersByChannels(store, view)
  const sets = await store.analytics.ask<{ channels: string[]; n: string }>(setsSql, view.scope, 'analysis')
  const counts: Record<string, number> = {}
  const used = new Map<string, number>()
  for (const set of sets) {
    const runs = Number(set.n)
    counts[set.channels.length] = (counts[set.channels.length] ?? 0) + runs
    for (const channel of set.channels) used.set(channel, (used.get(channel) ?? 0) + runs)
  }
  return {
    channels,
    runs_by_channels: counts,
    channels_used: [...used]
      .map(([channel, runs]) => ({ channel, runs }))
      .sort((a, b) => b.runs - a.runs || (a.channel < b.channel ? -1 : 1)),
  }
}
