import { didYouMean } from './nearest-word.ts'
import type { TimeZone } from './time-zone.ts'
import { type Fields, listed, type Problem, type Tree } from './yaml-tree.ts'

/** A column the mapping names, and where. */
export interface NamedColumn {
  column: string
  line: number
  field: string
}

/** What compiling one part of a mapping needs: where problems go, the zone, the values that mean nothing. */
export class Scope {
  readonly problems: Problem[]
  readonly columns: NamedColumn[]
  readonly zone: TimeZone
  readonly missing: ReadonlySet<string>
  /** The present, epoch ms, as the caller of `map` gave it for the record at hand. */
  readonly clock = { now: 0 }
  constructor(
    problems: Problem[],
    zone: TimeZone,
    missing: ReadonlySet<string> = new Set(),
    columns: NamedColumn[] = [],
  ) {
    this.problems = problems
    this.zone = zone
    this.missing = missing
    this.columns = columns
  }

  problem(line: number, field: string, message: string): void {
    this.problems.push({ line, field, message })
  }

  /** The entries of a tree that must have named fields; every unknown name is a problem. Null when it has none. */
  fields(tree: Tree, field: string, allowed: readonly string[]): Fields['entries'] | null {
    const entries = this.anyFields(tree, field, `with the fields ${listed(allowed)}`)
    if (entries === null) return null
    for (const [name, entry] of entries) {
      if (allowed.includes(name)) continue
      const path = field === '' ? name : `${field}.${name}`
      this.problem(
        entry.line,
        path,
        `unknown key '${name}'${didYouMean(name, allowed)} (known here: ${listed(allowed)})`,
      )
    }
    return entries
  }

  /** The entries of a tree whose names are free, such as kinds of identifiers. */
  anyFields(tree: Tree, field: string, wanted: string): Fields['entries'] | null {
    if (tree.kind === 'fields') return tree.entries
    this.problem(tree.line, field, `${shown(tree)} stands where a block ${wanted} is needed`)
    return null
  }

  /** One text, not empty. */
  text(tree: Tree, field: string): string | null {
    if (tree.kind === 'text' && tree.text.trim() !== '') return tree.text.trim()
    this.problem(tree.line, field, `${shown(tree)} stands where one text is needed`)
    return null
  }

  /** A list of texts; one text is a list of one. */
  texts(tree: Tree, field: string): string[] {
    const items = tree.kind === 'list' ? tree.items : [tree]
    return items.flatMap((item, i) => this.text(item, tree.kind === 'list' ? `${field}[${i}]` : field) ?? [])
  }

  /** One of some words. */
  word<W extends string>(tree: Tree, field: string, words: readonly W[]): W | null {
    const text = this.text(tree, field)
    if (text === null) return null
    const found = words.find((word) => word === text)
    if (found === undefined)
      this.problem(tree.line, field, `'${text}' is none of ${listed(words)}${didYouMean(text, words)}`)
    return found ?? null
  }

  flag(tree: Tree, field: string): boolean {
    return this.word(tree, field, ['true', 'false']) === 'true'
  }

  named(column: string, line: number, field: string): void {
    this.columns.push({ column, line, field })
  }
}

/** How a message names what stands somewhere. */
export function shown(tree: Tree): string {
  if (tree.kind === 'list') return 'a list'
  if (tree.kind === 'fields') return 'a block of fields'
  return tree.text === '' ? 'nothing' : `'${tree.text.slice(0, 60)}'`
}
