import type { Logger } from 'pino'
import { deliverDue } from './act/index.ts'
import type { Tables } from './app.ts'
import { settledCommit } from './collect/index.ts'
import type { Bus } from './events.ts'
import { followIdentity } from './identity/index.ts'
import { startLoop } from './jobs/loop.ts'
import { followJourneys, noticeBurning, prepareFigures } from './journeys/index.ts'
import type { OpenAnalytics } from './storage/analytics.ts'
import type { Db } from './storage/operational.ts'

interface Followed {
  db: Db<Tables>
  analytics: OpenAnalytics
  bus: Bus
  log: Logger
}

export interface Follower {
  /** Brings customers, then runs, of a workspace up to date; `import_id` reports itself while it waits. */
  follow(workspace: string): Promise<void>
  stored(): void
  /** Where so many runs were built that their figures take seconds, makes them quick. Nobody waits for it. */
  prepare(workspace: string, built: number): void
  start(): void
  stop(): Promise<void>
}

/** So many runs built at once that their figures take seconds. */
const many = 10_000

/** Customers before runs: the order of the loop. A round costs two small queries while nothing happens. */
export function createFollower(followed: Followed): Follower {
  const follow = async (workspace: string) => {
    await followIdentity(followed, workspace)
    prepare(workspace, await followJourneys(followed, workspace))
  }
  let preparing: Promise<void> = Promise.resolve()
  const prepare = (workspace: string, built: number) => {
    if (loop === null || built < many) return
    preparing = preparing
      .then(() => prepareFigures(followed, workspace))
      .catch((error: unknown) => followed.log.error(error))
  }
  const failed = (error: unknown) => followed.log.error(error)
  const noticed = everyMinute((workspace) => noticeBurning(followed, followed.bus, workspace, Date.now()))
  const due = createDue()
  let loop: ReturnType<typeof startLoop> | null = null
  // A receiver that does not answer must not hold up the runs.
  let deliveries: ReturnType<typeof startLoop> | null = null
  return {
    follow,
    prepare,
    stored: () => loop?.wake(),
    start: () => {
      deliveries = startLoop(5_000, async () => void (await deliverDue(followed.db, Date.now())), failed)
      loop = startLoop(
        300,
        async () => {
          const settled = await settledCommit(followed.db)
          for (const each of await quietWorkspaces(followed.db)) {
            if (!due.has(each, settled)) continue
            await follow(each.workspace)
            due.done(each, settled)
            await noticed(each.workspace)
          }
        },
        failed,
      )
    },
    stop: async () => {
      await Promise.all([loop?.stop(), deliveries?.stop()])
      await preparing
    },
  }
}

interface Quiet {
  workspace: string
  /** Has a live source: there, time alone changes runs. */
  live: boolean
}

/** Budgets cost a reading of all runs: they are looked at once a minute. */
function everyMinute(look: (workspace: string) => Promise<void>) {
  const last = new Map<string, number>()
  return async (workspace: string) => {
    if (Date.now() - (last.get(workspace) ?? 0) < 60_000) return
    last.set(workspace, Date.now())
    await look(workspace)
  }
}

/** A workspace is looked at when something was stored, and else every second (live) or half minute (files only). */
function createDue() {
  const seen = new Map<string, { settled: number; at: number }>()
  return {
    has: ({ workspace, live }: Quiet, settled: number) => {
      const last = seen.get(workspace)
      return last === undefined || last.settled !== settled || Date.now() - last.at > (live ? 1_000 : 30_000)
    },
    done: ({ workspace }: Quiet, settled: number) => {
      seen.set(workspace, { settled, at: Date.now() })
    },
  }
}

/** While an import writes, its workspace waits: the import builds the runs itself when it has read everything. */
async function quietWorkspaces(db: Db<Tables>): Promise<Quiet[]> {
  const rows = await db
    .selectFrom('workspaces')
    .select(({ exists, selectFrom }) => [
      'workspaces.workspace',
      exists(
        selectFrom('sources')
          .select('source')
          .whereRef('sources.workspace', '=', 'workspaces.workspace')
          .where('kind', '=', 'live'),
      ).as('live'),
    ])
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('imports')
            .select('import_id')
            .whereRef('imports.workspace', '=', 'workspaces.workspace')
            .where('imports.state', 'in', ['reading', 'building']),
        ),
      ),
    )
    .execute()
  return rows.map(({ workspace, live }) => ({ workspace, live: Boolean(live) }))
}
