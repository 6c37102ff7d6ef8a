import { type Document, isAlias, isMap, isScalar, isSeq, LineCounter, type Node, parseDocument } from 'yaml'

/** What is wrong with a file people write: the line, the field (`records[0].interactions[1].at`) and what to do. */
export interface Problem {
  line: number
  field: string
  message: string
}

/** YAML with the line of everything. Scalars keep the text as written: `007` stays `007`, `yes` stays `yes`. */
export type Tree = Leaf | List | Fields
export interface Leaf {
  kind: 'text'
  text: string
  line: number
}
export interface List {
  kind: 'list'
  items: Tree[]
  line: number
}
export interface Fields {
  kind: 'fields'
  entries: Map<string, { line: number; value: Tree }>
  line: number
}

const maxNodes = 50_000

/** The tree of a YAML text, or null with the problems that prevent one. Never throws. */
export function readYaml(text: string): { tree: Tree | null; problems: Problem[] } {
  const lines = new LineCounter()
  const document = parsed(text, lines)
  if (document === null)
    return { tree: null, problems: [{ line: 1, field: '', message: 'nested too deep to be read as YAML' }] }
  const problems = document.errors.map((error) => ({
    line: lines.linePos(error.pos[0]).line || 1,
    field: '',
    message: `not readable as YAML: ${error.message}`,
  }))
  if (problems.length > 0) return { tree: null, problems }
  if (document.contents === null)
    return { tree: null, problems: [{ line: 1, field: '', message: 'the file is empty' }] }
  const builder = new TreeBuilder(document, lines)
  const tree = builder.build(document.contents, 0)
  return builder.failure === null ? { tree, problems: [] } : { tree: null, problems: [builder.failure] }
}

/** Null where the nesting exhausts the stack of the parser. */
function parsed(text: string, lines: LineCounter): Document | null {
  try {
    return parseDocument(text.toWellFormed(), { lineCounter: lines, prettyErrors: false, merge: false })
  } catch (error) {
    if (error instanceof RangeError) return null
    throw error
  }
}

class TreeBuilder {
  failure: Problem | null = null
  private nodes = 0
  private readonly document: Document
  private readonly lines: LineCounter
  constructor(document: Document, lines: LineCounter) {
    this.document = document
    this.lines = lines
  }

  build(node: unknown, depth: number): Tree {
    const line = this.lineOf(node)
    if (++this.nodes > maxNodes || depth > 40) {
      this.failure ??= {
        line,
        field: '',
        message: `nested or repeated too much: at most ${maxNodes} values, 40 deep`,
      }
      return { kind: 'text', text: '', line }
    }
    if (isAlias(node)) {
      const meant = node.resolve(this.document)
      if (meant === undefined)
        this.failure ??= {
          line,
          field: '',
          message: `'*${node.source}' stands for nothing: there is no '&${node.source}' before it`,
        }
      return this.build(meant, depth + 1)
    }
    if (isMap(node)) {
      const entries: Fields['entries'] = new Map()
      for (const pair of node.items) {
        const key = isScalar(pair.key) ? textOf(pair.key) : String(pair.key)
        entries.set(key, { line: this.lineOf(pair.key) || line, value: this.build(pair.value, depth + 1) })
      }
      return { kind: 'fields', entries, line }
    }
    if (isSeq(node))
      return { kind: 'list', items: node.items.map((item) => this.build(item, depth + 1)), line }
    return { kind: 'text', text: isScalar(node) ? textOf(node) : '', line }
  }

  private lineOf(node: unknown): number {
    const range = (node as Node | null)?.range
    return range ? this.lines.linePos(range[0]).line : 0
  }
}

function textOf(scalar: { value: unknown; source?: string | undefined }): string {
  if (scalar.value === null || scalar.value === undefined) return ''
  if (typeof scalar.value === 'string') return scalar.value
  return scalar.source ?? String(scalar.value)
}

/** Several texts as a sentence lists them. */
export function listed(words: Iterable<string>, most = 30): string {
  const all = [...words]
  const shown = all.slice(0, most).join(', ')
  return all.length > most ? `${shown} … (${all.length} in all)` : shown
}
