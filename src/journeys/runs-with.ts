import type { Analytics } from '../storage/analytics.ts'

/** A run as its customer would read it. */
export interface RunTold {
  run_id: string
  journey: string
  subject: string
  started_at: string
  ended_at: string | null
  outcome: string
}

/** Living runs of designed journeys in which any of some interactions stands, oldest first. */
export async function runsWith(analytics: Analytics, workspace: string, ids: string[]): Promise<RunTold[]> {
  if (ids.length === 0) return []
  const rows = await analytics.ask<RunTold>(
    `SELECT run_id, journey, subject, started_at, ended_at, outcome FROM throughline.runs FINAL
     WHERE {{workspace}} AND snapshot = 0 AND NOT startsWith(journey, 'subject:') AND key IN (
       SELECT key FROM throughline.runs ARRAY JOIN steps.interaction_id AS id
       WHERE {{workspace}} AND snapshot = 0 AND id IN ({ids:Array(UUID)}))
       AND hasAny(steps.interaction_id, {ids:Array(UUID)})
     ORDER BY runs.started_at`,
    { workspace, params: { ids } },
  )
  const iso = (at: string) => new Date(Number(at)).toISOString()
  return rows.map((row) => ({
    ...row,
    started_at: iso(row.started_at),
    ended_at: row.ended_at === null ? null : iso(row.ended_at),
  }))
}
