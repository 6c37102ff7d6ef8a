import { compileRecord, type RecordMapping } from './mapping-record.ts'
import { Scope } from './mapping-scope.ts'
import { compileZone } from './mapping-value.ts'
import { parseIsoTime, timeRemedy } from './time-value.ts'
import { endOfDay, type TimeZone, utc } from './time-zone.ts'
import { type Problem, readYaml } from './yaml-tree.ts'

export type { Mapped, RecordContext, RecordMapping } from './mapping-record.ts'
export type { Problem } from './yaml-tree.ts'

/** A compiled mapping. `complete_until` is epoch ms; null = complete until its last record. */
export interface Mapping {
  source: string
  zone: string
  complete_until: number | null
  /** Storyboard files, relative to the mapping. */
  storyboards: string[]
  records: RecordMapping[]
  /** State of the sources whose interactions an exported file holds, as they stood where it was written. */
  sources: Map<string, SourceState>
  /** The text it was compiled from, and the name of its file for messages. */
  yaml: string
  file: string
}

export interface SourceState {
  live: boolean
  complete_until: number | null
}

/**
 * Compiles a mapping (docs/mapping.md). Never throws for what a person wrote: `mapping` is null as soon as there is a
 * problem; each names its line, its field, the value and the remedy.
 */
export function parseMapping(
  yaml: string,
  file = 'mapping.yaml',
): { mapping: Mapping | null; problems: Problem[] } {
  const { tree, problems } = readYaml(yaml)
  if (tree === null) return { mapping: null, problems }
  const scope = new Scope(problems, utc)
  const entries = scope.fields(tree, '', [
    'source',
    'zone',
    'complete_until',
    'storyboards',
    'sources',
    'records',
  ])
  if (entries === null) return { mapping: null, problems }
  const value = (key: string) => entries.get(key)?.value
  for (const key of ['source', 'records']) {
    if (!entries.has(key))
      scope.problem(
        1,
        key,
        `a mapping needs \`${key}\`: ${key === 'source' ? 'the name of the source' : 'a list, one entry per kind of record'}`,
      )
  }
  const source = value('source') ? (scope.text(value('source')!, 'source') ?? '') : ''
  if (source.length > 80)
    scope.problem(entries.get('source')!.line, 'source', 'a source is named in at most 80 characters')
  const zone = (value('zone') && compileZone(value('zone')!, 'zone', scope)) || utc
  const recordTrees = value('records') ? listOf(scope, 'records', value('records')!) : []
  const records = recordTrees.flatMap(
    (entry, i) => compileRecord(entry, `records[${i}]`, source, zone, problems) ?? [],
  )
  for (const twin of records.filter(
    (one, i) => records.findIndex((other) => other.name === one.name) !== i,
  )) {
    scope.problem(
      twin.line,
      'records',
      `two entries are named '${twin.name}': give one of them another \`name\``,
    )
  }
  const storyboards = value('storyboards') ? scope.texts(value('storyboards')!, 'storyboards') : []
  for (const path of storyboards.filter((one) => /(^|[\\/])\.\.([\\/]|$)|^[\\/]/.test(one))) {
    scope.problem(
      entries.get('storyboards')!.line,
      'storyboards',
      `'${path}' leads out of the mapping's folder`,
    )
  }
  const completeUntil = value('complete_until') ? horizon(scope, value('complete_until')!, zone) : null
  const sources = value('sources') ? statesOf(scope, value('sources')!, zone) : new Map()
  const unique = problems.filter((one, i) => problems.findIndex((other) => sameProblem(one, other)) === i)
  if (unique.length > 0) return { mapping: null, problems: unique.sort((a, b) => a.line - b.line) }
  return {
    mapping: {
      source,
      zone: zone.name,
      complete_until: completeUntil,
      storyboards,
      sources,
      records,
      yaml,
      file,
    },
    problems: [],
  }
}

function sameProblem(one: Problem, other: Problem): boolean {
  return one.line === other.line && one.field === other.field && one.message === other.message
}

function listOf(scope: Scope, field: string, tree: Parameters<Scope['text']>[0]) {
  if (tree.kind === 'list' && tree.items.length > 0) return tree.items
  scope.problem(
    tree.line,
    field,
    'a list is needed here, one entry per kind of record, each beginning with `- file:` or `- events:`',
  )
  return []
}

/** `sources: { shop: { kind: live }, crm: { complete_until: 2024-06-30 } }`. */
function statesOf(
  scope: Scope,
  tree: Parameters<Scope['text']>[0],
  zone: TimeZone,
): Map<string, SourceState> {
  const states = new Map<string, SourceState>()
  const all = scope.anyFields(tree, 'sources', 'of the form {name: {kind: live}}') ?? []
  for (const [name, entry] of all) {
    const field = `sources.${name}`
    const own = scope.fields(entry.value, field, ['kind', 'complete_until'])
    const kind = own?.get('kind')
    const until = own?.get('complete_until')
    states.set(name, {
      live: kind !== undefined && scope.word(kind.value, `${field}.kind`, ['live', 'file']) === 'live',
      complete_until: until === undefined ? null : horizon(scope, until.value, zone),
    })
  }
  return states
}

function horizon(scope: Scope, tree: Parameters<Scope['text']>[0], zone: TimeZone): number | null {
  const text = scope.text(tree, 'complete_until')
  if (text === null) return null
  const time = parseIsoTime(text, zone)
  // A bare date means that whole day.
  if (!Number.isNaN(time)) return /^\d{4}-\d{2}-\d{2}$/.test(text) ? endOfDay(time, zone) : time
  scope.problem(tree.line, 'complete_until', `'${text}' is ${timeRemedy.split(';')[0]}`)
  return null
}

/** Problems as a person reads them: `mapping.yaml, line 7, records[0].key: …`. */
export function describeProblems(problems: readonly Problem[], file: string): string {
  return problems
    .map(({ line, field, message }) => `${file}, line ${line}${field === '' ? '' : `, ${field}`}: ${message}`)
    .join('\n')
}
