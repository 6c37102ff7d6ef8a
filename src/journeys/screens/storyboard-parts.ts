import { isMap, isScalar, isSeq, type YAMLMap } from 'yaml'
import { nodeAt, type Place } from './storyboard-part-edit.ts'
import { keyOf, readYaml, textOf, type Yaml } from './storyboard-yaml.ts'

export const objectiveKinds = ['outcome', 'promise', 'silence', 'contacts'] as const
export type ObjectiveKind = (typeof objectiveKinds)[number]

/** An outcome as it is written; '' = not. */
export interface OutcomePart {
  name: string
  kind: string
  touchpoints: string[]
  attributes: { name: string; values: string[] }[]
  after: string
}

export interface ObjectivePart {
  name: string
  share: string
  /** Null: none of them is named. */
  kind: ObjectiveKind | null
  /** Of its kind: the name of an outcome or promise, the longest silence, the most contacts. */
  value: string
  within: string
  window: string
}

export interface ItemPart {
  name: string
  security: boolean
  expires: string
}

export interface CalendarPart {
  zone: string
  days: string[]
  hours: string
  holidays: string[]
}

/** What a storyboard says beside its steps, as it is written; what is not written as the language wants it reads as empty. */
export interface Parts {
  outcomes: OutcomePart[]
  objectives: ObjectivePart[]
  items: ItemPart[]
  calendar: CalendarPart | null
  /** Of the customers; `attribute` '' = one for all. */
  zone: { attribute: string; otherwise: string }
}

/** Null while the text is no YAML. */
export function partsOf(text: string): Parts | null {
  const yaml = readYaml(text)
  if (!yaml) return null
  const text_ = (place: Place) => textOf(nodeAt(yaml, place))
  const zone = nodeAt(yaml, ['zone'])
  return {
    outcomes: keysAt(yaml, ['outcomes']).map((name) => outcomeOf(yaml, name)),
    objectives: objectivesOf(yaml),
    items: keysAt(yaml, ['items']).map((name) => ({
      name,
      security: text_(['items', name, 'security']) === 'true',
      expires: text_(['items', name, 'expires']),
    })),
    calendar: isMap(nodeAt(yaml, ['calendar'])) ? calendarOf(yaml) : null,
    zone: isScalar(zone)
      ? { attribute: '', otherwise: textOf(zone) }
      : { attribute: text_(['zone', 'attribute']), otherwise: text_(['zone', 'otherwise']) },
  }
}

function outcomeOf(yaml: Yaml, name: string): OutcomePart {
  const place = ['outcomes', name]
  return {
    name,
    kind: textOf(nodeAt(yaml, [...place, 'kind'])),
    touchpoints: namesAt(yaml, [...place, 'touchpoints']),
    attributes: keysAt(yaml, [...place, 'attributes']).map((attribute) => ({
      name: attribute,
      values: namesAt(yaml, [...place, 'attributes', attribute]),
    })),
    after: textOf(nodeAt(yaml, [...place, 'after'])),
  }
}

function objectivesOf(yaml: Yaml): ObjectivePart[] {
  const list = nodeAt(yaml, ['objectives'])
  if (!isSeq(list)) return []
  return list.items.map((_, index) => {
    const told = (key: string) => textOf(nodeAt(yaml, ['objectives', index, key]))
    const keys = keysAt(yaml, ['objectives', index])
    const kind = objectiveKinds.find((one) => keys.includes(one)) ?? null
    return {
      name: told('name'),
      share: told('share'),
      kind,
      value: kind === null ? '' : told(kind),
      within: told('within'),
      window: told('window'),
    }
  })
}

function calendarOf(yaml: Yaml): CalendarPart {
  return {
    zone: textOf(nodeAt(yaml, ['calendar', 'zone'])),
    days: namesAt(yaml, ['calendar', 'days']),
    hours: textOf(nodeAt(yaml, ['calendar', 'hours'])),
    holidays: namesAt(yaml, ['calendar', 'holidays']),
  }
}

function keysAt(yaml: Yaml, place: Place): string[] {
  const map = nodeAt(yaml, place)
  return isMap(map) ? (map as YAMLMap).items.map(keyOf) : []
}

function namesAt(yaml: Yaml, place: Place): string[] {
  const node = nodeAt(yaml, place)
  if (isSeq(node)) return node.items.map(textOf)
  return textOf(node) === '' ? [] : [textOf(node)]
}

/** A place as the check names it: `objectives[0].share`. */
export function fieldOf(place: Place): string {
  return place.map((key, at) => (typeof key === 'number' ? `[${key}]` : at === 0 ? key : `.${key}`)).join('')
}

/** A name that is not among these. */
export function freeAmong(taken: readonly string[], name: string): string {
  let free = name
  for (let nth = 2; taken.includes(free); nth++) free = `${name} ${nth}`
  return free
}
