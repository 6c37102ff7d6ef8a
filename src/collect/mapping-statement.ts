import type { Statement } from './interaction.ts'
import { fitting, limits } from './limits.ts'
import { type Condition, compileCondition } from './mapping-condition.ts'
import type { Scope } from './mapping-scope.ts'
import { ahead, compileText, compileTime, type ReadText } from './mapping-value.ts'
import type { FlatRecord } from './record.ts'
import type { Tree } from './yaml-tree.ts'

/** Reads one statement from a record; null where the record does not hold it. */
export type ReadStatement = (record: FlatRecord) => Statement | null

const keys = ['about', 'what', 'value', 'changes', 'when']

/** `states`: a list of statements, or one. */
export function compileStatements(tree: Tree, field: string, scope: Scope): ReadStatement[] {
  if (tree.kind !== 'list') return [compileStatement(tree, field, scope)]
  return tree.items.map((item, i) => compileStatement(item, `${field}[${i}]`, scope))
}

function compileStatement(tree: Tree, field: string, scope: Scope): ReadStatement {
  const entries = scope.fields(tree, field, keys) ?? new Map<string, { value: Tree }>()
  for (const key of ['what', 'value'])
    if (!entries.has(key))
      scope.problem(
        tree.line,
        `${field}.${key}`,
        `a statement needs \`${key}\`, for example { about: order, what: price, value: $price }`,
      )
  const made = <T>(key: string, compile: (tree: Tree, field: string, scope: Scope) => T): T | null => {
    const entry = entries.get(key)
    return entry ? compile(entry.value, `${field}.${key}`, scope) : null
  }
  const what = entries.get('what')?.value
  const isDate = what?.kind === 'text' && what.text.trim() === 'date'
  const about = made('about', compileText) ?? (() => '')
  const named = made('what', compileText) ?? (() => '')
  const value = made('value', isDate ? compileDate : compileText) ?? (() => '')
  const changes = made('changes', compileChanges) ?? (() => false)
  const when = made('when', compileCondition)
  return (record) => {
    if (when !== null && !when(record)) return null
    const said = fitting(value(record), limits.phrase, `${field}.value`)
    const kind = fitting(named(record), limits.name, `${field}.what`)
    if (said === '' || kind === '') return null
    const thing = fitting(about(record), limits.phrase, `${field}.about`)
    return { about: thing, what: kind, value: said, changes: changes(record) }
  }
}

/** Dates are compared as moments, however a source writes them. */
function compileDate(tree: Tree, field: string, scope: Scope): ReadText {
  const read = compileTime(tree, field, scope, ahead.promised)
  return (record) => {
    const time = read(record)
    return time === null ? '' : new Date(time).toISOString()
  }
}

/** `true`, `false`, or the condition under which it says that it changes what was said before. */
function compileChanges(tree: Tree, field: string, scope: Scope): Condition {
  if (tree.kind === 'fields') return compileCondition(tree, field, scope)
  const changes = scope.flag(tree, field)
  return () => changes
}
