import { builtInKinds, type IdentifierKinds, type RankOf } from '../collect/index.ts'
import { isNobody, mostIdentifiers } from './limits.ts'
import { compareLinks, type Link } from './link.ts'
import { sharedIdentifiers } from './shared.ts'
import { type Values, valuesOf } from './values.ts'
import type { Result } from './words.ts'

/** An identifier as the rules see it. `identifier_id` is an unsigned 64-bit number as text. */
export interface Member {
  identifier_id: string
  kind: string
  value: string
}

/** Where an identifier stands: whose it is, and how sure that is. */
export interface Placed extends Member {
  customer_id: string
  /** The least probable link on the way to the customer's strongest identifier; 1 where nothing is doubtful. */
  strength: number
  /** Why it is nobody's: seen with too many people; '' = it is somebody's. */
  shared: string
}

export interface Verdict {
  link: Link
  result: Result
  reason: string
}

export interface Resolution {
  members: Placed[]
  verdicts: Verdict[]
}

/** By what is judged: the kinds of the workspace, and which identifiers are known to be shared. */
export interface Judging {
  kinds?: IdentifierKinds
  known?: ReadonlyMap<string, string>
}

/**
 * Who is one customer, among identifiers and the links between them: those that hang together, taken from the strongest
 * link to the weakest, except where a customer would then have more identifiers of a kind than its limit, or two
 * identifiers that a person has said are apart (methods B.12, step 2 and 5). Pure, and of the set alone: neither the order
 * of arrival nor what was decided before matters, so taking a link away restores exactly what was before it.
 * `members` must hold every end of `links`, and all that hangs together with them; `known` are identifiers that
 * are shared already, of whose links only some need be there.
 */
export function resolve(
  members: readonly Member[],
  links: readonly Link[],
  { kinds = builtInKinds, known = new Map() }: Judging = {},
): Resolution {
  const standing = links.filter(({ undone, apart }) => !undone && !apart)
  const apart = apartPairs(links)
  const values = valuesOf(
    members,
    standing.filter(({ a, b }) => !apart.get(a.identifier_id)?.includes(b.identifier_id)),
  )
  const shared = sharedIdentifiers(members, standing, { kinds, values, known })
  const groups = new Map(members.map((member) => [member.identifier_id, groupOf(member, values)]))
  const bounds = { shared, apart, kinds }
  const verdicts = new Map<Link, Verdict>()
  for (const link of [...standing].sort(compareLinks(kinds.rankOf)))
    verdicts.set(link, refusalOf(link, groups, bounds) ?? join(link, groups, kinds))
  return {
    members: members.map((member) => placed(member, groups.get(member.identifier_id)!, shared)),
    verdicts: links.map((link) => verdicts.get(link) ?? { link, ...setAside(link) }),
  }
}

const setAside = (link: Link): Pick<Verdict, 'result' | 'reason'> => ({
  result: link.undone ? 'undone' : 'apart',
  reason: link.reason,
})

/** Identifiers that are one customer so far, the strongest first. */
interface Group {
  members: Member[]
  /** By kind, what each of them is: two forms of one identifier are one. */
  values: Map<string, Set<string>>
  strength: Map<string, number>
}

const groupOf = (member: Member, values: Values): Group => ({
  members: [member],
  values: new Map([[member.kind, new Set([values(member.identifier_id)])]]),
  strength: new Map([[member.identifier_id, 1]]),
})

interface Bounds {
  shared: Map<string, string>
  apart: Map<string, string[]>
  kinds: IdentifierKinds
}

function refusalOf(link: Link, groups: Map<string, Group>, { shared, apart, kinds }: Bounds): Verdict | null {
  const refused = (reason: string): Verdict => ({ link, result: 'refused', reason })
  const a = groups.get(link.a.identifier_id)!
  const b = groups.get(link.b.identifier_id)!
  for (const end of [link.a, link.b]) {
    if (isNobody(end.kind, end.value)) return refused('the value stands for nobody')
    if (kinds.isWithoutForm(end.kind, end.value)) return refused(withoutForm(end.kind))
    // Forms of a shared identifier are one, and nobody's, together.
    const why = link.rule === 'same value' ? undefined : shared.get(end.identifier_id)
    if (why) return refused(why)
  }
  if (a === b) return { link, result: 'already one', reason: 'stronger links hold them together' }
  const tooMany = overLimit(a, b, kinds)
  if (tooMany !== null) return refused(`one customer may have ${tooMany}`)
  const [few, many] = a.members.length < b.members.length ? [a, b] : [b, a]
  for (const { identifier_id } of few.members)
    if (apart.get(identifier_id)?.some((other) => many.strength.has(other)))
      return refused('a person said that they are apart')
  return null
}

const withoutForm = (kind: string) => `the ${kind} has no country or is no valid number: it joins nobody`

/** What one customer may have and these two together would have more of; null = nothing. */
function overLimit(a: Group, b: Group, { ruleOf }: IdentifierKinds): string | null {
  let all = 0
  for (const values of a.values.values()) all += values.size
  for (const [kind, values] of b.values) {
    const { limit } = ruleOf(kind)
    const there = a.values.get(kind)
    let count = there?.size ?? 0
    for (const value of values) {
      if (there?.has(value)) continue
      count++
      all++
    }
    if (count > limit) return `${limit} ${kind}`
  }
  return all > mostIdentifiers ? `${mostIdentifiers} identifiers` : null
}

function join(link: Link, groups: Map<string, Group>, { rankOf }: IdentifierKinds): Verdict {
  const a = groups.get(link.a.identifier_id)!
  const b = groups.get(link.b.identifier_id)!
  const [kept, left] = stronger(a.members[0]!, b.members[0]!, rankOf) ? [a, b] : [b, a]
  for (const member of left.members) {
    kept.members.push(member)
    // Links come from the strongest to the weakest: this one is the weakest on every way across it.
    kept.strength.set(member.identifier_id, link.probability)
    groups.set(member.identifier_id, kept)
  }
  for (const [kind, values] of left.values)
    kept.values.set(kind, new Set([...values, ...(kept.values.get(kind) ?? [])]))
  return { link, result: 'merged', reason: '' }
}

/**
 * The customer's id is that of its strongest identifier, of two of one kind the smaller number. Every id a customer ever
 * had is therefore an identifier's, and leads to whoever has that identifier now.
 */
function stronger(a: Member, b: Member, rankOf: RankOf): boolean {
  const difference = rankOf(a.kind) - rankOf(b.kind)
  return difference === 0 ? smaller(a.identifier_id, b.identifier_id) : difference < 0
}

/** Ids are unsigned 64-bit numbers as text: the shorter is the smaller. */
const smaller = (a: string, b: string) => a.length < b.length || (a.length === b.length && a < b)

function placed(member: Member, group: Group, shared: Map<string, string>): Placed {
  return {
    identifier_id: member.identifier_id,
    kind: member.kind,
    value: member.value,
    customer_id: group.members[0]!.identifier_id,
    strength: group.strength.get(member.identifier_id)!,
    shared: shared.get(member.identifier_id) ?? '',
  }
}

/** Of each identifier, those a person has said are somebody else. */
function apartPairs(links: readonly Link[]): Map<string, string[]> {
  const pairs = new Map<string, string[]>()
  const note = (one: Member, other: Member) =>
    pairs.set(one.identifier_id, [...(pairs.get(one.identifier_id) ?? []), other.identifier_id])
  for (const { a, b, apart, undone } of links) {
    if (!apart || undone) continue
    note(a, b)
    note(b, a)
  }
  return pairs
}
