import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseStoryboard, stepsOf } from './storyboard.ts'
import { proposeStoryboard } from './storyboard-propose.ts'

describe('a proposed storyboard', () => {
  test('follows the commonest path, with repeats counted together whatever their number', () => {
    const { yaml, covers_share } = proposeStoryboard('case', [
      { steps: ['Asked', 'Answered'], count: 4 },
      { steps: ['Asked', 'Called', 'Answered'], count: 3 },
      { steps: ['Asked', 'Called', 'Called', 'Called', 'Answered'], count: 3 },
    ])
    expect(covers_share).toBeCloseTo(0.6, 10)
    const { storyboard, problems, warnings } = parseStoryboard(yaml)
    expect([...problems, ...warnings]).toEqual([])
    expect(storyboard!.design).toMatchObject({
      children: [
        { step: 'Asked' },
        { kind: 'repeat', up_to: 3, children: [{ step: 'Called' }] },
        { step: 'Answered' },
      ],
    })
    expect(storyboard).toMatchObject({
      journey: 'case',
      starts: ['Asked'],
      correlate: { by: 'subject', subject: 'case' },
    })
  })

  test('gives a touchpoint that comes back a step of its own, and never ends on the way', () => {
    const { yaml } = proposeStoryboard('customer', [{ steps: ['Visit', 'Order', 'Visit'], count: 1 }])
    const { storyboard } = parseStoryboard(yaml)
    expect(stepsOf(storyboard!.design).map(({ step, touchpoints }) => [step, ...touchpoints])).toEqual([
      ['Visit', 'Visit'],
      ['Order', 'Order'],
      ['Visit (2)', 'Visit'],
    ])
    expect(storyboard!.outcomes[0]).toMatchObject({ kind: 'success', touchpoints: ['Order'] })
    expect(storyboard!.correlate).toEqual({ by: 'customer', window: 2_592_000, issue: null, group: null })
  })

  test('is the same whatever the order of equally common variants', () => {
    const variants = [
      { steps: ['B'], count: 2 },
      { steps: ['A'], count: 2 },
    ]
    expect(proposeStoryboard('s', variants)).toEqual(proposeStoryboard('s', variants.toReversed()))
  })

  test('is a sound storyboard whatever the names in the data', () => {
    const name = fc.oneof(
      fc.constantFrom(
        'A',
        'A (2)',
        'A (3)',
        'true',
        '12',
        '- x',
        '#',
        'a: b',
        '{',
        '*a',
        '"',
        "'",
        '  ',
        'null',
        '\u2028',
        '%',
      ),
      fc.string({ maxLength: 300, unit: 'binary' }),
    )
    const variant = fc.record({
      steps: fc.array(name, { maxLength: 8 }),
      count: fc.integer({ min: 1, max: 9 }),
    })
    fc.assert(
      fc.property(name, fc.array(variant, { maxLength: 4 }), (subject, variants) => {
        const { yaml } = proposeStoryboard(subject, variants)
        expect(parseStoryboard(yaml).problems).toEqual([])
      }),
      { numRuns: 500 },
    )
  })
})
