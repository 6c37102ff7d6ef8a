import { existsSync, readFileSync } from 'node:fs'
import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { align, compile, designedMinimum, type ProcessTree, unitCosts } from './alignment.ts'
import { type MinedTree, mineTree, unrolled } from './inductive-miner.ts'

interface Way {
  steps: string[]
  count: number
}
const ways = (...texts: string[]): Way[] => texts.map((text) => ({ steps: [...text], count: 1 }))

const signs = { sequence: '→', choice: '×', parallel: '∧' }
/** In the notation of the literature; what has no order is sorted. */
function told(tree: MinedTree): string {
  if (tree.kind === 'step') return tree.label
  if (tree.kind === 'nothing') return 'τ'
  if (tree.kind === 'loop') return `↺(${told(tree.body)},${told(tree.redo)})`
  const children = tree.children.map(told)
  return `${signs[tree.kind]}(${tree.kind === 'sequence' ? children : children.sort()})`
}
const mined = (...texts: string[]) => told(mineTree(ways(...texts)))

describe('the inductive miner finds', () => {
  test.each([
    ['a sequence', ['abc'], '→(a,b,c)'],
    ['a choice', ['ab', 'cd'], '×(→(a,b),→(c,d))'],
    ['what is parallel', ['abcd', 'acbd'], '→(a,∧(b,c),d)'],
    ['what may be left out', ['abc', 'ac'], '→(a,×(b,τ),c)'],
    ['a loop with a redo', ['ab', 'abcab', 'abcabcab'], '↺(→(a,b),c)'],
    ['a loop with two redos', ['a', 'aba', 'aca'], '↺(a,×(b,c))'],
    ['what is done again and again', ['ab', 'abab', 'ababab'], '↺(→(a,b),τ)'],
    ['one alternative that may be left out as a whole', ['abe', 'ae', 'ace', 'abce'], '→(a,×(b,τ),×(c,τ),e)'],
    ['an activity done once, whenever', ['xabab', 'axbab'], '∧(x,↺(→(a,b),τ))'],
    ['a single step', ['a'], 'a'],
    ['nothing in nothing', [], 'τ'],
    ['nothing in runs without a step', [''], 'τ'],
  ])('%s', (_, texts, tree) => {
    expect(mined(...texts)).toBe(tree)
  })

  test('the process behind the log of van der Aalst', () => {
    const fullLog =
      'acdeh abdeg adceh abdeh acdeg adceg adbeh acdefdbeh adbeg acdefbdeh acdefbdeg acdefdbeg adcefcdeh adcefdbeh ' +
      'adcefbdeg acdefbdefdbeg adcefdbeg adcefbdefbdeg adcefdbefbdeh adbefbdefdbeg adcefdbefcdefdbeg'
    expect(mined(...fullLog.split(' '))).toBe('→(a,↺(→(∧(d,×(b,c)),e),f),×(g,h))')
  })
})

test('noise that stands in the way of a structure is passed over', () => {
  const log = [
    { steps: [...'abcd'], count: 50 },
    { steps: [...'abcaa'], count: 2 },
  ]
  expect(told(mineTree(log, 0.2))).toBe('→(a,b,c,d)')
  expect(told(mineTree(log, 0.01))).toBe('→(∧(b,c,↺(a,τ)),×(d,τ))')
  expect(() => mineTree(log, 20)).toThrow('noise is a share from 0 to 1, not 20')
})

test('a loop is unrolled as often as the log went round, or up to a bound', () => {
  const tree = mineTree(ways('ab', 'abcab', 'abcabcab'))
  const costs = (bound?: number) =>
    ['ab', 'abcab', 'abcabcab', 'abcabcabcab', 'abab', 'abc'].map(
      (trace) => align(compile(unrolled(tree, bound)), [...trace], unitCosts).cost,
    )
  expect(costs()).toEqual([0, 0, 0, 3, 1, 1])
  expect(costs(2)).toEqual([0, 0, 3, 6, 1, 1])
  expect(costs(1)).toEqual([0, 3, 6, 9, 2, 1])
})

/** Every path of a process, by walking its markings. */
function language(tree: ProcessTree): Set<string> {
  const model = compile(tree)
  const words = new Set<string>()
  const walk = (marking: number, word: string) => {
    if (model.final[marking] === 1) words.add(word)
    for (let edge = model.offsets[marking]!; edge < model.offsets[marking + 1]!; edge++)
      walk(model.targets[edge]!, word + model.labels[model.steps[edge]!])
  }
  walk(0, '')
  return words
}

test('500 processes without repeats are found again from all of their ways', () => {
  const shape = fc.letrec<{ shape: ProcessTree }>((tie) => ({
    shape: fc.oneof(
      { maxDepth: 3, depthSize: 'small' },
      fc.constant<ProcessTree>({ kind: 'step', label: '' }),
      fc.record({
        kind: fc.constantFrom('sequence' as const, 'choice' as const, 'parallel' as const),
        children: fc.array(tie('shape'), { minLength: 2, maxLength: 3 }),
      }),
    ),
  })).shape
  fc.assert(
    fc.property(shape, (unnamed) => {
      let named = 0
      const name = (tree: ProcessTree): ProcessTree =>
        tree.kind === 'step'
          ? { kind: 'step', label: String.fromCharCode(97 + named++) }
          : { ...tree, children: tree.children.map(name) }
      const tree = name(unnamed)
      fc.pre(named <= 6)
      const words = language(tree)
      expect(language(unrolled(mineTree(ways(...words))))).toEqual(words)
    }),
    { seed: 13, numRuns: 500 },
  )
})

