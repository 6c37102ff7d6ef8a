import { sql } from 'kysely'
import {
  type CollectTables,
  commitUnder,
  identifierId,
  rankOf,
  recoverFailed,
  settledCommit,
} from '../collect/index.ts'
import type { Analytics } from '../storage/analytics.ts'
import type { Db } from '../storage/operational.ts'
import { applyLinks, type Link, type Placed, type Verdict } from './merge.ts'
import type { IdentityTables } from './tables.ts'

export interface IdentityStore {
  db: Db<IdentityTables & CollectTables>
  analytics: Analytics
}

const linkedTogether = `
  SELECT identifiers, any(source) AS source
  FROM throughline.interactions
  WHERE {{workspace}} AND commit_id > {after:UInt64} AND commit_id <= {until:UInt64} AND length(identifiers) > 1 AND is_deleted = 0
  GROUP BY identifiers
  ORDER BY min(commit_id), min(started_at), identifiers`

/**
 * Learns from all interactions not yet seen which identifiers belong together, writes what it decided to
 * the merge ledger and the view `identifier_customers`. Returns true when any customer changed.
 */
export async function followIdentity(store: IdentityStore, workspace: string): Promise<boolean> {
  await recoverFailed(store)
  const until = await settledCommit(store.db)
  const after = await appliedCommit(store, workspace)
  if (until <= after) return false
  const seen = await store.analytics.ask<{ identifiers: [string, string][]; source: string }>(
    linkedTogether,
    { workspace, params: { after, until } },
    'rebuild',
  )
  const links = await unknownLinks(
    store,
    workspace,
    seen.flatMap((row) => pairs(row.identifiers, row.source)),
  )
  const changed = await learn(store, workspace, links)
  await store.db
    .insertInto('followers')
    .values({ workspace, follower: 'identity', applied_commit: until })
    .onConflict((conflict) =>
      conflict.columns(['workspace', 'follower']).doUpdateSet({ applied_commit: until }),
    )
    .execute()
  return changed
}

async function appliedCommit(store: IdentityStore, workspace: string): Promise<number> {
  const row = await store.db
    .selectFrom('followers')
    .select('applied_commit')
    .where('workspace', '=', workspace)
    .where('follower', '=', 'identity')
    .executeTakeFirst()
  return row?.applied_commit ?? 0
}

/** The strongest identifier with each of the others. */
function pairs(identifiers: [string, string][], source: string): Link[] {
  const members = identifiers
    .map(([kind, value]) => ({ identifier_id: identifierId({ kind, value }), kind, value }))
    .sort((a, b) => rankOf(a.kind) - rankOf(b.kind))
  return members
    .slice(1)
    .map((b) => ({ a: members[0]!, b, source }))
    .filter(({ a, b }) => a.identifier_id !== b.identifier_id)
}

async function unknownLinks(store: IdentityStore, workspace: string, links: Link[]): Promise<Link[]> {
  const distinct = new Map(links.map((link) => [`${link.a.identifier_id} ${link.b.identifier_id}`, link]))
  for (const chunk of chunks([...distinct.keys()], 5_000)) {
    const known = await store.db
      .selectFrom('identity_links')
      .select(['a_id', 'b_id'])
      .where('workspace', '=', workspace)
      .where(
        'a_id',
        'in',
        chunk.map((pair) => pair.split(' ')[0]!),
      )
      .execute()
    for (const { a_id, b_id } of known) distinct.delete(`${a_id} ${b_id}`)
  }
  return [...distinct.values()]
}

/** Links decided in one transaction. Whole columns are sent: a row of parameters each costs ten times as much. */
const linksAtOnce = 20_000

async function learn(store: IdentityStore, workspace: string, links: Link[]): Promise<boolean> {
  let changed = false
  for (const chunk of chunks(links, linksAtOnce)) {
    const members = await loadMembers(store, workspace, chunk)
    const before = new Map([...members.values()].map((each) => [each.identifier_id, each.customer_id]))
    const verdicts = applyLinks(members, chunk)
    const moved = [...members.values()].filter((each) => before.get(each.identifier_id) !== each.customer_id)
    await writeLedger(store, workspace, verdicts, moved)
    changed ||= moved.length > 0
  }
  return changed
}

async function loadMembers(
  store: IdentityStore,
  workspace: string,
  links: Link[],
): Promise<Map<string, Placed>> {
  const ids = [...new Set(links.flatMap(({ a, b }) => [a.identifier_id, b.identifier_id]))]
  const rows = await sql<Placed>`
    SELECT identifier_id, kind, value, customer_id FROM identity_members
    WHERE workspace = ${workspace} AND customer_id IN (
      SELECT customer_id FROM identity_members WHERE workspace = ${workspace} AND identifier_id = ANY(${ids}::numeric[]))`.execute(
    store.db,
  )
  return new Map(rows.rows.map((row) => [row.identifier_id, row]))
}

async function writeLedger(
  store: IdentityStore,
  workspace: string,
  verdicts: Verdict[],
  moved: Placed[],
): Promise<void> {
  await store.db.transaction().execute(async (trx) => {
    await sql`
      INSERT INTO identity_links (workspace, a_kind, a_value, a_id, b_kind, b_value, b_id, source, result, reason)
      SELECT ${workspace}, * FROM unnest(
        ${verdicts.map(({ link }) => link.a.kind)}::text[], ${verdicts.map(({ link }) => link.a.value)}::text[],
        ${verdicts.map(({ link }) => link.a.identifier_id)}::numeric[],
        ${verdicts.map(({ link }) => link.b.kind)}::text[], ${verdicts.map(({ link }) => link.b.value)}::text[],
        ${verdicts.map(({ link }) => link.b.identifier_id)}::numeric[],
        ${verdicts.map(({ link }) => link.source)}::text[], ${verdicts.map(({ result }) => result)}::text[],
        ${verdicts.map(({ reason }) => reason)}::text[])
      ON CONFLICT DO NOTHING`.execute(trx)
    // The view first: a crash before the ledger's commit only makes the same links be decided again.
    await writeView(store, workspace, moved)
    await sql`
      INSERT INTO identity_members (workspace, identifier_id, kind, value, customer_id)
      SELECT ${workspace}, * FROM unnest(
        ${moved.map((each) => each.identifier_id)}::numeric[], ${moved.map((each) => each.kind)}::text[],
        ${moved.map((each) => each.value)}::text[], ${moved.map((each) => each.customer_id)}::numeric[])
      ON CONFLICT (workspace, identifier_id) DO UPDATE SET customer_id = excluded.customer_id`.execute(trx)
  })
}

/** Under a commit id of its own, so that journeys see which customers changed. */
async function writeView(store: IdentityStore, workspace: string, moved: Placed[]): Promise<void> {
  if (moved.length === 0) return
  await commitUnder(store, workspace, (commit_id) =>
    store.analytics.insert(
      'throughline.identifier_customers',
      ['workspace', 'identifier_id', 'customer_id', 'commit_id', 'version'],
      moved.map((each) => [workspace, each.identifier_id, each.customer_id, commit_id, commit_id]),
    ),
  )
}

function chunks<T>(all: T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(all.length / size) }, (_, index) =>
    all.slice(index * size, (index + 1) * size),
  )
}
