import { type CsvOptions, csvOptions } from './csv-options.ts'
import { exportedInteraction } from './exported-record.ts'
import { builtInKinds, type IdentifierKinds, identifiersIn } from './identifier-kinds.ts'
import type { Interaction } from './interaction.ts'
import { idsOf } from './interaction-id.ts'
import { type Condition, compileCondition } from './mapping-condition.ts'
import { compileGathered, type Gathered } from './mapping-gather.ts'
import { compileInteraction, interactionKeys, type ReadInteraction } from './mapping-interaction.ts'
import { addJoined, compileJoins, type JoinSpec, type LoadedJoin } from './mapping-join.ts'
import { compileKey, recordKey } from './mapping-key.ts'
import { compilePayload } from './mapping-payload.ts'
import { type NamedColumn, Scope } from './mapping-scope.ts'
import type { ReadText } from './mapping-value.ts'
import { didYouMean } from './nearest-word.ts'
import type { Occurrences } from './occurrences.ts'
import { type FlatRecord, Rejection } from './record.ts'
import type { TimeZone } from './time-zone.ts'
import { type Fields, listed, type Problem, type Tree } from './yaml-tree.ts'

export const formats = ['csv', 'jsonl', 'xes', 'parquet', 'ocel'] as const
export type Format = (typeof formats)[number]
export const eventTypes = ['track', 'page', 'screen', 'identify', 'group', 'alias', 'merge'] as const
export type EventType = (typeof eventTypes)[number]

/** What mapping a record needs beside it. One context per file: `occurrences` counts equal rows of that file. */
export interface RecordContext {
  row: number
  /** Epoch ms; times more than a day after it are refused. Default: the clock. */
  now?: number
  /** The record's own key where the mapping names none, such as a message id. */
  key?: string
  occurrences?: Occurrences
  joins?: LoadedJoin[]
  /** In which form identifiers are kept. Default: as built in. */
  kinds?: IdentifierKinds
}

export type Mapped =
  | { interactions: Interaction[] }
  /** The record is not an interaction by the mapping's `where`. */
  | { ignored: true }
  /** Quarantine. `reason` carries no value, so that equal reasons can be counted. */
  | { rejected: { field: string; value: string; reason: string } }

/** One compiled entry of `records`. */
export interface RecordMapping {
  /** Part of every interaction's identity: `name`, else the file or the event types. */
  name: string
  file: string | null
  events: EventType[] | null
  /** The records of a webhook's payload; null where the entry reads none. */
  recordsOf: ((payload: FlatRecord) => FlatRecord[]) | null
  /** Null where each record stands alone. */
  gathered: Gathered | null
  /** Null: by the file's extension. */
  format: Format | null
  csv: CsvOptions
  /** Its records are what `throughline export` wrote: interactions keep id and source. */
  exported: boolean
  joins: JoinSpec[]
  /** How many interactions a record of it makes at most. */
  makes: number
  /** Columns the entry names, with the line of the mapping. */
  columns: NamedColumn[]
  line: number
  /** Never throws for what a record holds. Adds the joined columns to the record. */
  map(record: FlatRecord, context: RecordContext): Mapped
}

const ownKeys = [
  'name',
  'file',
  'events',
  'payload',
  'format',
  'csv',
  'exported',
  'key',
  'where',
  'missing',
  'join',
  'gather',
  'interactions',
]
/** What may stand beside `exported: true`: the rest is told by the records themselves. */
const besideExported = ['name', 'file', 'format', 'csv', 'exported']

