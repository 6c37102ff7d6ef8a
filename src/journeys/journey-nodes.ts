import { sqlFile } from '../storage/sql-file.ts'
import type { JourneyStore } from './build.ts'
import type { View } from './view.ts'

const nodesSql = sqlFile(import.meta, 'journey-nodes.sql')

export interface LivedNode {
  node: string
  lived: number
  runs: number
  channels: string[]
  starts: number
  ends: number
}

/** What was lived at each designed step, or at a touchpoint outside the design. */
export async function livedNodes(store: JourneyStore, view: View): Promise<LivedNode[]> {
  const rows = await store.analytics.ask<
    Record<Exclude<keyof LivedNode, 'channels'>, string> & { channels: string[] }
  >(nodesSql, view.scope, 'analysis')
  return rows.map((row) => ({
    node: row.node,
    lived: Number(row.lived),
    runs: Number(row.runs),
    channels: row.channels.filter((channel) => channel !== ''),
    starts: Number(row.starts),
    ends: Number(row.ends),
  }))
}
