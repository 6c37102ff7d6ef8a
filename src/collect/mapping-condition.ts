import { columnReader } from './mapping-column.ts'
import { type Scope, shown } from './mapping-scope.ts'
import type { FlatRecord } from './record.ts'
import type { Tree } from './yaml-tree.ts'

export type Condition = (record: FlatRecord) => boolean

/** `{column: value, …}`, all of which must hold; a value is a text, a list, present, absent, {begins: text} or {not: …}. */
export function compileCondition(tree: Tree, field: string, scope: Scope): Condition {
  const entries = scope.anyFields(tree, field, 'of the form {column: value}') ?? []
  const tests: Condition[] = []
  for (const [name, entry] of entries) {
    const column = name.startsWith('$') ? name.slice(1) : name
    scope.named(column, entry.line, `${field}.${name}`)
    const read = columnReader(column, scope.missing)
    const holds = valueTest(entry.value, `${field}.${name}`, scope)
    tests.push((record) => holds(read(record)))
  }
  const [only] = tests
  if (tests.length === 1 && only) return only
  return (record) => tests.every((test) => test(record))
}

function valueTest(tree: Tree, field: string, scope: Scope): (value: string) => boolean {
  if (tree.kind === 'text') {
    const text = tree.text.trim()
    if (text === 'present') return (value) => value !== ''
    if (text === 'absent') return (value) => value === ''
    return (value) => value === text
  }
  if (tree.kind === 'list') {
    const wanted = new Set(tree.items.flatMap((item) => (item.kind === 'text' ? item.text.trim() : [])))
    if (wanted.size === 0) scope.problem(tree.line, field, 'an empty list can never hold: name values')
    return (value) => wanted.has(value)
  }
  const begins = tree.entries.get('begins')?.value
  if (begins?.kind === 'text' && begins.text !== '' && tree.entries.size === 1)
    return (value) => value.startsWith(begins.text)
  const not = tree.entries.get('not')
  if (!not || tree.entries.size > 1) {
    scope.problem(
      tree.line,
      field,
      `${shown(tree)} is no condition: write a value, a list, present, absent, {begins: text} or {not: …}`,
    )
    return () => false
  }
  const inner = valueTest(not.value, `${field}.not`, scope)
  return (value) => !inner(value)
}
