import { describe, expect, test } from 'vitest'
import {
  addStep,
  type Edited,
  liftItem,
  moveItem,
  removeItem,
  sinkItem,
  turnBlock,
  unwrapItem,
  wrapItem,
} from './storyboard-edit.ts'
import { withField, withNames } from './storyboard-field-edit.ts'
import type { Path } from './storyboard-yaml.ts'

const text = `# How an order should go
journey: order
version: 1   # raised in May
steps:
  # the shop
  - step: Order placed   # by anyone
    channels: [web, phone]
    says: |  # as the mail has it
      We have
      your order.
    promise: { what: delivery, due_in: 10d, fulfilled_by: [Delivered] }

  # money
  - choice:              # one of two
      - { step: Paid by card, within: 1d }   # at once
      - sequence:
          - step: Bill sent
            within: 2d
          - step: Bill paid
  - optional: [{ step: Delay told }, { step: "Asked: why", within: 1d }]
  - repeat: { up_to: 3, steps: [{ step: Delivery tried }] }
  - step: Delivered
# what counts
outcomes:
  delivered: { kind: success, touchpoints: [Delivered] }
`

const lines = (...changed: [from: string, to: string][]) =>
  changed.reduce((all, [from, to]) => {
    expect(all).toContain(from)
    return all.replace(from, to)
  }, text)

describe('a field is written in its place and nothing else changes', () => {
  test.each<[string, Path, string[], Parameters<typeof withField>[3], [string, string]]>([
    ['another text', [1, 0], ['within'], '36h', ['within: 1d }   # at', 'within: 36h }   # at']],
    [
      'a text to quote',
      [4],
      ['owner'],
      'Post: north',
      ['- step: Delivered\n', '- step: Delivered\n    owner: "Post: north"\n'],
    ],
    [
      'a text to quote between brackets',
      [1, 0],
      ['owner'],
      'Post, north',
      ['step: Paid by card,', 'step: Paid by card, owner: "Post, north",'],
    ],
    [
      'a block of text becomes a line',
      [0],
      ['says'],
      'We have it.',
      ['|  # as the mail has it\n      We have\n      your order.', 'We have it. # as the mail has it'],
    ],
    ['in order', [0], ['owner'], 'Shop', ['[web, phone]\n', '[web, phone]\n    owner: Shop\n']],
    [
      'a yes',
      [4],
      ['moment_of_truth'],
      true,
      ['- step: Delivered\n', '- step: Delivered\n    moment_of_truth: true\n'],
    ],
    ['taken away', [1, 1, 0], ['within'], null, ['            within: 2d\n', '']],
    [
      'taken away between brackets',
      [1, 0],
      ['within'],
      null,
      ['{ step: Paid by card, within: 1d }', '{ step: Paid by card }'],
    ],
    ['of a promise', [0], ['promise', 'due_in'], '5d', ['due_in: 10d', 'due_in: 5d']],
    ['of a promise, away', [0], ['promise', 'due_in'], null, ['due_in: 10d, ', '']],
    [
      'of a promise that begins',
      [4],
      ['promise', 'what'],
      'bill',
      ['- step: Delivered\n', '- step: Delivered\n    promise: { what: bill }\n'],
    ],
    ['how often', [3], ['repeat', 'up_to'], 5, ['up_to: 3', 'up_to: 5']],
    ['of the storyboard', [], ['title'], 'Order', ['# raised in May\n', '# raised in May\ntitle: Order\n']],
    ['a name in its quotes', [2, 1], ['step'], 'Asked', ['"Asked: why"', '"Asked"']],
  ])('%s', (_, path, field, value, change) => {
    expect(withField(text, path, field, value)).toBe(lines(change))
  })

  test('a promise goes with its last field', () => {
    const one = withField(text, [4], ['promise', 'what'], 'bill')
    expect(withField(one, [4], ['promise', 'what'], null)).toBe(text)
  })

  test('names come and go one by one, those that stay keep their comments', () => {
    const listed =
      'steps:\n  - step: A\n    touchpoints:   # two\n      - One  # first\n      - Two  # second\n    owner: B\n'
    expect(withNames(listed, [0], ['touchpoints'], ['Two', 'Three, four'])).toBe(
      'steps:\n  - step: A\n    touchpoints:   # two\n      - Two  # second\n      - "Three, four"\n    owner: B\n',
    )
    expect(withNames(text, [0], ['channels'], ['phone', 'app'])).toBe(lines(['[web, phone]', '[phone, app]']))
    expect(withNames(text, [0], ['channels'], [])).toBe(lines(['    channels: [web, phone]\n', '']))
    expect(withNames(text, [4], ['channels'], ['web'])).toBe(
      lines(['- step: Delivered\n', '- step: Delivered\n    channels: [web]\n']),
    )
    expect(withNames('steps: [{ step: A, channels: web }]', [0], ['channels'], ['web', 'app'])).toBe(
      'steps: [{ step: A, channels: [web, app] }]',
    )
  })
})

