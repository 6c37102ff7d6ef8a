import { type PromiseAct, type PromiseFact, promiseActs } from './interaction.ts'
import { fitting, limits } from './limits.ts'
import { type Condition, compileCondition } from './mapping-condition.ts'
import type { Scope } from './mapping-scope.ts'
import {
  ahead,
  compileText,
  compileTexts,
  compileTime,
  type ReadText,
  type ReadTime,
} from './mapping-value.ts'
import type { FlatRecord } from './record.ts'
import type { Tree } from './yaml-tree.ts'

/** Adds the facts a record holds about one promise; `at` is the interaction's start. */
export type ReadPromise = (record: FlatRecord, at: number, facts: PromiseFact[]) => void

const keys = [
  'what',
  'due',
  'act',
  'when',
  'fulfilled_at',
  'fulfilled',
  'void',
  'fulfilled_by',
  'replaced_by',
  'voided_by',
]

interface Parts {
  what: ReadText
  act: PromiseAct
  due: ReadTime | null
  when: Condition | null
  fulfilledAt: ReadTime | null
  fulfilled: Condition | null
  void: Condition | null
  fulfilled_by: string[]
  replaced_by: string[]
  voided_by: string[]
}

/** One entry of `promises`. */
export function compilePromise(tree: Tree, field: string, scope: Scope): ReadPromise {
  const entries = scope.fields(tree, field, keys) ?? new Map<string, { value: Tree }>()
  const made = <T>(key: string, compile: (tree: Tree, field: string, scope: Scope) => T): T | null => {
    const entry = entries.get(key)
    return entry ? compile(entry.value, `${field}.${key}`, scope) : null
  }
  const touchpoints = (key: string) => made(key, (inner, path) => scope.texts(inner, path)) ?? []
  const promisedTime = (inner: Tree, path: string) => compileTime(inner, path, scope, ahead.promised)
  const happenedTime = (inner: Tree, path: string) => compileTime(inner, path, scope, ahead.happened)
  if (!entries.has('what'))
    scope.problem(tree.line, `${field}.what`, 'a promise needs `what` was promised, for example delivery')
  const parts: Parts = {
    what: made('what', compileText) ?? (() => ''),
    act: made('act', (inner, path) => scope.word(inner, path, promiseActs)) ?? 'made',
    due: made('due', promisedTime),
    when: made('when', compileCondition),
    fulfilledAt: made('fulfilled_at', happenedTime),
    fulfilled: made('fulfilled', compileCondition),
    void: made('void', compileCondition),
    fulfilled_by: touchpoints('fulfilled_by'),
    replaced_by: touchpoints('replaced_by'),
    voided_by: touchpoints('voided_by'),
  }
  return (record, at, facts) => addFacts(record, at, facts, parts)
}

/** A promise whose `due` is empty on this record was not made: nothing is said about it. */
function addFacts(record: FlatRecord, at: number, facts: PromiseFact[], parts: Parts): void {
  if (parts.when !== null && !parts.when(record)) return
  const what = fitting(parts.what(record), limits.phrase, 'what')
  if (what === '') return
  const due = parts.due === null ? null : parts.due(record)
  if (parts.due !== null && due === null && (parts.act === 'made' || parts.act === 'replaced')) return
  facts.push({
    what,
    act: parts.act,
    due,
    at,
    fulfilled_by: parts.fulfilled_by,
    replaced_by: parts.replaced_by,
    voided_by: parts.voided_by,
  })
  const time = parts.fulfilledAt === null ? null : parts.fulfilledAt(record)
  if (parts.fulfilled === null ? time !== null : parts.fulfilled(record))
    facts.push(ending(what, 'fulfilled', time))
  if (parts.void?.(record)) facts.push(ending(what, 'voided', null))
}

function ending(what: string, act: PromiseAct, at: number | null): PromiseFact {
  return { what, act, due: null, at, fulfilled_by: [], replaced_by: [], voided_by: [] }
}

/** `promises`: a list of them, or one. */
export function compilePromises(tree: Tree, field: string, scope: Scope): ReadPromise[] {
  if (tree.kind !== 'list') return [compilePromise(tree, field, scope)]
  return tree.items.map((item, i) => compilePromise(item, `${field}[${i}]`, scope))
}

/** Reads several phrases, each within limits. */
export function compilePhrases(tree: Tree, field: string, scope: Scope): (record: FlatRecord) => string[] {
  const read = compileTexts(tree, field, scope)
  return (record) => {
    const phrases = read(record)
    for (let i = 0; i < phrases.length; i++) phrases[i] = fitting(phrases[i]!, limits.phrase, field)
    return phrases.length > limits.phrases ? phrases.slice(0, limits.phrases) : phrases
  }
}
