import { limits } from './limits.ts'
import { type Condition, compileCondition } from './mapping-condition.ts'
import { ownKey } from './mapping-key.ts'
import type { Scope } from './mapping-scope.ts'
import { ahead, compileText, compileTime, type ReadText, type ReadTime } from './mapping-value.ts'
import { emptyRecord, type FlatRecord } from './record.ts'
import { listed, type Tree } from './yaml-tree.ts'

/** Payloads with one key that are parts of one record: the calls of a switchboard, the states of a message. */
export interface Gather {
  /** What tells one part of a record from another; '' where its content does. */
  partKey: ReadText
  /**
   * The record out of its parts, whatever order they came in: of each column the last value that is not empty, and what the
   * parts say. A time that is none rejects it.
   */
  fold(parts: readonly FlatRecord[], now: number): FlatRecord
}

/** Of an entry: which payloads it takes, and the key that makes them one. */
export interface Gathered extends Gather {
  admits: Condition
  /** @throws Rejection where the record has no key. */
  keyOf: ReadText
}

/** `gather` of an entry, which must have what gathering needs. */
export function compileGathered(
  { value, line }: { value: Tree; line: number },
  field: string,
  scope: Scope,
  of: { payload: boolean; key: ReadText | null; where: Condition | null; interactions: number },
): Gathered | null {
  const { key, where } = of
  const gather = compileGather(value, field, scope)
  if (!of.payload || key === null || of.interactions !== 1)
    scope.problem(
      line,
      field,
      'payloads that are gathered need `payload`, a `key` that all parts of one record have, and one interaction that they become',
    )
  if (gather === null || key === null) return null
  return { ...gather, admits: where ?? (() => true), keyOf: (record) => ownKey(record, key) }
}

interface Part {
  name: string
  when: Condition
  until: Condition | null
  detail: ReadText | null
}

const keys = ['at', 'part_key', 'parts']
const partKeys = ['part', 'when', 'until', 'detail']

/** `gather`: the time of a part, what tells parts apart, and the parts that are told. */
function compileGather(tree: Tree, field: string, scope: Scope): Gather | null {
  const entries = scope.fields(tree, field, keys)
  if (entries === null) return null
  const at = entries.get('at')
  if (!at)
    scope.problem(
      tree.line,
      `${field}.at`,
      'parts need `at`: the column of their time, or $hook:received_at for when they arrived',
    )
  const time: ReadTime = at ? compileTime(at.value, `${field}.at`, scope, ahead.happened) : () => null
  const partKey = entries.has('part_key')
    ? compileText(entries.get('part_key')!.value, `${field}.part_key`, scope)
    : () => ''
  const list = entries.get('parts')?.value
  const items = list === undefined ? [] : list.kind === 'list' ? list.items : [list]
  const parts = items.flatMap((item, i) => compilePart(item, `${field}.parts[${i}]`, scope) ?? [])
  return {
    partKey,
    fold: (records, now) => {
      scope.clock.now = now
      return folded(inOrder(records, time), parts, scope)
    },
  }
}

function compilePart(tree: Tree, field: string, scope: Scope): Part | null {
  const entries = scope.fields(tree, field, partKeys)
  if (entries === null) return null
  const name = entries.has('part') ? scope.text(entries.get('part')!.value, `${field}.part`) : null
  if (name === null || name.includes('.') || name.length > limits.name || !entries.has('when')) {
    scope.problem(
      tree.line,
      field,
      `a part has a name without dots and a condition (known here: ${listed(partKeys)}): { part: queue, when: { QueueSid: present }, until: { QueueResult: present } }`,
    )
    return null
  }
  const condition = (key: string) => compileCondition(entries.get(key)!.value, `${field}.${key}`, scope)
  return {
    name,
    when: condition('when'),
    until: entries.has('until') ? condition('until') : null,
    detail: entries.has('detail')
      ? compileText(entries.get('detail')!.value, `${field}.detail`, scope)
      : null,
  }
}

interface Placed {
  at: number
  record: FlatRecord
}

/** By their time, then by when they arrived, then by content: the same parts make the same record in any order. */
function inOrder(records: readonly FlatRecord[], time: ReadTime): Placed[] {
  const arrived = (record: FlatRecord) => Number(record['hook:received_at'] ?? 0)
  return records
    .map((record) => ({ record, at: time(record) ?? arrived(record), text: JSON.stringify(record) }))
    .sort(
      (a, b) =>
        a.at - b.at ||
        arrived(a.record) - arrived(b.record) ||
        (a.text < b.text ? -1 : a.text > b.text ? 1 : 0),
    )
}

function folded(placed: readonly Placed[], parts: readonly Part[], scope: Scope): FlatRecord {
  const record = emptyRecord()
  for (const each of placed)
    for (const column in each.record) {
      const value = each.record[column]!
      if (value.trim() !== '') record[column] = value
    }
  for (const { column } of scope.columns) {
    if (!column.startsWith('first:')) continue
    const name = column.slice('first:'.length)
    const first = placed.find((each) => (each.record[name] ?? '').trim() !== '')
    if (first !== undefined) record[column] = first.record[name]!
  }
  record['gathered:first_at'] = String(placed[0]?.at ?? '')
  record['gathered:last_at'] = String(placed.at(-1)?.at ?? '')
  record['gathered:parts'] = String(placed.length)
  for (const part of parts) tell(record, part, placed)
  return record
}

/** Columns of one part: when it began, how often, what it says; with `until` its end and how long in all. */
function tell(record: FlatRecord, part: Part, placed: readonly Placed[]): void {
  const details: string[] = []
  let first: number | null = null
  let count = 0
  let began: number | null = null
  let ended: number | null = null
  let millis = 0
  for (const { at, record: each } of placed) {
    if (began !== null && part.until?.(each)) {
      millis += at - began
      ended = at
      began = null
      continue
    }
    if (began !== null || !part.when(each)) continue
    first ??= at
    count++
    const detail = part.detail?.(each) ?? ''
    if (detail !== '') details.push(detail)
    if (part.until !== null) began = at
  }
  if (first === null) return
  const write = (name: string, value: string) => {
    record[`part.${part.name}.${name}`] = value
  }
  write('at', new Date(first).toISOString())
  write('count', String(count))
  if (details.length > 0) write('detail', details.join(', '))
  if (details.length > 1) write('last', details.at(-1)!)
  if (part.until === null) return
  // A part that has not ended has no length: unknown, not 0.
  if (ended !== null) write('until', new Date(ended).toISOString())
  if (began === null) write('seconds', String(millis / 1000))
}
