import { sql } from 'kysely'
import type { CollectTables } from '../collect/index.ts'
import { commitUnder, type IdentifierKinds, kindsNow } from '../collect/index.ts'
import { sideBySide } from '../jobs/side-by-side.ts'
import type { Analytics } from '../storage/analytics.ts'
import type { Db } from '../storage/operational.ts'
import { componentsOf } from './components.ts'
import { compareIds, type Link } from './link.ts'
import { type Member, type Placed, type Resolution, resolve } from './resolve.ts'
import type { IdentityTables } from './tables.ts'
import type { Result } from './words.ts'

export interface IdentityStore {
  db: Db<IdentityTables & CollectTables>
  analytics: Analytics
}

/** The ledger of a workspace inside one decision. Commits are begun outside of it: a long one must not hold up all others. */
export interface Ledger {
  db: IdentityStore['db']
  workspace: string
  store: IdentityStore
  /** By which it is judged, as they stand now. */
  kinds: IdentifierKinds
}

/** One part of the ledger: all that hangs together with some identifiers. */
export interface Part {
  members: Map<string, Stored>
  links: Kept[]
}

type Stored = Placed & { component_id: string }

/** A link as the ledger has it. */
export interface Kept extends Link {
  /** null = not on record yet. */
  link_id: number | null
  /** What became of it when it was last judged. */
  result: Result | null
  evidence: unknown
}

/** Only one at a time decides who is one customer in a workspace, whichever process it is in. */
export async function deciding<Answer>(
  store: IdentityStore,
  workspace: string,
  decide: (ledger: Ledger) => Promise<Answer>,
): Promise<Answer> {
  return store.db.transaction().execute(async (db) => {
    await sql`SELECT pg_advisory_xact_lock(hashtext('identity'), hashtext(${workspace}))`.execute(db)
    return decide({ db, workspace, store, kinds: await kindsNow(store.db, workspace) })
  })
}

/**
 * Reads what hangs together with some identifiers. Of a shared identifier only the links to those read come with it,
 * unless it is among `reopened`: then all that was ever seen with it, because it may turn out not to be shared.
 */
export async function readPart(
  { db, workspace }: Ledger,
  identifiers: Iterable<string>,
  reopened: Iterable<string> = [],
): Promise<Part> {
  const asked = [...new Set([...identifiers, ...reopened])].sort(compareIds)
  const again = [...new Set(reopened)]
  const { rows: members } = await sql<Stored>`
    WITH asked AS (
      SELECT unnest(${asked}::numeric[]) AS identifier_id
      UNION SELECT a_id FROM identity_links WHERE workspace = ${workspace} AND b_id = ANY(${again}::numeric[])
      UNION SELECT b_id FROM identity_links WHERE workspace = ${workspace} AND a_id = ANY(${again}::numeric[]))
    SELECT ${memberColumns} FROM identity_members
    WHERE workspace = ${workspace} AND component_id IN (
      SELECT component_id FROM identity_members JOIN asked USING (identifier_id) WHERE workspace = ${workspace})`.execute(
    db,
  )
  const placed = new Map(
    [...members, ...(await sharedNeighbours(db, workspace, members))].map((each) => [
      each.identifier_id,
      each,
    ]),
  )
  return { members: placed, links: await readLinks(db, workspace, placed) }
}

const memberColumns = sql.raw('identifier_id, kind, value, customer_id, component_id, strength, shared')

/** Shared identifiers belong to no part, but whoever was seen with them was: it counts for being shared as well. Each with all its forms. */
async function sharedNeighbours(
  db: IdentityStore['db'],
  workspace: string,
  members: readonly Stored[],
): Promise<Stored[]> {
  const ids = members.filter(({ shared }) => shared === '').map(({ identifier_id }) => identifier_id)
  if (ids.length === 0) return []
  const { rows } = await sql<Stored>`
    SELECT ${memberColumns} FROM identity_members WHERE workspace = ${workspace} AND component_id IN (
      SELECT component_id FROM identity_members WHERE workspace = ${workspace} AND shared <> '' AND identifier_id IN (
        SELECT b_id FROM identity_links WHERE workspace = ${workspace} AND a_id = ANY(${ids}::numeric[])
        UNION SELECT a_id FROM identity_links WHERE workspace = ${workspace} AND b_id = ANY(${ids}::numeric[])))`.execute(
    db,
  )
  return rows
}

