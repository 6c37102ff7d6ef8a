import { setTimeout as wait } from 'node:timers/promises'
import { deserialize, serialize } from 'node:v8'
import { sql } from 'kysely'
import { type Life, lifeOf } from '../storage/life.ts'
import type { Db } from '../storage/operational.ts'
import type { PageBuilt, PageTask } from './build-page.ts'
import type { JourneyTables } from './tables.ts'

type JourneyDb = Db<JourneyTables>
/** All pages of one build. */
export type SharedTask = Omit<PageTask, 'page'>
export type Perform = (task: PageTask) => Promise<PageBuilt>

const pause_ms = 200

/**
 * Builds pages together with the other server processes: each takes the next page that nobody has, and those of a process that is no
 * more. Returns when all are built; `told` hears of each.
 * @throws Error with the words of a page that failed, when nobody works on the others any more.
 */
export async function buildTogether(
  db: JourneyDb,
  name: string,
  task: SharedTask,
  { perform, lanes, told }: { perform: Perform; lanes: number; told(done: number): Promise<void> },
): Promise<PageBuilt> {
  const life = lifeOf(db)
  const { version } = task.build
  await db
    .insertInto('shared_builds')
    .values({ version, name, led_by: life.process_id, task: serialize(task) })
    .execute()
  await sql`INSERT INTO build_pages (version, page) SELECT ${version}, generate_series(0, ${task.pages - 1}::int)`.execute(
    db,
  )
  const lane = async () => {
    for (;;) {
      const page = await takePage(db, life, version)
      if (page !== null) await buildTaken(db, life, { ...task, page: page.page }, perform)
      const state = await stateOf(db, life, version)
      if (page !== null) await told(state.done)
      if (state.done === task.pages || (state.failure !== null && !state.working)) return
      if (page === null) await wait(pause_ms)
    }
  }
  try {
    await Promise.all(Array.from({ length: lanes }, lane))
    const { failure, interactions, runs, ahead_at } = await stateOf(db, life, version)
    if (failure !== null) throw new Error(`A page of the build of ${name} failed: ${failure}`)
    return { interactions, runs, ahead_at }
  } finally {
    await db.deleteFrom('shared_builds').where('version', '=', version).execute()
  }
}

/** Builds a page of another process's build, where there is one to be had. Returns whether there was. */
export async function helpBuild(db: JourneyDb, perform: Perform): Promise<boolean> {
  const life = lifeOf(db)
  const page = await takePage(db, life, null)
  if (page === null) return false
  const row = await db
    .selectFrom('shared_builds')
    .select('task')
    .where('version', '=', page.version)
    .executeTakeFirst()
  if (row !== undefined)
    await buildTaken(db, life, { ...(deserialize(row.task) as SharedTask), page: page.page }, perform)
  return true
}

/**
 * Forgets builds whose leader is no more, once nobody works on them: what a page still writes must not come after the next build has
 * cleared away what it did not write. To be called before a build.
 */
export async function endLeftBuilds(db: JourneyDb, name: string): Promise<void> {
  const life = lifeOf(db)
  if (!life.shared) return
  for (;;) {
    const living = await life.living()
    const left = await db
      .selectFrom('shared_builds')
      .select('version')
      .where('name', '=', name)
      .where('led_by', 'not in', living)
      .execute()
    const ended = []
    for (const { version } of left) if (!(await stateOf(db, life, version)).working) ended.push(version)
    if (ended.length > 0) await db.deleteFrom('shared_builds').where('version', 'in', ended).execute()
    if (ended.length === left.length) return
    await wait(pause_ms)
  }
}

async function takePage(db: JourneyDb, life: Life, version: number | null) {
  const living = await life.living()
  const { rows } = await sql<{ version: number; page: number }>`
    UPDATE build_pages SET taken_by = ${life.process_id} WHERE (version, page) = (
      SELECT pages.version, pages.page FROM build_pages AS pages JOIN shared_builds AS builds USING (version)
      WHERE done_at IS NULL AND failure IS NULL AND (taken_by IS NULL OR taken_by <> ALL(${living}::int[]))
        AND led_by = ANY(${living}::int[]) AND (${version}::bigint IS NULL OR pages.version = ${version}::bigint)
      ORDER BY pages.version, pages.page LIMIT 1 FOR UPDATE OF pages SKIP LOCKED)
    RETURNING version, page`.execute(db)
  return rows[0] ?? null
}

async function buildTaken(db: JourneyDb, life: Life, task: PageTask, perform: Perform): Promise<void> {
  const outcome = await perform(task).then(
    (built) => ({ ...built, done_at: new Date() }),
    (error: Error) => ({ failure: error.message }),
  )
  await db
    .updateTable('build_pages')
    .set(outcome)
    .where('version', '=', task.build.version)
    .where('page', '=', task.page)
    .where('taken_by', '=', life.process_id)
    .execute()
}

interface SharedState {
  done: number
  /** Of the first page that failed. */
  failure: string | null
  /** Whether a living process has a page in hand. */
  working: boolean
  interactions: number
  runs: number
  ahead_at: number | null
}

async function stateOf(db: JourneyDb, life: Life, version: number): Promise<SharedState> {
  const living = await life.living()
  const { rows } = await sql<SharedState>`
    SELECT count(done_at)::int AS done, min(failure) AS failure,
      coalesce(bool_or(done_at IS NULL AND failure IS NULL AND taken_by = ANY(${living}::int[])), false) AS working,
      sum(interactions)::bigint AS interactions, sum(runs)::bigint AS runs, min(ahead_at) AS ahead_at
    FROM build_pages WHERE version = ${version}`.execute(db)
  return rows[0]!
}
