import type { Analytics } from '../storage/analytics.ts'
import { sqlFile } from '../storage/sql-file.ts'
import type { Exposure } from './contract-exposures.ts'

const exposuresSql = sqlFile(import.meta, 'exposures.sql')

/**
 * What was placed by region and hour. Contacts and cost of a placement that lasts are spread evenly over its hours; contacts
 * that nobody measured are unknown, not 0. Counts places, never people: nobody is known to have seen one.
 */
export async function exposuresOf(
  analytics: Analytics,
  workspace: string,
  asked: { from?: string | undefined; until?: string | undefined; limit: number },
): Promise<Exposure[]> {
  const params = {
    from: asked.from === undefined ? 0 : Date.parse(asked.from),
    until: asked.until === undefined ? Number.MAX_SAFE_INTEGER : Date.parse(asked.until),
    limit: asked.limit,
  }
  const rows = await analytics.ask<Record<string, string | number | null>>(
    exposuresSql,
    { workspace, params },
    'analysis',
  )
  const number = (value: string | number | null | undefined) =>
    value === null || value === undefined ? null : Number(value)
  return rows.map((row) => ({
    region: String(row.region),
    medium: String(row.medium),
    campaign: String(row.campaign),
    hour: new Date(Number(row.hour)).toISOString(),
    placements: Number(row.placements),
    contacts: number(row.contacts),
    unmeasured: Number(row.unmeasured),
    cost: number(row.cost),
  }))
}
