import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  align,
  compile,
  designedMinimum,
  markingsOf,
  type ProcessTree,
  shortest,
  TooManyMarkings,
  unitCosts,
  wayTo,
} from './alignment.ts'
import { randomFrom } from './random.ts'

const step = (label: string): ProcessTree => ({ kind: 'step', label })
const steps = (labels: string) => [...labels].map(step)
const sequence = (...children: ProcessTree[]): ProcessTree => ({ kind: 'sequence', children })
const choice = (...children: ProcessTree[]): ProcessTree => ({ kind: 'choice', children })
const parallel = (...children: ProcessTree[]): ProcessTree => ({ kind: 'parallel', children })
const optional = (...children: ProcessTree[]): ProcessTree => ({ kind: 'optional', children })
const repeat = (up_to: number, ...children: ProcessTree[]): ProcessTree => ({
  kind: 'repeat',
  children,
  up_to,
})

const fullLog =
  '455 acdeh,191 abdeg,177 adceh,144 abdeh,111 acdeg,82 adceg,56 adbeh,47 acdefdbeh,38 adbeg,33 acdefbdeh,' +
  '14 acdefbdeg,11 acdefdbeg,9 adcefcdeh,8 adcefdbeh,5 adcefbdeg,3 acdefbdefdbeg,2 adcefdbeg,2 adcefbdefbdeg,' +
  '1 adcefdbefbdeh,1 adbefbdefdbeg,1 adcefdbefcdefdbeg'
const variants = fullLog.split(',').map((entry) => {
  const [count, trace] = entry.split(' ')
  return { count: Number(count), trace: [...trace!] }
})

/** Examination of a compensation request; the loop by f is taken at most twice in the log. */
const examined = (body: ProcessTree) =>
  compile(sequence(step('a'), body, optional(repeat(4, step('f'), body)), choice(...steps('gh'))))
const n1 = examined(sequence(parallel(choice(...steps('bc')), step('d')), step('e')))
const n2 = examined(sequence(choice(...steps('bc')), ...steps('de')))
const n3 = compile(sequence(step('a'), parallel(...steps('cd')), ...steps('eh')))

describe('the log of van der Aalst, 1,391 traces', () => {
  test.each([
    ['N1', n1, 0, 1, 1],
    ['N2', n2, 914, 0.9369394, 0.9388817],
    ['N3', n3, 2366, 0.83676, 0.8446054],
  ])('against %s costs %#: the published total, log fitness and mean', (_, model, total, fitness, mean) => {
    let cost = 0
    let worst = 0
    let sum = 0
    for (const { count, trace } of variants) {
      const found = align(model, trace, unitCosts).cost
      const most = trace.length + designedMinimum(model)
      cost += count * found
      worst += count * most
      sum += count * (1 - found / most)
    }
    expect(cost).toBe(total)
    expect(worst).toBe(14494)
    expect(1 - cost / worst).toBeCloseTo(fitness, 6)
    expect(sum / 1391).toBeCloseTo(mean, 6)
  })

  test('adceh against N2 costs 2, fitness .8', () => {
    const { cost } = align(n2, [...'adceh'], unitCosts)
    expect(1 - cost / (5 + designedMinimum(n2))).toBeCloseTo(0.8, 12)
  })
})

const told = (moves: { kind: string; label: string }[]) => moves.map((move) => `${move.kind} ${move.label}`)

