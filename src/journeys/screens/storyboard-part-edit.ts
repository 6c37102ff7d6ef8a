import { isMap, isSeq, type Node, type Pair, type YAMLMap } from 'yaml'
import { inMap, withoutPair } from './storyboard-field-edit.ts'
import { pieceAt, splicedList } from './storyboard-list.ts'
import {
  endOfPair,
  lineAt,
  pairOf,
  readYaml,
  splice,
  textOf,
  type Written,
  writtenAs,
  type Yaml,
} from './storyboard-yaml.ts'

/** Where a part of a storyboard stands that is no step: `['outcomes', 'delivered', 'kind']`, `['objectives', 0]`. */
export type Place = readonly (string | number)[]

/** The text with what stands at a place written, and what it stands in where that is not there yet; nothing else changes. */
export function withPart(text: string, place: Place, value: Written): string {
  const yaml = readYaml(text)
  if (!yaml) return text
  const key = place.at(-1)!
  const outer = place.slice(0, -1)
  const parent = nodeAt(yaml, outer)
  if (typeof key === 'string' && isMap(parent)) return inMap(yaml, parent, key, value)
  if (typeof key === 'number' && isSeq(parent) && key > 0 && key === parent.items.length) {
    const put = writtenAs(value, true)
    const piece = { block: !parent.flow, column: 0, lead: [], lines: [parent.flow ? put : `- ${put}`] }
    return splicedList(yaml, parent, key, 0, [piece])
  }
  if (outer.length === 0) return text
  return withPart(text, outer, typeof key === 'number' ? ([value] as never) : { [key]: value })
}

/** The text without what stands at a place, nor what would hold nothing then; an outcome or item without fields stays, as `{}`. */
export function withoutPart(text: string, place: Place): string {
  const yaml = readYaml(text)
  const outer = place.slice(0, -1)
  const key = place.at(-1)!
  const parent = yaml && nodeAt(yaml, outer)
  if (!yaml || !(isMap(parent) || isSeq(parent)) || nodeAt(yaml, place) === undefined) return text
  if (parent.items.length === 1 && outer.length === 2) return withPart(text, outer, {})
  if (parent.items.length === 1 && outer.length > 0) return withoutPart(text, outer)
  if (isSeq(parent)) return splicedList(yaml, parent, Number(key), 1, [])
  return withoutPair(yaml, parent, pairOf(parent, String(key))!)
}

/** The text with a list of names written: those that stay keep their lines and comments. None takes the list away. */
export function withPartNames(text: string, place: Place, names: readonly string[]): string {
  if (names.length === 0) return withoutPart(text, place)
  const yaml = readYaml(text)
  const list = yaml && nodeAt(yaml, place)
  if (!yaml || !isSeq(list) || list.items.length === 0) return withPart(text, place, [...names])
  const there = list.items.map(textOf)
  const added = names.find((name) => !there.includes(name))
  if (added !== undefined) return withPartNames(withPart(text, [...place, there.length], added), place, names)
  const gone = there.findIndex((name) => !names.includes(name))
  return gone < 0 ? text : withPartNames(withoutPart(text, [...place, gone]), place, names)
}

/** The text with another name for an outcome, an item or an attribute; null where the name is taken, or none. */
export function withPartNamed(text: string, place: Place, name: string): string | null {
  const yaml = readYaml(text)
  const parent = yaml && nodeAt(yaml, place.slice(0, -1))
  const pair = isMap(parent) && pairOf(parent, String(place.at(-1)))
  if (!yaml || !pair || !isMap(parent) || name.trim() === '' || pairOf(parent, name)) return null
  const [from, to] = pair.key.range!
  return splice(yaml.text, from, to, writtenAs(name, parent.flow === true, pair.key))
}

/** The text with two neighbours in each other's place, `by` 1 with the next; null at either end. */
export function withPartMoved(text: string, place: Place, by: -1 | 1): string | null {
  const yaml = readYaml(text)
  const parent = yaml && nodeAt(yaml, place.slice(0, -1))
  if (!yaml || !(isMap(parent) || isSeq(parent))) return null
  const key = place.at(-1)!
  const at = isSeq(parent) ? Number(key) : parent.items.indexOf(pairOf(parent, String(key)) as never)
  const first = Math.min(at, at + by)
  if (at < 0 || first < 0 || first + 1 >= parent.items.length) return null
  if (isSeq(parent))
    return splicedList(yaml, parent, first, 2, [
      pieceAt(yaml, parent, first + 1),
      pieceAt(yaml, parent, first),
    ])
  return parent.flow ? swappedFlow(yaml, parent, first) : swappedLines(yaml, parent, first)
}

export function nodeAt({ map }: Yaml, place: Place): unknown {
  return place.reduce<unknown>((node, key) => {
    if (isMap(node)) return pairOf(node, String(key))?.value
    return isSeq(node) ? node.items[Number(key)] : undefined
  }, map)
}

function swappedFlow({ text }: Yaml, map: YAMLMap, first: number): string {
  const [a, b] = [map.items[first]!, map.items[first + 1]!].map((pair) => [
    startOf(pair),
    endOfPair(pair, text),
  ]) as [[number, number], [number, number]]
  return text.slice(0, a[0]) + text.slice(...b) + text.slice(a[1], b[0]) + text.slice(...a) + text.slice(b[1])
}

/** Fields move with the comments right above them; what lies between the two stays. */
function swappedLines(yaml: Yaml, map: YAMLMap, first: number): string {
  const lines = yaml.text.split('\n')
  const a = linesOf(yaml, map, first, lines)
  const b = linesOf(yaml, map, first + 1, lines)
  return [
    ...lines.slice(0, a.lead),
    ...lines.slice(b.lead, b.last + 1),
    ...lines.slice(a.last + 1, b.lead),
    ...lines.slice(a.lead, a.last + 1),
    ...lines.slice(b.last + 1),
  ].join('\n')
}

function linesOf(yaml: Yaml, map: YAMLMap, at: number, lines: string[]): { lead: number; last: number } {
  const pair = map.items[at]!
  const above = at === 0 ? 0 : lineAt(yaml, endOfPair(map.items[at - 1]!, yaml.text))
  let lead = lineAt(yaml, startOf(pair)) - 1
  while (lead > above && /^\s*#/.test(lines[lead - 1] ?? '')) lead--
  return { lead, last: lineAt(yaml, endOfPair(pair, yaml.text)) - 1 }
}

const startOf = ({ key }: Pair) => (key as Node).range![0]
