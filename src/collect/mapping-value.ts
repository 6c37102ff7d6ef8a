import { columnReader } from './mapping-column.ts'
import { compileCondition } from './mapping-condition.ts'
import { type Scope, shown } from './mapping-scope.ts'
import { type FlatRecord, Rejection } from './record.ts'
import { timeFormat } from './time-format.ts'
import { parseIsoTime, timeRemedy } from './time-value.ts'
import { endOfDay, type TimeZone, timeZone } from './time-zone.ts'
import type { Tree } from './yaml-tree.ts'

/** Reads a value from a record; '' = absent. */
export type ReadText = (record: FlatRecord) => string
/** Reads several values from a record. */
export type ReadTexts = (record: FlatRecord) => string[]
/** Reads a time, epoch ms; null = absent. A value that is no time rejects the record. */
export type ReadTime = (record: FlatRecord) => number | null

const shapes = ['instant', 'end_of_day', 'integer'] as const
const valueKeys = [
  'column',
  'columns',
  'when',
  'without',
  'translate',
  'otherwise',
  'format',
  'zone',
  'as',
  'split',
]

const earliest = Date.UTC(1990, 0, 1)
const day = 86_400_000
/** How far ahead of now a time may lie: what happened, a day; what is promised, 50 years. */
export const ahead = { happened: day, promised: 50 * 366 * day }

interface Source {
  read: ReadText
  /** The column a rejection names; the first of several. */
  column: string
  parse: (text: string) => number
  endOfDay: TimeZone | null
  split: string | null
}

/** One value: the first non-empty of a list, or the one given. */
export function compileText(tree: Tree, field: string, scope: Scope): ReadText {
  const reads = sources(tree, field, scope).map((source) => source.read)
  const [only] = reads
  if (reads.length === 1 && only) return only
  return (record) => {
    for (const read of reads) {
      const value = read(record)
      if (value !== '') return value
    }
    return ''
  }
}

/** Every value of a list, split where it says so; for fields that hold several. */
export function compileTexts(tree: Tree, field: string, scope: Scope): ReadTexts {
  const all = sources(tree, field, scope)
  return (record) => {
    const values: string[] = []
    for (const { read, split } of all) {
      const value = read(record)
      if (value === '') continue
      if (split === null) values.push(value)
      else
        values.push(
          ...value
            .split(split)
            .map((part) => part.trim())
            .filter((part) => part !== ''),
        )
    }
    return values
  }
}

/** A time: the first non-empty of a list, or the one given. */
export function compileTime(tree: Tree, field: string, scope: Scope, mayLieAhead: number): ReadTime {
  const all = sources(tree, field, scope)
  return (record) => {
    for (const source of all) {
      const text = source.read(record)
      if (text !== '') return timeOf(text, source, scope.clock.now + mayLieAhead, mayLieAhead)
    }
    return null
  }
}

function timeOf(text: string, source: Source, latest: number, mayLieAhead: number): number {
  const parsed = source.parse(text)
  if (Number.isNaN(parsed)) throw new Rejection(source.column, text, timeRemedy)
  const time = source.endOfDay === null ? parsed : endOfDay(parsed, source.endOfDay)
  if (time < earliest)
    throw new Rejection(
      source.column,
      text,
      'a time before 1990: a wrong format, or a placeholder for nothing (list it under `missing`)',
    )
  if (time > latest) {
    const bound =
      mayLieAhead === ahead.happened ? 'more than a day after now' : 'more than 50 years after now'
    throw new Rejection(source.column, text, `a time ${bound}: a wrong format, or a wrong clock`)
  }
  return time
}

/** A number; null = absent. Text that is no number rejects the record. */
export function compileNumber(
  tree: Tree,
  field: string,
  scope: Scope,
): (record: FlatRecord) => number | null {
  const all = sources(tree, field, scope)
  return (record) => {
    for (const { read, column } of all) {
      const text = read(record)
      if (text === '') continue
      const value = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) ? Number(text) : Number.NaN
      if (Number.isFinite(value)) return value
      throw new Rejection(
        column,
        text,
        'not a number: translate it, or list it under `missing` if it stands for nothing',
      )
    }
    return null
  }
}

function sources(tree: Tree, field: string, scope: Scope): Source[] {
  if (tree.kind !== 'list') return [source(tree, field, scope)]
  if (tree.items.length === 0) scope.problem(tree.line, field, 'an empty list stands where a value is needed')
  return tree.items.map((item, i) => source(item, `${field}[${i}]`, scope))
}

function source(tree: Tree, field: string, scope: Scope): Source {
  if (tree.kind === 'fields') return columnSource(tree, field, scope)
  const plain = {
    column: field,
    parse: (text: string) => parseIsoTime(text, scope.zone),
    endOfDay: null,
    split: null,
  }
  if (tree.kind === 'list' || tree.text.trim() === '') {
    scope.problem(
      tree.line,
      field,
      `${shown(tree)} stands where a value is needed: a text, $column or {column: …}`,
    )
    return { ...plain, read: () => '' }
  }
  const text = tree.text.trim()
  if (text.startsWith('$$') || !text.startsWith('$') || text === '$') {
    const literal = text.startsWith('$$') ? text.slice(1) : text
    return { ...plain, read: () => literal }
  }
  const column = text.slice(1)
  scope.named(column, tree.line, field)
  return { ...plain, column, read: columnReader(column, scope.missing) }
}

