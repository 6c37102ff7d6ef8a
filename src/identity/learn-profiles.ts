import { settledCommit } from '../collect/index.ts'
import { sideBySide } from '../jobs/side-by-side.ts'
import { lifeOf } from '../storage/life.ts'
import { sqlFile } from '../storage/sql-file.ts'
import type { IdentityStore } from './ledger.ts'
import { type Commits, learnSought } from './sought.ts'

const learnSql = sqlFile(import.meta, 'learn-profiles.sql')

/** Interactions learnt from at once: the identifiers of millions would be held whole. */
const interactionsAtOnce = 500_000
const ofCommits = '{{workspace}} AND commit_id > {after:UInt64} AND commit_id <= {until:UInt64}'
const withdrawn = `SELECT arrayJoin(identifiers) FROM throughline.withdrawn_identifiers WHERE ${ofCommits}`

/**
 * Brings the tables `profiles` and `sought` up to every settled commit: who is looked for, and what is shown of them. Apart from the runs, because
 * nobody waits for it. One after the other: what was read before an erasure must not be written after it. Returns the commit.
 */
export const learnProfiles = (store: IdentityStore, workspace: string): Promise<number> =>
  lifeOf(store.db).alone(`profiles ${workspace}`, () => learnOnce(store, workspace))

async function learnOnce(store: IdentityStore, workspace: string): Promise<number> {
  const until = await settledCommit(store.db)
  const row = await store.db
    .selectFrom('followers')
    .select('applied_commit')
    .where('workspace', '=', workspace)
    .where('follower', '=', 'profiles')
    .executeTakeFirst()
  let after = row?.applied_commit ?? 0
  while (after < until) {
    const to = await reach(store, workspace, after, until)
    await learnFrom(store, `WHERE ${ofCommits}`, workspace, { after, until: to })
    await tellAgain(store, workspace, { after, until: to })
    await learnSought(store, workspace, { after, until: to })
    await store.db
      .insertInto('followers')
      .values({ workspace, follower: 'profiles', applied_commit: to })
      .onConflict((conflict) =>
        conflict.columns(['workspace', 'follower']).doUpdateSet({ applied_commit: to }),
      )
      .execute()
    after = to
  }
  return after
}

/** The commit up to which there are about as many interactions as are learnt from at once. */
async function reach(
  { analytics }: IdentityStore,
  workspace: string,
  after: number,
  until: number,
): Promise<number> {
  const [row] = await analytics.ask<{ to: string; n: string }>(
    `SELECT max(commit_id) AS to, count() AS n FROM (
       SELECT commit_id FROM throughline.interactions WHERE ${ofCommits} ORDER BY commit_id LIMIT {most:UInt64})`,
    { workspace, params: { after, until, most: interactionsAtOnce } },
    'match',
  )
  return Number(row!.n) < interactionsAtOnce ? until : Number(row!.to)
}

const learnFrom = ({ analytics }: IdentityStore, which: string, workspace: string, commits: Commits) =>
  analytics.command(
    learnSql.replace('{{which}}', () => which),
    { workspace, params: { ...commits } },
    'match',
    'throughline.profiles',
  )

/**
 * What withdrawn interactions said is forgotten, and told again by those of the same identifiers that still stand. By a mutation: rows that
 * DELETE only masks would stay on the disk, out of sight of an erasure.
 */
async function tellAgain(store: IdentityStore, workspace: string, commits: Commits): Promise<void> {
  const scope = { workspace, params: { ...commits } }
  const [some] = await store.analytics.ask<object>(`SELECT 1 FROM (${withdrawn}) LIMIT 1`, scope, 'match')
  if (some === undefined) return
  const forget = (table: string) =>
    store.analytics.command(
      `ALTER TABLE ${table} DELETE WHERE {{workspace}} AND identifier_id IN (
       SELECT reinterpretAsUInt64(reverse(substring(SHA1(concat(each.1, '\\0', each.2)), 1, 8)))
       FROM (SELECT DISTINCT each FROM (${withdrawn.replace('arrayJoin(identifiers)', 'arrayJoin(identifiers) AS each')}))) SETTINGS mutations_sync = 2`,
      scope,
      'erase',
      table,
    )
  await sideBySide(['throughline.profiles', 'throughline.sought'].map(forget))
  await learnFrom(
    store,
    `FINAL WHERE {{workspace}} AND commit_id <= {until:UInt64} AND arrayExists(each -> each IN (${withdrawn}), identifiers)`,
    workspace,
    commits,
  )
}
