import { lifeOf } from '../storage/life.ts'
import type { Store } from './commit.ts'
import { settledCommit } from './commit.ts'
import { copyToHistories } from './history-copy.ts'

/**
 * Brings the histories of a workspace up to every settled commit and returns that commit: to be called before histories are
 * read. They follow the interactions instead of being written with them: an event is durable in half the time, and many
 * small commits become one insert (decision 0021). One at a time: two would copy the same rows twice.
 */
export const fillHistories = (store: Store, workspace: string): Promise<number> =>
  lifeOf(store.db).alone(`histories ${workspace}`, () => fillOnce(store, workspace))

/** 'histories' filled the table that migration 0029 replaced: a process of before may still write under that name. */
const follower = 'coarse histories'

async function fillOnce({ db, analytics }: Store, workspace: string): Promise<number> {
  const until = await settledCommit(db)
  const row = await db
    .selectFrom('followers')
    .select('applied_commit')
    .where('workspace', '=', workspace)
    .where('follower', '=', follower)
    .executeTakeFirst()
  const after = row?.applied_commit ?? 0
  if (until <= after) return until
  await copyToHistories(analytics, workspace, { after, until })
  await db
    .insertInto('followers')
    .values({ workspace, follower, applied_commit: until })
    .onConflict((conflict) =>
      conflict.columns(['workspace', 'follower']).doUpdateSet({ applied_commit: until }),
    )
    .execute()
  return until
}
