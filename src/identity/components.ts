import type { RankOf } from '../collect/index.ts'
import type { Link } from './link.ts'
import { type Placed, stronger } from './resolve.ts'

/**
 * What hangs together: of each identifier the strongest one it is connected to by links that count or might come to count, so that a
 * weaker one that joins them leaves their rows as they are. Refused links connect too, because another's undoing may let them in;
 * shared identifiers connect nobody but their own forms.
 */
export function componentsOf(
  members: readonly Placed[],
  links: readonly Link[],
  rankOf: RankOf,
): Map<string, string> {
  const byId = new Map(members.map((each) => [each.identifier_id, each]))
  const parents = new Map(members.map(({ identifier_id }) => [identifier_id, identifier_id]))
  const rootOf = (id: string): string => {
    let root = id
    while (parents.get(root) !== root) root = parents.get(root)!
    for (let at = id; at !== root; ) {
      const next = parents.get(at)!
      parents.set(at, root)
      at = next
    }
    return root
  }
  const shared = new Set(members.filter((each) => each.shared !== '').map((each) => each.identifier_id))
  for (const { a, b, rule } of links) {
    if (rule !== 'same value' && (shared.has(a.identifier_id) || shared.has(b.identifier_id))) continue
    const [one, other] = [rootOf(a.identifier_id), rootOf(b.identifier_id)]
    if (one === other) continue
    if (stronger(byId.get(one)!, byId.get(other)!, rankOf)) parents.set(other, one)
    else parents.set(one, other)
  }
  return new Map(members.map(({ identifier_id }) => [identifier_id, rootOf(identifier_id)]))
}
