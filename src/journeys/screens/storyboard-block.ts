import { isMap, type Node, type YAMLMap, type YAMLSeq } from 'yaml'
import { asBlock, type Piece, piecesOf, shifted } from './storyboard-list.ts'
import {
  type Block,
  blockOf,
  columnOf,
  listAt,
  listPair,
  mapAt,
  type Path,
  pairOf,
  readYaml,
  splice,
  textOf,
  type Yaml,
} from './storyboard-yaml.ts'

/** A repeat is bounded; twice is the least. */
const leastRepeats = 2

/** The piece as the only one of a block, at its own place. */
export function wrapped(piece: Piece, block: Block): Piece {
  if (!piece.block) {
    const value = piece.lines.join('\n')
    const inner = block === 'repeat' ? `{ up_to: ${leastRepeats}, steps: [${value}] }` : `[${value}]`
    return { ...piece, lines: `{ ${block}: ${inner} }`.split('\n') }
  }
  const pad = ' '.repeat(piece.column)
  const deeper = shifted(block === 'repeat' ? 6 : 4)
  const head =
    block === 'repeat'
      ? [`${pad}- repeat:`, `${pad}    up_to: ${leastRepeats}`, `${pad}    steps:`]
      : [`${pad}- ${block}:`]
  return { ...piece, lead: [], lines: [...head, ...[...piece.lead, ...piece.lines].map(deeper)] }
}

/** The text with the list of an item, and those around it, on lines with dashes instead of between brackets. */
export function inBlocks(text: string, path: Path): string {
  let result = text
  for (let depth = 0; depth <= path.length; depth++) {
    const yaml = readYaml(result)
    const list = yaml && listAt(yaml, path.slice(0, depth))
    if (yaml && list?.flow) result = unbracketed(yaml, path.slice(0, depth), list)
  }
  return result
}

function unbracketed(yaml: Yaml, path: Path, list: YAMLSeq): string {
  const { text } = yaml
  const map = mapAt(yaml, path)!
  const pieces = withComments(yaml, list)
  const pair = listPair(map, path.length === 0)!
  const bracket = (pair.value as Node).range!
  const around = pairOf(map, 'repeat')?.value
  const inFlow = map.flow === true || (isMap(around) && around.flow === true)
  const at = columnOf(yaml, (pair.key as Node).range![0])
  if (!inFlow) {
    const colon = text.indexOf(':', (pair.key as Node).range![1])
    return splice(text, colon + 1, bracket[1], `\n${listLines(pieces, at + 2)}`)
  }
  if (path.length === 0) return wholeInBlocks(yaml, map, list)
  const column = columnOf(yaml, map.range![0])
  const head = headLines(map, column)
  const inner = column + (head.length > 1 ? 4 : 2)
  const outside = commentsOf(text, map, list).map((line) => ' '.repeat(inner) + line)
  return splice(
    text,
    map.range![0],
    endOfFlow(map, text),
    [...head, ...outside, listLines(pieces, inner)].join('\n'),
  )
}

const listLines = (pieces: Piece[], column: number) =>
  pieces.flatMap((piece) => asBlock(piece, column)).join('\n')

function headLines(map: YAMLMap, column: number): string[] {
  const block = blockOf(map)
  if (block !== 'repeat') return [`${block}:`]
  const pad = ' '.repeat(column + 2)
  const repeat = pairOf(map, 'repeat')?.value
  const most = isMap(repeat) ? textOf(pairOf(repeat, 'up_to')?.value) : ''
  return ['repeat:', `${pad}up_to: ${most}`, `${pad}steps:`]
}

function endOfFlow(map: YAMLMap, text: string): number {
  if (map.flow) return map.range![1]
  const [from, to] = map.range!
  return from + text.slice(from, to).trimEnd().length
}

/** A document between brackets altogether, such as JSON. */
function wholeInBlocks({ document }: Yaml, map: YAMLMap, list: YAMLSeq): string {
  map.flow = false
  list.flow = false
  return document.toString({ lineWidth: 0 })
}

/** The values of a list with the comments between them, each with the one it stands before. */
function withComments(yaml: Yaml, list: YAMLSeq): Piece[] {
  const pieces = piecesOf(yaml, list)
  const [from] = list.range!
  let before = from
  return pieces.map((piece, index) => {
    const [start, end] = (list.items[index] as Node).range!
    const lead = comments(yaml.text.slice(before, start))
    before = end
    const last = index === pieces.length - 1 ? comments(yaml.text.slice(end, list.range![1])) : []
    return { ...piece, lead: [...lead, ...last] }
  })
}

function commentsOf(text: string, map: YAMLMap, list: YAMLSeq): string[] {
  const [from, to] = map.range!
  const [first, last] = list.range!
  return comments(`${text.slice(from, first)}\n${text.slice(last, to)}`)
}

const comments = (text: string) =>
  text.split('\n').flatMap((line) => /(?:^|[\s,[{])(#.*)$/.exec(line)?.[1] ?? [])
