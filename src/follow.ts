import type { Logger } from 'pino'
import { deliverDue } from './act/index.ts'
import type { Tables } from './app.ts'
import { recoverFailed, settledCommit } from './collect/index.ts'
import type { Bus } from './events.ts'
import { followGroups, followIdentity, learnProfiles, matchNew } from './identity/index.ts'
import { startLoop } from './jobs/loop.ts'
import {
  earliestChange,
  followJourneys,
  mergeLeftRuns,
  noticeBurning,
  prepareFigures,
} from './journeys/index.ts'
import type { OpenAnalytics } from './storage/analytics.ts'
import type { Db } from './storage/operational.ts'

interface Followed {
  db: Db<Tables>
  analytics: OpenAnalytics
  bus: Bus
  log: Logger
  /** Whether webhooks may lead into one's own network. */
  to_private: boolean
}

export interface Follower {
  /** Brings customers, then runs, of a workspace up to date; `import_id` reports itself while it waits. */
  follow(workspace: string): Promise<void>
  stored(): void
  /** Where so many runs were built that their figures take seconds, makes them quick. Nobody waits for it. */
  prepare(workspace: string, built: number): void
  /** `nightly`: erases what is older than it may be kept. */
  start(nightly: (now: Date) => Promise<void>): void
  stop(): Promise<void>
}

/** So many runs built at once that their figures take seconds. */
const many = 10_000

/** Customers before runs: the order of the loop. A round costs two small queries while nothing happens. */
export function createFollower(followed: Followed): Follower {
  const followRuns = async (workspace: string) => {
    await followIdentity(followed, workspace)
    await followGroups(followed, workspace)
    prepare(workspace, await followJourneys(followed, workspace))
  }
  const follow = async (workspace: string) => {
    await followRuns(workspace)
    await learnProfiles(followed, workspace)
  }
  const failed = (error: unknown) => followed.log.error(error)
  let preparing: Promise<void> = Promise.resolve()
  const prepare = (workspace: string, built: number) => {
    if (loop === null || built < many) return
    preparing = preparing.then(() => prepareFigures(followed, workspace)).catch(failed)
  }
  const newcomers = createNewcomers(followed, () => loop?.wake(), failed)
  const learnAll = async () => {
    for (const workspace of await quietWorkspaces(followed.db)) {
      await learnProfiles(followed, workspace)
      newcomers.match(workspace)
    }
  }
  const noticed = everyMinute((workspace) => noticeBurning(followed, followed.bus, workspace, Date.now()))
  let noticing: Promise<unknown> = Promise.resolve()
  const due = createDue()
  let loop: ReturnType<typeof startLoop> | null = null
  // A receiver that does not answer must not hold up the runs.
  let deliveries: ReturnType<typeof startLoop> | null = null
  let nights: ReturnType<typeof startLoop> | null = null
  // Who is looked for may be known two seconds later than the runs: nothing that waits for runs waits for it.
  let learning: ReturnType<typeof startLoop> | null = null
  return {
    follow,
    prepare,
    stored: () => loop?.wake(),
    start: (nightly) => {
      nights = startLoop(600_000, () => nightly(new Date()), failed)
      preparing = preparing.then(() => mergeLeftRuns(followed)).catch(failed)
      learning = startLoop(2_000, learnAll, failed)
      deliveries = startLoop(5_000, () => deliver(followed), failed)
      loop = startLoop(
        300,
        async () => {
          await recoverFailed(followed)
          const settled = await settledCommit(followed.db)
          for (const workspace of await quietWorkspaces(followed.db)) {
            if (!due.has(workspace, settled)) continue
            // From before: what comes due meanwhile must not be passed over.
            const now = Date.now()
            await followRuns(workspace)
            due.done(workspace, {
              settled,
              at: now,
              wake: await earliestChange(followed.analytics, workspace, now),
            })
            // Reading all runs takes a second where there are many: the next run whose time comes does not wait for it.
            noticing = Promise.all([noticing, noticed(workspace).catch(failed)]).then(() => undefined)
          }
        },
        failed,
      )
    },
    stop: async () => {
      await Promise.all([loop?.stop(), learning?.stop(), deliveries?.stop(), nights?.stop()])
      await Promise.all([preparing, noticing, newcomers.ended()])
    },
  }
}

/** What failed is spread: many at once do not come back at once. */
async function deliver({ db, to_private }: Followed): Promise<void> {
  await deliverDue(db, Date.now(), { to_private, spread: Math.random })
}

/** Budgets cost a reading of all runs: they are looked at once a minute, where that takes seconds less often, and never twice at once. */
function everyMinute(look: (workspace: string) => Promise<void>) {
  const next = new Map<string, number>()
  return async (workspace: string) => {
    const began = Date.now()
    if (began < (next.get(workspace) ?? 0)) return
    next.set(workspace, Number.POSITIVE_INFINITY)
    try {
      await look(workspace)
    } finally {
      next.set(workspace, Math.max(began + 60_000, Date.now() + 30 * (Date.now() - began)))
    }
  }
}

/** Matching new customers takes seconds where there are many: nobody waits for it, and there is one at a time. */
function createNewcomers(followed: Followed, merged: () => void, failed: (error: unknown) => void) {
  let matching: Promise<void> | null = null
  return {
    match: (workspace: string) => {
      matching ??= matchNew(followed, workspace, Date.now())
        .then((matched) => (matched === null ? undefined : merged()))
        .catch(failed)
        .finally(() => {
          matching = null
        })
    },
    ended: () => matching,
  }
}

/** What was seen when a workspace was last looked at; `wake`: when time alone next changes something in it. */
interface Look {
  settled: number
  at: number
  wake: number
}

/** A workspace is looked at when something was stored, when a run's time has come, and else every half minute. */
function createDue() {
  const last = new Map<string, Look>()
  return {
    has: (workspace: string, settled: number) => {
      const look = last.get(workspace)
      const now = Date.now()
      return look === undefined || look.settled !== settled || now >= look.wake || now - look.at > 30_000
    },
    done: (workspace: string, look: Look) => {
      last.set(workspace, look)
    },
  }
}

/** While an import writes, its workspace waits: the import builds the runs itself when it has read everything. */
async function quietWorkspaces(db: Db<Tables>): Promise<string[]> {
  const rows = await db
    .selectFrom('workspaces')
    .select('workspace')
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
  return rows.map(({ workspace }) => workspace)
}
