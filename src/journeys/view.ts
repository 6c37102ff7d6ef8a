import { readHorizons } from '../collect/index.ts'
import type { Scope } from '../storage/analytics.ts'
import { buildRuns, type JourneyStore } from './build.ts'
import type { Filters, Sampled } from './contract.ts'
import { bringUpToDate } from './follow.ts'
import { findJourney, type Journey, storyboardOf } from './journey.ts'
import { epoch, runScope } from './run-scope.ts'
import { samplingOf } from './sample.ts'
import type { Storyboard } from './storyboard.ts'

/** A journey as of a moment, ready to be asked: its runs are there, `scope` names them. */
export interface View {
  journey: Journey
  /** Of the version asked for, else of the one in force. */
  storyboard: Storyboard
  scope: Scope
  /** What narrows the scope. */
  filters: Filters
  /** Null where all runs of the scope are read. */
  sampled: Sampled
  /** The moment up to which figures are judged, epoch ms. */
  as_of: number
}

/** Snapshots kept per journey: figures as of a past moment are computed once, then read. */
const snapshotsKept = 5

/**
 * Opens a journey as of `filters.as_of` (default now, but never past the horizons of its sources, methods A.19).
 * A journey with a storyboard is kept current in the background; one without is brought up to date here.
 */
export async function openView(
  store: JourneyStore,
  workspace: string,
  name: string,
  filters: Filters,
): Promise<View> {
  const journey = await findJourney(store.db, workspace, name)
  const now = Date.now()
  const { latest } = await readHorizons(store.db, workspace, now)
  const horizon = Number.isFinite(latest) ? Math.min(latest, now) : now
  const asked = filters.as_of ? epoch('as_of', filters.as_of) : horizon
  if (asked >= horizon) {
    if (!journey.designed || !(await isBuilt(store, workspace, name)))
      await bringUpToDate(store, workspace, journey)
    return viewOf(store, journey, runScope(workspace, name, 0, filters), horizon, filters)
  }
  await buildRuns(store, workspace, journey, asked)
  await forgetSnapshots(store, workspace, name)
  return viewOf(store, journey, runScope(workspace, name, asked, filters), asked, filters)
}

async function viewOf(
  store: JourneyStore,
  journey: Journey,
  scope: Scope,
  as_of: number,
  filters: Filters,
): Promise<View> {
  const sampled = await samplingOf(store, scope, filters)
  return {
    journey,
    storyboard: storyboardOf(journey, as_of, filters.version),
    scope: sampled === null ? scope : { ...scope, sampled: true },
    filters,
    sampled,
    as_of,
  }
}

async function isBuilt(store: JourneyStore, workspace: string, journey: string): Promise<boolean> {
  const row = await store.db
    .selectFrom('builds')
    .select('design')
    .where('workspace', '=', workspace)
    .where('journey', '=', journey)
    .where('snapshot', '=', 0)
    .executeTakeFirst()
  return row !== undefined && row.design !== ''
}

async function forgetSnapshots(store: JourneyStore, workspace: string, journey: string): Promise<void> {
  const old = await store.db
    .selectFrom('builds')
    .select('snapshot')
    .where('workspace', '=', workspace)
    .where('journey', '=', journey)
    .where('snapshot', '!=', 0)
    .orderBy('used_at', 'desc')
    .offset(snapshotsKept)
    .execute()
  for (const { snapshot } of old) {
    for (const table of ['runs', 'sampled_runs'])
      await store.analytics.command(
        `DELETE FROM throughline.${table} WHERE {{workspace}} AND journey = {journey:String} AND snapshot = {snapshot:Int64}`,
        { workspace, params: { journey, snapshot } },
        'runs',
      )
    await store.db
      .deleteFrom('builds')
      .where('workspace', '=', workspace)
      .where('journey', '=', journey)
      .where('snapshot', '=', snapshot)
      .execute()
  }
}
