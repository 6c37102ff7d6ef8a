import type { Store } from './commit.ts'
import { settledCommit } from './commit.ts'
import { copyToHistories } from './history-copy.ts'

/** Two at once would copy the same rows twice. */
const underWay = new Map<string, Promise<unknown>>()

/**
 * Brings the histories of a workspace up to every settled commit and returns that commit: to be called before histories are
 * read. They follow the interactions instead of being written with them: an event is durable in half the time, and many
 * small commits become one insert (decision 0021).
 */
export async function fillHistories(store: Store, workspace: string): Promise<number> {
  const before = underWay.get(workspace) ?? Promise.resolve()
  const now = before.catch(() => undefined).then(() => fillOnce(store, workspace))
  underWay.set(workspace, now)
  try {
    return await now
  } finally {
    if (underWay.get(workspace) === now) underWay.delete(workspace)
  }
}

const follower = 'histories'

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