const edited = (one: Edited | null) => one?.text

describe('an item takes its lines and its comments along', () => {
  test('down, and up again', () => {
    const down = moveItem(text, [1, 0], 1)!
    expect(down.path).toEqual([1, 1])
    expect(down.text).toBe(
      lines([
        `      - { step: Paid by card, within: 1d }   # at once
      - sequence:
          - step: Bill sent
            within: 2d
          - step: Bill paid
`,
        `      - sequence:
          - step: Bill sent
            within: 2d
          - step: Bill paid
      - { step: Paid by card, within: 1d }   # at once
`,
      ]),
    )
    expect(edited(moveItem(down.text, down.path, -1))).toBe(text)
    expect(edited(moveItem(moveItem(text, [0], 1)!.text, [1], -1))).toBe(text)
    expect(moveItem(text, [0], -1)).toBeNull()
    expect(edited(moveItem(text, [2, 0], 1))).toBe(
      lines([
        '{ step: Delay told }, { step: "Asked: why", within: 1d }',
        '{ step: "Asked: why", within: 1d }, { step: Delay told }',
      ]),
    )
  })

  test('into a block of its own, and out', () => {
    const inner = wrapItem(text, [1, 1, 0], 'parallel')!
    expect(inner.text).toBe(
      lines([
        '          - step: Bill sent\n            within: 2d\n',
        '          - parallel:\n              - step: Bill sent\n                within: 2d\n',
      ]),
    )
    expect(edited(unwrapItem(inner.text, inner.path))).toBe(text)
    expect(edited(wrapItem(text, [4], 'repeat'))).toBe(
      lines([
        '  - step: Delivered\n',
        '  - repeat:\n      up_to: 2\n      steps:\n        - step: Delivered\n',
      ]),
    )
    expect(edited(wrapItem(text, [2, 0], 'choice'))).toBe(
      lines(['{ step: Delay told }', '{ choice: [{ step: Delay told }] }']),
    )
    expect(edited(unwrapItem(text, [2]))).toBe(
      lines([
        '  - optional: [{ step: Delay told }, { step: "Asked: why", within: 1d }]\n',
        '  - { step: Delay told }\n  - { step: "Asked: why", within: 1d }\n',
      ]),
    )
    expect(edited(unwrapItem(text, [1]))).toContain(
      '  # money\n  # one of two\n  - { step: Paid by card, within: 1d }   # at once\n  - sequence:\n      - step: Bill sent\n',
    )
  })

  test('out of its block and into the one before, also between brackets', () => {
    expect(edited(liftItem(text, [1, 1, 1]))).toBe(
      lines(['          - step: Bill paid\n', '      - step: Bill paid\n']),
    )
    expect(liftItem(text, [0])).toBeNull()
    expect(sinkItem(text, [4])).toEqual({
      text: lines([
        '  - repeat: { up_to: 3, steps: [{ step: Delivery tried }] }\n  - step: Delivered\n',
        '  - repeat: { up_to: 3, steps: [{ step: Delivery tried }] }\n  - step: Delivered\n'.replace(
          /.*\n.*\n/,
          '  - repeat:\n      up_to: 3\n      steps:\n        - { step: Delivery tried }\n        - step: Delivered\n',
        ),
      ]),
      path: [3, 1],
    })
    expect(sinkItem(text, [1])).toBeNull()
  })

  test('a new step, a removed one, another kind of block', () => {
    expect(edited(addStep(text, [1, 1], 1, 'Bill: read'))).toContain(
      '            within: 2d\n          - step: "Bill: read"\n          - step: Bill paid',
    )
    expect(edited(addStep(text, [2], 2, 'Told'))).toContain('within: 1d }, { step: Told }]')
    expect(edited(addStep('journey: a\n', [], 0, 'First'))).toBe('journey: a\nsteps:\n  - { step: First }\n')
    expect(edited(removeItem(text, [3]))).toBe(
      lines(['  - repeat: { up_to: 3, steps: [{ step: Delivery tried }] }\n', '']),
    )
    expect(edited(removeItem(text, [3, 0]))).toBe(edited(removeItem(text, [3])))
    expect(removeItem('steps: [{ step: A }]', [0])).toBeNull()
    expect(edited(turnBlock(text, [1], 'parallel'))).toBe(lines(['- choice:  ', '- parallel:  ']))
  })
})
