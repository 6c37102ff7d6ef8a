import { sqlFile } from '../storage/sql-file.ts'
import type { JourneyStore } from './build.ts'

const startsSql = sqlFile(import.meta, 'journey-starts.sql')

/** How often known customers began each journey, and the days they were watched together. */
export interface Begun {
  days: number
  starts: Record<string, number>
}

export async function journeyStarts(
  { analytics }: JourneyStore,
  workspace: string,
  params: { journeys: string[]; snapshot: unknown },
): Promise<Begun> {
  const [row] = await analytics.ask<{ days: number; starts: Record<string, string> }>(
    startsSql,
    { workspace, params },
    'analysis',
  )
  const starts = Object.entries(row!.starts).map(([journey, n]) => [journey, Number(n)])
  return { days: Number(row!.days), starts: Object.fromEntries(starts) }
}
