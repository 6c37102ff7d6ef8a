import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import * as edits from './storyboard-edit.ts'
import { withField, withNames } from './storyboard-field-edit.ts'
import type { Block, Path } from './storyboard-yaml.ts'

type Item = Record<string, unknown>
const blocks: Block[] = ['sequence', 'choice', 'parallel', 'optional', 'repeat']

/** A design whose steps bear their number; each node says how it is written. */
interface Node {
  block: Block | null
  children: Node[]
  flow: boolean
  note: boolean
  lead: boolean
  gap: boolean
}

const bits = { flow: fc.boolean(), note: fc.boolean(), lead: fc.boolean(), gap: fc.boolean() }
const design = fc.letrec<{ node: Node }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    fc.record({ block: fc.constant<Block | null>(null), children: fc.constant<Node[]>([]), ...bits }),
    fc.record({
      block: fc.constantFrom<(Block | null)[]>(...blocks),
      children: fc.array(tie('node'), { minLength: 1, maxLength: 3 }),
      ...bits,
    }),
  ),
})).node

/** Written out, with comments named for the step they stand at. */
class Writer {
  private steps = 0
  private comments = 0
  private comment(at: string) {
    return `# about ${at} no ${this.comments++}`
  }

  document(nodes: Node[]): string {
    return `# the head\njourney: j\nsteps:  # all\n${this.list(nodes, 2)}# the tail\nsilence: 3d\n`
  }

  private list(nodes: Node[], column: number): string {
    const pad = ' '.repeat(column)
    return nodes
      .map((node, place) => {
        const gap = node.gap && place > 0 ? `\n${pad}# a section ${this.comments++}\n\n` : ''
        const lead = node.lead ? `${pad}${this.comment('what follows')}\n` : ''
        return `${gap}${lead}${pad}- ${this.item(node, column + 2)}`
      })
      .join('')
  }

  private item(node: Node, column: number): string {
    const note = node.note ? `   ${this.comment('the line')}` : ''
    if (node.flow) return `${this.flowItem(node, column)}${note}\n`
    const pad = ' '.repeat(column)
    if (node.block === null) {
      const step = `step: Step ${this.steps++}${note}\n`
      return node.gap
        ? `${step}${pad}says: |\n${pad}  Two lines,\n${pad}  no less.\n`
        : `${step}${pad}owner: Me\n`
    }
    if (node.block !== 'repeat') return `${node.block}:${note}\n${this.list(node.children, column + 2)}`
    return `repeat:${note}\n${pad}  up_to: 3\n${pad}  steps:\n${this.list(node.children, column + 4)}`
  }

  private flowItem(node: Node, column: number): string {
    if (node.block === null) return `{ step: Step ${this.steps++}, owner: "Me, too" }`
    const apart = node.gap ? `,  ${this.comment('what went')}\n${' '.repeat(column + 4)}` : ', '
    const list = `[${node.children.map((child) => this.flowItem(child, column)).join(apart)}]`
    return node.block === 'repeat' ? `{ repeat: { up_to: 3, steps: ${list} } }` : `{ ${node.block}: ${list} }`
  }
}

/** The same edits on plain values. */
const listOf = (items: Item[], path: Path): Item[] =>
  path.reduce((list, index) => {
    const item = list[index]!
    const block = blocks.find((name) => name in item)!
    return block === 'repeat' ? (item.repeat as { steps: Item[] }).steps : (item[block] as Item[])
  }, items)

const around = (block: Block, steps: Item[]): Item =>
  block === 'repeat' ? { repeat: { up_to: 2, steps } } : { [block]: steps }

