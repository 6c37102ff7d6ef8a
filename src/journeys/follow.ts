import { readHorizons, settledCommit } from '../collect/index.ts'
import { buildRuns, type JourneyStore } from './build.ts'
import { dueKeys } from './due-keys.ts'
import { hasDesign, type Journey, listDesigned } from './journey.ts'

/**
 * Brings the living runs of every designed journey of a workspace up to date. Cheap while there is nothing to do.
 * Returns how many runs were built.
 */
export async function followJourneys(store: JourneyStore, workspace: string): Promise<number> {
  let built = 0
  for (const journey of await listDesigned(store.db, workspace))
    built += await bringUpToDate(store, workspace, journey)
  return built
}

/** Builds only when something was stored, the design changed, a horizon moved or a run's time has come. */
export async function bringUpToDate(
  store: JourneyStore,
  workspace: string,
  journey: Journey,
): Promise<number> {
  const last = await store.db
    .selectFrom('builds')
    .selectAll()
    .where('workspace', '=', workspace)
    .where('journey', '=', journey.journey)
    .where('snapshot', '=', 0)
    .executeTakeFirst()
  const current =
    last !== undefined &&
    hasDesign(journey, last.design) &&
    last.applied_commit >= (await settledCommit(store.db))
  const ahead = last?.wakes_at != null && last.wakes_at <= Date.now()
  if (current && !ahead && !(await timeHasCome(store, workspace, journey.journey, last.horizon))) return 0
  return (await buildRuns(store, workspace, journey)).runs
}

async function timeHasCome(
  store: JourneyStore,
  workspace: string,
  journey: string,
  horizon: string,
): Promise<boolean> {
  if ((await readHorizons(store.db, workspace, Date.now())).mark !== horizon) return true
  const due = await store.analytics.ask(
    `${dueKeys('next_change_at <= {now:Int64}')} LIMIT 1`,
    { workspace, params: { journey, snapshot: 0, now: Date.now() } },
    'rebuild',
  )
  return due.length > 0
}
