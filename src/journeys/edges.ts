import { sqlFile } from '../storage/sql-file.ts'
import type { JourneyStore } from './build.ts'
import type { View } from './view.ts'

export interface Edge {
  from: string
  to: string
  count: number
  median_seconds: number
  p90_seconds: number
}

const edgesSql = sqlFile(import.meta, 'edges.sql')

/** Directly-follows pairs over the runs of a view, commonest first; times from the end of the one to the start of the other. */
export async function edgesOf(store: JourneyStore, view: View): Promise<Edge[]> {
  const rows = await store.analytics.ask<Record<keyof Edge, string>>(edgesSql, view.scope, 'analysis')
  return rows.map((row) => ({
    from: row.from,
    to: row.to,
    count: Number(row.count),
    median_seconds: Number(row.median_seconds),
    p90_seconds: Number(row.p90_seconds),
  }))
}
