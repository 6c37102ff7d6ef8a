import { tooLong } from './identifier-kinds.ts'
import { deliveries, type Identifier, type News, type Score, type Subject } from './interaction.ts'
import { cut, fitting, limits } from './limits.ts'
import { columnReader } from './mapping-column.ts'
import type { Scope } from './mapping-scope.ts'
import { shown } from './mapping-scope.ts'
import {
  ahead,
  compileNumber,
  compileText,
  compileTexts,
  compileTime,
  type ReadText,
  type ReadTexts,
} from './mapping-value.ts'
import { type FlatRecord, Rejection } from './record.ts'
import type { Tree } from './yaml-tree.ts'

/** Kinds and their values: `{user_id: $customer, email: $mail}`; later entries of the same kind replace earlier ones. */
export type Named<R> = { name: string; read: R }[]

export function compileNamed<R>(
  tree: Tree,
  field: string,
  scope: Scope,
  compile: (tree: Tree, field: string, scope: Scope) => R,
): Named<R> {
  const entries = scope.anyFields(tree, field, 'of the form {kind: $column}') ?? []
  const named: Named<R> = []
  for (const [name, entry] of entries) {
    if (name.trim() === '' || name.length > limits.name)
      scope.problem(entry.line, field, `'${name.slice(0, 60)}' is no name: 1 to ${limits.name} characters`)
    else named.push({ name: name.trim(), read: compile(entry.value, `${field}.${name}`, scope) })
  }
  return named
}

export const compileNamedTexts = (tree: Tree, field: string, scope: Scope) =>
  compileNamed<ReadTexts>(tree, field, scope, compileTexts)

export const compileNamedText = (tree: Tree, field: string, scope: Scope) =>
  compileNamed<ReadText>(tree, field, scope, compileText)

/** Shared entries, with those of the interaction in place of the ones of the same name. */
export function merged<R>(shared: Named<R>, own: Named<R>): Named<R> {
  return [...shared.filter((entry) => !own.some((other) => other.name === entry.name)), ...own]
}

/** Identifiers as they are written: their kinds say in which form they are kept. */
export function readIdentifiers(record: FlatRecord, named: Named<ReadTexts>): Identifier[] {
  const identifiers: Identifier[] = []
  for (const { name, read } of named) {
    for (const value of read(record)) {
      if (value.length > limits.key) throw new Rejection(name, value, tooLong)
      identifiers.push({ kind: name, value: value.isWellFormed() ? value : value.toWellFormed() })
    }
  }
  return identifiers
}

/** What a record says of the customer; what it leaves empty it does not say. */
export function readTraits(record: FlatRecord, named: Named<ReadText>): Record<string, string> {
  const traits: Record<string, string> = {}
  for (const { name, read } of named) {
    const value = read(record).trim()
    if (value !== '' && name !== '__proto__') traits[name] = cut(value, limits.attribute_value)
  }
  return traits
}

export function readSubjects(record: FlatRecord, named: Named<ReadTexts>): Subject[] {
  const subjects: Subject[] = []
  for (const { name, read } of named) {
    for (const id of read(record)) subjects.push({ type: name, id: fitting(id, limits.key, name) })
  }
  return subjects
}

/** Which attributes are taken: `all` columns but those in `apart`, those of a prefix (`properties.*`), the named ones. */
export interface Attributes {
  all: boolean
  prefixes: string[]
  named: Named<ReadText>
}

/** `all`, a list of columns, or names with values. */
export function compileAttributes(tree: Tree, field: string, scope: Scope): Attributes {
  if (tree.kind === 'text' && tree.text.trim() === 'all') return { all: true, prefixes: [], named: [] }
  if (tree.kind === 'fields')
    return { all: false, prefixes: [], named: compileNamed(tree, field, scope, compileText) }
  if (tree.kind === 'text') {
    scope.problem(
      tree.line,
      field,
      `${shown(tree)} stands where \`all\`, a list of columns or {name: $column} is needed`,
    )
    return { all: false, prefixes: [], named: [] }
  }
  const prefixes: string[] = []
  const named = tree.items.flatMap((item, i) => {
    const text = scope.text(item, `${field}[${i}]`)
    if (text === null) return []
    const column = text.startsWith('$') ? text.slice(1) : text
    if (column.endsWith('.*')) {
      prefixes.push(column.slice(0, -1))
      return []
    }
    scope.named(column, item.line, `${field}[${i}]`)
    return { name: column, read: columnReader(column, scope.missing) }
  })
  return { all: false, prefixes, named }
}