type LinkRow = Omit<Kept, 'a' | 'b'> & { a_id: string; b_id: string }

async function readLinks(
  db: IdentityStore['db'],
  workspace: string,
  members: Map<string, Stored>,
): Promise<Kept[]> {
  const ids = [...members.keys()]
  const { rows } = await sql<LinkRow>`
    SELECT link_id, a_id, b_id, rule, probability, first_at, source, apart, undone, result, reason, evidence FROM identity_links
    WHERE workspace = ${workspace} AND a_id = ANY(${ids}::numeric[]) AND b_id = ANY(${ids}::numeric[])`.execute(
    db,
  )
  return rows.map(({ a_id, b_id, ...link }) => ({
    ...link,
    first_at: Number(link.first_at),
    a: members.get(a_id)!,
    b: members.get(b_id)!,
  }))
}

/** Puts identifiers nobody knew yet into a part, each its own customer. */
export function admit(part: Part, members: Iterable<Member>): void {
  for (const { identifier_id, kind, value } of members) {
    if (part.members.has(identifier_id)) continue
    const alone = { customer_id: identifier_id, component_id: identifier_id, strength: 1, shared: '' }
    part.members.set(identifier_id, { identifier_id, kind, value, ...alone })
  }
}

/** What a decision brings to a part besides what is on record. */
export interface Brought {
  /** Identifiers that nobody knew. */
  fresh?: ReadonlySet<string>
  /** Shared identifiers that are judged anew. */
  reopened?: ReadonlySet<string>
  /** Links whose probability or time is another now. */
  amended?: ReadonlySet<Kept>
}

/** Judges a part of the ledger and writes what changed in it. Returns the identifiers that changed hands. */
export async function settle(ledger: Ledger, part: Part, brought: Brought = {}): Promise<Placed[]> {
  const { fresh = new Set<string>(), amended = new Set<Kept>() } = brought
  const resolution = judge(ledger, part, brought.reopened)
  const moved = movedIn(part, resolution, fresh)
  const writeLedger = async () => {
    await writeLinks(ledger, resolution, amended)
    await writeMembers(ledger, part, resolution, fresh)
  }
  // The view stands before the ledger is committed: a crash between them only makes the same links be decided again.
  await sideBySide([writeLedger(), writeView(ledger, moved)])
  return moved
}

/** Who is one customer in a part, as it stands: shared identifiers stay shared, those reopened are judged anew. */
export function judge(
  { kinds }: Pick<Ledger, 'kinds'>,
  part: Part,
  reopened: ReadonlySet<string> = new Set(),
): Resolution {
  const known = new Map(
    [...part.members.values()].flatMap(({ identifier_id, shared }) =>
      shared === '' || reopened.has(identifier_id) ? [] : [[identifier_id, shared] as const],
    ),
  )
  return resolve([...part.members.values()], part.links, { kinds, known })
}

/** Identifiers whose customer or strength is another than before, and the customers they left. */
function movedIn(part: Part, { members }: Resolution, fresh: ReadonlySet<string>): Placed[] {
  const now = new Map(members.map((each) => [each.identifier_id, each]))
  const touched = new Set<string>()
  for (const each of members) {
    const before = part.members.get(each.identifier_id)!
    const alone = each.customer_id === each.identifier_id
    if (
      fresh.has(each.identifier_id)
        ? alone
        : before.customer_id === each.customer_id && before.strength === each.strength
    )
      continue
    touched.add(each.identifier_id)
    // Whom it left must be looked at again too.
    if (now.has(before.customer_id)) touched.add(before.customer_id)
  }
  return [...touched].map((id) => now.get(id)!)
}

