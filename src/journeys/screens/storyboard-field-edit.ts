import { isMap, isScalar, isSeq, type Node, type Pair, type YAMLMap } from 'yaml'
import { splicedList } from './storyboard-list.ts'
import {
  columnOf,
  endOfPair,
  keyOf,
  mapAt,
  type Path,
  pairOf,
  readYaml,
  splice,
  textOf,
  type Written,
  writtenAs,
  type Yaml,
} from './storyboard-yaml.ts'

/** Fields in the order in which they are written. */
const topOrder = [
  ...['journey', 'version', 'valid_from', 'title', 'lifecycle', 'correlate', 'starts', 'silence'],
  ...['calendar', 'zone', 'items', 'steps', 'outcomes', 'objectives'],
]
const partOrders = [
  ['kind', 'touchpoints', 'attributes', 'after'],
  ['name', 'share', 'outcome', 'promise', 'silence', 'contacts', 'within', 'window'],
  ['zone', 'days', 'hours', 'holidays'],
  ['security', 'expires'],
]
const innerOrder = [
  ...['step', 'stage', 'touchpoints', 'channels', 'owner', 'within', 'tells', 'asks', 'says', 'feeling'],
  ...['moment_of_truth', 'silence', 'promise', 'what', 'due_in', 'due', 'fulfilled_by', 'voided_by', 'up_to'],
]

/**
 * The text with one field of an item written, or taken away (null): nothing else of it changes. `field` is a name, or two
 * for a field of a map: ['promise', 'due_in'].
 */
export function withField(text: string, path: Path, field: readonly string[], value: Written | null): string {
  const yaml = readYaml(text)
  const map = yaml && mapAt(yaml, path)
  if (!yaml || !map) return text
  const [key, inner] = field as [string, string?]
  if (inner === undefined) return inMap(yaml, map, key, value)
  const nested = pairOf(map, key)?.value
  if (!isMap(nested)) return value === null ? yaml.text : inMap(yaml, map, key, { [inner]: value })
  const only = nested.items.length === 1 && pairOf(nested, inner) !== undefined
  return only && value === null ? inMap(yaml, map, key, null) : inMap(yaml, nested, inner, value)
}

/** The text with a list of names written: those that stay keep their lines and comments. */
export function withNames(
  text: string,
  path: Path,
  field: readonly string[],
  names: readonly string[],
): string {
  if (names.length === 0) return withField(text, path, field, null)
  const yaml = readYaml(text)
  const map = yaml && mapAt(yaml, path)
  if (!yaml || !map) return text
  const list = map.getIn(field, true)
  if (!isSeq(list) || list.items.length === 0) return withField(text, path, field, [...names])
  const there = list.items.map(textOf)
  const added = names.find((name) => !there.includes(name))
  if (added !== undefined) {
    const piece = { block: false, column: 0, lead: [], lines: [writtenAs(added, true)] }
    return withNames(splicedList(yaml, list, there.length, 0, [piece]), path, field, names)
  }
  const gone = there.findIndex((name) => !names.includes(name))
  return gone < 0 ? yaml.text : withNames(splicedList(yaml, list, gone, 1, []), path, field, names)
}

