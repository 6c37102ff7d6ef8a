import { sql } from 'kysely'
import { kindsNow, recoverFailed, settledCommit } from '../collect/index.ts'
import { lifeOf } from '../storage/life.ts'
import { appliedCommit, noteApplied } from './applied.ts'
import { followKinds } from './follow-kinds.ts'
import { inChunks, learn } from './learn.ts'
import { deciding, type IdentityStore, type Kept, readPart, settle } from './ledger.ts'
import { compareIds, type Link } from './link.ts'
import { formsSeen } from './same-value.ts'
import { linksSeen, linksStanding, linksWithdrawn, pairName } from './seen-together.ts'
import { sharedAmong } from './shared-among.ts'

/**
 * Learns from all interactions not yet seen which identifiers belong together, or no longer do because what showed it was
 * withdrawn; writes what it decided to the merge ledger and the view `identifier_customers`. Returns true when any customer changed.
 */
export async function followIdentity(store: IdentityStore, workspace: string): Promise<boolean> {
  await recoverFailed(store)
  return lifeOf(store.db).alone(`identity ${workspace}`, () => followOnce(store, workspace))
}

async function followOnce(store: IdentityStore, workspace: string): Promise<boolean> {
  const until = await settledCommit(store.db)
  const after = (await appliedCommit(store.db, workspace, 'identity')) ?? 0
  if (until <= after) return false
  const kinds = await kindsNow(store.db, workspace)
  const judged = await followKinds(store, workspace, kinds, after)
  const commits = { after, until }
  const withdrawn = await linksWithdrawn(store.analytics, workspace, commits, kinds.rankOf)
  const seen = await linksSeen(store.analytics, workspace, commits, kinds.rankOf)
  const forgot = await inChunks(withdrawn, (links) => forget(store, workspace, links))
  const learnt = await learnSeen(store, workspace, seen)
  const forms = await formsSeen(store, workspace, kinds, commits)
  await noteApplied(store.db, workspace, 'identity', until)
  return judged || forgot || learnt || forms
}

/**
 * Learns links a chunk after the other, in the order of their stronger ends: a chunk then lies in one place of the ledger's indexes, and
 * not all over them (0043). Which links of the next chunk are unknown is asked meanwhile: learning others does not change it.
 */
export async function learnSeen(store: IdentityStore, workspace: string, links: Link[]): Promise<boolean> {
  let unknown: Promise<Link[]> = Promise.resolve([])
  let changed = false
  const learnt = async (some: Link[]) =>
    some.length > 0 && (await deciding(store, workspace, (ledger) => learn(ledger, some)))
  const inOrder = links.toSorted(byEnds)
  await inChunks(inOrder, async (chunk) => {
    const before = await unknown
    unknown = unknownLinks(store, workspace, chunk)
    const [here] = await Promise.all([learnt(before), unknown])
    changed = here || changed
    return here
  })
  return (await learnt(await unknown)) || changed
}

/** The stronger end first; all engines then learn the same links in the same order, and number them alike. */
const byEnds = (one: Link, other: Link) =>
  compareIds(one.a.identifier_id, other.a.identifier_id) ||
  compareIds(one.b.identifier_id, other.b.identifier_id)

/** Those that are not on record, or that were seen earlier than the record says. */
async function unknownLinks({ db }: IdentityStore, workspace: string, links: Link[]): Promise<Link[]> {
  const unknown = new Map(links.map((link) => [pairName(link), link]))
  const { rows } = await sql<{ pair: string }>`
    SELECT a_id || ' ' || b_id AS pair FROM identity_links JOIN unnest(
      ${links.map(({ a }) => a.identifier_id)}::numeric[], ${links.map(({ b }) => b.identifier_id)}::numeric[],
      ${links.map((link) => link.first_at)}::bigint[]) AS each(a, b, seen_at) ON a_id = a AND b_id = b AND first_at <= seen_at
    WHERE workspace = ${workspace} AND rule = 'seen together'`.execute(db)
  for (const { pair } of rows) unknown.delete(pair)
  return [...unknown.values()]
}

/** Takes links off the record that nothing shows any more, and corrects since when the others were seen. */
async function forget(store: IdentityStore, workspace: string, doubted: Link[]): Promise<boolean> {
  const members = new Map(doubted.flatMap(({ a, b }) => [a, b]).map((each) => [each.identifier_id, each]))
  const ends = [...members.keys()]
  const kinds = await kindsNow(store.db, workspace)
  const standing = await linksStanding(store.analytics, workspace, [...members.values()], kinds)
  const shown = new Map(standing.map((link) => [pairName(link), link]))
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
