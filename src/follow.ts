import type { Logger } from 'pino'
import { deliverDue } from './act/index.ts'
import type { Tables } from './app.ts'
import { recoverCommits, recoverFailed, settledCommit, watchFeeds } from './collect/index.ts'
import type { Bus } from './events.ts'
import { createFollowPace, type FollowPace, seldomInFlood, waitingInFlood } from './follow-pace.ts'
import { followGroups, followIdentity, learnProfiles, matchNew } from './identity/index.ts'
import { type Loop, startLoop } from './jobs/loop.ts'
import { hasWork } from './jobs/share.ts'
import {
  earliestChange,
  followJourneys,
  helpBuilding,
  mergeLeftRuns,
  noticeBurning,
  prepareFigures,
  prepareSamples,
} from './journeys/index.ts'
import type { OpenAnalytics } from './storage/analytics.ts'
import { lifeOf } from './storage/life.ts'
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
  stored(events?: number): void
  /** Where so many runs were built that their figures take seconds, makes them quick. Nobody waits for it. */
  prepare(workspace: string, built: number): void
  start(chores: Chores): void
  stop(): Promise<void>
}

export interface Chores {
  /** Goes on with erasures that failed, and erases what is older than it may be kept. Asked every ten minutes. */
  nightly(now: Date): Promise<void>
  /** Goes on with what a process left that is no more. */
  takeOver(): Promise<void>
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
  const pace = createFollowPace()
  const preparing = createPreparing(followed, pace, failed)
  const prepare = (workspace: string, built: number) => {
    if (loop !== null && built >= many) preparing.ask(workspace)
  }
  const newcomers = createNewcomers(followed, () => loop?.wake(), failed)
  const noticed = createNoticing(followed, failed)
  let noticing: Promise<unknown> = Promise.resolve()
  const due = createDue()
  let loop: Loop | null = null
  let others: Loop[] = []
  // Who is looked for may be known two seconds later than the runs: nothing that waits for runs waits for it.
  let learning: Loop | null = null
  return {
    follow,
    prepare,
    stored: (events = 0) => {
      pace.came(events)
      loop?.wake()
    },
    start: (chores) => {
      const { shared } = lifeOf(followed.db)
      preparing.begin()
      const learn = seldomInFlood(pace, () => learnAll(followed, newcomers.match))
      learning = startLoop(2_000, learn, failed)
      others = startChores(followed, chores, failed)
      loop = startLoop(
        300,
        async () => {
          pace.began()
          preparing.look()
          await recoverFailed(followed)
          if (shared) await recoverCommits(followed)
          const settled = await settledCommit(followed.db)
          for (const workspace of await ownWorkspaces(followed.db)) {
            if (!due.has(workspace, settled)) continue
            // From before: what comes due meanwhile must not be passed over.
            const now = Date.now()
            await followRuns(workspace)
            due.done(workspace, {
              settled,
              at: now,
              wake: await earliestChange(followed, workspace, now),
            })
            // Reading all runs takes a second where there are many: the next run whose time comes does not wait for it.
            noticing = Promise.all([noticing, noticed(workspace)]).then(() => undefined)
          }
        },
        failed,
        pace.rest,
      )
    },
    stop: async () => {
      await Promise.all([loop, learning, ...others].map((each) => each?.stop()))
      await Promise.all([preparing.ended(), noticing, newcomers.ended()])
    },
  }
}

/** Who is looked for, and who among them may be one customer. */
async function learnAll(followed: Followed, match: (workspace: string) => void): Promise<void> {
  for (const workspace of await ownWorkspaces(followed.db)) {
    await learnProfiles(followed, workspace)
    match(workspace)
  }
}

/** Figures that are made ready before somebody asks. Runs are merged one after the other: together they would need the memory twice. */
function createPreparing(followed: Followed, pace: FollowPace, failed: (error: unknown) => void) {
  let ready = Promise.resolve()
  const waiting = waitingInFlood(pace, (workspace) =>
    ready.then(() => prepareFigures(followed, workspace)).catch(failed),
  )
  return {
    ...waiting,
    begin: () => {
      ready = makeReady(followed).catch(failed)
    },
    ended: () => Promise.all([ready, waiting.ended()]),
  }
}

/** What is looked at first is ready some seconds after a start. */
async function makeReady(followed: Followed): Promise<void> {
  await onlyOne(followed, 'merge', () => mergeLeftRuns(followed))()
  for (const workspace of await ownWorkspaces(followed.db)) await prepareSamples(followed, workspace)
}

/** What is told as soon as it is noticed: feeds that fall silent, objectives that burn. Neither waits for the other. */
function createNoticing(followed: Followed, failed: (error: unknown) => void) {
  const { bus } = followed
  const feeds = everyMinute((workspace) => watchFeeds(followed, bus, workspace, Date.now()))
  const budgets = everyMinute((workspace) => noticeBurning(followed, bus, workspace, Date.now()))
  return (workspace: string) =>
    Promise.all([feeds(workspace).catch(failed), budgets(workspace).catch(failed)])
}

/** What failed is spread: many at once do not come back at once. */
const sendDue = ({ db, to_private }: Followed) =>
  deliverDue(db, Date.now(), { to_private, spread: Math.random })

/** Once is enough where nobody else can leave anything. */
const lifelong = 2 ** 31 - 1

/** What is done beside the runs: a receiver that does not answer must not hold them up. */
function startChores(followed: Followed, { nightly, takeOver }: Chores, failed: (error: unknown) => void) {
  const deliver = onlyOne(followed, 'deliveries', () => sendDue(followed))
  const erase = onlyOne(followed, 'nightly', () => nightly(new Date()))
  const { shared } = lifeOf(followed.db)
  return [
    startLoop(600_000, erase, failed),
    startLoop(5_000, deliver, failed),
    startLoop(shared ? 5_000 : lifelong, takeOver, failed),
    ...(shared ? [startLoop(500, () => helpBuilding(followed), failed)] : []),
  ]
}

/** Work that one process does for all: the others pass it by while it is done. */
const onlyOne =
  ({ db }: Followed, name: string, work: () => Promise<unknown>) =>
  async (): Promise<void> =>
    void (await lifeOf(db).aloneOrNot(name, work))

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

/** Those whose followers are this process's affair, of those that wait for nothing. */
async function ownWorkspaces(db: Db<Tables>): Promise<string[]> {
  const { shared, process_id, living } = lifeOf(db)
  const quiet = await quietWorkspaces(db)
  if (!shared) return quiet
  const processes = await living()
  return quiet.filter((workspace) => hasWork(workspace, process_id, processes))
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