describe('moves', () => {
  test('designed A B C D E, lived A C B C E: one added, one missing, fitness .8', () => {
    const found = align(compile(sequence(...steps('ABCDE'))), [...'ACBCE'], unitCosts)
    expect(told(found.moves)).toEqual(['sync A', 'log C', 'sync B', 'sync C', 'model D', 'sync E'])
    expect(1 - found.cost / 10).toBeCloseTo(0.8, 12)
  })

  test('the first of two equal events is matched, the second is the extra one', () => {
    const found = align(compile(sequence(...steps('ABC'))), [...'ABBC'], unitCosts)
    expect(told(found.moves)).toEqual(['sync A', 'sync B', 'log B', 'sync C'])
    expect(found.moves.map((move) => move.index)).toEqual([0, 1, 2, 3])
  })

  test('a swap is two moves', () => {
    const found = align(compile(sequence(...steps('ABC'))), [...'ACB'], unitCosts)
    expect(found.cost).toBe(2)
    expect(told(found.moves)).toEqual(['sync A', 'log C', 'sync B', 'model C'])
  })

  test('costs decide which moves are made', () => {
    const model = compile(sequence(...steps('AB')))
    const dear = { log: () => 1.4, model: (name: string) => (name === 'A' ? 3 : 1) }
    expect(told(align(model, [...'BA'], dear).moves)).toEqual(['log B', 'sync A', 'model B'])
    expect(align(model, [...'BA'], dear).cost).toBeCloseTo(2.4, 12)
    expect(told(align(model, [...'BA'], { ...dear, model: (name) => (name === 'B' ? 3 : 1) }).moves)).toEqual(
      ['model A', 'sync B', 'log A'],
    )
  })

  test('an open run is not asked for what is still to come', () => {
    const model = compile(sequence(...steps('ABCD')))
    expect(align(model, [...'AB'], unitCosts, { open: true })).toMatchObject({ cost: 0, marking: 2 })
    expect(told(align(model, [...'AC'], unitCosts, { open: true }).moves)).toEqual(['sync A', 'log C'])
    expect(told(align(model, [...'ACD'], unitCosts, { open: true }).moves)).toEqual([
      'sync A',
      'model B',
      'sync C',
      'sync D',
    ])
    expect(align(model, [], unitCosts, { open: true })).toMatchObject({ cost: 0, moves: [] })
  })

  test('an event may stand for several steps', () => {
    const model = compile(sequence(...steps('AB')))
    const stepsOf = (label: string) => (label === 'call' ? ['A', 'B'] : [])
    expect(told(align(model, ['call', 'call'], unitCosts, { stepsOf }).moves)).toEqual(['sync A', 'sync B'])
    expect(align(model, ['A', 'B'], unitCosts, { stepsOf }).cost).toBe(4)
  })

  test('the way to a step that can still come leads over those before it', () => {
    const model = compile(sequence(...steps('AB'), optional(...steps('C')), step('D')))
    expect(wayTo(model, 1, 'D')).toEqual(['B', 'D'])
    expect(wayTo(model, 1, 'C')).toEqual(['B', 'C'])
    expect(wayTo(model, 1, 'A')).toBeNull()
  })
})

describe('a process', () => {
  test('is repeated one to up_to times', () => {
    const model = compile(repeat(3, ...steps('AB')))
    const costs = ['', 'AB', 'ABAB', 'ABABAB', 'ABABABAB'].map(
      (trace) => align(model, [...trace], unitCosts).cost,
    )
    expect(costs).toEqual([2, 0, 0, 0, 2])
    expect(() => compile(repeat(0, ...steps('A')))).toThrow('not 0')
  })

  test('without steps is done at once', () => {
    for (const empty of [sequence(), choice(), parallel(), optional()]) {
      expect(align(compile(empty), ['A'], unitCosts).cost).toBe(1)
    }
  })

  test('has as few steps as its shortest path, weighted or not', () => {
    const model = compile(
      sequence(step('A'), choice(sequence(...steps('BCD')), step('E')), optional(step('F'))),
    )
    expect(designedMinimum(model)).toBe(2)
    expect(shortest(model, { model: (name) => (name === 'E' ? 9 : 1.5) })).toBe(6)
  })

  test('of more than 20,000 markings is refused, naming the parallel block', () => {
    const wide = sequence(step('start'), parallel(...steps('ABCDEFGHIJKLMNO')), step('end'))
    expect(markingsOf(wide)).toBe(2 ** 15 + 2)
    expect(() => compile(wide)).toThrow(TooManyMarkings)
    expect(() => compile(wide)).toThrow("the parallel block of 'A', 'B', 'C', 'D', 'E', 'F' and 9 more")
    expect(() => compile(repeat(30_000, step('A')))).toThrow("the repeated block of 'A'")
  })

  test('is told with the markings of the block that is to blame, or of the whole and its largest block', () => {
    const wide = parallel(...steps('ABCDEFGHIJKLMNO'))
    expect(() => compile(sequence(step('start'), wide))).toThrow(
      'and 9 more makes 32,768 markings, 20,000 are',
    )
    const many = sequence(...Array.from({ length: 10 }, () => parallel(...steps('ABCDEFGHIJK'))))
    expect(markingsOf(many)).toBe(1 + 10 * 2047)
    expect(() => compile(many)).toThrow(
      "the process makes 20,471 markings, 2,048 of them by the parallel block of 'A', 'B', 'C', 'D', 'E', 'F' and 5 more; 20,000 are the most",
    )
    const wider = parallel(...Array.from({ length: 400 }, (_, nth) => step(`${nth}`)))
    expect(() => compile(wider)).toThrow('makes more than 1,000,000,000 markings, 20,000 are')
    expect(() => compile(sequence(...Array.from({ length: 20_001 }, (_, nth) => step(`${nth}`))))).toThrow(
      'the process makes 20,002 markings, 20,000 are the most',
    )
  })

  test('that leads from few markings to very many others is refused for that, before they are built', () => {
    const skipped = Array.from({ length: 200 }, (_, nth) => optional(step(`S${nth}`)))
    const loop = sequence(step('A'), repeat(40, ...skipped), step('B'))
    expect(markingsOf(loop)).toBe(8003)
    expect(() => compile(loop)).toThrow(TooManyMarkings)
    expect(() => compile(loop)).toThrow(
      "the repeated block of 'S0', 'S1', 'S2', 'S3', 'S4', 'S5' and 194 more leads on in more than 2,000,000 ways: leave fewer of its steps optional, or repeat them less often",
    )
  })

  test('of twelve in parallel has 4,096 markings', () => {
    expect(compile(parallel(...steps('ABCDEFGHIJKL'))).markings).toBe(4096)
  })
})

