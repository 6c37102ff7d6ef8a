import type { IdentifierKinds } from '../collect/index.ts'
import type { Link } from './link.ts'
import type { Member } from './resolve.ts'
import type { Values } from './values.ts'

interface Sharing {
  kinds: IdentifierKinds
  values: Values
  /** Those known to be shared, of whose links only some need be there. */
  known: ReadonlyMap<string, string>
}

/**
 * Identifiers seen with more of one stronger kind than their limit, each with the words that say so. All forms of one
 * identifier are shared or none is, and those seen with it count once however they are written.
 */
export function sharedIdentifiers(
  members: readonly Member[],
  links: readonly Link[],
  { kinds: { rankOf, ruleOf }, values, known }: Sharing,
): Map<string, string> {
  const seenWith = new Map<string, Map<string, Set<string>>>()
  const note = (weaker: Member, stronger: Member) => {
    if (rankOf(weaker.kind) <= rankOf(stronger.kind)) return
    const value = values(weaker.identifier_id)
    const kinds = seenWith.get(value) ?? new Map<string, Set<string>>()
    seenWith.set(value, kinds)
    kinds.set(stronger.kind, (kinds.get(stronger.kind) ?? new Set()).add(values(stronger.identifier_id)))
  }
  for (const { a, b } of links) {
    note(a, b)
    note(b, a)
  }
  const knownValues = new Map([...known].map(([id, why]) => [values(id), why]))
  const shared = new Map<string, string>()
  for (const { identifier_id, kind, value } of members) {
    for (const [other, each] of seenWith.get(values(identifier_id)) ?? [])
      if (each.size > ruleOf(kind).shared_above)
        shared.set(identifier_id, `${kind} ${value} is shared: seen with ${each.size} different ${other}`)
    const why = known.get(identifier_id) ?? knownValues.get(values(identifier_id))
    if (why !== undefined) shared.set(identifier_id, why)
  }
  return shared
}
