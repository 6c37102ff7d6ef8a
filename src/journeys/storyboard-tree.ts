import { isAlias, isMap, isScalar, isSeq, LineCounter, type Node, parseDocument } from 'yaml'
import type { StoryboardProblem } from './storyboard.ts'
import { longestStoryboard } from './storyboard.ts'

/** YAML with the line of everything. A scalar keeps its text as written. */
export type Tree = ScalarTree | ListTree | MapTree
export interface ScalarTree {
  kind: 'scalar'
  type: 'text' | 'number' | 'boolean' | 'empty'
  text: string
  line: number
}
export interface ListTree {
  kind: 'list'
  items: Tree[]
  line: number
}
export interface MapTree {
  kind: 'map'
  entries: Map<string, { line: number; value: Tree }>
  line: number
}

const deepestTree = 100
const tooDeep = 'the file is nested too deeply to be read'

/** The tree of a YAML text, or the problems that prevent one. Refuses aliases, oversize and endless nesting. */
export function readTree(yaml: string): { tree: Tree | null; problems: StoryboardProblem[] } {
  if (yaml.length > longestStoryboard) {
    const size = `${Math.ceil(yaml.length / 1024)} KB; a storyboard has at most ${longestStoryboard / 1024} KB`
    return refused(1, `the file has ${size}: split it into several journeys`)
  }
  const lines = new LineCounter()
  try {
    const document = parseDocument(yaml.toWellFormed(), {
      lineCounter: lines,
      prettyErrors: false,
      merge: false,
    })
    if (document.errors.length > 0) {
      return {
        tree: null,
        problems: document.errors.map((error) => ({
          line: lines.linePos(error.pos[0]).line || 1,
          field: '',
          message: /call stack/.test(error.message) ? tooDeep : `not readable as YAML: ${error.message}`,
        })),
      }
    }
    if (document.contents === null) return refused(1, 'the file is empty: begin with `journey: order`')
    return { tree: treeOf(document.contents, lines, 0, 1), problems: [] }
  } catch (error) {
    if (error instanceof Unreadable) return refused(error.line, error.message)
    if (error instanceof RangeError) return refused(1, tooDeep)
    throw error
  }
}

class Unreadable extends Error {
  readonly line: number
  constructor(line: number, message: string) {
    super(message)
    this.line = line
  }
}

function refused(line: number, message: string): { tree: null; problems: StoryboardProblem[] } {
  return { tree: null, problems: [{ line, field: '', message }] }
}

function treeOf(node: unknown, lines: LineCounter, depth: number, above: number): Tree {
  const line = lineOf(node, lines) || above
  if (depth > deepestTree) throw new Unreadable(line, `nested deeper than ${deepestTree} levels`)
  if (isAlias(node)) {
    throw new Unreadable(line, `\`*${node.source}\` repeats another place of the file: write it out instead`)
  }
  if (isMap(node)) {
    const entries: MapTree['entries'] = new Map()
    for (const pair of node.items) {
      const keyLine = lineOf(pair.key, lines) || line
      if (!isScalar(pair.key)) throw new Unreadable(keyLine, 'a key must be a plain word')
      entries.set(scalarText(pair.key), {
        line: keyLine,
        value: treeOf(pair.value, lines, depth + 1, keyLine),
      })
    }
    return { kind: 'map', entries, line }
  }
  if (isSeq(node)) {
    return { kind: 'list', items: node.items.map((item) => treeOf(item, lines, depth + 1, line)), line }
  }
  if (!isScalar(node) || node.value === null || node.value === undefined) {
    return { kind: 'scalar', type: 'empty', text: '', line }
  }
  const type =
    typeof node.value === 'number' ? 'number' : typeof node.value === 'boolean' ? 'boolean' : 'text'
  return { kind: 'scalar', type, text: scalarText(node), line }
}

function lineOf(node: unknown, lines: LineCounter): number {
  const range = (node as Node | null)?.range
  return range ? lines.linePos(range[0]).line : 0
}

function scalarText(scalar: { value: unknown; source?: string | undefined }): string {
  return typeof scalar.value === 'string' ? scalar.value : (scalar.source ?? String(scalar.value))
}