type Word = string[]
function language(tree: ProcessTree): Word[] {
  if (tree.kind === 'step') return [[tree.label]]
  const children = tree.children.map(language)
  if (tree.kind === 'choice') return children.length === 0 ? [[]] : children.flat()
  if (tree.kind === 'parallel') return children.reduce((all, words) => pairs(all, words, shuffles), [[]])
  const inOrder = children.reduce((all, words) => pairs(all, words, (a, b) => [[...a, ...b]]), [[]] as Word[])
  if (tree.kind === 'sequence') return inOrder
  if (tree.kind === 'optional') return [[], ...inOrder]
  let times: Word[] = inOrder
  const words = [...inOrder]
  for (let i = 2; i <= ('up_to' in tree ? tree.up_to : 1); i++) {
    times = pairs(times, inOrder, (a, b) => [[...a, ...b]])
    words.push(...times)
  }
  return words
}
function pairs(a: Word[], b: Word[], join: (a: Word, b: Word) => Word[]): Word[] {
  const found = new Map<string, Word>()
  for (const left of a)
    for (const right of b) for (const word of join(left, right)) found.set(word.join(''), word)
  return [...found.values()]
}
function shuffles(a: Word, b: Word): Word[] {
  if (a.length === 0 || b.length === 0) return [[...a, ...b]]
  return [
    ...shuffles(a.slice(1), b).map((word) => [a[0]!, ...word]),
    ...shuffles(a, b.slice(1)).map((word) => [b[0]!, ...word]),
  ]
}
/** Cheapest way to make one word of the other by leaving out and putting in. */
function distance(
  trace: Word,
  word: Word,
  log: (label: string) => number,
  model: (label: string) => number,
): number {
  let row = [0]
  for (const label of word) row.push(row.at(-1)! + model(label))
  for (const event of trace) {
    const next = [row[0]! + log(event)]
    word.forEach((label, i) => {
      const moved = Math.min(row[i + 1]! + log(event), next[i]! + model(label))
      next.push(event === label ? Math.min(moved, row[i]!) : moved)
    })
    row = next
  }
  return row.at(-1)!
}

const letter = fc.constantFrom(...'ABCDE')
const trees = fc
  .letrec<{ tree: ProcessTree }>((tie) => {
    const children = fc.array(tie('tree'), { minLength: 1, maxLength: 3 })
    return {
      tree: fc.oneof(
        { depthSize: 'small', maxDepth: 3 },
        letter.map(step),
        fc
          .tuple(
            fc.constantFrom('sequence' as const, 'choice' as const, 'parallel' as const, 'optional' as const),
            children,
          )
          .map(([kind, nodes]) => ({ kind, children: nodes })),
        fc
          .tuple(fc.integer({ min: 1, max: 3 }), fc.array(tie('tree'), { minLength: 1, maxLength: 2 }))
          .map(([up_to, nodes]) => ({ kind: 'repeat' as const, children: nodes, up_to })),
      ),
    }
  })
  .tree.filter((tree) => markingsOf(tree) <= 40 && longest(tree) <= 8)

function longest(tree: ProcessTree): number {
  if (tree.kind === 'step') return 1
  const lengths = tree.children.map(longest)
  if (tree.kind === 'choice') return Math.max(0, ...lengths)
  return lengths.reduce((sum, length) => sum + length, 0) * ('up_to' in tree ? tree.up_to : 1)
}