function model(items: Item[], kind: string, path: Path, block: Block): void {
  const index = path.at(-1)!
  const parent = path.slice(0, -1)
  const list = listOf(items, parent)
  const item = list[index]!
  const alone = list.length === 1
  if (alone && kind === 'lift') model(items, 'unwrap', parent, block)
  else if (alone && kind === 'remove') model(items, 'remove', parent, block)
  else if (kind === 'down') list.splice(index, 2, list[index + 1]!, item)
  else if (kind === 'wrap') list.splice(index, 1, around(block, [item]))
  else if (kind === 'unwrap') list.splice(index, 1, ...listOf(items, path))
  else if (kind === 'add') list.splice(index, 0, { step: 'Another: one' })
  else if (kind === 'owner') item.owner = 'She: #1'
  else if (kind === 'unowned') delete item.owner
  else if (kind === 'names') item.tells = ['this, that']
  else if (kind === 'sink') listOf(items, [...parent, index - 1]).push(...list.splice(index, 1))
  else if (kind === 'lift')
    listOf(items, parent.slice(0, -1)).splice(parent.at(-1)! + 1, 0, ...list.splice(index, 1))
  else if (kind === 'remove') list.splice(index, 1)
}

function edit(text: string, kind: string, path: Path, block: Block): string | null {
  if (kind === 'owner') return withField(text, path, ['owner'], 'She: #1')
  if (kind === 'unowned') return withField(text, path, ['owner'], null)
  if (kind === 'names') return withNames(text, path, ['tells'], ['this, that'])
  const makers: Record<string, () => edits.Edited | null> = {
    down: () => edits.moveItem(text, path, 1),
    wrap: () => edits.wrapItem(text, path, block),
    unwrap: () => edits.unwrapItem(text, path),
    add: () => edits.addStep(text, path.slice(0, -1), path.at(-1)!, 'Another: one'),
    sink: () => edits.sinkItem(text, path),
    lift: () => edits.liftItem(text, path),
    remove: () => edits.removeItem(text, path),
  }
  return makers[kind]?.()?.text ?? null
}

const kinds = ['down', 'wrap', 'unwrap', 'add', 'sink', 'lift', 'remove', 'owner', 'unowned', 'names']
const fields = new Set(['owner', 'unowned', 'names'])

function pathsOf(items: Item[], path: Path = []): Path[] {
  return items.flatMap((item, index) => {
    const here = [...path, index]
    return [here, ...('step' in item ? [] : pathsOf(listOf([item], [0]), here))]
  })
}

const comments = (text: string) =>
  (text.match(/# (about|a section|the|all).*/g) ?? []).map((one) => one.trim()).sort()

/** Lines without their indentation. */
const wordsOf = (text: string) =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)

test('any edit does the one thing it says, and keeps every comment and every other line', () => {
  fc.assert(
    fc.property(
      fc.array(design, { minLength: 1, maxLength: 4 }),
      fc.array(
        fc.record({ kind: fc.constantFrom(...kinds), at: fc.nat(), block: fc.constantFrom(...blocks) }),
        { minLength: 1, maxLength: 4 },
      ),
      (nodes, asked) => {
        let text = new Writer().document(nodes)
        for (const { kind, at, block } of asked) {
          const value = parse(text) as { steps: Item[] }
          const paths = pathsOf(value.steps)
          const path = paths[at % paths.length]!
          const isStep = 'step' in listOf(value.steps, path.slice(0, -1))[path.at(-1)!]!
          if (fields.has(kind) && !isStep) continue
          const result = edit(text, kind, path, block)
          if (result === null) continue
          const expected = structuredClone(value)
          model(expected.steps, kind, path, block)
          expect(parse(result)).toEqual(expected)
          if (kind === 'remove') for (const one of comments(result)) expect(comments(text)).toContain(one)
          else expect(comments(result)).toEqual(comments(text))
          if (fields.has(kind)) {
            const before = text.split('\n')
            const after = result.split('\n')
            const other = before.filter((line) => !after.includes(line))
            expect(other.length).toBeLessThanOrEqual(1)
          }
          if (kind === 'down' && !text.includes('['))
            expect(wordsOf(result).sort()).toEqual(wordsOf(text).sort())
          text = result
        }
      },
    ),
    { numRuns: 60 },
  )
})
