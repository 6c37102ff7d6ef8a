import type { IdentityStore } from './ledger.ts'

type Follower = 'identity' | 'identifier kinds'

/** The commit up to which one of identity's followers has come; null = it has never run. */
export async function appliedCommit(
  db: IdentityStore['db'],
  workspace: string,
  follower: Follower,
): Promise<number | null> {
  const row = await db
    .selectFrom('followers')
    .select('applied_commit')
    .where('workspace', '=', workspace)
    .where('follower', '=', follower)
    .executeTakeFirst()
  return row?.applied_commit ?? null
}

export async function noteApplied(
  db: IdentityStore['db'],
  workspace: string,
  follower: Follower,
  applied_commit: number,
): Promise<void> {
  await db
    .insertInto('followers')
    .values({ workspace, follower, applied_commit })
    .onConflict((conflict) => conflict.columns(['workspace', 'follower']).doUpdateSet({ applied_commit }))
    .execute()
}
