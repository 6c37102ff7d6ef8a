import type { DesignedOutcome, Lifecycle, Objective, Storyboard } from './storyboard.ts'
import { defaultSilence, defaultWindow, lifecycles } from './storyboard.ts'
import { readCalendar, readZone, validFromAt } from './storyboard-calendar.ts'
import { readCorrelate } from './storyboard-correlate.ts'
import {
  at,
  complain,
  durationAt,
  type Findings,
  mapAt,
  nameAt,
  namesAt,
  type Place,
  shareAt,
  shown,
  textAt,
  wholeAt,
} from './storyboard-field.ts'
import { readItems } from './storyboard-items.ts'
import { readDesign } from './storyboard-steps.ts'
import type { MapTree, Tree } from './storyboard-tree.ts'

const topFields = [
  'journey',
  'version',
  'valid_from',
  'title',
  'lifecycle',
  'correlate',
  'starts',
  'silence',
  'calendar',
  'zone',
  'items',
  'steps',
  'outcomes',
  'objectives',
] as const
const outcomeKinds = ['success', 'failure', 'abandoned'] as const

/** Reads a storyboard as far as it can be read; null only when it is no map at all. */
export function readStoryboardTree(tree: Tree): { storyboard: Storyboard | null } & Findings {
  const findings: Findings = { problems: [], warnings: [], lines: new Map() }
  const map = mapAt(findings, { field: '', tree, line: tree.line }, topFields, 'journey: order')
  if (map === null) return { storyboard: null, ...findings }
  const examples = {
    journey: 'journey: order',
    version: 'version: 1',
    correlate: 'correlate: { subject: order }',
    steps: 'steps: [ { step: NAME } ]',
    outcomes: 'outcomes: { done: { kind: success, touchpoints: [NAME] } }',
  }
  for (const [key, example] of Object.entries(examples)) {
    if (!map.entries.has(key))
      complain(findings, { field: key, line: map.line }, `is missing: write \`${example}\``)
  }
  const journey = nameAt(findings, at(map, 'journey', '')) ?? ''
  if (/[/\\?#%]/.test(journey)) {
    complain(
      findings,
      at(map, 'journey', ''),
      `'${journey}' cannot stand in an address: leave out / \\ ? # %`,
    )
  }
  const place = (key: string) => at(map, key, '')
  const storyboard: Storyboard = {
    journey,
    version: wholeAt(findings, place('version'), 1, 1_000_000) ?? 0,
    title: textAt(findings, place('title')) ?? journey,
    valid_from: null,
    lifecycle: readLifecycle(findings, place('lifecycle')),
    correlate: readCorrelate(findings, place('correlate')),
    starts: namesAt(findings, place('starts')),
    silence: durationAt(findings, place('silence')) ?? defaultSilence,
    calendar: readCalendar(findings, place('calendar')),
    zone: readZone(findings, place('zone')),
    design: map.entries.has('steps')
      ? readDesign(findings, place('steps'))
      : { kind: 'sequence', children: [] },
    items: readItems(findings, place('items')),
    outcomes: readOutcomes(findings, place('outcomes')),
    objectives: readObjectives(findings, place('objectives')),
  }
  storyboard.valid_from = validFromAt(findings, place('valid_from'), storyboard)
  for (const key of map.entries.keys()) findings.lines.set(key, map.entries.get(key)!.line)
  return { storyboard, ...findings }
}

function readLifecycle(findings: Findings, place: Place): Lifecycle | null {
  const written = textAt(findings, place)
  if (written === null) return null
  return (
    lifecycles.find((known) => known === written) ??
    complain(
      findings,
      place,
      `'${written}' is no part of the lifecycle: write one of ${lifecycles.join(', ')}`,
    )
  )
}

function readOutcomes(findings: Findings, place: Place): DesignedOutcome[] {
  if (place.tree === undefined) return []
  if (place.tree.kind !== 'map' || place.tree.entries.size === 0) {
    complain(
      findings,
      place,
      `${shown(place.tree)} is not a map of outcomes: write \`done: { kind: success, touchpoints: [NAME] }\` below it`,
    )
    return []
  }
  return [...place.tree.entries.keys()].flatMap((name) => {
    const here = at(place.tree as MapTree, name, place.field)
    if (name === 'open' || name.trim() === '' || name.length > 200) {
      complain(
        findings,
        here,
        `'${name.slice(0, 60)}' cannot name an outcome: \`open\` is kept for runs that have none yet`,
      )
      return []
    }
    const outcome = readOutcome(findings, here, name)
    return outcome === null ? [] : [outcome]
  })
}

function readOutcome(findings: Findings, place: Place, outcome: string): DesignedOutcome | null {
  const map = mapAt(
    findings,
    place,
    ['kind', 'touchpoints', 'attributes', 'after'],
    '{ kind: success, touchpoints: [NAME] }',
  )
  if (map === null) return null
  const field = (key: string) => at(map, key, place.field)
  const written = textAt(findings, field('kind'))
  const kind = outcomeKinds.find((known) => known === written)
  if (kind === undefined) {
    return complain(
      findings,
      field('kind'),
      `${shown(field('kind').tree)} is not a kind of outcome: write success, failure or abandoned`,
    )
  }
  const touchpoints = namesAt(findings, field('touchpoints'))
  const attributes = readAttributes(findings, field('attributes'))
  const after = durationAt(findings, field('after'))
  if (kind !== 'abandoned' && map.entries.has('after')) {
    complain(
      findings,
      field('after'),
      `belongs to kind abandoned only: remove it, or write \`kind: abandoned\``,
    )
  }
  if (kind === 'abandoned' && !map.entries.has('after')) {
    complain(findings, place, 'can never hold: an abandoned outcome needs `after: 60d`')
  }
  if (kind === 'abandoned' && (map.entries.has('touchpoints') || map.entries.has('attributes'))) {
    complain(findings, place, 'is abandoned by time alone: use kind failure for touchpoints and attributes')
  }
  if (kind !== 'abandoned' && !map.entries.has('touchpoints') && !map.entries.has('attributes')) {
    complain(findings, place, 'can never hold: name its touchpoints or attributes')
  }
  return { outcome, kind, touchpoints, attributes, after }
}

function readAttributes(findings: Findings, place: Place): Record<string, string[]> {
  if (place.tree === undefined) return {}
  if (place.tree.kind !== 'map' || place.tree.entries.size === 0) {
    complain(
      findings,
      place,
      `${shown(place.tree)} is not a map: write \`attributes: { order_status: [canceled] }\``,
    )
    return {}
  }
  const tree = place.tree
  return Object.fromEntries(
    [...tree.entries.keys()].map((key) => [key, namesAt(findings, at(tree, key, place.field))]),
  )
}

const objectiveExample = '{ name: Delivered in 10 days, share: 95%, outcome: delivered, within: 10d }'

function readObjectives(findings: Findings, place: Place): Objective[] {
  if (place.tree === undefined) return []
  if (place.tree.kind !== 'list') {
    complain(findings, place, `${shown(place.tree)} is not a list: write \`- ${objectiveExample}\` below it`)
    return []
  }
  return place.tree.items.flatMap((item, index) => {
    const objective = readObjective(findings, {
      field: `${place.field}[${index}]`,
      tree: item,
      line: item.line,
    })
    return objective === null ? [] : [objective]
  })
}

function readObjective(findings: Findings, place: Place): Objective | null {
  const kinds = ['outcome', 'promise', 'silence', 'contacts'] as const
  const map = mapAt(findings, place, ['name', 'share', ...kinds, 'within', 'window'], objectiveExample)
  if (map === null) return null
  for (const key of ['name', 'share']) {
    if (!map.entries.has(key))
      complain(findings, at(map, key, place.field), `is missing: write \`${objectiveExample}\``)
  }
  const named = kinds.filter((kind) => map.entries.has(kind))
  if (named.length !== 1) {
    return complain(
      findings,
      place,
      `takes exactly one of ${kinds.join(', ')}: write \`${objectiveExample}\``,
    )
  }
  if (map.entries.has('within') && named[0] !== 'outcome') {
    complain(
      findings,
      at(map, 'within', place.field),
      'goes with an outcome only: remove it, or name the outcome',
    )
  }
  const name = nameAt(findings, at(map, 'name', place.field))
  const share = shareAt(findings, at(map, 'share', place.field))
  const bound = readBound(findings, map, named[0]!, place.field)
  const window = durationAt(findings, at(map, 'window', place.field)) ?? defaultWindow
  return name === null || share === null || bound === null ? null : { name, share, window, bound }
}

function readBound(
  findings: Findings,
  map: MapTree,
  kind: 'outcome' | 'promise' | 'silence' | 'contacts',
  field: string,
): Objective['bound'] | null {
  const place = at(map, kind, field)
  if (kind === 'silence') {
    const longest = durationAt(findings, place)
    return longest === null ? null : { kind, longest }
  }
  if (kind === 'contacts') {
    const most = wholeAt(findings, place, 0, 1000)
    return most === null ? null : { kind, most }
  }
  const name = nameAt(findings, place)
  if (name === null) return null
  if (kind === 'promise') return { kind, what: name }
  return { kind, outcome: name, within: durationAt(findings, at(map, 'within', field)) }
}