test('500 logs of anything fit what is found in them', () => {
  const log = fc.array(fc.array(fc.constantFrom(...'abcd'), { maxLength: 6 }), { minLength: 1, maxLength: 6 })
  fc.assert(
    fc.property(log, (traces) => {
      const model = compile(unrolled(mineTree(traces.map((steps) => ({ steps, count: 1 })))))
      for (const trace of traces) expect(align(model, trace, unitCosts).cost).toBe(0)
    }),
    { seed: 13, numRuns: 500 },
  )
})

test('noise never makes a way through that has other steps than the log', () => {
  const log = fc.array(
    fc.record({
      steps: fc.array(fc.constantFrom(...'abcde'), { maxLength: 6 }),
      count: fc.integer({ min: 1, max: 100 }),
    }),
    { maxLength: 8 },
  )
  fc.assert(
    fc.property(log, fc.double({ min: 0, max: 1, noNaN: true }), (traces, noise) => {
      const labels = new Set(traces.flatMap(({ steps }) => steps))
      for (const label of compile(unrolled(mineTree(traces, noise), 2)).labels)
        expect(labels.has(label)).toBe(true)
    }),
    { seed: 13 },
  )
})

const folder = '../shared/data/logs'

/** Distinct ways of a log; events of the same time keep the order of the file. */
function logOf(name: string): Way[] {
  if (!existsSync(folder)) return []
  const rows: Record<string, string>[] = parse(readFileSync(`${folder}/${name}.csv`), {
    columns: true,
    bom: true,
  })
  const cases = new Map<string, { step: string; at: number }[]>()
  for (const row of rows) {
    const events = cases.get(row['case:concept:name']!) ?? []
    events.push({ step: row['concept:name']!, at: Date.parse(row['time:timestamp']!) })
    cases.set(row['case:concept:name']!, events)
  }
  const found = new Map<string, Way>()
  for (const events of cases.values()) {
    const steps = events.sort((a, b) => a.at - b.at).map(({ step }) => step)
    const way = found.get(steps.join('\n')) ?? { steps, count: 0 }
    way.count++
    found.set(steps.join('\n'), way)
  }
  return [...found.values()]
}

/** What of a tree can happen with these steps alone; null: nothing can. */
function within(tree: MinedTree, steps: Set<string>): MinedTree | null {
  if (tree.kind === 'nothing') return tree
  if (tree.kind === 'step') return steps.has(tree.label) ? tree : null
  if (tree.kind === 'loop') {
    const body = within(tree.body, steps)
    const redo = within(tree.redo, steps)
    if (body === null || redo === null) return body
    return { ...tree, body, redo, most: body.kind === 'nothing' && redo.kind === 'nothing' ? 1 : tree.most }
  }
  const children = tree.children.map((child) => within(child, steps))
  const possible = children.filter((child) => child !== null)
  const whole = tree.kind === 'choice' ? possible.length > 0 : possible.length === children.length
  return whole ? { kind: tree.kind, children: possible } : null
}

describe.skipIf(!existsSync(folder))(`published logs (skipped without ${folder})`, () => {
  test('running-example has the published tree', () => {
    expect(told(mineTree(logOf('running-example')))).toBe(
      '→(register request,↺(→(∧(check ticket,×(examine casually,examine thoroughly)),decide),reinitiate request),' +
        '×(pay compensation,reject request))',
    )
  })

  test('every one of the 116 ways of receipt fits the tree found in it', () => {
    const log = logOf('receipt')
    expect(log.length).toBe(116)
    const tree = mineTree(log)
    for (const { steps } of log) {
      const possible = compile(unrolled(within(tree, new Set(steps))!))
      expect(align(possible, steps, unitCosts).cost).toBe(0)
    }
  })

  test('receipt without the fifth of noise: alignment fitness .789081, 57.81 % fit', () => {
    const log = logOf('receipt')
    const model = compile(unrolled(mineTree(log, 0.2)))
    const fewest = designedMinimum(model)
    const sum = (value: (way: Way, cost: number) => number) =>
      log.reduce((total, way) => total + value(way, align(model, way.steps, unitCosts).cost), 0)
    const runs = sum((way) => way.count)
    const fitness =
      1 - sum((way, cost) => way.count * cost) / sum((way) => way.count * (way.steps.length + fewest))
    // The published figure counts a little for each silent move.
    expect(Math.abs(fitness - 0.789081)).toBeLessThan(1e-4)
    expect(sum((way, cost) => (cost === 0 ? way.count : 0)) / runs).toBeCloseTo(0.5781, 4)
  })
})