/** The text with one field of a map written, or taken away (null). */
export function inMap(yaml: Yaml, map: YAMLMap, key: string, value: Written | null): string {
  const pair = pairOf(map, key)
  if (pair === undefined) return value === null ? yaml.text : withPair(yaml, map, key, value)
  if (value === null) return withoutPair(yaml, map, pair)
  const [, afterKey] = pair.key.range!
  const colon = yaml.text.indexOf(':', afterKey)
  const put = writtenAs(value, map.flow === true, pair.value)
  const former = pair.value
  if (former === null || (isScalar(former) && former.value === null && !former.source))
    return splice(yaml.text, colon + 1, colon + 1, ` ${put}`)
  const stands = former.range![0]
  const end = endOfPair(pair, yaml.text)
  const between = yaml.text.slice(colon + 1, stands)
  if (between.includes('\n')) return splice(yaml.text, colon + 1, end, ` ${put}${between.trimEnd()}`)
  const headed = /^[|>][^#\n]*(#[^\n]*)/.exec(yaml.text.slice(stands, end))?.[1]
  return splice(yaml.text, stands, end, headed === undefined ? put : `${put} ${headed}`)
}

function withPair(yaml: Yaml, map: YAMLMap, key: string, value: Written): string {
  const { text } = yaml
  const order = orderOf(map, key)
  const rank = (name: string) => order.indexOf(name)
  const before = map.items.filter((pair) => rank(keyOf(pair)) >= 0 && rank(keyOf(pair)) < rank(key)).at(-1)
  const after = before ?? map.items.at(-1)
  const put = `${writtenAs(key, map.flow === true)}: ${writtenAs(value, map.flow === true)}`
  if (after === undefined) return splice(text, map.range![0], map.range![1], `{ ${put} }`)
  const end = endOfPair(after, text)
  if (map.flow) return splice(text, end, end, `, ${put}`)
  const column = columnOf(yaml, startOf(map.items[0]!))
  const line = lineEnd(text, end)
  const laid = laidOut(key, value, column) ?? put
  return splice(text, line, line, `\n${' '.repeat(column)}${laid}`)
}

/** The first outcome, objective or item stands on a line of its own, where more will follow; null for what holds no maps. */
function laidOut(key: string, value: Written, column: number): string | null {
  const pad = ' '.repeat(column + 2)
  const isInner = (inner: unknown) => typeof inner === 'object' && inner !== null && !Array.isArray(inner)
  const list = Array.isArray(value)
  const inner = typeof value === 'object' ? Object.entries(value as Record<string, Written>) : []
  if (inner.length === 0 || !inner.every(([, each]) => isInner(each))) return null
  const lines = inner.map(([name, each]) => {
    const put = writtenAs(each, false)
    return list ? `${pad}- ${put}` : `${pad}${writtenAs(name, false)}: ${put}`
  })
  return [`${writtenAs(key, false)}:`, ...lines].join('\n')
}

/** Fields of a step, of the storyboard, or of one of its parts. */
function orderOf(map: YAMLMap, key: string): string[] {
  if (pairOf(map, 'journey')) return topOrder
  const whole = (order: string[]) =>
    order.includes(key) && map.items.every((pair) => order.includes(keyOf(pair)))
  return partOrders.find(whole) ?? innerOrder
}

export function withoutPair({ text }: Yaml, map: YAMLMap, pair: Pair): string {
  const at = map.items.indexOf(pair)
  const from = startOf(pair)
  const end = endOfPair(pair, text)
  const next = map.items[at + 1]
  if (map.flow) return withoutFlow(text, pair, next, at > 0)
  const line = lineEnd(text, end)
  const begin = text.lastIndexOf('\n', from - 1) + 1
  if (text.slice(begin, from).trim() === '') return splice(text, begin, Math.min(line + 1, text.length), '')
  // First of an item, behind its dash: what comes next moves up, unless a comment stands between.
  if (next === undefined) return splice(text, from, end, '')
  return text.slice(line, startOf(next)).includes('#')
    ? splice(text, from - 1, line, '')
    : splice(text, from, startOf(next), '')
}

function withoutFlow(text: string, pair: Pair, next: Pair | undefined, later: boolean): string {
  const from = startOf(pair)
  const end = endOfPair(pair, text)
  if (next !== undefined) {
    const behind = commaBefore(next) + 1
    return splice(text, from, text.slice(behind, startOf(next)).includes('#') ? behind : startOf(next), '')
  }
  if (!later) return splice(text, from, end, '')
  const comma = commaBefore(pair)
  if (!text.slice(comma, from).includes('#')) return splice(text, comma, end, '')
  return splice(splice(text, from, end, ''), comma, comma + 1, '')
}

function startOf({ key }: Pair): number {
  return (key as Node).range![0]
}

function commaBefore(pair: Pair): number {
  const { srcToken } = pair as Pair & { srcToken?: { start: { type: string; offset: number }[] } }
  return srcToken?.start.find(({ type }) => type === 'comma')?.offset ?? startOf(pair)
}

/** Where the line of an offset ends. */
function lineEnd(text: string, offset: number): number {
  const found = text.indexOf('\n', offset)
  return found < 0 ? text.length : found
}
