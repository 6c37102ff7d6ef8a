import { isMap, isScalar, isSeq, type Node, type Pair, type YAMLMap } from 'yaml'
import {
  type Block,
  blockOf,
  endOf,
  keyOf,
  lineAt,
  listPair,
  type Path,
  pairOf,
  readYaml,
  textOf,
  type Yaml,
} from './storyboard-yaml.ts'

/** The storyboard, a block or a step, as the tree shows it. */
export interface OutlineItem {
  path: Path
  /** As the check names it: `steps[1].choice[0]`; '' = the storyboard. */
  place: string
  kind: 'storyboard' | 'step' | Block | 'unreadable'
  /** Of a step, or the title of the storyboard; else ''. */
  name: string
  /** Lines from 1. */
  from: number
  to: number
  /** Line of each field: `within`, `promise`, `promise.due_in`. */
  lines: Record<string, number>
  texts: Record<string, string>
  lists: Record<string, string[]>
  children: OutlineItem[]
}

/** Null while the text is no YAML. */
export function outlineOf(text: string): OutlineItem | null {
  const yaml = readYaml(text)
  return yaml && itemOf(yaml, yaml.map, [], '')
}

/** All items, each before what stands in it. */
export function itemsOf(item: OutlineItem): OutlineItem[] {
  return [item, ...item.children.flatMap(itemsOf)]
}

/** The items to be seen while these blocks are closed. */
export function itemsInSight(item: OutlineItem, closed: ReadonlySet<string>): OutlineItem[] {
  return [
    item,
    ...(closed.has(item.place) ? [] : item.children.flatMap((child) => itemsInSight(child, closed))),
  ]
}

/** The item of a path, else the nearest one around it. */
export function itemOn(outline: OutlineItem, path: Path): OutlineItem {
  let at = outline
  for (const index of path) at = at.children[Math.min(index, at.children.length - 1)] ?? at
  return at
}

/** The innermost item of a line. */
export function itemOfLine(outline: OutlineItem, line: number): OutlineItem {
  const inner = outline.children.find((one) => line >= one.from && line <= one.to)
  return inner === undefined ? outline : itemOfLine(inner, line)
}

/** Every name written in a field of any step, in the order of the text. */
export function namesIn(outline: OutlineItem, ...fields: string[]): string[] {
  const names = itemsOf(outline).flatMap(({ texts, lists }) =>
    fields.flatMap((field) => lists[field] ?? (texts[field] ? [texts[field]] : [])),
  )
  return [...new Set(names)]
}

/** A name no step has yet. */
export function freeName(outline: OutlineItem, name: string): string {
  const taken = new Set(itemsOf(outline).map((one) => one.name))
  let free = name
  for (let nth = 2; taken.has(free); nth++) free = `${name} ${nth}`
  return free
}

function itemOf(yaml: Yaml, node: unknown, path: Path, place: string): OutlineItem {
  if (!isMap(node)) return { ...placed(yaml, node, path, place), kind: 'unreadable' }
  const block = blockOf(node)
  const top = path.length === 0
  const fields = fieldsOf(yaml, node)
  const list = listPair(node, top)?.value
  const inner = top ? 'steps' : block === 'repeat' ? `${place}.repeat.steps` : `${place}.${block}`
  const children =
    isSeq(list) && (top || block !== null)
      ? list.items.map((item, index) => itemOf(yaml, item, [...path, index], `${inner}[${index}]`))
      : []
  return {
    ...placed(yaml, node, path, place),
    ...fields,
    kind: top ? 'storyboard' : (block ?? (pairOf(node, 'step') ? 'step' : 'unreadable')),
    name: fields.texts[top ? 'title' : 'step'] ?? '',
    children,
  }
}

function placed(yaml: Yaml, node: unknown, path: Path, place: string): OutlineItem {
  const [from] = (node as Node).range!
  return {
    path,
    place,
    kind: 'unreadable',
    name: isScalar(node) ? textOf(node) : '',
    from: lineAt(yaml, from),
    to: lineAt(yaml, Math.max(from, endOf(node, yaml.text) - 1)),
    lines: {},
    texts: {},
    lists: {},
    children: [],
  }
}

type Fields = Pick<OutlineItem, 'lines' | 'texts' | 'lists'>

/** A list under the names of its items, a text under its own, those of a promise as `promise.due_in`. */
function fieldsOf(yaml: Yaml, map: YAMLMap, before = ''): Fields {
  const fields: Fields = { lines: {}, texts: {}, lists: {} }
  for (const pair of map.items) {
    const name = before + keyOf(pair)
    fields.lines[name] = lineAt(yaml, (pair.key as Node).range![0])
    if (isSeq(pair.value)) {
      if (pair.value.items.every((item) => isScalar(item))) fields.lists[name] = pair.value.items.map(textOf)
    } else if (isScalar(pair.value)) fields.texts[name] = textOf(pair.value)
    else if (isInner(pair, before)) {
      const inner = fieldsOf(yaml, pair.value as YAMLMap, `${name}.`)
      for (const kind of ['lines', 'texts', 'lists'] as const) Object.assign(fields[kind], inner[kind])
    }
  }
  return fields
}

const isInner = (pair: Pair, before: string) =>
  before === '' && isMap(pair.value) && ['promise', 'repeat'].includes(keyOf(pair))
