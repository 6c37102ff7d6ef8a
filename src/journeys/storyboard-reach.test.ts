import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { goodStoryboard } from '../../tools/sample-runs.ts'
import { parseStoryboard, type StoryboardProblem } from './storyboard.ts'

/** A storyboard of these lines of steps: the first stands on line 5. */
const checked = (steps: string[], more: { starts?: string; outcomes?: string; objectives?: string } = {}) =>
  parseStoryboard(
    `journey: a
version: 1
correlate: { subject: a }${more.starts ? `\nstarts: ${more.starts}` : ''}
steps:
${steps.map((step) => `  - ${step}`).join('\n')}
outcomes: { done: { kind: success, touchpoints: [Done] }${more.outcomes ? `, ${more.outcomes}` : ''} }
${more.objectives ? `objectives: [${more.objectives}]\n` : ''}`,
  )
const told = ({ problems, warnings }: { problems: StoryboardProblem[]; warnings: StoryboardProblem[] }) => {
  expect(problems).toEqual([])
  return warnings.map(({ line, field, message }) => `${line} ${field}: ${message}`)
}

describe('a step no run reaches', () => {
  test('lies before every start', () => {
    const steps = ['optional: [{ step: Looked }]', 'step: Placed', 'step: Done']
    expect(told(checked(steps, { starts: '[Placed]' }))).toEqual([
      "6 Looked: no run reaches 'Looked': runs start at 'Placed', and no way leads on from there to it",
    ])
    expect(told(checked(steps, { starts: '[Looked, Placed]' }))).toEqual([])
  })

  test('lies on another way than those that begin with a start', () => {
    const steps = [
      'choice: [{ sequence: [{ step: Called }, { step: Noted }] }, { sequence: [{ step: Wrote }, { step: Filed }] }]',
      'step: Done',
    ]
    expect(told(checked(steps, { starts: '[Called]' })).map((text) => text.split(':')[0])).toEqual([
      '6 Wrote',
      '6 Filed',
    ])
  })

  test('is none that a repeat leads back to', () => {
    const steps = [
      'repeat: { up_to: 2, steps: [{ optional: [{ step: Looked }] }, { step: Placed }] }',
      'step: Done',
    ]
    expect(told(checked(steps, { starts: '[Placed]' }))).toEqual([])
  })

  test('is none alongside the start in a parallel', () => {
    expect(
      told(checked(['parallel: [{ step: Placed }, { step: Paid }]', 'step: Done'], { starts: '[Placed]' })),
    ).toEqual([])
  })
})

describe('two steps that one interaction satisfies', () => {
  test('are told where both can come next', () => {
    const steps = [
      'step: Placed',
      'optional: [{ step: Asked, touchpoints: [Call] }]',
      '{ step: Told, touchpoints: [Call, Mail] }',
      'step: Done',
    ]
    expect(told(checked(steps))).toEqual([
      "7 Told.touchpoints: 'Call' may be 'Asked' or 'Told' here, both can come next: give them different touchpoints or channels, or put a step between them that is never left out",
    ])
  })

  test('are told where a repeat may go round or on', () => {
    const steps = [
      'repeat: { up_to: 3, steps: [{ step: Tried, touchpoints: [Call] }] }',
      '{ step: Reached, touchpoints: [Call] }',
      'step: Done',
    ]
    expect(told(checked(steps))[0]).toMatch(
      /^6 Reached\.touchpoints: 'Call' may be 'Tried' or 'Reached' here/,
    )
  })

  test('are in order where the first must come before the second', () => {
    expect(
      told(
        checked([
          '{ step: Asked, touchpoints: [Call] }',
          '{ step: Told, touchpoints: [Call] }',
          'step: Done',
        ]),
      ),
    ).toEqual([])
  })

  test('are told apart by their channels', () => {
    const steps = [
      'step: Placed',
      'optional: [{ step: Asked, touchpoints: [Call], channels: [phone] }]',
      '{ step: Told, touchpoints: [Call], channels: [chat] }',
      'step: Done',
    ]
    expect(told(checked(steps))).toEqual([])
  })
})

