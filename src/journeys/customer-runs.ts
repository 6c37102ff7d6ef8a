import { sqlFile } from '../storage/sql-file.ts'
import type { JourneyStore } from './build.ts'
import type { PromiseState } from './run.ts'

const runsSql = sqlFile(import.meta, 'customer-runs.sql')
const most = 200

/** A promise made to a customer in a run; times in epoch ms. */
export interface PromiseMade {
  what: string
  state: PromiseState
  made_in: string
  made_at: number | null
  due: number | null
  fulfilled_at: number | null
}

/** A run as its customer's view shows it; times in epoch ms. */
export interface CustomerRun {
  /** Of the subject, or the customer, it is about. */
  key: string
  run_id: string
  journey: string
  subject_type: string
  subject: string
  started_at: number
  ended_at: number | null
  last_at: number
  outcome: string
  outcome_kind: string
  contacts: number
  /** Nobody has told the customer anything for longer than is tolerated. */
  silent: boolean
  steps: { touchpoint: string; channel: string; at: number }[]
  promises: PromiseMade[]
}

/** The runs of a customer in the journeys that are designed: of the subjects that are theirs, and of the customer alone. */
export async function readCustomerRuns(
  { db, analytics }: JourneyStore,
  workspace: string,
  keys: readonly string[],
): Promise<CustomerRun[]> {
  const designed = await db
    .selectFrom('storyboards')
    .select('journey')
    .distinct()
    .where('workspace', '=', workspace)
    .execute()
  if (designed.length === 0 || keys.length === 0) return []
  // Runs lie in order of their start: where they start is asked first, so that of the whole rows only a few are read.
  const scope = { journeys: designed.map(({ journey }) => journey), keys: keys.map(BigInt) }
  const places = await analytics.ask<{ started_at: string }>(
    `SELECT DISTINCT started_at FROM throughline.runs
     WHERE {{workspace}} AND journey IN ({journeys:Array(String)}) AND snapshot = 0 AND key IN ({keys:Array(UInt64)})
     ORDER BY started_at DESC LIMIT {most:UInt32}`,
    { workspace, params: { ...scope, most } },
    'lookup',
  )
  if (places.length === 0) return []
  const rows = await analytics.ask<Record<string, unknown>>(
    runsSql,
    { workspace, params: { ...scope, starts: places.map(({ started_at }) => Number(started_at)) } },
    'lookup',
  )
  return rows.map(shown)
}

const number = (value: unknown) => (value === null || value === undefined ? null : Number(value))

function shown(row: Record<string, unknown>): CustomerRun {
  const list = (column: string) => row[column] as unknown[]
  const [channels, times] = [list('channels'), list('times')]
  return {
    key: String(row.key),
    run_id: String(row.run_id),
    journey: String(row.journey),
    subject_type: String(row.subject_type),
    subject: String(row.subject),
    started_at: Number(row.started_at),
    ended_at: number(row.ended_at),
    last_at: Number(row.last_at),
    outcome: String(row.outcome),
    outcome_kind: String(row.outcome_kind),
    contacts: Number(row.contacts),
    silent: row.silent_still === 1,
    steps: list('touchpoints').map((touchpoint, place) => ({
      touchpoint: String(touchpoint),
      channel: String(channels[place]),
      at: Number(times[place]),
    })),
    promises: list('promised').map((what, place) => ({
      what: String(what),
      state: list('states')[place] as PromiseState,
      made_in: String(list('made_in')[place]),
      made_at: number(list('made_at')[place]),
      due: number(list('due')[place]),
      fulfilled_at: number(list('fulfilled_at')[place]),
    })),
  }
}
