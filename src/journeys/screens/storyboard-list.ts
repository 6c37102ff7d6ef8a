import type { Node, YAMLSeq } from 'yaml'
import { columnOf, endOf, lineAt, splice, type Yaml } from './storyboard-yaml.ts'

/** One item of a list as it is written: lines behind a dash with the comments right above it, or a value between brackets. */
export interface Piece {
  block: boolean
  /** Of its dash. */
  column: number
  lead: string[]
  lines: string[]
}

interface Spot {
  /** Lines from 0: the first comment right above, the dash, the last. */
  lead: number
  dash: number
  last: number
}

interface ListToken {
  items: { start: { type: string; offset: number }[] }[]
}

const tokenOf = (list: YAMLSeq) => (list as YAMLSeq & { srcToken?: ListToken }).srcToken

export function pieceAt(yaml: Yaml, list: YAMLSeq, index: number): Piece {
  if (list.flow) {
    const [from, to] = rangeOf(list, index)
    return { block: false, column: 0, lead: [], lines: yaml.text.slice(from, to).split('\n') }
  }
  const lines = yaml.text.split('\n')
  const { lead, dash, last } = spotOf(yaml, list, index, lines)
  return {
    block: true,
    column: listColumn(yaml, list),
    lead: lines.slice(lead, dash),
    lines: lines.slice(dash, last + 1),
  }
}

/** A list of blocks as one piece, with all that stands between its items. */
export function wholeList(yaml: Yaml, list: YAMLSeq): Piece {
  const lines = yaml.text.split('\n')
  const { lead } = spotOf(yaml, list, 0, lines)
  const { last } = spotOf(yaml, list, list.items.length - 1, lines)
  return { block: true, column: listColumn(yaml, list), lead: [], lines: lines.slice(lead, last + 1) }
}

export function piecesOf(yaml: Yaml, list: YAMLSeq): Piece[] {
  return list.items.map((_, index) => pieceAt(yaml, list, index))
}

/** The text with `count` items from `at` on replaced by these. A list between brackets takes no pieces that are blocks. */
export function splicedList(yaml: Yaml, list: YAMLSeq, at: number, count: number, pieces: Piece[]): string {
  return list.flow ? splicedFlow(yaml, list, at, count, pieces) : splicedBlock(yaml, list, at, count, pieces)
}

/** The column of its dashes. */
export function listColumn(yaml: Yaml, list: YAMLSeq): number {
  return columnOf(yaml, dashOf(list, 0))
}

/** The piece as lines of a list whose dashes stand at this column. */
export function asBlock(piece: Piece, column: number): string[] {
  const pad = ' '.repeat(column)
  if (piece.block) return [...piece.lead, ...piece.lines].map(shifted(column - piece.column))
  const [first = '', ...rest] = piece.lines
  const inner = `${pad}  `
  const under = (line: string) =>
    line.trim() === '' || line.startsWith(inner) ? line : inner + line.trimStart()
  return [...piece.lead.map((line) => pad + line.trim()), `${pad}- ${first}`, ...rest.map(under)]
}

export function shifted(by: number): (line: string) => string {
  return (line) => {
    if (line.trim() === '') return line
    if (by >= 0) return ' '.repeat(by) + line
    return line.slice(Math.min(-by, line.length - line.trimStart().length))
  }
}

function splicedBlock(yaml: Yaml, list: YAMLSeq, at: number, count: number, pieces: Piece[]): string {
  const lines = yaml.text.split('\n')
  const column = listColumn(yaml, list)
  const put = pieces.map((piece) => asBlock(piece, column))
  if (count === 0) {
    const line =
      at < list.items.length ? spotOf(yaml, list, at, lines).lead : spotOf(yaml, list, at - 1, lines).last + 1
    lines.splice(line, 0, ...put.flat())
    return heldBack(lines, line + put.flat().length, column).join('\n')
  }
  // From the end, so that the lines before keep their numbers. What lies between two items stays where it is.
  for (let nth = count - 1; nth >= 0; nth--) {
    const { lead, last } = spotOf(yaml, list, at + nth, lines)
    const instead = nth === count - 1 ? put.slice(nth).flat() : (put[nth] ?? [])
    lines.splice(lead, last - lead + 1, ...instead)
    heldBack(lines, lead + instead.length, column)
    const blank = (line: number) => lines[line]?.trim() === ''
    if (put.length === 0 && blank(lead - 1) && blank(lead)) lines.splice(lead, 1)
  }
  return lines.join('\n')
}

