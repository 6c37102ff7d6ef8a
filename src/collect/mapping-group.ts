import type { GroupSaid } from './interaction.ts'
import { cut, fitting, limits } from './limits.ts'
import { compileNamedText, readTraits } from './mapping-parts.ts'
import type { Scope } from './mapping-scope.ts'
import { compileText } from './mapping-value.ts'
import type { FlatRecord } from './record.ts'
import type { Tree } from './yaml-tree.ts'

/** Reads the group that a record says its customer belongs to; null where it names none. */
export type ReadGroup = (record: FlatRecord) => GroupSaid | null

const beside = ['role', 'name', 'traits']
const example = '{ account: $company_id, role: $role, name: $company }'

/** `groups`: one, or a list where the customer belongs to several. */
export function compileGroups(tree: Tree, field: string, scope: Scope): ReadGroup[] {
  const items = tree.kind === 'list' ? tree.items : [tree]
  return items.flatMap(
    (item, i) => compileGroup(item, tree.kind === 'list' ? `${field}[${i}]` : field, scope) ?? [],
  )
}

function compileGroup(tree: Tree, field: string, scope: Scope): ReadGroup | null {
  const entries = scope.anyFields(tree, field, `such as ${example}`)
  if (entries === null) return null
  const kinds = [...entries.keys()].filter((name) => !beside.includes(name))
  const [kind] = kinds
  if (kind === undefined || kinds.length > 1 || kind.trim() === '' || kind.length > limits.name) {
    scope.problem(
      tree.line,
      field,
      `a group names one kind, beside ${beside.join(', ')}: write ${example}, and a list of these for several groups`,
    )
    return null
  }
  const text = (name: string) =>
    entries.has(name) ? compileText(entries.get(name)!.value, `${field}.${name}`, scope) : () => ''
  const [key, role, name] = [text(kind), text('role'), text('name')]
  const traits = entries.has('traits')
    ? compileNamedText(entries.get('traits')!.value, `${field}.traits`, scope)
    : []
  return (record) => {
    const own = fitting(key(record).trim(), limits.key, `${field}.${kind}`)
    if (own === '') return null
    return {
      kind: kind.trim(),
      key: own,
      name: cut(name(record).trim(), limits.phrase),
      role: fitting(role(record).trim(), limits.name, `${field}.role`),
      traits: readTraits(record, traits),
    }
  }
}
