import type { Link } from './link.ts'
import type { Member } from './resolve.ts'

/** What an identifier is: the same for all forms of one. */
export type Values = (identifier_id: string) => string

/** Puts forms of one identifier together, by the standing links that say so. */
export function valuesOf(members: readonly Member[], standing: readonly Link[]): Values {
  const same = standing.filter(({ rule }) => rule === 'same value')
  if (same.length === 0) return (id) => id
  const parents = new Map(members.map(({ identifier_id }) => [identifier_id, identifier_id]))
  const rootOf = (id: string): string => {
    let root = id
    while (parents.get(root) !== root) root = parents.get(root)!
    parents.set(id, root)
    return root
  }
  for (const { a, b } of same) {
    const [one, other] = [rootOf(a.identifier_id), rootOf(b.identifier_id)]
    if (one < other) parents.set(other, one)
    else parents.set(one, other)
  }
  return rootOf
}
