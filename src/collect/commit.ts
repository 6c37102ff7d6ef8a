import { setTimeout as wait } from 'node:timers/promises'
import { sql } from 'kysely'
import type { Analytics, Lane, OpenAnalytics } from '../storage/analytics.ts'
import { lifeOf, markOf } from '../storage/life.ts'
import type { Db } from '../storage/operational.ts'
import { stretchesOf } from './commit-stretches.ts'
import { copyToHistories } from './history-copy.ts'
import type { Interaction } from './interaction.ts'
import {
  interactionColumns,
  interactionRow,
  type Stamp,
  stampColumns,
  stampRow,
  versionOf,
} from './interaction-row.ts'
import { kindsOf } from './kinds-store.ts'
import type { CollectTables } from './tables.ts'
import { stampedLines, type UnstampedLines } from './unstamped-lines.ts'

export interface Store {
  db: Db<CollectTables>
  analytics: Analytics
}

/** What one commit writes. `linked` interactions only tell who somebody is and stand in no history. */
export interface Batch {
  interactions: Interaction[]
  linked?: Interaction[]
  /** Ids of interactions that the source no longer has. */
  withdrawn?: string[]
}

/**
 * Writes interactions durably under one commit id. The id is on record before the write and stays there
 * until it is known to be done, so that a commit cut off by a crash is completed at the next start.
 * Writing the same interaction ids again replaces them: a retry never doubles anything.
 */
export async function commitInteractions(store: Store, workspace: string, batch: Batch): Promise<number> {
  return commitUnder(store, workspace, (commit_id) => writeBatch(store, workspace, commit_id, batch))
}

/**
 * Begins a commit, writes, and takes it off the record. Of a write that fails the commit is completed later. A commit that another
 * process completed meanwhile, because this one was held for dead, may have been passed over: it is written again under a new number.
 */
export async function commitUnder(
  store: Store,
  workspace: string,
  write: (commit_id: number) => Promise<void>,
): Promise<number> {
  for (;;) {
    const commit_id = await beginCommit(store.db, workspace)
    try {
      await write(commit_id)
      if (await endCommit(store.db, commit_id)) return commit_id
    } catch (error) {
      noteFailed(store, { commit_id, workspace })
      throw error
    }
  }
}

interface Pending {
  commit_id: number
  workspace: string
}

/** Commits of this process whose write failed. They hold up all followers until they are completed. */
const failed = new WeakMap<Analytics, Pending[]>()

function noteFailed({ analytics }: Store, pending: Pending): void {
  failed.set(analytics, [...(failed.get(analytics) ?? []), pending])
}

/** Completes commits whose write failed while the process went on; to be called before asking what is settled. */
export async function recoverFailed(store: Store): Promise<void> {
  const pending = failed.get(store.analytics) ?? []
  if (pending.length === 0) return
  await complete(store, pending)
  const done = new Set(pending.map((each) => each.commit_id))
  failed.set(
    store.analytics,
    (failed.get(store.analytics) ?? []).filter((each) => !done.has(each.commit_id)),
  )
}

async function beginCommit(db: Db<CollectTables>, workspace: string): Promise<number> {
  const { commit_id } = await db
    .insertInto('commits')
    .values({ workspace })
    .returning('commit_id')
    .executeTakeFirstOrThrow()
  return commit_id
}

/** Returns whether it still was on record. */
async function endCommit(db: Db<CollectTables>, commit_id: number): Promise<boolean> {
  const { numDeletedRows } = await db
    .deleteFrom('commits')
    .where('commit_id', '=', commit_id)
    .executeTakeFirstOrThrow()
  return numDeletedRows > 0n
}

export async function writeBatch(
  { db, analytics }: Store,
  workspace: string,
  commit_id: number,
  batch: Batch,
  lane: Lane = 'write',
): Promise<void> {
  const { rankOf } = await kindsOf(db, workspace)
  const stamp = { workspace, commit_id, received_at: Date.now(), rankOf }
  if (batch.withdrawn && batch.withdrawn.length > 0)
    await withdraw(analytics, workspace, commit_id, batch.withdrawn)
  const rows = batch.interactions.map((each) => interactionRow(stamp, each))
  for (const each of batch.linked ?? []) rows.push(interactionRow(stamp, each, false))
  await analytics.insert('throughline.interactions', interactionColumns, rows, lane)
}