/** Compiles one entry of `records`; null with problems where it has no interactions to give. */
export function compileRecord(
  tree: Tree,
  field: string,
  source: string,
  zone: TimeZone,
  problems: Problem[],
): RecordMapping | null {
  const probe = new Scope(problems, zone)
  const entries = probe.fields(tree, field, [...ownKeys, ...interactionKeys])
  if (entries === null) return null
  const missing = entries.has('missing')
    ? new Set(probe.texts(entries.get('missing')!.value, `${field}.missing`))
    : undefined
  const scope = new Scope(problems, zone, missing)
  const text = (key: string) =>
    entries.has(key) ? scope.text(entries.get(key)!.value, `${field}.${key}`) : null
  const file = text('file')
  const events = entries.has('events')
    ? eventsOf(entries.get('events')!.value, `${field}.events`, scope)
    : null
  const payload = entries.get('payload')
  const recordsOf = payload ? compilePayload(payload.value, `${field}.payload`, scope) : null
  checkReads(scope, [file, events, recordsOf], tree.line, field)
  if (file !== null && /(^|\/)\.\.(\/|$)|^\//.test(file))
    scope.problem(entries.get('file')!.line, `${field}.file`, `'${file}' leads out of the imported folder`)
  const exported = isExported(entries, field, scope)
  const specs = exported ? [] : compileInteractions(entries, tree.line, field, scope)
  const where = entries.has('where')
    ? compileCondition(entries.get('where')!.value, `${field}.where`, scope)
    : null
  const key = entries.has('key') ? compileKey(entries.get('key')!.value, `${field}.key`, scope) : null
  const gathered = entries.has('gather')
    ? compileGathered(entries.get('gather')!, `${field}.gather`, scope, {
        payload: payload !== undefined,
        key,
        where,
        interactions: specs.length,
      })
    : null
  const name = text('name') ?? file ?? events?.join(',') ?? (payload ? 'payload' : '')
  const columns = scope.columns.filter(
    (one, i, all) => all.findIndex((other) => other.column === one.column) === i,
  )
  const named = columns.map((each) => each.column)
  return {
    name,
    file,
    events,
    recordsOf: recordsOf && ((one) => recordsOf(one, named)),
    gathered,
    line: tree.line,
    format: entries.has('format')
      ? scope.word(entries.get('format')!.value, `${field}.format`, formats)
      : null,
    csv: csvOptions(entries.get('csv')?.value, `${field}.csv`, scope),
    exported,
    joins: entries.has('join') ? compileJoins(entries.get('join')!.value, `${field}.join`, scope) : [],
    makes: exported ? 1 : specs.length,
    columns,
    map: exported
      ? mapExported
      : mapper({ source, name, where: gathered ? null : where, key, specs, clock: scope.clock }),
  }
}

/** An entry reads files, events of the Segment dialect or payloads of a webhook, and says which. */
function checkReads(scope: Scope, read: unknown[], line: number, field: string): void {
  if (read.filter((each) => each !== null).length !== 1)
    scope.problem(
      line,
      field,
      'an entry reads either `file` (a name such as orders.csv, or *.csv) or `events` (such as [track]) or `payload` (whole, or a list such as messages.*)',
    )
}

function isExported(entries: Fields['entries'], field: string, scope: Scope): boolean {
  const entry = entries.get('exported')
  if (entry === undefined || !scope.flag(entry.value, `${field}.exported`)) return false
  for (const [name, { line }] of entries)
    if (!besideExported.includes(name))
      scope.problem(
        line,
        `${field}.${name}`,
        `\`exported: true\` takes every field as the export wrote it: leave out ${name}`,
      )
  return true
}

function eventsOf(tree: Tree, field: string, scope: Scope): EventType[] {
  const items = tree.kind === 'list' ? tree.items : [tree]
  return items.flatMap((item, i) => scope.word(item, `${field}[${i}]`, eventTypes) ?? [])
}

function compileInteractions(
  entries: Fields['entries'],
  line: number,
  field: string,
  scope: Scope,
): ReadInteraction[] {
  const shared: Fields['entries'] = new Map([...entries].filter(([key]) => interactionKeys.includes(key)))
  const tree = entries.get('interactions')?.value
  if (!tree) return [compileInteraction(new Map(), shared, line, field, field, scope)]
  const items = tree.kind === 'list' ? tree.items : [tree]
  if (items.length === 0)
    scope.problem(
      tree.line,
      `${field}.interactions`,
      'an empty list: every record makes at least one interaction',
    )
  return items.map((item, i) => {
    const path = `${field}.interactions[${i}]`
    return compileInteraction(
      scope.fields(item, path, interactionKeys) ?? new Map(),
      shared,
      item.line,
      path,
      field,
      scope,
    )
  })
}

interface Mapper {
  source: string
  name: string
  where: Condition | null
  key: ReadText | null
  specs: ReadInteraction[]
  clock: { now: number }
}

const ignored = { ignored: true } as const

const mapExported: RecordMapping['map'] = (record, { now = Date.now(), kinds = builtInKinds }) => {
  try {
    return { interactions: [exportedInteraction(record, kinds, now)] }
  } catch (error) {
    if (error instanceof Rejection)
      return { rejected: { field: error.field, value: error.value, reason: error.reason } }
    throw error
  }
}

function mapper({ source, name, where, key, specs, clock }: Mapper): RecordMapping['map'] {
  const place = `${source}\0${name}\0`
  return (record, context) => {
    clock.now = context.now ?? Date.now()
    const kinds = context.kinds ?? builtInKinds
    try {
      // Nothing is joined to a payload: one that is not meant needs no key either.
      if (context.joins === undefined && where !== null && !where(record)) return ignored
      const ownKey = recordKey(record, context, key)
      if (context.joins) for (const join of context.joins) addJoined(record, join)
      if (where !== null && !where(record)) return ignored
      const interactions: Interaction[] = []
      const id = idsOf(`${place}${ownKey}`)
      for (let i = 0; i < specs.length; i++) {
        const read = specs[i]!(record)
        if (read === null) continue
        interactions.push({
          interaction_id: id(i),
          source,
          record_key: ownKey,
          sequence: sequenceOf(record, context) * specs.length + i,
          ...read,
          identifiers: identifiersIn(read.identifiers, kinds),
        })
      }
      return interactions.length > 0 ? { interactions } : nothing
    } catch (error) {
      if (error instanceof Rejection)
        return { rejected: { field: error.field, value: error.value, reason: error.reason } }
      throw error
    }
  }
}

const nothing = {
  rejected: {
    field: 'at',
    value: '',
    reason: 'no interaction: every time is empty, or no `when` holds; leave such records out by `where`',
  },
}

/** Order within the source: of the event in its trace, else of the row in its file. */
function sequenceOf(record: FlatRecord, context: RecordContext): number {
  const index = record['event:index']
  return index === undefined ? context.row : Number(index)
}

/** What is wrong between the columns of a file and those the entry names; `columns` include the joined ones. */
export function missingColumns(
  entry: RecordMapping,
  columns: readonly string[],
  file: string,
  mappingFile: string,
): Problem[] {
  const there = new Set(columns)
  return entry.columns
    .filter(({ column }) => !there.has(column))
    .map(({ column, line, field }) => ({
      line,
      field,
      message: `${file} has no column '${column}' (line ${line} of ${mappingFile}); it has: ${listed(columns, 60)}${didYouMean(column, columns)}`,
    }))
}