describe('a promise', () => {
  const promise = (due: string, by = 'Done') => `promise: { what: answer, ${due}, fulfilled_by: [${by}] }`

  test('that only earlier steps could keep is told', () => {
    const steps = ['step: Asked', `{ step: Sorted, ${promise('due_in: 2d', 'Asked')} }`, 'step: Done']
    expect(told(checked(steps))).toEqual([
      "6 Sorted.promise.fulfilled_by: no path keeps the promise 'answer': 'Asked' can only come before 'Sorted', or instead of it",
    ])
  })

  test('that only another branch could keep is told', () => {
    const steps = [`choice: [{ step: A, ${promise('due_in: 2d', 'B')} }, { step: B }]`, 'step: Done']
    expect(told(checked(steps))[0]).toContain("no path keeps the promise 'answer': 'B'")
  })

  test('due before its steps must be done is told, with the shortest way there', () => {
    const steps = [
      `{ step: Asked, ${promise('due_in: 2d')} }`,
      'choice: [{ step: Checked, within: 1d }, { step: Surveyed, within: 9d }]',
      'optional: [{ step: Delayed, within: 30d }]',
      '{ step: Done, within: 36h }',
    ]
    expect(told(checked(steps))).toEqual([
      "5 Asked.promise.due_in: 'answer' is due after 2d, but the steps up to 'Done' may take 60h by their own `within`: each can be in time and the promise broken",
    ])
    expect(told(checked([steps[0]!.replace('2d', '3d'), ...steps.slice(1)]))).toEqual([])
  })

  test('of one branch of a parallel does not wait for the others', () => {
    const steps = [
      `parallel: [{ sequence: [{ step: Asked, ${promise('due_in: 2d', 'Told')} }, { step: Told, within: 1d }] }, { step: Built, within: 9d }]`,
      'step: Done',
    ]
    expect(told(checked(steps))).toEqual([])
  })
})

describe('bounds', () => {
  test('beyond what counts as given up are told', () => {
    const given = { outcomes: 'left: { kind: abandoned, after: 10d }' }
    expect(told(checked(['step: Asked', '{ step: Done, within: 2w }'], given))).toEqual([
      "7 outcomes.left.after: runs count as 'left' after 10d, but 'Done' may take 2w: make it longer than the longest `within`",
    ])
  })

  test('of a step beside the shortest way that alone are beyond an objective are told at the step', () => {
    const steps = [
      'step: Asked',
      'choice: [{ step: Checked, within: 1d }, { step: Surveyed, within: 9d }]',
      'step: Done',
    ]
    const objectives = '{ name: Fast, share: 90%, outcome: done, within: 5d }'
    expect(told(checked(steps, { objectives }))).toEqual([
      "6 Surveyed.within: 'Surveyed' alone may take 9d, but 'Fast' wants all of it in 5d",
    ])
  })
})

test('500 steps with promises and shared touchpoints are all checked', () => {
  const branch = (from: number) =>
    Array.from(
      { length: 166 },
      (_, index) =>
        `{ step: S${from + index}, within: 1d, promise: { what: p${from + index}, due_in: 1h, fulfilled_by: [Done] } }`,
    ).join(', ')
  const steps = [
    `choice: [${branch(0)}]`,
    `optional: [{ choice: [${branch(200)}] }]`,
    `choice: [${branch(400)}]`,
    '{ step: Done, within: 1d }',
  ]
  const { problems, warnings } = checked(steps)
  expect(problems).toEqual([])
  expect(warnings.filter(({ field }) => field.endsWith('due_in'))).toHaveLength(498)
})

test('checks never throw, whatever block stands where', () => {
  const node = fc.letrec<{ node: string }>((tie) => ({
    node: fc.oneof(
      { maxDepth: 3 },
      fc
        .integer({ min: 0, max: 6 })
        .map(
          (index) =>
            `{ step: NAME, touchpoints: [T${index}], within: ${index + 1}d, promise: { what: p, due_in: 1d, fulfilled_by: [T${(index * 3) % 7}] } }`,
        ),
      fc
        .tuple(
          fc.constantFrom('sequence', 'choice', 'parallel', 'optional'),
          fc.array(tie('node'), { minLength: 1, maxLength: 3 }),
        )
        .map(([kind, children]) => `{ ${kind}: [${children.join(', ')}] }`),
      tie('node').map((child) => `{ repeat: { up_to: 2, steps: [${child}] } }`),
    ),
  })).node
  let counter = 0
  fc.assert(
    fc.property(fc.array(node, { minLength: 1, maxLength: 4 }), fc.boolean(), (nodes, started) => {
      const steps = nodes.map((text) => text.replaceAll('NAME', () => `N${counter++}`).slice(1, -1))
      const { storyboard, problems } = checked(
        steps.map((text) => `{${text}}`),
        started ? { starts: '[T1, T2]' } : {},
      )
      expect(storyboard === null).toBe(problems.length > 0)
    }),
    { numRuns: 300 },
  )
})

test('a good storyboard gives none of these', () => {
  expect(parseStoryboard(goodStoryboard).warnings).toEqual([])
})
