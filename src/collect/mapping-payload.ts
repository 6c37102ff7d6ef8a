import type { Scope } from './mapping-scope.ts'
import { emptyRecord, type FlatRecord } from './record.ts'
import type { Tree } from './yaml-tree.ts'

/** The records that one payload of a webhook holds. `named`: the columns the entry names. */
export type RecordsOf = (payload: FlatRecord, named: readonly string[]) => FlatRecord[]

/** Columns that are no part of the body: `header:x-topic`, `query:shop`, `hook:received_at`. */
export const besideBody = /^(header|query|hook):/

/** Items of one payload that are read; a longer list is quarantined whole. */
export const mostItems = 1_000

const remedy =
  'write `whole` where a payload is one record, or the path of its list, with * for the items: messages.*, entry.*.changes.*, or * alone'

/** `payload: whole`, or the path of a list whose items are the records. */
export function compilePayload(tree: Tree, field: string, scope: Scope): RecordsOf {
  const text = scope.text(tree, field) ?? 'whole'
  if (text === 'whole') return (payload) => [payload]
  const steps = text.split('.')
  if (steps.at(-1) !== '*' || steps.some((step) => step === '')) {
    scope.problem(tree.line, field, `'${text}' is no list of a payload: ${remedy}`)
    return () => []
  }
  const place = steps
    .map((step) => (step === '*' ? '\\d+' : step.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')))
    .join('\\.')
  const item = new RegExp(`^(${place})(?:\\.(.+))?$`, 's')
  return (payload, named) => itemsOf(payload, item, named)
}

/** Each item with its own columns, what stands beside the body, and of the rest of the payload the `payload:` columns that are named. */
function itemsOf(payload: FlatRecord, item: RegExp, named: readonly string[]): FlatRecord[] {
  const items = new Map<string, FlatRecord>()
  const beside: [string, string][] = []
  for (const column in payload) {
    if (besideBody.test(column)) {
      beside.push([column, payload[column]!])
      continue
    }
    const found = item.exec(column)
    if (found === null) continue
    const record = items.get(found[1]!) ?? emptyRecord()
    record[found[2] ?? 'item'] = payload[column]!
    items.set(found[1]!, record)
  }
  for (const name of named) {
    const outer = name.startsWith('payload:') ? payload[name.slice('payload:'.length)] : undefined
    if (outer !== undefined) beside.push([name, outer])
  }
  for (const record of items.values()) for (const [column, value] of beside) record[column] = value
  return [...items.values()]
}
