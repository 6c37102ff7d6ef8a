import { sql } from 'kysely'
import { groupId } from '../collect/index.ts'
import { notFound } from '../http/errors.ts'
import type { GroupOfCustomer, GroupShown } from './contract-groups.ts'
import type { GroupNamed } from './group-acts.ts'
import type { IdentityStore } from './ledger.ts'
import type { Membership } from './membership.ts'
import { identifiersOf, ownersNow } from './owners.ts'
import { readMemberships } from './read-memberships.ts'
import { readProfiles } from './read-profiles.ts'

/** So many members are shown. */
const most = 500

const iso = (at: number) => new Date(at).toISOString()

/**
 * A group with its members as the customers they are now.
 * @throws notFound when neither a source nor a person ever named it.
 */
export async function readGroupOf(
  store: IdentityStore,
  workspace: string,
  group: GroupNamed,
): Promise<GroupShown> {
  const group_id = groupId(group)
  const memberships = await readMemberships(store, workspace, { group_id })
  const [told, acts] = await Promise.all([
    toldOf(store, workspace, [group_id]),
    actsOn(store, workspace, group_id),
  ])
  const about = told.get(group_id)
  if (about === undefined && acts.length === 0)
    throw notFound(
      `${group.kind} '${group.key}' in workspace '${workspace}'`,
      'Search for it by part of its name, or add the first member.',
    )
  const ids = memberships.map(({ identifier_id }) => identifier_id)
  const owners = await ownersNow(store, workspace, ids)
  const customers = [
    ...Map.groupBy(memberships, ({ identifier_id }) => owners.get(identifier_id) ?? identifier_id),
  ].map(([customer_id, some]) => ({ customer_id, ...joined(some) }))
  const listed = customers.toSorted((a, b) => (a.since < b.since ? -1 : 1)).slice(0, most)
  return {
    ...group,
    group_id,
    name: about?.name ?? null,
    traits: about?.traits ?? {},
    members_in_all: customers.length,
    members: await named(store, workspace, listed),
    acts,
  }
}

/** What the memberships of one customer in one group come to. */
function joined(memberships: readonly Membership[]) {
  return {
    roles: [...new Set(memberships.flatMap(({ role }) => (role === '' ? [] : [role])))],
    since: iso(Math.min(...memberships.map(({ since }) => since))),
    said_by: [...new Set(memberships.flatMap(({ said_by }) => said_by))],
  }
}

/** Customers with what they are called and known by. */
async function named<Customer extends { customer_id: string }>(
  store: IdentityStore,
  workspace: string,
  customers: Customer[],
): Promise<(Customer & Pick<GroupShown['members'][number], 'name' | 'identifiers'>)[]> {
  const ids = customers.map(({ customer_id }) => customer_id)
  const identifiers = await identifiersOf(store, workspace, ids)
  const all = new Map(
    [...identifiers].map(([id, some]) => [id, some.map(({ identifier_id }) => identifier_id)]),
  )
  const profiles = await readProfiles(store.analytics, workspace, all)
  return customers.map((each) => ({
    ...each,
    name: profiles.get(each.customer_id)?.name ?? null,
    identifiers: (identifiers.get(each.customer_id) ?? []).map(({ identifier_id, kind, value }) => ({
      identifier_id,
      kind,
      value,
    })),
  }))
}

/** What was said last of some groups: by sources, else the name a person gave. Groups nobody named are left out. */
async function toldOf(
  { db, analytics }: IdentityStore,
  workspace: string,
  group_ids: string[],
): Promise<Map<string, { name: string | null; traits: Record<string, string> }>> {
  if (group_ids.length === 0) return new Map()
  const rows = await analytics.ask<{ id: string; name: string; traits: Record<string, string> }>(
    `SELECT toString(group_id) AS id, argMaxIf(name, (started_at, version), name != '') AS name,
       argMaxIf(traits, (started_at, version), notEmpty(traits)) AS traits
     FROM throughline.memberships FINAL WHERE {{workspace}} AND group_id IN ({ids:Array(UInt64)}) GROUP BY group_id`,
    { workspace, params: { ids: group_ids.map(BigInt) } },
    'lookup',
  )
  const { rows: called } = await sql<{ group_id: string; name: string }>`
    SELECT DISTINCT ON (group_id) group_id, name FROM group_acts
    WHERE workspace = ${workspace} AND group_id = ANY(${group_ids}::numeric[]) AND name <> '' ORDER BY group_id, act_id DESC`.execute(
    db,
  )
  const names = new Map(called.map(({ group_id, name }) => [group_id, name]))
  const said = new Map(rows.map(({ id, ...row }) => [id, row]))
  return new Map(
    [...new Set([...said.keys(), ...names.keys()])].map((id) => [
      id,
      { name: said.get(id)?.name || names.get(id) || null, traits: said.get(id)?.traits ?? {} },
    ]),
  )
}

async function actsOn(
  store: IdentityStore,
  workspace: string,
  group_id: string,
): Promise<GroupShown['acts']> {
  const rows = await store.db
    .selectFrom('group_acts')
    .select(['act_id', 'act', 'identifier_id', 'role', 'by', 'reason', 'at'])
    .where('workspace', '=', workspace)
    .where('group_id', '=', group_id)
    .orderBy('act_id', 'desc')
    .limit(100)
    .execute()
  const owners = await ownersNow(
    store,
    workspace,
    rows.map(({ identifier_id }) => identifier_id),
  )
  const ownerOf = (id: string) => owners.get(id) ?? id
  const customers = [...new Set(rows.map(({ identifier_id }) => ownerOf(identifier_id)))]
  const known = await named(
    store,
    workspace,
    customers.map((customer_id) => ({ customer_id })),
  )
  const called = new Map(
    known.map(({ customer_id, name, identifiers }) => [customer_id, name ?? identifiers[0]?.value]),
  )
  return rows.map(({ at, identifier_id, ...act }) => {
    const customer_id = ownerOf(identifier_id)
    return { ...act, customer_id, called: called.get(customer_id) ?? customer_id, at: at.toISOString() }
  })
}

/** The groups of a customer, given by all their identifiers, the earliest first. */
export async function groupsOfCustomer(
  store: IdentityStore,
  workspace: string,
  identifier_ids: readonly string[],
): Promise<GroupOfCustomer[]> {
  const memberships = await readMemberships(store, workspace, { identifier_ids })
  const groups = [...Map.groupBy(memberships, ({ group_id }) => group_id)]
  const told = await toldOf(
    store,
    workspace,
    groups.map(([id]) => id),
  )
  return groups
    .map(([id, some]) => ({
      kind: some[0]!.kind,
      key: some[0]!.key,
      name: told.get(id)?.name ?? null,
      ...joined(some),
    }))
    .sort((a, b) => (a.since < b.since ? -1 : 1))
}
