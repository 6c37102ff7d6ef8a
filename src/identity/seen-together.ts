import { builtInKinds, type IdentifierKinds, identifierId, type RankOf } from '../collect/index.ts'
import type { Analytics } from '../storage/analytics.ts'
import { sqlFile } from '../storage/sql-file.ts'
import type { Link } from './link.ts'
import type { Member } from './resolve.ts'

const seenTogether = sqlFile(import.meta, 'seen-together.sql')

/** Identifiers that interactions carry together, and since when. */
export interface Seen {
  identifiers: [kind: string, value: string][]
  source: string
  first_at: string
}

/** The links that interactions of some commits show, each once with the earliest time it was seen. */
export async function linksSeen(
  analytics: Analytics,
  workspace: string,
  commits: { after: number; until: number },
  rankOf: RankOf,
): Promise<Link[]> {
  return linksOf(await analytics.ask<Seen>(seenTogether, { workspace, params: commits }, 'rebuild'), rankOf)
}

/** Pairs of identifiers that withdrawn interactions of some commits had shown. */
export async function linksWithdrawn(
  analytics: Analytics,
  workspace: string,
  commits: { after: number; until: number },
  rankOf: RankOf,
): Promise<Link[]> {
  const rows = await analytics.ask<Seen>(
    `SELECT identifiers, '' AS source, '0' AS first_at FROM throughline.withdrawn_identifiers
     WHERE {{workspace}} AND commit_id > {after:UInt64} AND commit_id <= {until:UInt64} GROUP BY identifiers`,
    { workspace, params: commits },
    'rebuild',
  )
  return linksOf(rows, rankOf)
}

/**
 * What interactions that still stand show of some identifiers: those that carry one of them as their strongest. Once the
 * priority was set anew (`since`), older ones are stored under what was their strongest then: all that carry one are read.
 */
export async function linksStanding(
  analytics: Analytics,
  workspace: string,
  identifiers: readonly Member[],
  { rankOf, since }: IdentifierKinds,
): Promise<Link[]> {
  const carrying =
    since === 0
      ? `identifier_id IN ({ids:Array(UInt64)})`
      : `interaction_id IN (
          SELECT interaction_id FROM throughline.interactions ARRAY JOIN identifiers AS each
          WHERE {{workspace}} AND concat(each.1, ' ', each.2) IN ({names:Array(String)}))`
  const ids = identifiers.map((each) => BigInt(each.identifier_id))
  const names = identifiers.map(({ kind, value }) => `${kind} ${value}`)
  const rows = await analytics.ask<Seen>(
    `SELECT identifiers, any(source) AS source, toString(min(started_at)) AS first_at
     FROM throughline.interactions FINAL
     WHERE {{workspace}} AND ${carrying} AND length(identifiers) > 1 GROUP BY identifiers`,
    { workspace, params: since === 0 ? { ids } : { names } },
    'rebuild',
  )
  return linksOf(rows, rankOf)
}

/** All that interactions of the commits up to one show, as what it is of: identifiers that one of them carries together. */
export function seenUpTo(analytics: Analytics, workspace: string, until: number): Promise<Seen[]> {
  return analytics.ask<Seen>(
    `SELECT identifiers, any(source) AS source, toString(min(started_at)) AS first_at
     FROM throughline.interactions FINAL
     WHERE {{workspace}} AND commit_id <= {until:UInt64} AND length(identifiers) > 1 GROUP BY identifiers`,
    { workspace, params: { until } },
    'rebuild',
  )
}

function linksOf(rows: Seen[], rankOf: RankOf): Link[] {
  const links = new Map<string, Link>()
  for (const { identifiers, source, first_at } of rows) {
    for (const link of linksAmong(identifiers, source, Number(first_at), rankOf)) {
      const name = pairName(link)
      const known = links.get(name)
      if (known === undefined || link.first_at < known.first_at) links.set(name, link)
    }
  }
  return [...links.values()]
}

/** What a pair is known by. */
export const pairName = ({ a, b }: Pick<Link, 'a' | 'b'>) => `${a.identifier_id} ${b.identifier_id}`

/** The strongest identifier with each of the others; of two of one kind the smaller number is the stronger. */
export function linksAmong(
  identifiers: readonly [kind: string, value: string][],
  source: string,
  first_at: number,
  rankOf: RankOf,
): Link[] {
  const members = strongestFirst(identifiers, rankOf)
  const a = members[0]!
  return members
    .slice(1)
    .filter((b) => b.identifier_id !== a.identifier_id)
    .map((b) => linkBetween(a, b, { rule: 'seen together', source, first_at }))
}

/** Of two of one kind the smaller number is the stronger. */
export function strongestFirst(
  identifiers: readonly [kind: string, value: string][],
  rankOf: RankOf,
): Member[] {
  return identifiers
    .map(([kind, value]): Member => ({ identifier_id: identifierId({ kind, value }), kind, value }))
    .sort(
      (one, other) =>
        rankOf(one.kind) - rankOf(other.kind) || (one.identifier_id < other.identifier_id ? -1 : 1),
    )
}

/** A link between two identifiers; which comes first is the same whatever the priorities are: it is known by the two. */
export function linkBetween(
  one: Member,
  other: Member,
  said: Pick<Link, 'rule' | 'source' | 'first_at'> & Partial<Link>,
): Link {
  const { rankOf } = builtInKinds
  const first =
    rankOf(one.kind) < rankOf(other.kind) ||
    (rankOf(one.kind) === rankOf(other.kind) && one.identifier_id < other.identifier_id)
  const [a, b] = first ? [one, other] : [other, one]
  return { probability: 1, undone: false, apart: false, reason: '', ...said, a, b }
}
