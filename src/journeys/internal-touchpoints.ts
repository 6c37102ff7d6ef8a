import { sqlFile } from '../storage/sql-file.ts'
import type { JourneyStore } from './build.ts'

const touchpointsSql = sqlFile(import.meta, 'internal-touchpoints.sql')

/** Touchpoints of a workspace at which the company is among itself. */
export async function internalTouchpoints({ analytics }: JourneyStore, workspace: string): Promise<string[]> {
  const rows = await analytics.ask<{ touchpoint: string }>(touchpointsSql, { workspace }, 'analysis')
  return rows.map(({ touchpoint }) => touchpoint)
}
