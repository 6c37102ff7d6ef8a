import { hash } from 'node:crypto'
import { fitting, limits } from './limits.ts'
import type { Scope } from './mapping-scope.ts'
import { compileText, type ReadText } from './mapping-value.ts'
import type { Occurrences } from './occurrences.ts'
import { type FlatRecord, Rejection } from './record.ts'
import type { Tree } from './yaml-tree.ts'

/** What tells a record apart: one column or several. */
export function compileKey(tree: Tree, field: string, scope: Scope): ReadText {
  if (tree.kind !== 'list') return compileText(tree, field, scope)
  const reads = tree.items.map((item, i) => compileText(item, `${field}[${i}]`, scope))
  return (record) => {
    const parts = reads.map((read) => read(record))
    return parts.every((part) => part === '') ? '' : parts.join('/')
  }
}

/** The mapping's key; else the message id, the place in its trace, or the content with its number among equals. */
export function recordKey(
  record: FlatRecord,
  context: { key?: string; occurrences?: Occurrences },
  key: ReadText | null,
): string {
  if (key !== null) return ownKey(record, key)
  if (context.key !== undefined) return context.key
  const trace = record['event:trace']
  if (trace !== undefined) return `${trace}#${record['event:index'] ?? ''}`
  const content = hash('sha1', Object.values(record).join('\u001f'), 'hex')
  const before = context.occurrences?.count(content) ?? 0
  return before === 0 ? content : `${content}#${before}`
}

/** @throws Rejection where its columns are empty. */
export function ownKey(record: FlatRecord, key: ReadText): string {
  const own = key(record)
  if (own === '') throw new Rejection('key', '', 'the record has no key: its key column is empty')
  return fitting(own, limits.key, 'key')
}
