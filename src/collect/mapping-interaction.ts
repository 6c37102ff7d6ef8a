import { directions, type Interaction, type PromiseFact, parties } from './interaction.ts'
import { cut, fitting, limits } from './limits.ts'
import { type Condition, compileCondition } from './mapping-condition.ts'
import { compileGroups, type ReadGroup } from './mapping-group.ts'
import {
  type Attributes,
  compileAttributes,
  compileNamedText,
  compileNamedTexts,
  compileNews,
  compileScore,
  merged,
  type Named,
  oneOf,
  readAttributes,
  readIdentifiers,
  readSubjects,
  readTraits,
} from './mapping-parts.ts'
import { compilePhrases, compilePromises, type ReadPromise } from './mapping-promise.ts'
import type { Scope } from './mapping-scope.ts'
import { compileStatements, type ReadStatement } from './mapping-statement.ts'
import {
  ahead,
  compileNumber,
  compileText,
  compileTime,
  type ReadText,
  type ReadTexts,
  type ReadTime,
} from './mapping-value.ts'
import { type FlatRecord, Rejection } from './record.ts'
import type { Fields, Tree } from './yaml-tree.ts'

/** Fields that may stand at an interaction or, for all of them, at the record. */
export const interactionKeys = [
  'touchpoint',
  'at',
  'until',
  'lasts',
  'when',
  'channel',
  'direction',
  'begun_by',
  'ball_after',
  'identifiers',
  'subjects',
  'information_given',
  'information_asked',
  'news',
  'promises',
  'states',
  'score',
  'agent',
  'team',
  'cost',
  'text',
  'traits',
  'groups',
  'attributes',
]

/** One interaction of a record without the fields that name it; null where the record does not hold it. */
export type ReadInteraction = (record: FlatRecord) => Omit<Interaction, NamingField> | null
type NamingField = 'interaction_id' | 'source' | 'record_key' | 'sequence'

interface Parts {
  when: Condition | null
  at: ReadTime
  until: ReadTime | null
  lasts: ((record: FlatRecord) => number | null) | null
  touchpoint: ReadText
  channel: ReadText
  direction: ReadText
  begunBy: ReadText
  ballAfter: ReadText
  identifiers: Named<ReadTexts>
  subjects: Named<ReadTexts>
  given: (record: FlatRecord) => string[]
  asked: (record: FlatRecord) => string[]
  news: ReturnType<typeof compileNews> | null
  promises: ReadPromise[]
  states: ReadStatement[]
  score: ReturnType<typeof compileScore> | null
  agent: ReadText
  team: ReadText
  cost: ((record: FlatRecord) => number | null) | null
  text: ReadText
  traits: Named<ReadText>
  groups: ReadGroup[]
  attributes: Attributes
  apart: ReadonlySet<string>
  missing: ReadonlySet<string>
}

type Entries = Fields['entries']

/** Compiles one interaction; what it does not say itself is taken from the record's entries. */
export function compileInteraction(
  own: Entries,
  shared: Entries,
  line: number,
  field: string,
  sharedField: string,
  scope: Scope,
): ReadInteraction {
  const at = (key: string): { value: Tree; line: number } | undefined => own.get(key) ?? shared.get(key)
  const path = (key: string) => `${own.has(key) ? field : sharedField}.${key}`
  const made = <T>(key: string, compile: (tree: Tree, field: string, scope: Scope) => T): T | null => {
    const entry = at(key)
    return entry ? compile(entry.value, path(key), scope) : null
  }
  const text = (key: string): ReadText => made(key, compileText) ?? (() => '')
  const both = <T>(key: string, compile: (tree: Tree, field: string, scope: Scope) => Named<T>): Named<T> =>
    merged(
      shared.has(key) ? compile(shared.get(key)!.value, `${sharedField}.${key}`, scope) : [],
      own.has(key) ? compile(own.get(key)!.value, `${field}.${key}`, scope) : [],
    )
  for (const key of ['touchpoint', 'at']) {
    if (!at(key))
      scope.problem(
        line,
        `${field}.${key}`,
        `an interaction needs \`${key}\`: ${key === 'at' ? 'the column of its time' : 'a name, or $column'}`,
      )
  }
  if (at('until') && at('lasts'))
    scope.problem(line, `${field}.lasts`, '`until` and `lasts` say the same: keep one')
  const none = () => []
  return reader({
    when: made('when', compileCondition),
    at: made('at', (tree, field) => compileTime(tree, field, scope, ahead.happened)) ?? (() => null),
    until: made('until', (tree, field) => compileTime(tree, field, scope, ahead.happened)),
    lasts: made('lasts', compileDuration),
    touchpoint: text('touchpoint'),
    channel: text('channel'),
    direction: literalOf(at('direction'), path('direction'), directions, scope) ?? text('direction'),
    begunBy: literalOf(at('begun_by'), path('begun_by'), parties, scope) ?? text('begun_by'),
    ballAfter: literalOf(at('ball_after'), path('ball_after'), parties, scope) ?? text('ball_after'),
    identifiers: both('identifiers', compileNamedTexts),
    subjects: both('subjects', compileNamedTexts),
    given: made('information_given', compilePhrases) ?? none,
    asked: made('information_asked', compilePhrases) ?? none,
    news: made('news', compileNews),
    promises: made('promises', compilePromises) ?? [],
    states: made('states', compileStatements) ?? [],
    score: made('score', compileScore),
    agent: text('agent'),
    team: text('team'),
    cost: made('cost', compileNumber),
    text: text('text'),
    traits: both('traits', compileNamedText),
    groups: made('groups', compileGroups) ?? [],
    attributes: bothAttributes(
      own.get('attributes')?.value,
      shared.get('attributes')?.value,
      field,
      sharedField,
      scope,
    ),
    apart: new Set([
      'event:index',
      'event:trace',
      ...['at', 'until', 'touchpoint', 'text'].flatMap((key) => plainColumn(at(key)?.value)),
    ]),
    missing: scope.missing,
  })
}