/** `{column: x, translate: …}`. */
function columnSource(tree: Tree, field: string, scope: Scope): Source {
  const entries = scope.fields(tree, field, valueKeys) ?? new Map()
  const at = (key: string) => entries.get(key)?.value as Tree | undefined
  const columns = at('column')
    ? scope.texts(at('column')!, `${field}.column`)
    : at('columns')
      ? scope.texts(at('columns')!, `${field}.columns`)
      : []
  const named = columns.map((column) => (column.startsWith('$') ? column.slice(1) : column))
  if (named.length === 0)
    scope.problem(tree.line, field, 'no column named: write {column: name_of_the_column, …}')
  for (const column of named)
    scope.named(column, entries.get('column')?.line ?? entries.get('columns')?.line ?? tree.line, field)

  const zone = at('zone') ? (compileZone(at('zone')!, `${field}.zone`, scope) ?? scope.zone) : scope.zone
  const shape = at('as') ? scope.word(at('as')!, `${field}.as`, shapes) : null
  let parse = (text: string) => parseIsoTime(text, zone)
  if (at('format')) {
    const made = timeFormat(scope.text(at('format')!, `${field}.format`) ?? '', zone)
    if (typeof made === 'string') scope.problem(at('format')!.line, `${field}.format`, made)
    else parse = made
  }
  const split = at('split')
  const read = translated(
    without(joined(named, scope.missing), at('without'), `${field}.without`, scope),
    at('translate'),
    at('otherwise'),
    shape === 'integer',
    field,
    scope,
  )
  const when = at('when') ? compileCondition(at('when')!, `${field}.when`, scope) : null
  return {
    read: when === null ? read : (record) => (when(record) ? read(record) : ''),
    column: named[0] ?? field,
    parse,
    endOfDay: shape === 'end_of_day' ? zone : null,
    split: split?.kind === 'text' && split.text !== '' ? split.text : null,
  }
}

/** Several columns are joined by a blank, empty ones left out: a date and a time, a title and a text. */
function joined(columns: string[], missing: ReadonlySet<string>): ReadText {
  const reads = columns.map((column) => columnReader(column, missing))
  const [only] = reads
  if (reads.length === 1 && only) return only
  return (record) =>
    reads
      .map((read) => read(record))
      .filter((value) => value !== '')
      .join(' ')
}

/** Takes what stands before or behind a value away: `whatsapp:` of a number, ` UTC` of a time. */
function without(read: ReadText, tree: Tree | undefined, field: string, scope: Scope): ReadText {
  const all = tree === undefined ? [] : tree.kind === 'list' ? tree.items : [tree]
  const affixes = all.flatMap((each) => {
    if (each.kind === 'text' && each.text !== '') return each.text
    scope.problem(each.line, field, `${shown(each)} stands where a text to be taken away is needed`)
    return []
  })
  if (affixes.length === 0) return read
  return (record) => {
    let value = read(record)
    for (const affix of affixes) {
      if (value.startsWith(affix)) value = value.slice(affix.length)
      if (value.endsWith(affix)) value = value.slice(0, value.length - affix.length)
    }
    return value.trim()
  }
}

function translated(
  read: ReadText,
  table: Tree | undefined,
  rest: Tree | undefined,
  integer: boolean,
  field: string,
  scope: Scope,
): ReadText {
  const whole: ReadText = integer ? (record) => read(record).replace(/^([+-]?\d+)\.0*$/, '$1') : read
  if (!table && !rest) return whole
  const words = new Map<string, string>()
  const entries = table ? (scope.anyFields(table, `${field}.translate`, 'of the form {from: to}') ?? []) : []
  for (const [from, entry] of entries) {
    if (entry.value.kind === 'text') words.set(from.trim(), entry.value.text.trim())
    else
      scope.problem(
        entry.line,
        `${field}.translate.${from}`,
        `${shown(entry.value)} stands where one text is needed`,
      )
  }
  const otherwise = rest?.kind === 'text' ? rest.text.trim() : null
  if (rest && otherwise === null)
    scope.problem(rest.line, `${field}.otherwise`, `${shown(rest)} stands where one text is needed`)
  return (record) => {
    const value = whole(record)
    return words.get(value) ?? (value === '' ? '' : (otherwise ?? value))
  }
}

/** A zone by name, or a problem. */
export function compileZone(tree: Tree, field: string, scope: Scope): TimeZone | null {
  const name = scope.text(tree, field)
  if (name === null) return null
  const zone = timeZone(name)
  if (zone === null)
    scope.problem(
      tree.line,
      field,
      `there is no time zone '${name}': write for example Europe/Berlin, UTC or +02:00`,
    )
  return zone
}
