import type { Interaction } from '../collect/contract.ts'
import { timeZone, utc } from '../collect/index.ts'
import { type Clock, readHistory, timeAt } from './case-history.ts'
import { type Bound, readBound } from './expected-bound.ts'
import { promiseStates } from './run.ts'
import type { Storyboard, StoryboardProblem } from './storyboard.ts'
import { isDate } from './storyboard-calendar.ts'
import {
  at,
  complain,
  type Findings,
  mapAt,
  nameAt,
  namesAt,
  type Place,
  shown,
  textAt,
  wholeAt,
} from './storyboard-field.ts'
import { readTree } from './storyboard-tree.ts'

/** A history and what a storyboard should make of it. */
export interface StoryboardCase {
  name: string
  line: number
  history: Interaction[]
  as_of: number
  /** One for each run that the history should make. */
  expected: ExpectedRun[]
}

/** What is not stated is not looked at: null. */
export interface ExpectedRun {
  outcome: string | null
  version: number | null
  /** Kinds, `kind step`, or whole sentences. */
  deviations: string[] | null
  /** States of the promises of each `what`, in the order they were made. */
  promises: [what: string, states: string[]][]
  /** Seconds. */
  longest_silence: Bound | null
  conformance: Bound | null
}

/** 5 January 2026, a Monday. */
const firstDay = '2026-01-05'

/** Other storyboard files that a file of cases names, the versions before; [] when it cannot be read. */
export function namedStoryboards(yaml: string): string[] {
  const { tree } = readTree(yaml)
  const listed = tree?.kind === 'map' ? tree.entries.get('storyboards')?.value : undefined
  return listed?.kind === 'list'
    ? listed.items.flatMap((item) => (item.kind === 'scalar' ? [item.text] : []))
    : []
}

/** Reads a file of cases. What its author got wrong comes back as problems by line. */
export function parseCases(
  yaml: string,
  storyboard: Storyboard,
): { cases: StoryboardCase[]; problems: StoryboardProblem[] } {
  const { tree, problems } = readTree(yaml)
  const findings: Findings = { problems, warnings: [], lines: new Map() }
  if (tree === null) return { cases: [], problems }
  const top = { field: '', tree, line: tree.line }
  const map = mapAt(findings, top, ['storyboards', 'begins', 'cases'], 'cases: [ { case: NAME, … } ]')
  if (map === null) return { cases: [], problems }
  namesAt(findings, at(map, 'storyboards', ''))
  const clock = readClock(findings, at(map, 'begins', ''), storyboard)
  const listed = at(map, 'cases', '')
  if (listed.tree?.kind !== 'list' || listed.tree.items.length === 0) {
    complain(
      findings,
      listed,
      `${shown(listed.tree)} is not a list of cases: write \`cases: [ { case: NAME, history: [ … ], expect: { … } } ]\``,
    )
    return { cases: [], problems }
  }
  const cases = listed.tree.items.flatMap((item, index) => {
    const read = readCase(findings, { field: `cases[${index}]`, tree: item, line: item.line }, clock)
    return read === null ? [] : [read]
  })
  return { cases, problems: problems.sort((a, b) => a.line - b.line) }
}

/** Times are those of the storyboard's calendar, else of its customers, else UTC. */
function readClock(findings: Findings, place: Place, { calendar, zone }: Storyboard): Clock {
  const text = textAt(findings, place) ?? firstDay
  if (!isDate(text)) complain(findings, place, `'${text}' is no date: write 2026-01-05`)
  return {
    begins: Date.parse(isDate(text) ? text : firstDay),
    zone: timeZone(calendar?.zone ?? zone?.otherwise ?? 'UTC') ?? utc,
  }
}

function readCase(findings: Findings, place: Place, clock: Clock): StoryboardCase | null {
  const map = mapAt(
    findings,
    place,
    ['case', 'history', 'as_of', 'expect'],
    '{ case: NAME, history: [ … ], expect: { … } }',
  )
  if (map === null) return null
  const field = (key: string) => at(map, key, place.field)
  for (const key of ['case', 'history', 'expect']) {
    if (!map.entries.has(key))
      complain(findings, field(key), 'is missing: a case needs `case`, `history` and `expect`')
  }
  const name = nameAt(findings, field('case'))
  const history = map.entries.has('history') ? readHistory(findings, field('history'), clock) : []
  const as_of = timeAt(findings, field('as_of'), clock)
  const expected = map.entries.has('expect') ? readExpected(findings, field('expect')) : []
  if (name === null || history.length === 0) return null
  const last = history.reduce(
    (latest, { started_at, ended_at }) => Math.max(latest, started_at, ended_at ?? 0),
    0,
  )
  return { name, line: place.line, history, as_of: as_of ?? last, expected }
}

function readExpected(findings: Findings, place: Place): ExpectedRun[] {
  const { tree } = place
  const items = tree?.kind === 'list' ? tree.items : tree === undefined ? [] : [tree]
  return items.flatMap((item, index) => {
    const field = tree?.kind === 'list' ? `${place.field}[${index}]` : place.field
    const read = readRun(findings, { field, tree: item, line: item.line })
    return read === null ? [] : [read]
  })
}

function readRun(findings: Findings, place: Place): ExpectedRun | null {
  const known = ['outcome', 'version', 'deviations', 'promises', 'longest_silence', 'conformance']
  const map = mapAt(findings, place, known, '{ outcome: delivered, deviations: [], conformance: 1 }')
  if (map === null) return null
  const field = (key: string) => at(map, key, place.field)
  const none = field('deviations').tree
  return {
    outcome: nameAt(findings, field('outcome')),
    version: wholeAt(findings, field('version'), 0, 1_000_000),
    deviations:
      none === undefined
        ? null
        : none.kind === 'list' && none.items.length === 0
          ? []
          : namesAt(findings, field('deviations')),
    promises: readStates(findings, field('promises')),
    longest_silence: readBound(findings, field('longest_silence'), 'duration'),
    conformance: readBound(findings, field('conformance'), 'share'),
  }
}

function readStates(findings: Findings, place: Place): ExpectedRun['promises'] {
  const { tree } = place
  if (tree === undefined) return []
  if (tree.kind !== 'map') {
    complain(findings, place, `${shown(tree)} is not a map: write \`promises: { delivery: kept }\``)
    return []
  }
  return [...tree.entries.keys()].map((what) => {
    const here = at(tree, what, place.field)
    const states = here.tree?.kind === 'list' ? statesOf(here) : [here]
    return [what, states.flatMap((each) => stateAt(findings, each) ?? [])]
  })
}

function statesOf({ field, tree }: Place): Place[] {
  return tree?.kind === 'list' ? tree.items.map((item) => ({ field, tree: item, line: item.line })) : []
}

function stateAt(findings: Findings, place: Place): string | null {
  const text = textAt(findings, place)
  if (text === null || promiseStates.some((state) => state === text)) return text
  return complain(
    findings,
    place,
    `'${text}' is no state of a promise: write one of ${promiseStates.join(', ')}`,
  )
}
