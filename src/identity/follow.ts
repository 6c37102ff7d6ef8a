import { sql } from 'kysely'
import { recoverFailed, settledCommit } from '../collect/index.ts'
import {
  admit,
  type Brought,
  deciding,
  type IdentityStore,
  type Kept,
  type Ledger,
  readPart,
  settle,
} from './ledger.ts'
import type { Link } from './link.ts'
import { linksSeen, linksStanding, linksWithdrawn, pairName } from './seen-together.ts'

/**
 * Learns from all interactions not yet seen which identifiers belong together, or no longer do because what showed it was
 * withdrawn; writes what it decided to the merge ledger and the view `identifier_customers`. Returns true when any customer changed.
 */
export async function followIdentity(store: IdentityStore, workspace: string): Promise<boolean> {
  await recoverFailed(store)
  const until = await settledCommit(store.db)
  const after = await appliedCommit(store, workspace)
  if (until <= after) return false
  const commits = { after, until }
  const withdrawn = await linksWithdrawn(store.analytics, workspace, commits)
  const seen = await linksSeen(store.analytics, workspace, commits)
  const forgot = await inChunks(withdrawn, (links) => forget(store, workspace, links))
  const learnt = await inChunks(await unknownLinks(store, workspace, seen), (links) =>
    deciding(store, workspace, (ledger) => learn(ledger, links)),
  )
  await store.db
    .insertInto('followers')
    .values({ workspace, follower: 'identity', applied_commit: until })
    .onConflict((conflict) =>
      conflict.columns(['workspace', 'follower']).doUpdateSet({ applied_commit: until }),
    )
    .execute()
  return forgot || learnt
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

/** Links decided in one transaction. */
const linksAtOnce = 20_000

async function inChunks(links: Link[], perform: (links: Link[]) => Promise<boolean>): Promise<boolean> {
  let changed = false
  for (let at = 0; at < links.length; at += linksAtOnce)
    changed = (await perform(links.slice(at, at + linksAtOnce))) || changed
  return changed
}

/** Those that are not on record, or that were seen earlier than the record says. */
async function unknownLinks({ db }: IdentityStore, workspace: string, links: Link[]): Promise<Link[]> {
  const unknown = new Map(links.map((link) => [pairName(link), link]))
  for (let at = 0; at < links.length; at += linksAtOnce) {
    const chunk = links.slice(at, at + linksAtOnce)
    const { rows } = await sql<{ pair: string }>`
      SELECT a_id || ' ' || b_id AS pair FROM identity_links JOIN unnest(
        ${chunk.map(({ a }) => a.identifier_id)}::numeric[], ${chunk.map(({ b }) => b.identifier_id)}::numeric[],
        ${chunk.map((link) => link.first_at)}::bigint[]) AS each(a, b, seen_at) ON a_id = a AND b_id = b AND first_at <= seen_at
      WHERE workspace = ${workspace} AND rule = 'seen together'`.execute(db)
    for (const { pair } of rows) unknown.delete(pair)
  }
  return [...unknown.values()]
}

/** Adds links to the ledger and settles what hangs together with them. */
export async function learn(ledger: Ledger, links: readonly Link[]): Promise<boolean> {
  const ends = new Map(
    links.flatMap(({ a, b }) => [[a.identifier_id, a] as const, [b.identifier_id, b] as const]),
  )
  const part = await readPart(ledger, ends.keys())
  const fresh = new Set([...ends.keys()].filter((id) => !part.members.has(id)))
  admit(part, ends.values())
  const known = new Map(part.links.map((link) => [`${link.rule} ${pairName(link)}`, link]))
  const amended = new Set<Kept>()
  for (const link of links) {
    const kept = known.get(`${link.rule} ${pairName(link)}`)
    if (kept === undefined) part.links.push({ evidence: [], ...link, link_id: null, result: null })
    else amended.add(amend(kept, link))
  }
  return (await settle(ledger, part, { fresh, amended } satisfies Brought)).length > 0
}

/** What is seen again is told by the earliest time; what was decided again by the latest decision. */
function amend(kept: Kept, link: Link): Kept {
  if (link.rule === 'seen together') kept.first_at = Math.min(kept.first_at, link.first_at)
  else Object.assign(kept, { ...link, a: kept.a, b: kept.b })
  return kept
}

/** Takes links off the record that nothing shows any more, and corrects since when the others were seen. */
async function forget(store: IdentityStore, workspace: string, doubted: Link[]): Promise<boolean> {
  const ends = [...new Set(doubted.flatMap(({ a, b }) => [a.identifier_id, b.identifier_id]))]
  const shown = new Map(
    (await linksStanding(store.analytics, workspace, ends)).map((link) => [pairName(link), link]),
  )
  const names = new Set(doubted.map(pairName))
  return deciding(store, workspace, async (ledger) => {
    const reopened = await sharedAmong(ledger, ends)
    const part = await readPart(ledger, ends, reopened)
    const amended = new Set<Kept>()
    const gone: number[] = []
    part.links = part.links.filter((link) => {
      if (link.rule !== 'seen together' || !names.has(pairName(link))) return true
      const still = shown.get(pairName(link))
      if (still === undefined) gone.push(link.link_id!)
      else if (still.first_at !== link.first_at)
        amended.add(Object.assign(link, { first_at: still.first_at }))
      return still !== undefined
    })
    if (gone.length > 0) await ledger.db.deleteFrom('identity_links').where('link_id', 'in', gone).execute()
    return (await settle(ledger, part, { amended, reopened: new Set(reopened) })).length > 0
  })
}

/** Those of some identifiers that are shared. */
export async function sharedAmong({ db, workspace }: Ledger, identifiers: string[]): Promise<string[]> {
  const { rows } = await sql<{ identifier_id: string }>`
    SELECT identifier_id FROM identity_members
    WHERE workspace = ${workspace} AND identifier_id = ANY(${identifiers}::numeric[]) AND shared <> ''`.execute(
    db,
  )
  return rows.map((each) => each.identifier_id)
}
