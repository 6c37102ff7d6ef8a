import { sql } from 'kysely'
import { commitUnder, fillHistories } from '../collect/index.ts'
import { lifeOf } from '../storage/life.ts'
import { sqlFile } from '../storage/sql-file.ts'
import type { IdentityStore } from './ledger.ts'
import { type GroupOf, groupsOfIdentifiers } from './membership.ts'
import { ownersNow } from './owners.ts'
import { readMemberships } from './read-memberships.ts'

const touchedSql = sqlFile(import.meta, 'follow-groups.sql')

/** Customers placed at once. */
const customersAtOnce = 10_000

/**
 * Brings the table `identifier_groups` up to every settled commit: of which group of each kind the interactions of an identifier are.
 * It follows what interactions say, what people said, and the merge ledger; runs of groups follow it.
 */
export const followGroups = (store: IdentityStore, workspace: string): Promise<void> =>
  lifeOf(store.db).alone(`groups ${workspace}`, () => followOnce(store, workspace))

async function followOnce(store: IdentityStore, workspace: string): Promise<void> {
  const until = await fillHistories(store, workspace)
  const after = await appliedCommit(store, workspace)
  if (until <= after) return
  const touched = await touchedIdentifiers(store, workspace, { after, until })
  for (let at = 0; at < touched.length; at += customersAtOnce)
    await place(store, workspace, touched.slice(at, at + customersAtOnce))
  await store.db
    .insertInto('followers')
    .values({ workspace, follower, applied_commit: until })
    .onConflict((conflict) =>
      conflict.columns(['workspace', 'follower']).doUpdateSet({ applied_commit: until }),
    )
    .execute()
}

const follower = 'groups'

async function appliedCommit({ db }: IdentityStore, workspace: string): Promise<number> {
  const row = await db
    .selectFrom('followers')
    .select('applied_commit')
    .where('workspace', '=', workspace)
    .where('follower', '=', follower)
    .executeTakeFirst()
  return row?.applied_commit ?? 0
}

async function touchedIdentifiers(
  { db, analytics }: IdentityStore,
  workspace: string,
  commits: { after: number; until: number },
): Promise<string[]> {
  const said = await analytics.ask<{ id: string }>(touchedSql, { workspace, params: commits }, 'rebuild')
  const acts = await db
    .selectFrom('group_acts')
    .select('identifier_id')
    .where('workspace', '=', workspace)
    .where('commit_id', '>', commits.after)
    .where('commit_id', '<=', commits.until)
    .execute()
  return [...new Set([...said.map(({ id }) => id), ...acts.map(({ identifier_id }) => identifier_id)])]
}

/** Places all identifiers of the customers that some identifiers are of. */
async function place(store: IdentityStore, workspace: string, touched: string[]): Promise<void> {
  const owners = await ownersNow(store, workspace, touched)
  const customers = new Map(touched.map((id) => [owners.get(id) ?? id, owners.has(id) ? [] : [id]]))
  const { rows } = await sql<{ identifier_id: string; customer_id: string }>`
    SELECT identifier_id, customer_id FROM identity_members
    WHERE workspace = ${workspace} AND customer_id = ANY(${[...customers.keys()]}::numeric[])`.execute(
    store.db,
  )
  for (const { identifier_id, customer_id } of rows) customers.get(customer_id)!.push(identifier_id)
  const ids = [...customers.values()].flat()
  const memberships = await readMemberships(store, workspace, { identifier_ids: ids })
  await write(store, workspace, groupsOfIdentifiers(customers, memberships), ids)
}

type Placed = GroupOf & { identifier_id: string }

async function write(
  store: IdentityStore,
  workspace: string,
  groups: ReadonlyMap<string, GroupOf[]>,
  ids: string[],
): Promise<void> {
  const nameOf = (each: Placed) => `${each.kind} ${each.identifier_id} ${each.group_id}`
  const before = await store.analytics.ask<Placed>(
    `SELECT kind, toString(identifier_id) AS identifier_id, toString(group_id) AS group_id, key FROM throughline.identifier_groups FINAL
     WHERE {{workspace}} AND identifier_id IN ({ids:Array(UInt64)}) AND present = 1`,
    { workspace, params: { ids: ids.map(BigInt) } },
    'rebuild',
  )
  const now = ids.flatMap((identifier_id) =>
    (groups.get(identifier_id) ?? []).map((group): Placed => ({ ...group, identifier_id })),
  )
  const [was, is] = [new Set(before.map(nameOf)), new Set(now.map(nameOf))]
  const changed = [
    ...before.filter((each) => !is.has(nameOf(each))).map((each) => ({ ...each, present: 0 })),
    ...now.filter((each) => !was.has(nameOf(each))).map((each) => ({ ...each, present: 1 })),
  ]
  if (changed.length === 0) return
  await commitUnder(store, workspace, (commit_id) =>
    store.analytics.insert(
      'throughline.identifier_groups',
      ['workspace', 'kind', 'identifier_id', 'group_id', 'key', 'present', 'commit_id', 'version'],
      changed.map(({ kind, identifier_id, group_id, key, present }) => [
        workspace,
        kind,
        identifier_id,
        group_id,
        key,
        present,
        commit_id,
        commit_id,
      ]),
    ),
  )
}
