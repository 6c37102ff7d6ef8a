import { sql } from 'kysely'
import type { IdentifierKinds, RankOf } from '../collect/index.ts'
import { inChunks, learn } from './learn.ts'
import { deciding, type IdentityStore } from './ledger.ts'
import type { Link } from './link.ts'
import { linkBetween, linksAmong, pairName, type Seen, seenUpTo, strongestFirst } from './seen-together.ts'

/**
 * Links by a new priority: what was seen together hangs on the identifier that is the strongest now. Links that nothing shows
 * any more go, but for those that somebody took back: of two identifiers that were taken apart so, the weaker one stays
 * taken from whoever has the stronger. Returns true when any customer changed.
 */
export async function relink(
  store: IdentityStore,
  workspace: string,
  { rankOf }: IdentifierKinds,
  until: number,
): Promise<boolean> {
  const undone = await undonePairs(store, workspace)
  const links = linksBy(rankOf, await seenUpTo(store.analytics, workspace, until), undone)
  const changed = await inChunks([...links.values()], (chunk) =>
    deciding(store, workspace, (ledger) => learn(ledger, chunk)),
  )
  await forgetOthers(store, workspace, links)
  return changed
}

/** Pure: the links that identifiers seen together make by a priority, by their pair. */
export function linksBy(
  rankOf: RankOf,
  seen: readonly Seen[],
  undone: ReadonlyMap<string, string>,
): Map<string, Link> {
  const links = new Map<string, Link>()
  for (const { identifiers, source, first_at } of seen) {
    const taken = takenBack(identifiers, rankOf, undone)
    for (const link of linksAmong(identifiers, source, Number(first_at), rankOf)) {
      const name = pairName(link)
      const known = links.get(name)
      const reason = known?.undone ? known.reason : taken.get(name)
      const earliest = known !== undefined && known.first_at <= link.first_at ? known : link
      links.set(name, reason === undefined ? earliest : { ...earliest, undone: true, reason })
    }
  }
  return links
}

/** Links to the strongest that must stay taken back, because the two of them that were taken apart hang on it now. */
function takenBack(
  identifiers: Seen['identifiers'],
  rankOf: RankOf,
  undone: ReadonlyMap<string, string>,
): Map<string, string> {
  const taken = new Map<string, string>()
  if (undone.size === 0 || identifiers.length < 3) return taken
  const members = strongestFirst(identifiers, rankOf)
  const said = { rule: 'seen together', source: '', first_at: 0 } as const
  for (let weaker = 2; weaker < members.length; weaker++)
    for (let stronger = 1; stronger < weaker; stronger++) {
      const reason = undone.get(pairName(linkBetween(members[stronger]!, members[weaker]!, said)))
      if (reason !== undefined) taken.set(pairName(linkBetween(members[0]!, members[weaker]!, said)), reason)
    }
  return taken
}

async function undonePairs({ db }: IdentityStore, workspace: string): Promise<Map<string, string>> {
  const { rows } = await sql<{ pair: string; reason: string }>`
    SELECT a_id || ' ' || b_id AS pair, reason FROM identity_links
    WHERE workspace = ${workspace} AND rule = 'seen together' AND undone`.execute(db)
  return new Map(rows.map(({ pair, reason }) => [pair, reason]))
}

/** Links looked at together. */
const atOnce = 100_000

async function forgetOthers(
  { db }: IdentityStore,
  workspace: string,
  shown: ReadonlyMap<string, Link>,
): Promise<void> {
  for (let last = 0; ; ) {
    const { rows } = await sql<{ link_id: number; pair: string }>`
      SELECT link_id, a_id || ' ' || b_id AS pair FROM identity_links
      WHERE workspace = ${workspace} AND rule = 'seen together' AND NOT undone AND link_id > ${last}
      ORDER BY link_id LIMIT ${atOnce}`.execute(db)
    if (rows.length === 0) return
    last = Number(rows.at(-1)!.link_id)
    const gone = rows.filter(({ pair }) => !shown.has(pair)).map(({ link_id }) => link_id)
    if (gone.length > 0)
      await sql`DELETE FROM identity_links WHERE link_id = ANY(${gone}::bigint[])`.execute(db)
  }
}