/**
 * The lines with the comments from there on no deeper than this column: deeper ones would become part of a text
 * (`says: |`) that was put before them.
 */
function heldBack(lines: string[], from: number, column: number): string[] {
  for (let line = from; /^\s*(#|$)/.test(lines[line] ?? 'end'); line++) {
    const comment = lines[line]!.trimStart()
    if (lines[line]!.length - comment.length > column)
      lines[line] = ' '.repeat(comment ? column : 0) + comment
  }
  return lines
}

function splicedFlow(yaml: Yaml, list: YAMLSeq, at: number, count: number, pieces: Piece[]): string {
  const { text } = yaml
  const put = pieces.map(({ lines }) => lines.join('\n'))
  const joined = put.join(', ')
  if (count === 0) {
    if (at < list.items.length) {
      const [from] = rangeOf(list, at)
      return splice(text, from, from, `${joined}, `)
    }
    const [, to] = rangeOf(list, at - 1)
    return splice(text, to, to, `, ${joined}`)
  }
  if (put.length === 0) return withoutFlow(text, list, at, count)
  let result = text
  for (let nth = count - 1; nth >= 0; nth--) {
    const [from, to] = rangeOf(list, at + nth)
    result = splice(result, from, to, nth === count - 1 ? put.slice(nth).join(', ') : put[nth]!)
  }
  return result
}

function withoutFlow(text: string, list: YAMLSeq, at: number, count: number): string {
  let result = text
  for (let index = at + count - 1; index >= at; index--) {
    const [from, to] = rangeOf(list, index)
    const next = index + 1 < list.items.length ? rangeOf(list, index + 1)[0] : undefined
    const comma = commaBefore(list, next === undefined ? index : index + 1)
    if (next !== undefined && comma !== undefined) {
      const noted = text.slice(comma, next).includes('#')
      result = splice(result, from, noted ? comma + 1 : next, '')
    } else if (comma !== undefined && !text.slice(comma, from).includes('#')) {
      result = splice(result, comma, to, '')
    } else {
      result = splice(result, from, to, '')
      if (comma !== undefined) result = splice(result, comma, comma + 1, '')
    }
  }
  return result
}

function commaBefore(list: YAMLSeq, index: number): number | undefined {
  return tokenOf(list)?.items[index]?.start.find(({ type }) => type === 'comma')?.offset
}

function rangeOf(list: YAMLSeq, index: number): [from: number, to: number] {
  const [from, to] = (list.items[index] as Node).range!
  return [from, to]
}

function dashOf(list: YAMLSeq, index: number): number {
  const found = tokenOf(list)?.items[index]?.start.find(({ type }) => type === 'seq-item-ind')
  return found?.offset ?? list.range![0]
}

function lastLine(yaml: Yaml, list: YAMLSeq, index: number): number {
  const dash = lineAt(yaml, dashOf(list, index)) - 1
  const end = endOf(list.items[index], yaml.text)
  return Math.max(dash, lineAt(yaml, Math.max(0, end - 1)) - 1)
}

function spotOf(yaml: Yaml, list: YAMLSeq, index: number, lines: string[]): Spot {
  const dash = lineAt(yaml, dashOf(list, index)) - 1
  const above = index === 0 ? 0 : lastLine(yaml, list, index - 1) + 1
  let lead = dash
  while (lead > above && /^\s*#/.test(lines[lead - 1] ?? '')) lead--
  return { lead, dash, last: lastLine(yaml, list, index) }
}
