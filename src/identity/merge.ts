/** An identifier as the merge rules see it. */
export interface Member {
  identifier_id: string
  kind: string
  value: string
}

/** An identifier with the customer it belongs to. */
export type Placed = Member & { customer_id: string }

/** Two identifiers seen together. */
export interface Link {
  a: Member
  b: Member
  source: string
}

export interface Verdict {
  link: Link
  result: 'merged' | 'already one' | 'refused'
  reason: string
}

/** How many identifiers of a kind one customer may have (one user id, five of each other kind). */
export const limitOf = (kind: string) => (kind === 'user_id' ? 1 : 5)

/** Values that stand for nobody: they would chain a crowd into one person. */
const nobody = new Set([
  '',
  '0',
  'unknown',
  'anonymous',
  'null',
  'none',
  'undefined',
  'n/a',
  'test@test.com',
  'guest',
])

export const isNobody = (value: string) => nobody.has(value.toLowerCase())

/**
 * Deterministic merging in the order of the links. When a merge would give a customer more identifiers of
 * a kind than its limit, the link is refused: the weaker identifier stays with the customer it has.
 * `members` maps identifier ids to their customer and is changed in place; the customer id that survives
 * is the smaller of the two, so it depends on who they are and not on who came first.
 */
export function applyLinks(members: Map<string, Placed>, links: Link[]): Verdict[] {
  const customers = groupByCustomer(members)
  return links.map((link) => applyLink(members, customers, link))
}

type Customers = Map<string, Placed[]>

function applyLink(members: Map<string, Placed>, customers: Customers, link: Link): Verdict {
  if (isNobody(link.a.value) || isNobody(link.b.value))
    return { link, result: 'refused', reason: 'the value stands for nobody' }
  const a = place(members, customers, link.a)
  const b = place(members, customers, link.b)
  if (a.customer_id === b.customer_id) return { link, result: 'already one', reason: '' }
  const both = [...customers.get(a.customer_id)!, ...customers.get(b.customer_id)!]
  const broken = brokenLimit(both)
  if (broken) return { link, result: 'refused', reason: `one customer may have ${limitOf(broken)} ${broken}` }
  const [kept, left] = smaller(a.customer_id, b.customer_id)
    ? [a.customer_id, b.customer_id]
    : [b.customer_id, a.customer_id]
  for (const member of both) member.customer_id = kept
  customers.set(kept, both)
  customers.delete(left)
  return { link, result: 'merged', reason: 'seen together' }
}

function place(members: Map<string, Placed>, customers: Customers, member: Member): Placed {
  const known = members.get(member.identifier_id)
  if (known) return known
  const placed = { ...member, customer_id: member.identifier_id }
  members.set(member.identifier_id, placed)
  customers.set(placed.customer_id, [placed])
  return placed
}

function groupByCustomer(members: Map<string, Placed>): Customers {
  const customers: Customers = new Map()
  for (const member of members.values()) {
    const group = customers.get(member.customer_id)
    if (group) group.push(member)
    else customers.set(member.customer_id, [member])
  }
  return customers
}

function brokenLimit(group: Member[]): string | null {
  const counts = new Map<string, number>()
  for (const { kind } of group) counts.set(kind, (counts.get(kind) ?? 0) + 1)
  for (const [kind, count] of counts) if (count > limitOf(kind)) return kind
  return null
}

/** Ids are unsigned 64-bit numbers as text: the shorter is the smaller. */
const smaller = (a: string, b: string) => a.length < b.length || (a.length === b.length && a < b)
