import type { Node, YAMLMap } from 'yaml'
import { inBlocks, wrapped } from './storyboard-block.ts'
import { withField } from './storyboard-field-edit.ts'
import { type Piece, pieceAt, piecesOf, splicedList, wholeList } from './storyboard-list.ts'
import {
  type Block,
  blockOf,
  listAt,
  listPair,
  mapAt,
  type Path,
  readYaml,
  splice,
  writtenAs,
  type Yaml,
} from './storyboard-yaml.ts'

/** What came of an edit: the text, and where the item stands now. Null = it cannot be done there. */
export interface Edited {
  text: string
  path: Path
}

/** A step of this name at a place in the list of a block, or of the storyboard ([]). */
export function addStep(text: string, parent: Path, index: number, name: string): Edited | null {
  const yaml = readYaml(text)
  const map = yaml && mapAt(yaml, parent)
  if (!yaml || !map) return null
  const path = [...parent, index]
  const step = `step: ${writtenAs(name, true)}`
  const list = listAt(yaml, parent)
  if (list && list.items.length > 0) {
    const piece: Piece = list.flow
      ? { block: false, column: 0, lead: [], lines: [`{ ${step} }`] }
      : { block: true, column: 0, lead: [], lines: [`- ${step}`] }
    return { text: splicedList(yaml, list, index, 0, [piece]), path }
  }
  const field = parent.length === 0 ? ['steps'] : [blockOf(map) ?? '', 'steps'].slice(0, listKeys(map))
  return { text: withField(yaml.text, parent, field, [{ step: name }] as never), path: [...parent, 0] }
}

const listKeys = (map: YAMLMap) => (blockOf(map) === 'repeat' ? 2 : 1)

/** Without the item, and without blocks of which nothing is left. A storyboard keeps its last step. */
export function removeItem(text: string, path: Path): Edited | null {
  const found = placeOf(text, path)
  if (!found) return null
  const { yaml, list, parent, index } = found
  if (list.items.length === 1) return parent.length === 0 ? null : removeItem(text, parent)
  const left = splicedList(yaml, list, index, 1, [])
  return { text: left, path: [...parent, Math.min(index, list.items.length - 2)] }
}

/** One place up (-1) or down (1) within its list. */
export function moveItem(text: string, path: Path, by: -1 | 1): Edited | null {
  const found = placeOf(text, path)
  if (!found) return null
  const { yaml, list, parent, index } = found
  const to = index + by
  if (to < 0 || to >= list.items.length) return null
  const first = Math.min(index, to)
  const pieces = [pieceAt(yaml, list, first + 1), pieceAt(yaml, list, first)]
  return { text: splicedList(yaml, list, first, 2, pieces), path: [...parent, to] }
}

/** The item as the only one of a new block. */
export function wrapItem(text: string, path: Path, block: Block): Edited | null {
  const found = placeOf(text, path)
  if (!found) return null
  const { yaml, list, index } = found
  return { text: splicedList(yaml, list, index, 1, [wrapped(pieceAt(yaml, list, index), block)]), path }
}

/** What stands in the block, in its place. */
export function unwrapItem(text: string, path: Path): Edited | null {
  const found = placeOf(text, path)
  if (!found) return null
  const { yaml, list, parent, index } = found
  const children = listAt(yaml, path)
  if (!children || children.items.length === 0) return null
  const noted = list.flow && yaml.text.slice(...rangeOf(list.items[index])).includes('#')
  if (noted) return unwrapItem(inBlocks(yaml.text, parent), path)
  const pieces = children.flow ? piecesOf(yaml, children) : [wholeList(yaml, children)]
  const [first, ...rest] = pieces as [Piece, ...Piece[]]
  const own = pieceAt(yaml, list, index)
  const lead = list.flow ? [] : [...own.lead, ...headComments(yaml, path, pieces)]
  const pad = ' '.repeat(first.column)
  const led = { ...first, lead: [...lead.map((line) => pad + line.trim()), ...first.lead] }
  return { text: splicedList(yaml, list, index, 1, [led, ...rest]), path }
}

/** Out of its block, to the place behind it. */
export function liftItem(text: string, path: Path): Edited | null {
  const found = placeOf(text, path)
  if (!found || found.parent.length === 0) return null
  const { yaml, list, parent, index } = found
  if (list.items.length === 1) return unwrapItem(text, parent)
  const piece = pieceAt(yaml, list, index)
  const to = [...parent.slice(0, -1), parent.at(-1)! + 1]
  return insert(splicedList(yaml, list, index, 1, []), to, piece)
}

/** Into the block before it, as the last there. */
export function sinkItem(text: string, path: Path): Edited | null {
  const found = placeOf(text, path)
  if (!found || found.index === 0) return null
  const { yaml, list, parent, index } = found
  const block = [...parent, index - 1]
  const inner = listAt(yaml, block)
  if (!inner || inner.items.length === 0) return null
  const piece = pieceAt(yaml, list, index)
  const without = splicedList(yaml, list, index, 1, [])
  return insert(without, [...block, inner.items.length], piece)
}

/** Another kind of block around the same list; a repeat keeps its own form. */
export function turnBlock(text: string, path: Path, block: Exclude<Block, 'repeat'>): Edited | null {
  const yaml = readYaml(text)
  const map = yaml && mapAt(yaml, path)
  const former = map && path.length > 0 ? blockOf(map) : null
  if (!yaml || !map || former === null || former === 'repeat') return null
  const [from, to] = rangeOf(listPair(map, false)?.key)
  return { text: splice(yaml.text, from, to, block), path }
}

function insert(text: string, path: Path, piece: Piece): Edited | null {
  const parent = path.slice(0, -1)
  const yaml = readYaml(text)
  const list = yaml && listAt(yaml, parent)
  if (!yaml || !list) return null
  if (list.flow && piece.block) return insert(inBlocks(yaml.text, parent), path, piece)
  return { text: splicedList(yaml, list, path.at(-1)!, 0, [piece]), path }
}

/** Comments in the lines of a block that belong to nothing in its list. */
function headComments(yaml: Yaml, path: Path, pieces: Piece[]): string[] {
  const parent = listAt(yaml, path.slice(0, -1))!
  const own = pieceAt(yaml, parent, path.at(-1)!).lines
  const inner = new Set(pieces.flatMap(({ block, lead, lines }) => (block ? [...lead, ...lines] : [])))
  const values = pieces.flatMap(({ block, lines }) => (block ? [] : lines))
  const rest = values.reduce(
    (text, value) => text.replace(value, ''),
    own.filter((line) => !inner.has(line)).join('\n'),
  )
  return rest.split('\n').flatMap((line) => /(?:^|\s)(#.*)$/.exec(line)?.[1] ?? [])
}

function placeOf(text: string, path: Path) {
  const yaml = readYaml(text)
  const parent = path.slice(0, -1)
  const index = path.at(-1)
  const list = yaml && listAt(yaml, parent)
  if (!yaml || !list || index === undefined || !list.items[index]) return null
  return { yaml, list, parent, index }
}

function rangeOf(node: unknown): [number, number] {
  const [from, to] = (node as Node).range!
  return [from, to]
}
