import { availableParallelism } from 'node:os'
import { sql } from 'kysely'
import { type CollectTables, fillHistories, plainNames, readHorizons, shrank } from '../collect/index.ts'
import { createThreads, type Threads } from '../jobs/threads.ts'
import type { Analytics, OpenAnalytics, Scope } from '../storage/analytics.ts'
import { lifeOf } from '../storage/life.ts'
import type { Db } from '../storage/operational.ts'
import { beganAfter, earliest, nextAhead, wakeFor } from './ahead.ts'
import { noteBuilt, noteProgress } from './build-note.ts'
import { type Build, buildPage, clearEarlier, type PageBuilt, type PageTask } from './build-page.ts'
import { correlationParams, customerKeys } from './customer-keys.ts'
import { dueKeys } from './due-keys.ts'
import { builtDesign, type Journey, listDesigned } from './journey.ts'
import { touchedRoots } from './linked-subjects.ts'
import { newsSeen } from './news-seen.ts'
import { buildTogether, endLeftBuilds, helpBuild } from './shared-build.ts'
import type { JourneyTables } from './tables.ts'

export interface JourneyStore {
  db: Db<JourneyTables & CollectTables>
  analytics: OpenAnalytics
}

/** What a build did. */
export interface Built {
  keys: number
  interactions: number
  runs: number
  /** The earliest interaction that lies ahead of the clock, epoch ms: it stands in no run yet. */
  ahead_at: number | null
}

const keysPerPage = 10_000

/**
 * Brings the runs of a journey up to every settled commit, to the present design and the present horizons.
 * Only keys touched since the last time are computed again; a new design computes all of them.
 * `snapshot` 0 is the living state, else the state as of that moment (epoch ms).
 * Builds of one journey never overlap: the second waits, then finds little left to do.
 */
export const buildRuns = (
  store: JourneyStore,
  workspace: string,
  journey: Journey,
  snapshot = 0,
  whole = false,
): Promise<Built> =>
  lifeOf(store.db).alone(buildLock(workspace, journey.journey, snapshot), () =>
    buildOnce(store, workspace, journey, snapshot, whole),
  )

const buildLock = (workspace: string, journey: string, snapshot: number) =>
  `build ${workspace} ${journey} ${snapshot}`

/** Waits until no build of a workspace's living runs is under way that had begun. */
export async function buildsEnded({ db }: Pick<JourneyStore, 'db'>, workspace: string): Promise<void> {
  for (const { journey } of await listDesigned(db, workspace))
    await lifeOf(db).alone(buildLock(workspace, journey, 0), async () => undefined)
}

async function buildOnce(
  store: JourneyStore,
  workspace: string,
  journey: Journey,
  snapshot: number,
  whole: boolean,
): Promise<Built> {
  const as_of = snapshot === 0 ? Date.now() : snapshot
  await endLeftBuilds(store.db, nameOf({ workspace, journey: journey.journey, snapshot }))
  const until = await fillHistories(store, workspace)
  const horizons = await readHorizons(store.db, workspace, as_of)
  const last = await store.db
    .selectFrom('builds')
    .selectAll()
    .where('workspace', '=', workspace)
    .where('journey', '=', journey.journey)
    .where('snapshot', '=', snapshot)
    .executeTakeFirst()
  const news_seen = await newsSeen(store.analytics, workspace, journey, as_of)
  const design = builtDesign(journey, news_seen)
  const all = whole || last === undefined || last.design !== design || shrank(last.horizon, horizons.mark)
  const came = snapshot === 0 && last?.wakes_at != null && last.wakes_at <= as_of
  const change = all
    ? null
    : {
        after: last.applied_commit,
        until,
        moved: last.horizon !== horizons.mark,
        ahead: came ? beganAfter(last.wakes_at!) : null,
      }
  const touched = change && (await touchedKeys(store.analytics, { workspace, journey, as_of, change }))
  const build: Build = {
    workspace,
    journey: journey.journey,
    design,
    storyboards: journey.versions.map(({ storyboard }) => storyboard),
    snapshot,
    as_of,
    horizons: horizons.sources,
    names: plainNames(journey.names),
    version: await nextVersion(store.db),
    all: touched === null,
    news_seen,
  }
  const built = build.all
    ? await store.analytics.withoutMerges('runs', () => buildPages(store, build, touched))
    : await buildPages(store, build, touched)
  if (build.all) await clearEarlier(store.analytics, build)
  const known = came && !build.all ? await nextAhead(store.analytics, workspace, as_of) : null
  const before = came || build.all ? null : (last?.wakes_at ?? null)
  const wakes_at = snapshot === 0 ? earliest(before, wakeFor(earliest(built.ahead_at, known))) : null
  await noteBuilt(store.db, build, { applied_commit: until, horizon: horizons.mark, wakes_at })
  return built
}

