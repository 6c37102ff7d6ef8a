import { posix } from 'node:path'
import { parseSync } from 'vite'

/** The texts of the repository by path from its root, with forward slashes. */
export type Files = Map<string, string>

/** A rule of form that does not hold, and what to write instead. */
export interface Complaint {
  file: string
  line: number
  message: string
}

export interface Node {
  type: string
  start: number
  end: number
  [field: string]: unknown
}

export interface Import {
  /** As written. */
  specifier: string
  /** Path from the root when relative, without a query such as `?raw`; else undefined. */
  target: string | undefined
  line: number
  /** Gone after type stripping, so nothing is loaded. */
  type_only: boolean
}

/** A TypeScript file taken apart once, for all rules. */
export interface Source {
  file: string
  text: string
  nodes: Node[]
  comments: { text: string; line: number }[]
  imports: Import[]
  strings: { value: string; line: number }[]
  line: (offset: number) => number
}

/** @throws SyntaxError when the text is no TypeScript; types are not checked here. */
export function readSource(file: string, text: string): Source {
  const parsed = parseSync(file, text)
  if (parsed.errors.length > 0) throw new SyntaxError(parsed.errors[0]?.message)
  const line = lineOf(text)
  const nodes = flatten(parsed.program as unknown as Node)
  return {
    file,
    text,
    nodes,
    comments: parsed.comments.map((one) => ({ text: one.value, line: line(one.start) })),
    imports: nodes.flatMap((node) => importOf(node, file, line)),
    strings: nodes.flatMap((node) => stringOf(node, line)),
    line,
  }
}

export const isTest = (file: string) => /\.(test|torture)\.tsx?$/.test(file)

export const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && typeof (value as Node).type === 'string'

/** The name of an identifier, property or string key, if it has one in the text. */
export function nameOf(value: unknown): string | undefined {
  if (!isNode(value)) return undefined
  if (value.type === 'Identifier') return value.name as string
  return value.type === 'Literal' && typeof value.value === 'string' ? value.value : undefined
}

function flatten(root: Node): Node[] {
  const found: Node[] = []
  const open: Node[] = [root]
  for (let node = open.pop(); node; node = open.pop()) {
    found.push(node)
    for (const value of Object.values(node)) {
      for (const child of Array.isArray(value) ? value : [value]) if (isNode(child)) open.push(child)
    }
  }
  return found.sort((a, b) => a.start - b.start || b.end - a.end)
}

function importOf(node: Node, file: string, line: (offset: number) => number): Import[] {
  if (
    !/^(ImportDeclaration|ExportNamedDeclaration|ExportAllDeclaration|ImportExpression|TSImportType)$/.test(
      node.type,
    )
  )
    return []
  const specifier = nameOf(node.source)
  if (specifier === undefined) return []
  const typeOnly = node.importKind === 'type' || node.exportKind === 'type' || node.type === 'TSImportType'
  return [{ specifier, target: targetOf(file, specifier), line: line(node.start), type_only: typeOnly }]
}

export function targetOf(file: string, specifier: string): string | undefined {
  if (!/^\.\.?\//.test(specifier)) return undefined
  return posix.join(posix.dirname(file), specifier.replace(/\?.*$/, ''))
}

function stringOf(node: Node, line: (offset: number) => number): { value: string; line: number }[] {
  if (node.type === 'Literal' && typeof node.value === 'string')
    return [{ value: node.value, line: line(node.start) }]
  if (node.type !== 'TemplateElement') return []
  const value = node.value as { cooked: string | null; raw: string }
  return [{ value: value.cooked ?? value.raw, line: line(node.start) }]
}

function lineOf(text: string): (offset: number) => number {
  const starts = [0]
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1)
  return (offset) => {
    let low = 0
    let high = starts.length
    while (high - low > 1) {
      const middle = (low + high) >> 1
      if ((starts[middle] ?? 0) <= offset) low = middle
      else high = middle
    }
    return low + 1
  }
}
