import { hash } from 'node:crypto'
import { identifierKind } from './contract.ts'
import type { GroupSaid, Identifier, Interaction, Subject } from './interaction.ts'

/** A key an interaction is found by: its subjects, and its strongest identifier (kind `identifier`). */
export interface Key {
  kind: string
  /** Unsigned 64-bit hash as decimal text: JSON numbers would round it. */
  key: string
  name: string
}

/** How strong a kind of identifier is: 0 is the strongest. */
export type RankOf = (kind: string) => number

/** Unsigned 64-bit hash of a text, as decimal text. */
export function hash64(text: string): string {
  const known = recent.get(text)
  if (known !== undefined) return known
  const made = BigInt(`0x${hash('sha1', text, 'hex').slice(0, 16)}`).toString()
  if (recent.size >= 200_000) recent.clear()
  recent.set(text, made)
  return made
}
// One subject or person comes several times in a row: hashing is a fifth of the cost of an import without this.
const recent = new Map<string, string>()

export const identifierId = (identifier: Identifier) => hash64(`${identifier.kind}\u0000${identifier.value}`)

export const subjectKey = (subject: Subject) => hash64(`subject\u0000${subject.type}\u0000${subject.id}`)

export const groupId = ({ kind, key }: Pick<GroupSaid, 'kind' | 'key'>) =>
  hash64(`group\u0000${kind}\u0000${key}`)

/** The strongest identifier; '0' when there is none. Ties go to the one written first. */
export function strongestIdentifier(
  identifiers: Identifier[],
  rankOf: RankOf,
): {
  id: string
  identifier: Identifier | null
} {
  let best: Identifier | null = null
  for (const each of identifiers) if (best === null || rankOf(each.kind) < rankOf(best.kind)) best = each
  return best === null ? { id: '0', identifier: null } : { id: identifierId(best), identifier: best }
}

/** All keys of an interaction. Calls that only tell who somebody is (identify, alias) belong to no history. */
export function keysOf(interaction: Interaction, rankOf: RankOf): Key[] {
  const keys: Key[] = interaction.subjects.map((subject) => ({
    kind: subject.type,
    key: subjectKey(subject),
    name: subject.id,
  }))
  const { id, identifier } = strongestIdentifier(interaction.identifiers, rankOf)
  if (identifier) keys.push({ kind: identifierKind, key: id, name: identifier.value })
  return keys
}
