import { admit, type Kept, type Ledger, readPart, settle } from './ledger.ts'
import type { Link } from './link.ts'
import { pairName } from './seen-together.ts'
import { sharedAmong } from './shared-among.ts'

/** Links decided in one transaction. */
const linksAtOnce = 50_000

export async function inChunks(
  links: Link[],
  perform: (links: Link[]) => Promise<boolean>,
): Promise<boolean> {
  let changed = false
  for (let at = 0; at < links.length; at += linksAtOnce)
    changed = (await perform(links.slice(at, at + linksAtOnce))) || changed
  return changed
}

/** Adds links to the ledger and settles what hangs together with them. */
export async function learn(ledger: Ledger, links: readonly Link[]): Promise<boolean> {
  const ends = new Map(
    links.flatMap(({ a, b }) => [[a.identifier_id, a] as const, [b.identifier_id, b] as const]),
  )
  // Where two forms turn out to be one, what was seen with too many may have been seen with fewer.
  const forms = links.some(({ rule }) => rule === 'same value')
  const reopened = forms ? await sharedAmong(ledger, [...ends.keys()], true) : []
  const part = await readPart(ledger, ends.keys(), reopened)
  const fresh = new Set([...ends.keys()].filter((id) => !part.members.has(id)))
  admit(part, ends.values())
  const known = new Map(part.links.map((link) => [`${link.rule} ${pairName(link)}`, link]))
  const amended = new Set<Kept>()
  for (const link of links) {
    const kept = known.get(`${link.rule} ${pairName(link)}`)
    if (kept === undefined) part.links.push({ evidence: [], ...link, link_id: null, result: null })
    else amended.add(amend(kept, link))
  }
  return (await settle(ledger, part, { fresh, amended, reopened: new Set(reopened) })).length > 0
}

/** What is seen again is told by the earliest time; what was decided again by the latest decision. */
function amend(kept: Kept, link: Link): Kept {
  if (link.rule === 'same value') return kept
  if (link.rule === 'seen together') kept.first_at = Math.min(kept.first_at, link.first_at)
  else Object.assign(kept, { ...link, a: kept.a, b: kept.b })
  return kept
}