/** A word written in the mapping itself is checked when it is parsed, not row by row. */
function literalOf(
  entry: { value: Tree } | undefined,
  field: string,
  words: readonly string[],
  scope: Scope,
): ReadText | null {
  if (entry?.value.kind !== 'text' || entry.value.text.startsWith('$')) return null
  const word = scope.word(entry.value, field, words) ?? ''
  return () => word
}

function bothAttributes(
  own: Tree | undefined,
  shared: Tree | undefined,
  field: string,
  sharedField: string,
  scope: Scope,
): Attributes {
  const mine = own
    ? compileAttributes(own, `${field}.attributes`, scope)
    : { all: false, prefixes: [], named: [] }
  const ours = shared
    ? compileAttributes(shared, `${sharedField}.attributes`, scope)
    : { all: false, prefixes: [], named: [] }
  return {
    all: mine.all || ours.all,
    prefixes: [...ours.prefixes, ...mine.prefixes],
    named: merged(ours.named, mine.named),
  }
}

function plainColumn(tree: Tree | undefined): string[] {
  return tree?.kind === 'text' && tree.text.startsWith('$') ? [tree.text.trim().slice(1)] : []
}

const units = { milliseconds: 1, seconds: 1000, minutes: 60_000, hours: 3_600_000, days: 86_400_000 }

/** `lasts: {column: secs, unit: seconds}`, in milliseconds. */
function compileDuration(tree: Tree, field: string, scope: Scope): (record: FlatRecord) => number | null {
  const entries = scope.fields(tree, field, ['column', 'unit'])
  const column = entries?.get('column')
  if (!column) {
    if (entries) scope.problem(tree.line, field, 'no column named: write {column: secs, unit: seconds}')
    return () => null
  }
  const names = Object.keys(units) as (keyof typeof units)[]
  const unit = entries?.get('unit')
  const scale = units[(unit && scope.word(unit.value, `${field}.unit`, names)) ?? 'seconds']
  const name = (scope.text(column.value, `${field}.column`) ?? '').replace(/^\$/, '')
  const read = compileNumber({ kind: 'text', text: `$${name}`, line: column.line }, `${field}.column`, scope)
  return (record) => {
    const value = read(record)
    if (value !== null && value < 0)
      throw new Rejection(name, String(value), 'a negative duration: correct it, or list it under `missing`')
    return value === null ? null : Math.round(value * scale)
  }
}

function reader(parts: Parts): ReadInteraction {
  return (record) => {
    if (parts.when !== null && !parts.when(record)) return null
    const startedAt = parts.at(record)
    if (startedAt === null) return null
    const touchpoint = fitting(parts.touchpoint(record), limits.name, 'touchpoint')
    if (touchpoint === '')
      throw new Rejection(
        'touchpoint',
        '',
        'no touchpoint: its column is empty; give a list whose last item is a name',
      )
    const promises: PromiseFact[] = []
    for (const promise of parts.promises) promise(record, startedAt, promises)
    return {
      started_at: startedAt,
      ended_at: endOf(record, startedAt, parts),
      channel: fitting(parts.channel(record), limits.name, 'channel'),
      touchpoint,
      direction: oneOf(parts.direction(record), directions, 'direction', 'unknown'),
      begun_by: oneOf(parts.begunBy(record), parties, 'begun_by', 'unknown'),
      ball_after: oneOf(parts.ballAfter(record), parties, 'ball_after', 'unknown'),
      identifiers: readIdentifiers(record, parts.identifiers),
      subjects: readSubjects(record, parts.subjects),
      information_given: parts.given(record),
      information_asked: parts.asked(record),
      news: parts.news === null ? null : parts.news(record),
      promises,
      statements: parts.states.flatMap((state) => state(record) ?? []),
      score: parts.score === null ? null : parts.score(record),
      agent: fitting(parts.agent(record), limits.name, 'agent'),
      team: fitting(parts.team(record), limits.name, 'team'),
      cost: parts.cost === null ? null : parts.cost(record),
      text: cut(parts.text(record), limits.text),
      traits: readTraits(record, parts.traits),
      groups: parts.groups.flatMap((group) => group(record) ?? []),
      attributes: readAttributes(record, parts.attributes, parts.apart, parts.missing),
    }
  }
}

function endOf(record: FlatRecord, startedAt: number, parts: Parts): number | null {
  if (parts.lasts !== null) {
    const length = parts.lasts(record)
    return length === null ? null : startedAt + length
  }
  const end = parts.until === null ? null : parts.until(record)
  if (end !== null && end < startedAt) {
    throw new Rejection(
      'until',
      new Date(end).toISOString(),
      'the end lies before the start: correct it, or leave `until` out of the mapping',
    )
  }
  return end
}
