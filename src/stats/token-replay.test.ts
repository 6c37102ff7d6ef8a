import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { align, compile, unitCosts } from './alignment.ts'
import { type MinedTree, mineTree, unrolled } from './inductive-miner.ts'
import { type Net, netOf, type Replay, replay, replayFitness } from './token-replay.ts'

const step = (label: string): MinedTree => ({ kind: 'step', label })
const sequence = (...children: MinedTree[]): MinedTree => ({ kind: 'sequence', children })
const choice = (...children: MinedTree[]): MinedTree => ({ kind: 'choice', children })
const parallel = (...children: MinedTree[]): MinedTree => ({ kind: 'parallel', children })
const loop = (body: MinedTree, redo: MinedTree): MinedTree => ({ kind: 'loop', body, redo, most: 4 })
const [a, b, c, d, e, f, g, h] = [...'abcdefgh'].map(step) as [
  MinedTree,
  MinedTree,
  MinedTree,
  MinedTree,
  MinedTree,
  MinedTree,
  MinedTree,
  MinedTree,
]
const fullLog =
  '455 acdeh,191 abdeg,177 adceh,144 abdeh,111 acdeg,82 adceg,56 adbeh,47 acdefdbeh,38 adbeg,33 acdefbdeh,' +
  '14 acdefbdeg,11 acdefdbeg,9 adcefcdeh,8 adcefdbeh,5 adcefbdeg,3 acdefbdefdbeg,2 adcefdbeg,2 adcefbdefbdeg,' +
  '1 adcefdbefbdeh,1 adbefbdefdbeg,1 adcefdbefcdefdbeg'
const variants = fullLog.split(',').map((entry) => {
  const [count, trace] = entry.split(' ')
  return { count: Number(count), steps: [...trace!] }
})

const n1 = sequence(a, loop(sequence(parallel(choice(b, c), d), e), f), choice(g, h))
const n2 = sequence(a, loop(sequence(choice(b, c), d, e), f), choice(g, h))
const n3 = sequence(a, parallel(c, d), e, h)

function played(tree: MinedTree) {
  const net = netOf(tree)!
  const total: Replay = { produced: 0, consumed: 0, missing: 0, remaining: 0 }
  let fit = 0
  for (const { count, steps } of variants) {
    const one = replay(net, steps)
    for (const key of ['produced', 'consumed', 'missing', 'remaining'] as const)
      total[key] += count * one[key]
    if (one.missing + one.remaining === 0) fit += count
  }
  return { ...total, fit, fitness: replayFitness(total) }
}

describe('the log of van der Aalst, 1,391 traces, has the published counts', () => {
  test('on N1, which it fits', () => {
    expect(played(n1)).toMatchObject({
      produced: 10467,
      consumed: 10467,
      missing: 0,
      remaining: 0,
      fitness: 1,
    })
  })

  test('on N2, where d only comes after b or c', () => {
    const found = played(n2)
    expect(found).toMatchObject({ produced: 8930, consumed: 8930, missing: 443, remaining: 443, fit: 948 })
    expect(found.fitness).toBeCloseTo(0.9503919, 7)
  })

  test('on N3, without a loop, b and g', () => {
    const found = played(n3)
    expect(found).toMatchObject({ produced: 9148, consumed: 9294, missing: 1183, remaining: 1037, fit: 632 })
    expect(found.fitness).toBeCloseTo(0.8796777, 7)
  })

  test('on the process mined from it, which is N1', () => {
    expect(played(mineTree(variants))).toEqual(played(n1))
  })
})

test('adceh on N2: six tokens made and taken, one missing, one left', () => {
  const found = replay(netOf(n2)!, 'adceh')
  expect(found).toEqual({ produced: 6, consumed: 6, missing: 1, remaining: 1 })
  expect(replayFitness(found)).toBeCloseTo(5 / 6, 12)
})

test('a process that needs a silent transition has no net', () => {
  const nothing: MinedTree = { kind: 'nothing' }
  for (const tree of [
    nothing,
    sequence(a, choice(nothing, b)),
    loop(a, nothing),
    parallel(a, b),
    choice(a, loop(b, c)),
    sequence(a, loop(b, c), loop(d, e), f),
    sequence(a, parallel(b, c), parallel(d, e, f), g),
    sequence(a, choice(parallel(b, c), parallel(d, e)), f),
  ])
    expect(netOf(tree)).toBeNull()
})

/** Every run of a net with at most `longest` steps that leaves one token, at the end. */
function runsOf(net: Net, longest: number): string[] {
  const found: string[] = []
  const walk = (tokens: number[], run: string) => {
    if (tokens.every((each, place) => each === (place === 1 ? 1 : 0))) found.push(run)
    if (run.length === longest) return
    for (const { label, from, to } of net.transitions) {
      if (!from.every((place) => tokens[place]! > 0)) continue
      const next = tokens.map(
        (each, place) => each - (from.includes(place) ? 1 : 0) + (to.includes(place) ? 1 : 0),
      )
      walk(next, run + label)
    }
  }
  walk(
    Array.from({ length: net.places }, (_, place) => (place === 0 ? 1 : 0)),
    '',
  )
  return found
}

test('a net, where there is one, has exactly the runs of the process', () => {
  const shapes = fc.letrec<{ shape: MinedTree }>((tie) => ({
    shape: fc.oneof(
      { maxDepth: 3, depthSize: 'small' },
      fc.constant(step('')),
      fc.record({
        kind: fc.constantFrom('sequence' as const, 'choice' as const, 'parallel' as const),
        children: fc.array(tie('shape'), { minLength: 2, maxLength: 3 }),
      }),
      fc.record({
        kind: fc.constant('loop' as const),
        body: tie('shape'),
        redo: tie('shape'),
        most: fc.constant(4),
      }),
    ),
  })).shape
  let nets = 0
  fc.assert(
    fc.property(shapes, (shape) => {
      let named = 0
      const name = (tree: MinedTree): MinedTree => {
        if (tree.kind === 'step') return step(String.fromCharCode(97 + named++))
        if (tree.kind === 'nothing') return tree
        if (tree.kind === 'loop') return { ...tree, body: name(tree.body), redo: name(tree.redo) }
        return { ...tree, children: tree.children.map(name) }
      }
      const tree = sequence(step('S'), name(shape), step('T'))
      fc.pre(named <= 7)
      const net = netOf(tree)
      if (net === null) return
      nets++
      const model = compile(unrolled(tree))
      const runs = runsOf(net, 8)
      for (const run of runs) expect(align(model, [...run], unitCosts).cost).toBe(0)
      const words = new Set<string>()
      const walk = (marking: number, word: string) => {
        if (model.final[marking] === 1) words.add(word)
        if (word.length === 8) return
        for (let edge = model.offsets[marking]!; edge < model.offsets[marking + 1]!; edge++)
          walk(model.targets[edge]!, word + model.labels[model.steps[edge]!])
      }
      walk(0, '')
      expect(new Set(runs)).toEqual(words)
    }),
    { seed: 14, numRuns: 1000 },
  )
  expect(nets).toBeGreaterThan(200)
})