/** The attributes of a record. Columns of `apart` are left out of `all`: they are the interaction's own fields. */
export function readAttributes(
  record: FlatRecord,
  from: Attributes,
  apart: ReadonlySet<string>,
  missing: ReadonlySet<string>,
) {
  const attributes: Record<string, string> = {}
  let count = 0
  const add = (name: string, value: string) => {
    if (name === '__proto__') return
    if (++count > limits.attributes) {
      throw new Rejection(
        'attributes',
        '',
        `more than ${limits.attributes} attributes: name the ones that are needed instead of \`all\``,
      )
    }
    attributes[fitting(name, limits.attribute_name, 'attributes')] = cut(value, limits.attribute_value)
  }
  if (from.all) {
    for (const column in record) {
      const value = record[column]!.trim()
      if (value !== '' && !apart.has(column) && !missing.has(value)) add(attributeName(column, record), value)
    }
  }
  for (const prefix of from.prefixes) {
    for (const column in record) {
      const value = column.startsWith(prefix) && column.length > prefix.length ? record[column]!.trim() : ''
      if (value !== '' && !apart.has(column) && !missing.has(value)) add(column.slice(prefix.length), value)
    }
  }
  for (const { name, read } of from.named) {
    const value = read(record)
    if (value !== '') add(name, value)
  }
  return attributes
}

/** A trace attribute loses its `case:` unless an event attribute has the same name. */
function attributeName(column: string, record: FlatRecord): string {
  if (!column.startsWith('case:')) return column
  const bare = column.slice(5)
  return bare === '' || record[bare] !== undefined ? column : bare
}

/** `news: true`, or what the customer was told. */
export function compileNews(tree: Tree, field: string, scope: Scope): (record: FlatRecord) => News | null {
  if (tree.kind === 'text') {
    const told = scope.flag(tree, field)
    return () => (told ? { received: null, needed_from_you: null, next_by: null, delivery: 'assumed' } : null)
  }
  const entries =
    scope.fields(tree, field, ['received', 'needed_from_you', 'next_by', 'delivery']) ?? new Map()
  const said = (key: string): ReadText =>
    entries.has(key) ? compileText(entries.get(key).value, `${field}.${key}`, scope) : () => ''
  const received = said('received')
  const needed = said('needed_from_you')
  const delivery = said('delivery')
  const nextBy = entries.has('next_by')
    ? compileTime(entries.get('next_by').value, `${field}.next_by`, scope, ahead.promised)
    : () => null
  return (record) => ({
    received: cut(received(record), limits.phrase) || null,
    needed_from_you: cut(needed(record), limits.phrase) || null,
    next_by: nextBy(record),
    delivery: oneOf(delivery(record), deliveries, 'delivery', 'assumed'),
  })
}

/** The word, or the default when absent; any other word rejects the record. */
export function oneOf<W extends string>(text: string, words: readonly W[], field: string, otherwise: W): W {
  if (text === '') return otherwise
  for (const word of words) if (word === text) return word
  throw new Rejection(field, text, `none of ${words.join(', ')}: translate it in the mapping`)
}

/** `score`: null where the value is absent; a value off its scale rejects the record. */
export function compileScore(tree: Tree, field: string, scope: Scope): (record: FlatRecord) => Score | null {
  const entries = scope.fields(tree, field, ['question', 'value', 'scale', 'direction']) ?? new Map()
  for (const key of ['question', 'value']) {
    if (!entries.has(key)) scope.problem(tree.line, `${field}.${key}`, `a score needs its ${key}`)
  }
  const question = entries.has('question')
    ? compileText(entries.get('question').value, `${field}.question`, scope)
    : () => ''
  const value = entries.has('value')
    ? compileNumber(entries.get('value').value, `${field}.value`, scope)
    : () => null
  const column = /\$(.+)/.exec(shown(entries.get('value')?.value ?? tree))?.[1]?.replace(/'$/, '') ?? 'score'
  const [min, max] = entries.has('scale')
    ? compileScale(entries.get('scale').value, `${field}.scale`, scope)
    : [null, null]
  const directions = ['higher_is_better', 'lower_is_better'] as const
  const direction =
    (entries.has('direction') &&
      scope.word(entries.get('direction').value, `${field}.direction`, directions)) ||
    directions[0]
  return (record) => {
    const number = value(record)
    if (number === null) return null
    if ((min !== null && number < min) || (max !== null && number > max)) {
      throw new Rejection(
        column,
        String(number),
        `off the scale ${min}–${max}: translate it, or list it under \`missing\` if it means "no answer"`,
      )
    }
    return {
      question: fitting(question(record), limits.name, 'question'),
      value: number,
      scale_min: min,
      scale_max: max,
      direction,
    }
  }
}

function compileScale(tree: Tree, field: string, scope: Scope): [number | null, number | null] {
  const [min, max] = scope.texts(tree, field).map(Number)
  if (min !== undefined && max !== undefined && min < max) return [min, max]
  scope.problem(tree.line, field, 'a scale is its lowest and its highest value, for example [1, 5]')
  return [null, null]
}