/** The same of interactions that are written out but for their stamp. */
export async function writeLines(
  { analytics }: Pick<Store, 'analytics'>,
  { workspace, commit_id }: Omit<Stamp, 'received_at'>,
  { unstamped, withdrawn }: { unstamped: UnstampedLines; withdrawn: string[] },
  lane: Lane,
): Promise<void> {
  if (withdrawn.length > 0) await withdraw(analytics, workspace, commit_id, withdrawn)
  await analytics.insertLines(
    'throughline.interactions',
    [...stampColumns, ...unstamped.columns],
    stampedLines(unstamped, stampRow({ workspace, commit_id, received_at: Date.now() })),
    lane,
  )
}

/**
 * A withdrawal keeps the old keys, so that it reaches every history the interaction stood in: at once, because what the same
 * commit writes under the same id may be merged with it before histories are filled.
 */
async function withdraw(
  analytics: Analytics,
  workspace: string,
  commit_id: number,
  ids: string[],
): Promise<void> {
  await analytics.command(
    `INSERT INTO throughline.interactions
     SELECT * REPLACE({commit:UInt64} AS commit_id, {version:UInt64} AS version, 1 AS is_deleted)
     FROM throughline.interactions FINAL WHERE {{workspace}} AND interaction_id IN ({ids:Array(UUID)})`,
    { workspace, params: { ids, commit: commit_id, version: versionOf(commit_id, true) } },
    'write',
    'throughline.interactions',
  )
  await noteWithdrawn(analytics, workspace, [commit_id])
  await copyToHistories(analytics, workspace, { after: commit_id - 1, until: commit_id })
}

/** Keeps which identifiers withdrawn interactions had carried: identity forgets a link and what was said that nothing else shows. */
function noteWithdrawn(analytics: Analytics, workspace: string, commits: readonly number[]): Promise<void> {
  return analytics.command(
    `INSERT INTO throughline.withdrawn_identifiers
     SELECT workspace, commit_id, identifiers FROM throughline.interactions
     WHERE {{workspace}} AND commit_id IN ({commits:Array(UInt64)}) AND is_deleted = 1 AND notEmpty(identifiers)
     GROUP BY workspace, commit_id, identifiers`,
    { workspace, params: { commits } },
    'write',
    'throughline.withdrawn_identifiers',
  )
}

/**
 * Completes what a process that is no more left: a commit is either not there at all, or its histories are filled (withdrawals are
 * written there after the interactions). Waits while ClickHouse still writes what that process sent.
 */
export async function recoverCommits(store: Store & { analytics: OpenAnalytics }): Promise<void> {
  // Before asking who lives: a process that begins to live now has none among these.
  const begun = await store.db
    .selectFrom('commits')
    .select(['commit_id', 'workspace', 'process_id'])
    .execute()
  const life = lifeOf(store.db)
  if (begun.every((each) => each.process_id === life.process_id)) return
  const living = new Set(await life.living())
  const left = begun.filter((each) => each.process_id === null || !living.has(each.process_id))
  if (left.length === 0) return
  const marks = new Set(left.flatMap(({ process_id }) => (process_id === null ? [] : [markOf(process_id)])))
  if (marks.size > 0) while (await store.analytics.anyRunning([...marks])) await wait(50)
  await complete(store, left)
}

/** An outage leaves one for each request that came in it: together, or whatever follows would wait for minutes. */
async function complete({ db, analytics }: Store, pending: Pending[]): Promise<void> {
  for (const [workspace, own] of Map.groupBy(pending, (each) => each.workspace))
    for (const { commits, after, until } of stretchesOf(own.map((each) => each.commit_id))) {
      await noteWithdrawn(analytics, workspace, commits)
      await copyToHistories(analytics, workspace, { after, until })
      await db.deleteFrom('commits').where('commit_id', 'in', commits).execute()
    }
}

/**
 * Every commit up to this one is written. The lock waits for a commit id that is taken but not yet on record:
 * without it such a commit would be passed over for good.
 */
export async function settledCommit(db: Db<CollectTables>): Promise<number> {
  return db.transaction().execute(async (trx) => {
    await sql`LOCK TABLE commits IN SHARE MODE`.execute(trx)
    const { rows } = await sql<{ settled: number }>`
      SELECT coalesce(min(commit_id) - 1, pg_sequence_last_value(pg_get_serial_sequence('commits', 'commit_id')), 0) AS settled
      FROM commits`.execute(trx)
    return Number(rows[0]!.settled)
  })
}

/** The last commit number that was given out. */
export async function lastCommit(db: Db<CollectTables>): Promise<number> {
  const { rows } = await sql<{ last: number }>`
    SELECT coalesce(pg_sequence_last_value(pg_get_serial_sequence('commits', 'commit_id')), 0) AS last`.execute(
    db,
  )
  return Number(rows[0]!.last)
}
