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
  const nodes = new Map(members.map((member) => [member.identifier_id, nodeOf(member, values)]))
  const bounds = { shared, apart, kinds }
  const verdicts = new Map<Link, Verdict>()
  for (const link of [...standing].sort(compareLinks(kinds.rankOf))) {
    const [a, b] = [nodes.get(link.a.identifier_id)!, nodes.get(link.b.identifier_id)!]
    verdicts.set(link, refusalOf(link, a, b, bounds) ?? join(link, a, b, kinds))
  }
  return {
    members: members.map((member) => placed(nodes.get(member.identifier_id)!, shared)),
    verdicts: links.map((link) => verdicts.get(link) ?? { link, ...setAside(link) }),
  }
}

const setAside = (link: Link): Pick<Verdict, 'result' | 'reason'> => ({
  result: link.undone ? 'undone' : 'apart',
  reason: link.reason,
})

/** An identifier on its way into a customer. */
interface Node {
  member: Member
  /** What it is: two forms of one identifier are one. */
  value: string
  strength: number
  /** Those that are one customer so far, this one among them, the strongest first. */
  group: Node[]
}

function nodeOf(member: Member, values: Values): Node {
  const node: Node = { member, value: values(member.identifier_id), strength: 1, group: [] }
  node.group.push(node)
  return node
}

interface Bounds {
  shared: Map<string, string>
  apart: Map<string, string[]>
  kinds: IdentifierKinds
}

function refusalOf(link: Link, a: Node, b: Node, { shared, apart, kinds }: Bounds): Verdict | null {
  const refused = (reason: string): Verdict => ({ link, result: 'refused', reason })
  for (const end of [link.a, link.b]) {
    if (isNobody(end.kind, end.value)) return refused('the value stands for nobody')
    if (kinds.isWithoutForm(end.kind, end.value)) return refused(withoutForm(end.kind))
    // Forms of a shared identifier are one, and nobody's, together.
    const why = link.rule === 'same value' ? undefined : shared.get(end.identifier_id)
    if (why) return refused(why)
  }
  if (a.group === b.group) return { link, result: 'already one', reason: 'stronger links hold them together' }
  const tooMany = overLimit(a.group, b.group, kinds)
  if (tooMany !== null) return refused(`one customer may have ${tooMany}`)
  if (apart.size > 0 && areApart(a.group, b.group, apart)) return refused('a person said that they are apart')
  return null
}

const withoutForm = (kind: string) => `the ${kind} has no country or is no valid number: it joins nobody`

function areApart(a: readonly Node[], b: readonly Node[], apart: Map<string, string[]>): boolean {
  const ids = new Set(b.map(({ member }) => member.identifier_id))
  return a.some(({ member }) => apart.get(member.identifier_id)?.some((other) => ids.has(other)))
}

/** What one customer may have and these two together would have more of; null = nothing. Groups are small: they are gone through. */
function overLimit(a: readonly Node[], b: readonly Node[], { ruleOf }: IdentifierKinds): string | null {
  const distinct: Node[] = []
  for (const group of [a, b])
    for (const node of group) if (!distinct.some((other) => isSame(node, other))) distinct.push(node)
  for (const { member } of b) {
    const { limit } = ruleOf(member.kind)
    let count = 0
    for (const other of distinct) if (other.member.kind === member.kind) count++
    if (count > limit) return `${limit} ${member.kind}`
  }
  return distinct.length > mostIdentifiers ? `${mostIdentifiers} identifiers` : null
}

const isSame = (one: Node, other: Node) => one.value === other.value && one.member.kind === other.member.kind

function join(link: Link, a: Node, b: Node, { rankOf }: IdentifierKinds): Verdict {
  const firstIsStronger = stronger(a.group[0]!.member, b.group[0]!.member, rankOf)
  const [kept, left] = firstIsStronger ? [a.group, b.group] : [b.group, a.group]
  for (const node of left) {
    kept.push(node)
    // Links come from the strongest to the weakest: this one is the weakest on every way across it.
    node.strength = link.probability
    node.group = kept
  }
  return { link, result: 'merged', reason: '' }
}

/**
 * The customer's id is that of its strongest identifier, of two of one kind the smaller number. Every id a customer ever
 * had is therefore an identifier's, and leads to whoever has that identifier now.
 */
export function stronger(a: Member, b: Member, rankOf: RankOf): boolean {
  const difference = rankOf(a.kind) - rankOf(b.kind)
  return difference === 0 ? smaller(a.identifier_id, b.identifier_id) : difference < 0
}

/** Ids are unsigned 64-bit numbers as text: the shorter is the smaller. */
const smaller = (a: string, b: string) => a.length < b.length || (a.length === b.length && a < b)

function placed({ member, strength, group }: Node, shared: Map<string, string>): Placed {
  return {
    identifier_id: member.identifier_id,
    kind: member.kind,
    value: member.value,
    customer_id: group[0]!.member.identifier_id,
    strength,
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