/**
 * Keys with new interactions, or with some whose time has come, runs whose time has come, and, where a horizon moved, all
 * runs that wait for time to pass. Null = build all.
 */
async function touchedKeys(
  analytics: Analytics,
  { workspace, journey, as_of, change }: Touching,
): Promise<Touched | null> {
  const params = { after: change.after, until: change.until, now: as_of, ahead: change.ahead ?? as_of }
  const waiting = `(next_change_at <= {now:Int64}${change.moved ? ' OR waits = 1' : ''})`
  const commits = 'commit_id > {after:UInt64} AND commit_id <= {until:UInt64}'
  const ahead = 'started_at > {ahead:Int64} AND started_at <= {now:Int64}'
  const condition = change.ahead === null ? commits : `(${commits} OR ${ahead})`
  const { correlate } = journey.storyboard
  if (correlate.by === 'subject' && correlate.linked.length > 0) {
    const roots = await touchedRoots(analytics, workspace, correlate, { condition, params }, keysPerPage)
    if (roots === null) return null
    return {
      keys: `SELECT arrayJoin({roots:Array(UInt64)}) AS key UNION ALL ${dueKeys(waiting)}`,
      params: { ...params, roots },
    }
  }
  const changed =
    correlate.by === 'subject'
      ? `SELECT key FROM throughline.history WHERE {{workspace}} AND kind = {kind:String} AND ${condition}`
      : `SELECT key FROM (${customerKeys(correlate)}) WHERE ${condition}`
  return { keys: `${changed} UNION ALL ${dueKeys(waiting)}`, params }
}

interface Touching {
  workspace: string
  journey: Journey
  as_of: number
  /** `ahead`: after which moment what has come since began; null where nothing has. */
  change: { after: number; until: number; moved: boolean; ahead: number | null }
}

/** A query of the keys to be built again. */
interface Touched {
  keys: string
  params: Record<string, unknown>
}

/** Outranks every version before it, whatever the clock says; the even one below it is for withdrawals. */
async function nextVersion(db: JourneyStore['db']): Promise<number> {
  const { rows } = await sql<{ next: number }>`SELECT nextval('run_versions') AS next`.execute(db)
  return Number(rows[0]!.next) * 2 + 1
}

/** The highest version that any run has. */
export async function latestVersion(db: JourneyStore['db']): Promise<number> {
  const { rows } = await sql<{ last: number }>`SELECT last_value AS last FROM run_versions`.execute(db)
  return Number(rows[0]!.last) * 2 + 1
}

/** So many keys are built in threads: fewer are done before a thread has begun. */
const manyKeys = 1_000