/** Whole columns are sent: a row of parameters each costs ten times as much. */
async function writeLinks(
  { db, workspace }: Ledger,
  { verdicts }: Resolution,
  amended: ReadonlySet<Kept>,
): Promise<void> {
  const rows = verdicts.flatMap(({ link, result, reason }) => {
    const kept = link as Kept
    const same = kept.result === result && kept.reason === reason && !amended.has(kept)
    return same ? [] : [{ ...kept, result, reason }]
  })
  if (rows.length === 0) return
  await sql`
    INSERT INTO identity_links (workspace, a_id, b_id, rule, probability, first_at, source, apart, undone, result, reason, evidence)
    SELECT ${workspace}, a, b, rule, probability, first_at, source, apart, undone, result, reason, evidence::jsonb FROM unnest(
      ${rows.map(({ a }) => a.identifier_id)}::numeric[], ${rows.map(({ b }) => b.identifier_id)}::numeric[],
      ${rows.map(({ rule }) => rule)}::text[], ${rows.map(({ probability }) => probability)}::float8[],
      ${rows.map(({ first_at }) => first_at)}::bigint[], ${rows.map(({ source }) => source)}::text[],
      ${rows.map(({ apart }) => apart)}::boolean[], ${rows.map(({ undone }) => undone)}::boolean[],
      ${rows.map(({ result }) => result)}::text[], ${rows.map(({ reason }) => reason)}::text[],
      ${rows.map(({ evidence }) => JSON.stringify(evidence))}::text[])
      AS each(a, b, rule, probability, first_at, source, apart, undone, result, reason, evidence)
    ON CONFLICT (workspace, a_id, b_id, rule) DO UPDATE SET
      source = excluded.source, probability = excluded.probability, first_at = excluded.first_at, apart = excluded.apart, undone = excluded.undone,
      result = excluded.result, reason = excluded.reason, evidence = excluded.evidence`.execute(db)
}

async function writeMembers(
  { db, workspace, kinds }: Ledger,
  part: Part,
  { members }: Resolution,
  fresh: ReadonlySet<string>,
): Promise<void> {
  const components = componentsOf(members, part.links, kinds.rankOf)
  const rows = members.filter((each) => {
    const before = part.members.get(each.identifier_id)!
    return (
      fresh.has(each.identifier_id) ||
      before.customer_id !== each.customer_id ||
      before.component_id !== components.get(each.identifier_id) ||
      before.strength !== each.strength ||
      before.shared !== each.shared
    )
  })
  if (rows.length === 0) return
  await sql`
    INSERT INTO identity_members (workspace, identifier_id, kind, value, customer_id, component_id, strength, shared)
    SELECT ${workspace}, * FROM unnest(
      ${rows.map((each) => each.identifier_id)}::numeric[], ${rows.map((each) => each.kind)}::text[],
      ${rows.map((each) => each.value)}::text[], ${rows.map((each) => each.customer_id)}::numeric[],
      ${rows.map((each) => components.get(each.identifier_id)!)}::numeric[],
      ${rows.map((each) => each.strength)}::float8[], ${rows.map((each) => each.shared)}::text[])
    ON CONFLICT (workspace, identifier_id) DO UPDATE SET customer_id = excluded.customer_id,
      component_id = excluded.component_id, strength = excluded.strength, shared = excluded.shared`.execute(
    db,
  )
}

/** Under a commit id of its own, so that journeys see which customers changed. */
async function writeView({ store, workspace }: Ledger, moved: Placed[]): Promise<void> {
  if (moved.length === 0) return
  await commitUnder(store, workspace, (commit_id) =>
    store.analytics.insert(
      'throughline.identifier_customers',
      ['workspace', 'identifier_id', 'customer_id', 'strength', 'commit_id', 'version'],
      moved.map((each) => [
        workspace,
        each.identifier_id,
        each.customer_id,
        each.strength,
        commit_id,
        commit_id,
      ]),
    ),
  )
}
