import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { conformingTo, type Design, type LivedStep, type StepDesign } from './conformance.ts'

const hour = 3_600_000

function step(name: string, more: Partial<StepDesign> = {}): Design {
  return {
    kind: 'step',
    step: name,
    touchpoints: [name],
    channels: [],
    within: null,
    tells: [],
    promise: null,
    ...more,
  }
}
const sequence = (...children: Design[]): Design => ({ kind: 'sequence', children })
const steps = (names: string) => sequence(...[...names].map((name) => step(name)))

/** Interactions an hour apart. */
function lived(names: Iterable<string>, more: Partial<LivedStep> = {}): LivedStep[] {
  return [...names].map((touchpoint, i) => ({
    touchpoint,
    channel: 'web',
    customer_facing: true,
    started_at: i * hour,
    ended_at: null,
    ...more,
  }))
}

function wordsOf(design: Design, names: Iterable<string>, open = false): string[] {
  return conformingTo(design)
    .check(lived(names), open)
    .deviations.map((deviation) => deviation.words)
}

describe('the worked example of methods A.8', () => {
  const found = conformingTo(steps('ABCDE')).check(lived('ACBCE'), false)

  test('is one added and one missing, plain fitness .8', () => {
    expect(found.deviations.map(({ kind, step, after }) => [kind, step, after])).toEqual([
      ['added', 'C', 'A'],
      ['skipped', 'D', 'C'],
    ])
    expect(found.fitness).toBeCloseTo(0.8, 12)
  })

  test('says so in words', () => {
    expect(found.deviations.map((deviation) => deviation.words)).toEqual([
      "'C' happened early, after 'A', and again later",
      "'D' never happened",
    ])
  })

  test('costs 1.4 for a contact too many and 1 for a plain step, of 12 at worst', () => {
    expect(found.conformance).toBeCloseTo(1 - 2.4 / (5 * 1.4 + 5), 12)
  })

  test('gives each interaction its step', () => {
    expect(found.assigned).toEqual(['A', '', 'B', 'C', 'E'])
  })
})

describe('what a step weighs', () => {
  const silent = conformingTo(steps('ABC'))

  test('three when it informs or promises', () => {
    const telling = conformingTo(sequence(step('A'), step('B', { tells: ['the date'] }), step('C')))
    const promise = { what: 'visit', due_in: 1, due: null, fulfilled_by: [], voided_by: [] }
    const promising = conformingTo(sequence(step('A'), step('B', { promise }), step('C')))
    expect(silent.check(lived('AC'), false).conformance).toBeCloseTo(1 - 1 / (2.8 + 3), 12)
    expect(telling.check(lived('AC'), false).conformance).toBeCloseTo(1 - 3 / (2.8 + 5), 12)
    expect(promising.check(lived('AC'), false).conformance).toBeCloseTo(1 - 3 / (2.8 + 5), 12)
  })

  test('one when it is extra and the customer took no part in it', () => {
    const run = lived('ABXC')
    run[2]!.customer_facing = false
    expect(silent.check(lived('ABXC'), false).conformance).toBeCloseTo(1 - 1.4 / (5.6 + 3), 12)
    expect(silent.check(run, false).conformance).toBeCloseTo(1 - 1 / (5.2 + 3), 12)
  })

  test('half for a wrong channel and half for being late', () => {
    const bounded = conformingTo(
      sequence(step('A'), step('B', { channels: ['phone', 'till'], within: 1800 })),
    )
    const { conformance, fitness, deviations } = bounded.check(lived('AB'), false)
    expect(conformance).toBeCloseTo(1 - 1 / (2.8 + 2), 12)
    expect(fitness).toBe(1)
    expect(deviations.map(({ kind, words }) => [kind, words])).toEqual([
      ['wrong_channel', "'B' came through 'web' instead of 'phone' or 'till'"],
      ['late', "'B' came more than 30 minutes after 'A'"],
    ])
  })
})

describe('words', () => {
  test('a step that came too early happened before the one designed before it', () => {
    const documents = sequence(step('Applied'), step('Documents received'), step('Documents checked'))
    expect(wordsOf(documents, ['Applied', 'Documents checked', 'Documents received'])).toEqual([
      "'Documents checked' happened before 'Documents received'",
    ])
  })

  test('a step that came too late happened only after the next one', () => {
    const design = sequence(step('A'), step('B'), step('C', { tells: ['x'] }), step('D', { tells: ['y'] }))
    expect(wordsOf(design, 'ACDB')).toEqual(["'B' happened only after 'C'"])
  })

  test('a step is repeated once more, or 2 more times, told once', () => {
    expect(wordsOf(steps('ABC'), 'ABBC')).toEqual(["'B' was repeated once more"])
    expect(wordsOf(steps('ABC'), 'ABBCB')).toEqual(["'B' was repeated 2 more times"])
  })

  test('what the storyboard does not know is told once for each place', () => {
    expect(wordsOf(steps('AB'), 'XAXXB')).toEqual([
      "'X' happened at the start, where the storyboard does not have it",
      "'X' happened after 'A', where the storyboard does not have it",
    ])
  })

  test('a step of the branch not chosen was added', () => {
    const design = sequence(step('A'), { kind: 'choice', children: [steps('BD'), steps('CE')] })
    expect(conformingTo(design).check(lived('ABDC'), false).deviations).toEqual([
      {
        kind: 'added',
        step: 'C',
        after: 'D',
        words: "'C' happened after 'D', where the storyboard does not have it",
      },
    ])
  })

  test('a step left out the second time is not said never to have happened', () => {
    const design: Design = { kind: 'repeat', up_to: 2, children: [step('A'), step('B'), step('C')] }
    expect(wordsOf(design, 'ABCAC')).toEqual(["'B' was left out before 'C'"])
  })

  test('a designed step may be done by any of its touchpoints', () => {
    const call = step('Asked', { touchpoints: ['Call', 'Mail'] })
    const { assigned, conformance, deviations } = conformingTo(sequence(call, step('Answered'))).check(
      lived(['Mail', 'Answered', 'Call']),
      false,
    )
    expect(assigned).toEqual(['Asked', 'Answered', ''])
    expect(conformance).toBeLessThan(1)
    expect(deviations[0]).toMatchObject({
      kind: 'repeated',
      step: 'Asked',
      words: "'Asked' was repeated once more",
    })
  })
})

