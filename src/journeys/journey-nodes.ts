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
  over_runs: number
  lost: number
  known_runs: number
  silent_now: number
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
    over_runs: Number(row.over_runs),
    lost: Number(row.lost),
    known_runs: Number(row.known_runs),
    silent_now: Number(row.silent_now),
  }))
}
