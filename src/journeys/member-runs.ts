import { sqlFile } from '../storage/sql-file.ts'
import type { JourneyStore } from './build.ts'
import { listDesigned } from './journey.ts'

const runsSql = sqlFile(import.meta, 'member-runs.sql')
const most = 1_000

/** An open run of somebody; times in epoch ms. */
export interface MemberRun {
  run_id: string
  journey: string
  subject_type: string
  subject: string
  identifier_id: string
  started_at: number
  last_at: number
  /** Nobody has told them anything for longer than is tolerated. */
  silent: boolean
}

/** The open runs, in journeys that are designed, of some identifiers: their own, not those of a group they are in. */
export async function readMemberRuns(
  { db, analytics }: JourneyStore,
  workspace: string,
  identifier_ids: readonly string[],
): Promise<MemberRun[]> {
  const journeys = await listDesigned(db, workspace)
  if (journeys.length === 0 || identifier_ids.length === 0) return []
  const groups = journeys.flatMap(({ storyboard: { correlate } }) =>
    correlate.by === 'customer' && correlate.group !== null ? [correlate.group] : [],
  )
  const rows = await analytics.ask<
    Record<'started_at' | 'last_at', string> &
      Omit<MemberRun, 'started_at' | 'last_at' | 'silent'> & { silent_still: number }
  >(
    runsSql,
    {
      workspace,
      params: {
        journeys: journeys.map(({ journey }) => journey),
        ids: identifier_ids.map(BigInt),
        groups,
        most,
      },
    },
    'lookup',
  )
  return rows.map(({ silent_still, started_at, last_at, ...run }) => ({
    ...run,
    started_at: Number(started_at),
    last_at: Number(last_at),
    silent: silent_still === 1,
  }))
}