describe('a run that is still open', () => {
  test('is not told that future steps were skipped', () => {
    for (const names of ['A', 'AB', 'ABC', '']) {
      expect(conformingTo(steps('ABCD')).check(lived(names), true)).toMatchObject({
        conformance: 1,
        fitness: 1,
        deviations: [],
      })
    }
  })

  test('is told what was left out on the way', () => {
    expect(wordsOf(steps('ABCDE'), 'ACDE', true)).toEqual(["'B' was left out before 'C'"])
  })

  test('is told what came too early, while the step before may still come', () => {
    const design = sequence(step('A'), step('B', { tells: ['x'] }), step('C'))
    expect(conformingTo(design).check(lived('AC'), true).deviations).toEqual([
      {
        kind: 'wrong_order',
        step: 'C',
        after: 'A',
        words: "'C' happened before 'B', which is still to come",
      },
    ])
  })

  test('becomes judged in full when it ends', () => {
    expect(wordsOf(steps('ABC'), 'AB', false)).toEqual(["'C' never happened"])
  })
})

describe('late', () => {
  test('counts from the end of the designed step before, over what was added between', () => {
    const design = conformingTo(sequence(step('A'), step('B', { within: 7200 })))
    const run = lived('AXXB')
    expect(design.check(run, false).deviations.map(({ kind }) => kind)).toEqual(['added', 'late'])
    run[0]!.ended_at = hour
    expect(design.check(run, false).deviations.map(({ kind }) => kind)).toEqual(['added'])
  })

  test('does not count from a step of a parallel branch', () => {
    const design = conformingTo(
      sequence(step('A'), { kind: 'parallel', children: [step('B'), step('C', { within: 5400 })] }),
    )
    expect(design.check(lived('AB'), true).deviations).toEqual([])
    expect(design.check(lived('ABC'), false).deviations).toEqual([
      { kind: 'late', step: 'C', after: 'A', words: "'C' came more than 90 minutes after 'A'" },
    ])
    expect(design.check(lived('ACB'), false).deviations).toEqual([])
  })

  test('is not said of the first step, and an unknown channel is not a wrong one', () => {
    const design = conformingTo(sequence(step('A', { within: 1, channels: ['till'] }), step('B')))
    expect(design.check(lived('AB', { channel: '' }), false).deviations).toEqual([])
    expect(design.check(lived('AB', { channel: 'unknown' }), false).conformance).toBe(1)
  })
})

test('variants share their alignment but not their names, channels and times', () => {
  const design = conformingTo(sequence(step('A'), step('B', { channels: ['web'] })))
  design.check(lived('AXB'), false)
  const other = design.check(lived('AYB', { channel: 'till' }), false)
  expect(other.deviations.map(({ kind, step }) => [kind, step])).toEqual([
    ['added', 'Y'],
    ['wrong_channel', 'B'],
  ])
})

test('conformance is 1 exactly when nothing deviates, and never outside 0 to 1', () => {
  const design = conformingTo(
    sequence(
      step('A', { tells: ['x'] }),
      {
        kind: 'parallel',
        children: [step('B'), { kind: 'optional', children: [step('C', { within: 5400 })] }],
      },
      { kind: 'repeat', up_to: 2, children: [step('D', { channels: ['web'] })] },
      { kind: 'choice', children: [step('E'), step('F')] },
    ),
  )
  const interaction = fc.record({
    touchpoint: fc.constantFrom(...'ABCDEFX'),
    channel: fc.constantFrom('web', 'web', 'till'),
    customer_facing: fc.boolean(),
  })
  fc.assert(
    fc.property(fc.array(interaction, { maxLength: 9 }), fc.boolean(), (parts, open) => {
      const run = parts.map((part, i) => ({ ...part, started_at: i * hour, ended_at: null }))
      const { conformance, fitness, deviations, assigned } = design.check(run, open)
      expect(conformance === 1).toBe(deviations.length === 0)
      for (const share of [conformance, fitness]) expect(share >= 0 && share <= 1).toBe(true)
      expect(assigned).toHaveLength(run.length)
    }),
    { seed: 8, numRuns: 2000 },
  )
})

test('a run too long for the best alignment is held to a bound that says so', () => {
  const labels = [...'ABCDEFGHIJKLMN']
  const design: Design = {
    kind: 'parallel',
    children: labels.map((label) => step(label)),
  }
  const long = Array.from({ length: 4000 }, (_, index) => ({
    touchpoint: labels[index % labels.length]!,
    channel: 'web',
    customer_facing: true,
    started_at: index,
    ended_at: null,
  }))
  const { check } = conformingTo(design)
  const found = check(long, false)
  expect(found.exact).toBe(false)
  // By hand: all 14 steps happen, the other 3,986 interactions are extra.
  expect(found.fitness).toBeCloseTo(1 - 3986 / 4014, 10)
  expect(check(long.slice(0, 14), false)).toMatchObject({ exact: true, conformance: 1 })
})