async function buildPages(store: JourneyStore, build: Build, touched: Touched | null): Promise<Built> {
  const { analytics } = store
  const few = touched === null ? null : await fewKeys(analytics, build, touched)
  if (few?.length === 0) return { keys: 0, interactions: 0, runs: 0, ahead_at: null }
  const scope = keyScope(build, touched, few)
  const keys = few?.length ?? (await countKeys(analytics, build, scope))
  const pages = Math.ceil(keys / keysPerPage)
  const built: Built = { keys, interactions: 0, runs: 0, ahead_at: null }
  if (pages > 1 && lifeOf(store.db).shared) {
    const all = await buildTogether(
      store.db,
      nameOf(build),
      { build, scope, pages },
      {
        perform: (task) => threadsOf(analytics).run(task),
        lanes: Math.min(pages, availableParallelism()),
        told: (done) => noteProgress(store.db, build, done, pages),
      },
    )
    return { keys, ...all }
  }
  let done = 0
  const perform = async (page: number) => {
    const task: PageTask = { build, scope, page, pages }
    const { interactions, runs, ahead_at } =
      keys < manyKeys ? await buildPage(task, analytics) : await threadsOf(analytics).run(task)
    built.interactions += interactions
    built.runs += runs
    built.ahead_at = earliest(built.ahead_at, ahead_at)
    if (pages > 2) await noteProgress(store.db, build, ++done, pages)
  }
  const lanes = touched !== null && pages <= fewPages ? 1 : pages
  const inLane = async (lane: number) => {
    for (let page = lane; page < pages; page += lanes) await perform(page)
  }
  const outcomes = await Promise.allSettled(Array.from({ length: lanes }, (_, lane) => inLane(lane)))
  const failed = outcomes.find((outcome) => outcome.status === 'rejected')
  if (failed) throw failed.reason
  return built
}

const nameOf = ({ workspace, journey, snapshot }: Pick<Build, 'workspace' | 'journey' | 'snapshot'>) =>
  `${workspace} ${journey} ${snapshot}`

/** Builds pages of what other server processes build, until none is left. */
export async function helpBuilding({ db, analytics }: JourneyStore): Promise<void> {
  while (await helpBuild(db, (task) => threadsOf(analytics).run(task)));
}

/** So few are built one after the other: what follows a live source leaves the other cores, and the memory of threads, to it. */
const fewPages = 8

const threads = new WeakMap<OpenAnalytics, Threads<PageTask, PageBuilt>>()

/** Reading, judging and writing out runs costs more than the engine does: a thread for each core, of which some wait for it. */
function threadsOf(analytics: OpenAnalytics): Threads<PageTask, PageBuilt> {
  const entry = new URL('./page-thread.ts', import.meta.url)
  const known =
    threads.get(analytics) ??
    createThreads<PageTask, PageBuilt>(entry, analytics.engine, Math.min(4, availableParallelism()))
  threads.set(analytics, known)
  return known
}

/** The keys themselves where a page holds them all: histories are then read by their place in the table. */
async function fewKeys(analytics: Analytics, build: Build, touched: Touched): Promise<bigint[] | null> {
  const rows = await analytics.ask<{ key: string }>(
    `SELECT DISTINCT key FROM (${touched.keys}) LIMIT {limit:UInt32}`,
    {
      workspace: build.workspace,
      params: { ...keyScope(build, touched, null).params, limit: keysPerPage + 1 },
    },
    'rebuild',
  )
  return rows.length > keysPerPage ? null : rows.map((row) => BigInt(row.key))
}

function keyScope(build: Build, touched: Touched | null, few: bigint[] | null): Scope {
  const { correlate } = newest(build)
  const within = few === null ? touched && `key IN (${touched.keys})` : 'key IN ({keys:Array(UInt64)})'
  return {
    workspace: build.workspace,
    where: within === null ? [] : [within],
    params: {
      ...touched?.params,
      ...(few === null ? {} : { keys: few }),
      journey: build.journey,
      snapshot: build.snapshot,
      ...correlationParams(correlate),
    },
  }
}

/** All versions in force agree on what makes interactions a run. */
const newest = ({ storyboards }: Build) => storyboards[storyboards.length - 1]!

async function countKeys(analytics: Analytics, build: Build, scope: Scope): Promise<number> {
  const { correlate } = newest(build)
  const source =
    correlate.by === 'subject'
      ? `SELECT key FROM throughline.history WHERE {{scope}} AND kind = {kind:String}`
      : `SELECT key FROM (${customerKeys(correlate)})${scope.where && scope.where.length > 0 ? ` WHERE ${scope.where.join(' AND ')}` : ''}`
  const runs = `SELECT key FROM throughline.runs FINAL WHERE {{scope}} AND journey = {journey:String} AND snapshot = {snapshot:Int64}`
  const [row] = await analytics.ask<{ n: string }>(
    `SELECT uniqExact(key) AS n FROM (${source} UNION ALL ${runs})`,
    scope,
    'rebuild',
  )
  return Number(row!.n)
}