test('10,000 random processes and traces cost what brute force over their whole language says, closed and open', () => {
  const dear = {
    log: (label: string) => (label === 'A' ? 1.4 : 1),
    model: (label: string) => (label === 'B' ? 3 : 1),
  }
  fc.assert(
    fc.property(
      trees,
      fc.array(fc.constantFrom(...'ABCDEX'), { maxLength: 8 }),
      fc.boolean(),
      (tree, trace, open) => {
        const words = language(tree)
        const ends = open
          ? words.flatMap((word) => word.map((_, i) => word.slice(0, i)).concat([word]))
          : words
        const distances = ends.map((word) => distance(trace, word, dear.log, dear.model))
        const best = distances.reduce((least, one) => Math.min(least, one))
        const found = align(compile(tree), trace, dear, { open })
        expect(found.cost).toBeCloseTo(best, 9)
        expect(paid(found.moves, dear)).toBeCloseTo(best, 9)
        const path = found.moves.filter((move) => move.kind !== 'log').map((move) => move.label)
        expect(ends.some((word) => word.join('') === path.join(''))).toBe(true)
        expect(found.moves.filter((move) => move.kind !== 'model').map((move) => move.label)).toEqual(trace)
      },
    ),
    { seed: 20, numRuns: 10_000 },
  )
})

function paid(
  moves: { kind: string; label: string }[],
  costs: { log(l: string): number; model(l: string): number },
) {
  return moves.reduce((sum, { kind, label }) => {
    if (kind === 'sync') return sum
    return sum + (kind === 'log' ? costs.log(label) : costs.model(label))
  }, 0)
}

test('past the work allowed the answer is a way that exists, marked as a bound, never below the least nor above the worst', () => {
  fc.assert(
    fc.property(
      trees,
      fc.array(fc.constantFrom(...'ABCDEX'), { maxLength: 8 }),
      fc.boolean(),
      fc.constantFrom(0, 30, 200),
      (tree, trace, open, most_work) => {
        const model = compile(tree)
        const best = align(model, trace, unitCosts, { open })
        const found = align(model, trace, unitCosts, { open, most_work })
        expect(found.exact).toBe((trace.length + 1) * (model.markings + model.steps.length) <= most_work)
        expect(found.cost).toBeGreaterThanOrEqual(best.cost)
        expect(found.cost).toBeLessThanOrEqual(trace.length + (open ? 0 : designedMinimum(model)))
        expect(found.moves.filter((move) => move.kind !== 'sync').length).toBe(found.cost)
        const path = found.moves.filter((move) => move.kind !== 'log').map((move) => move.label)
        const paths = language(tree).map((word) => word.join(''))
        expect(paths.some((word) => (open ? word.startsWith(path.join('')) : word === path.join('')))).toBe(
          true,
        )
        expect(found.moves.filter((move) => move.kind !== 'model').map((move) => move.label)).toEqual(trace)
      },
    ),
    { seed: 14, numRuns: 1000 },
  )
})

test('the bound of a run over a wide parallel block is within a tenth for a hundredth of the work', () => {
  const random = randomFrom(14)
  const model = compile(sequence(...steps('ab'), parallel(...steps('cdefghijklmn')), ...steps('opq')))
  const designed = [...'abnmcdlkefjighopq']
  const traces = Array.from({ length: 30 }, () =>
    designed.flatMap((label) => (random() < 0.2 ? [] : random() < 0.2 ? [label, 'z'] : [label])),
  )
  const total = (most_work: number, exact: boolean) =>
    traces.reduce((sum, trace) => {
      const found = align(model, trace, unitCosts, { most_work })
      expect(found.exact).toBe(exact)
      return sum + found.cost
    }, 0)
  expect(total(20_000, false) / total(1_000_000, true)).toBeLessThan(1.1)
  expect(total(20_000, false)).toBe(total(20_000, false))
})

test('a long run over a large process is worked out in blocks with the same result', () => {
  const branches = [...'ABCDEFGHIJ'].map((name) => step(name))
  const model = compile(sequence(step('s'), parallel(...branches), step('t')))
  const random = randomFrom(4)
  const noise = Array.from({ length: 6000 }, () => 'XYZ'[Math.floor(random() * 3)]!)
  const events = ['s', ...noise.slice(0, 3000), ...[...'JIHGFEDCB'], ...noise.slice(3000), 't']
  const found = align(model, events, unitCosts)
  expect(found.cost).toBe(6001)
  expect(
    found.moves
      .filter((move) => move.kind === 'sync')
      .map((move) => move.label)
      .join(''),
  ).toBe('sJIHGFEDCBt')
})
