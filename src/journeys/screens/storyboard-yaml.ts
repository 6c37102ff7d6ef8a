import {
  Document,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  type Pair,
  parseDocument,
  Scalar,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml'

export const blocks = ['sequence', 'choice', 'parallel', 'optional', 'repeat'] as const
export type Block = (typeof blocks)[number]

/** Where an item stands: its place in `steps`, then in the list of each block down to it. [] is the storyboard itself. */
export type Path = readonly number[]

/** A storyboard as text, with the place of everything in it. */
export interface Yaml {
  text: string
  document: Document.Parsed
  map: YAMLMap
  lines: LineCounter
}

/** What a form can write. */
export type Written = string | number | boolean | string[] | { [key: string]: Written }

/** Null while the text is no YAML, or no map. */
export function readYaml(given: string): Yaml | null {
  const text = given.replaceAll('\r\n', '\n')
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, keepSourceTokens: true, merge: false })
  const map = document.contents
  return document.errors.length === 0 && isMap(map) ? { text, document, map, lines } : null
}

export function pairOf(map: YAMLMap, key: string): Pair<Scalar, Node | null> | undefined {
  return map.items.find((pair) => isScalar(pair.key) && keyOf(pair) === key) as never
}

export function keyOf(pair: Pair): string {
  return isScalar(pair.key) ? textOf(pair.key) : ''
}

/** A scalar as its author wrote it; '' for what is none. */
export function textOf(node: unknown): string {
  if (!isScalar(node) || node.value === null) return ''
  return typeof node.value === 'string' ? node.value : (node.source ?? String(node.value))
}

export function blockOf(map: YAMLMap): Block | null {
  return pairOf(map, 'step') ? null : (blocks.find((name) => pairOf(map, name)) ?? null)
}

/** The pair whose value is the list of what stands in it: `steps`, or the key of the block. */
export function listPair(map: YAMLMap, top: boolean): Pair<Scalar, Node | null> | undefined {
  if (top) return pairOf(map, 'steps')
  const block = blockOf(map)
  if (block === null) return undefined
  const pair = pairOf(map, block)
  if (block !== 'repeat') return pair
  return isMap(pair?.value) ? pairOf(pair.value, 'steps') : undefined
}

export function mapAt({ map }: Yaml, path: Path): YAMLMap | null {
  let at = map
  for (const [depth, index] of path.entries()) {
    const list = listPair(at, depth === 0)?.value
    const item = isSeq(list) ? list.items[index] : null
    if (!isMap(item)) return null
    at = item
  }
  return at
}

export function listAt(yaml: Yaml, path: Path): YAMLSeq | null {
  const map = mapAt(yaml, path)
  const list = map && listPair(map, path.length === 0)?.value
  return isSeq(list) ? list : null
}

/** Where the last of it ends, without the comment and the line break behind it. */
export function endOf(node: unknown, text: string): number {
  if ((isMap(node) || isSeq(node)) && !node.flow && node.items.length > 0) {
    const last = node.items.at(-1)
    return isMap(node) ? endOfPair(last as Pair, text) : endOf(last, text)
  }
  const [from, to] = (node as Node).range!
  return from + text.slice(from, to).trimEnd().length
}

export function endOfPair({ key, value }: Pair, text: string): number {
  const [, end] = (key as Node).range!
  if (value === null) return end
  return Math.max(endOf(value, text), end)
}

export function columnOf({ lines }: Yaml, offset: number): number {
  return lines.linePos(offset).col - 1
}

/** Line from 1. */
export function lineAt({ lines }: Yaml, offset: number): number {
  return lines.linePos(offset).line
}

/** Not for the value alone, as `""` and `"8"` must be: those would stay while `85%` is typed. */
function quotedByChoice({ type, value }: Scalar): boolean {
  return (
    /^QUOTE/.test(type ?? '') && Number.isNaN(Number(value)) && !/^(true|false|null|~)$/i.test(String(value))
  )
}

/** A value as YAML of one line, quoted where it must be, in the quotes that its author chose for the former one. */
export function writtenAs(value: Written, flow: boolean, former?: unknown): string {
  const document = new Document(flow ? [value] : value)
  const node = flow ? (document.contents as unknown as YAMLSeq).items[0] : document.contents
  if (isScalar(node) && isScalar(former) && quotedByChoice(former)) node.type = former.type as never
  if (isScalar(node) && value === '') node.type = Scalar.QUOTE_DOUBLE
  const options = { lineWidth: 0, blockQuote: false } as const
  if (!flow && isScalar(node)) return document.toString(options).trimEnd()
  ;(document.contents as unknown as YAMLSeq).flow = true
  const shown = document.toString({ ...options, flowCollectionPadding: true }).trim()
  const tight = flow ? shown.slice(1, -1).trim() : shown
  return Array.isArray(value)
    ? tight.replace(/^\[ (.*) \]$/s, '[$1]')
    : tight.replace(/\[ ([^[\]"']*) \]/g, '[$1]')
}

export function splice(text: string, from: number, to: number, put: string): string {
  return text.slice(0, from) + put + text.slice(to)
}
