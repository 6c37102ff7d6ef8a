import {
  directions,
  type Interaction,
  type News,
  type PromiseFact,
  parties,
  promiseActs,
} from '../collect/contract.ts'
import type { TimeZone } from '../collect/index.ts'
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
} from './storyboard-field.ts'
import type { MapTree } from './storyboard-tree.ts'

/** What short times are counted from: `day 1` is the day that begins at `begins`, the wall clock is the zone's. */
export interface Clock {
  /** Midnight of day 1, the wall clock written as if it were UTC. */
  begins: number
  zone: TimeZone
}

const day = 86_400_000
const example = '{ at: day 1 10:00, touchpoint: Order placed, channel: web }'

/** Epoch ms of `day 3 10:00`, `2026-03-02 10:00` or a moment with its offset; null when absent or (reported) none. */
export function timeAt(findings: Findings, place: Place, { begins, zone }: Clock): number | null {
  const text = textAt(findings, place)
  if (text === null) return null
  const short = /^day (\d{1,5})(?:\s+([01]\d|2[0-3]):([0-5]\d))?$/.exec(text)
  if (short) {
    const [days, hours, minutes] = [Number(short[1]) - 1, Number(short[2] ?? 0), Number(short[3] ?? 0)]
    return zone.toUtc(begins + days * day + hours * 3_600_000 + minutes * 60_000)
  }
  const local = /^(\d{4}-\d{2}-\d{2})(?:[ T]([01]\d|2[0-3]):([0-5]\d))?$/.exec(text)
  if (local && isDate(local[1]!))
    return zone.toUtc(Date.parse(`${local[1]}T${local[2] ?? '00'}:${local[3] ?? '00'}:00Z`))
  const moment =
    isDate(text.slice(0, 10)) && /T.*(Z|[+-]\d\d:\d\d)$/.test(text) ? Date.parse(text) : Number.NaN
  if (!Number.isNaN(moment)) return moment
  return complain(findings, place, `'${text}' is no time: write day 3 10:00, or 2026-03-02 10:00`)
}

/** The history of a case; what cannot be read is reported and left out. */
export function readHistory(findings: Findings, place: Place, clock: Clock): Interaction[] {
  const { tree } = place
  if (tree?.kind !== 'list' || tree.items.length === 0) {
    complain(findings, place, `${shown(tree)} is not a list of what happened: write \`- ${example}\``)
    return []
  }
  return tree.items.flatMap((item, index) => {
    const here = { field: `${place.field}[${index}]`, tree: item, line: item.line }
    const read = readInteraction(findings, here, clock, index)
    return read === null ? [] : [read]
  })
}

const fields = [
  'at',
  'until',
  'touchpoint',
  'channel',
  'direction',
  'begun_by',
  'ball_after',
  'news',
  'promises',
  'tells',
  'asks',
  'attributes',
] as const

function readInteraction(findings: Findings, place: Place, clock: Clock, index: number): Interaction | null {
  const map = mapAt(findings, place, fields, example)
  if (map === null) return null
  const field = (key: string) => at(map, key, place.field)
  for (const key of ['at', 'touchpoint']) {
    if (!map.entries.has(key)) complain(findings, field(key), `is missing: write \`${example}\``)
  }
  const started_at = timeAt(findings, field('at'), clock)
  const touchpoint = nameAt(findings, field('touchpoint'))
  const read = {
    ended_at: timeAt(findings, field('until'), clock),
    channel: nameAt(findings, field('channel')) ?? '',
    direction: oneOf(findings, field('direction'), directions) ?? 'unknown',
    begun_by: oneOf(findings, field('begun_by'), parties) ?? 'unknown',
    ball_after: oneOf(findings, field('ball_after'), parties) ?? 'unknown',
    information_given: namesAt(findings, field('tells')),
    information_asked: namesAt(findings, field('asks')),
    news: readNews(findings, field('news'), clock),
    promises: readPromises(findings, field('promises'), clock),
    attributes: readAttributes(findings, field('attributes')),
  }
  if (started_at === null || touchpoint === null) return null
  return {
    ...bare,
    ...read,
    interaction_id: `${index}`,
    record_key: `${index}`,
    sequence: index,
    started_at,
    touchpoint,
  }
}

const bare = {
  source: 'case',
  identifiers: [],
  subjects: [],
  statements: [],
  traits: {},
  groups: [],
  score: null,
  agent: '',
  team: '',
  cost: null,
  text: '',
}

function oneOf<Word extends string>(findings: Findings, place: Place, words: readonly Word[]): Word | null {
  const text = textAt(findings, place)
  if (text === null) return null
  return (
    words.find((word) => word === text) ??
    complain(findings, place, `'${text}' is none of ${words.join(', ')}`)
  )
}

/** `true`, or what it says. */
function readNews(findings: Findings, place: Place, clock: Clock): News | null {
  const { tree } = place
  const nothing: News = { received: null, needed_from_you: null, next_by: null, delivery: 'assumed' }
  if (tree === undefined) return null
  if (tree.kind === 'scalar' && tree.type === 'boolean')
    return tree.text.toLowerCase() === 'true' ? nothing : null
  const map = mapAt(findings, place, ['received', 'needed_from_you', 'next_by'], '{ next_by: day 3 }')
  if (map === null) return null
  return {
    ...nothing,
    received: textAt(findings, at(map, 'received', place.field)),
    needed_from_you: textAt(findings, at(map, 'needed_from_you', place.field)),
    next_by: timeAt(findings, at(map, 'next_by', place.field), clock),
  }
}

function readPromises(findings: Findings, place: Place, clock: Clock): PromiseFact[] {
  const { tree } = place
  if (tree === undefined) return []
  const items = tree.kind === 'list' ? tree.items : [tree]
  return items.flatMap((item, index) => {
    const here = { field: `${place.field}[${index}]`, tree: item, line: item.line }
    const map = mapAt(
      findings,
      here,
      ['what', 'act', 'due', 'fulfilled_by'],
      '{ what: delivery, due: day 9 }',
    )
    const what = map === null ? null : nameAt(findings, at(map, 'what', here.field))
    if (map === null || what === null) return []
    return [promiseFact(findings, here, map, what, clock)]
  })
}

function promiseFact(findings: Findings, here: Place, map: MapTree, what: string, clock: Clock): PromiseFact {
  return {
    what,
    act: oneOf(findings, at(map, 'act', here.field), promiseActs) ?? 'made',
    due: timeAt(findings, at(map, 'due', here.field), clock),
    at: null,
    fulfilled_by: namesAt(findings, at(map, 'fulfilled_by', here.field)),
    replaced_by: [],
    voided_by: [],
  }
}

function readAttributes(findings: Findings, place: Place): Record<string, string> {
  const { tree } = place
  if (tree === undefined) return {}
  if (tree.kind !== 'map') {
    complain(findings, place, `${shown(tree)} is not a map: write \`attributes: { region: North }\``)
    return {}
  }
  return Object.fromEntries(
    [...tree.entries].flatMap(([name, { value }]) => (value.kind === 'scalar' ? [[name, value.text]] : [])),
  )
}
