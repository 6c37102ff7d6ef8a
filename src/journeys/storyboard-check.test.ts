import { describe, expect, test } from 'vitest'
import { goodStoryboard } from '../../tools/sample-runs.ts'
import { parseStoryboard, type StoryboardProblem } from './storyboard.ts'

/** The good storyboard with one text replaced. */
function broken(from: string, to: string): { problems: StoryboardProblem[]; warnings: StoryboardProblem[] } {
  if (!goodStoryboard.includes(from)) throw new Error(`'${from}' is not in the good storyboard`)
  const { storyboard, problems, warnings } = parseStoryboard(goodStoryboard.replace(from, to))
  expect(storyboard === null).toBe(problems.length > 0)
  return { problems, warnings }
}

function only(problems: StoryboardProblem[]): StoryboardProblem {
  expect(problems).toHaveLength(1)
  return problems[0]!
}

describe('what is wrong is named with its line, field, value and remedy', () => {
  const cases: [string, string, string, Partial<StoryboardProblem>][] = [
    [
      'an unknown field',
      'silence: 3d\n',
      'silense: 3d\n',
      { line: 5, field: 'silense', message: "unknown field 'silense'; did you mean 'silence'?" },
    ],
    [
      'an unknown field far from all',
      'silence: 3d\n',
      'zzzzzz: 3d\n',
      { line: 5, message: expect.stringContaining('known here: journey, version') },
    ],
    [
      'an unknown field of a step',
      'moment_of_truth: true',
      'momentoftruth: true',
      {
        line: 16,
        field: 'steps[5].momentoftruth',
        message: "unknown field 'momentoftruth'; did you mean 'moment_of_truth'?",
      },
    ],
    [
      'a missing journey',
      'journey: order\n',
      '',
      { line: 1, field: 'journey', message: 'is missing: write `journey: order`' },
    ],
    [
      'a missing version',
      'version: 2\n',
      '',
      { field: 'version', message: 'is missing: write `version: 1`' },
    ],
    [
      'a version that is no number',
      'version: 2',
      'version: two',
      { line: 2, field: 'version', message: "'two' is not a whole number from 1 to 1000000" },
    ],
    [
      'a journey that cannot stand in an address',
      'journey: order',
      'journey: order/2',
      { line: 1, message: expect.stringContaining("'order/2' cannot stand in an address") },
    ],
    [
      'an empty value',
      'journey: order',
      'journey:',
      { line: 1, field: 'journey', message: 'is empty: write a text or remove the line' },
    ],
    [
      'a bad duration',
      'silence: 3d\n',
      'silence: 3 days\n',
      {
        line: 5,
        field: 'silence',
        message: "'3 days' is not a duration: write a number and a unit, such as 30s, 15m, 48h, 3d or 2w",
      },
    ],
    [
      'a bad duration deep inside',
      'within: 14d',
      'within: 14',
      {
        line: 12,
        field: 'steps[1].choice[1].sequence[1].within',
        message: expect.stringContaining("'14' is not a duration"),
      },
    ],
    [
      'a text where a list of steps belongs',
      '[{ step: Delayed }]',
      'Delayed',
      {
        line: 14,
        field: 'steps[3].optional',
        message: expect.stringContaining("'Delayed' is not a list of steps"),
      },
    ],
    [
      'a map where a name belongs',
      'journey: order',
      'journey: { a: b }',
      { field: 'journey', message: 'a map of fields is not a text: write one text' },
    ],
    [
      'a map where names belong',
      '[Order placed]',
      '{ a: b }',
      { line: 4, field: 'starts', message: expect.stringContaining('write [A, B]') },
    ],
    [
      'a yes or no where a name belongs',
      '[bank]',
      '[true]',
      { line: 12, message: 'true is yes or no to YAML: put it in quotes, "true"' },
    ],
    [
      'a text where yes or no belongs',
      'moment_of_truth: true',
      'moment_of_truth: perhaps',
      { line: 16, message: "'perhaps' is neither true nor false" },
    ],
    [
      'an empty list of names',
      '[bank]',
      '[]',
      { line: 12, message: 'is an empty list: name at least one, or remove the line' },
    ],
    [
      'a name twice in a list',
      '[Mail sent, Text sent]',
      '[Mail sent, Mail sent]',
      { line: 13, message: "'Mail sent' stands twice in the list: remove one" },
    ],
    [
      'a name without end',
      '{ step: Delayed }',
      `{ step: ${'x'.repeat(201)} }`,
      { line: 14, message: 'has 201 characters: a name has at most 200' },
    ],
    [
      'a name of two lines',
      '{ step: Delayed }',
      '{ step: "a\\nb" }',
      { line: 14, message: expect.stringContaining('line break') },
    ],
    [
      'a step without a name',
      '{ step: Delayed }',
      '{ owner: Shop }',
      {
        line: 14,
        field: 'steps[3].optional[0]',
        message: expect.stringContaining('has no name: write `step: NAME`'),
      },
    ],
    [
      'a bare word for a step',
      '[{ step: Delayed }]',
      '[Delayed]',
      { line: 14, message: "'Delayed' stands alone: write `step: Delayed`" },
    ],
    [
      'a step name used twice',
      '{ step: Delayed }',
      '{ step: Packed }',
      {
        line: 14,
        field: 'steps[3].optional[0].step',
        message: expect.stringContaining("'Packed' is already the step on line 13"),
      },
    ],
    [
      'a block with other fields',
      '- optional: [',
      '- within: 2d\n    optional: [',
      { line: 14, field: 'steps[3].within', message: "unknown field 'within'; known here: optional" },
    ],
    [
      'an empty choice',
      '[{ step: Packed }, { step: Announced, touchpoints: [Mail sent, Text sent] }]',
      '[]',
      { line: 13, field: 'steps[2].parallel', message: 'is empty: it needs at least one step' },
    ],
    [
      'a repeat without bound',
      'up_to: 3, ',
      '',
      {
        line: 15,
        field: 'steps[4].repeat.up_to',
        message: 'is missing: a repeat needs a bound, such as `up_to: 3`',
      },
    ],
    [
      'a repeat bound of one',
      'up_to: 3',
      'up_to: 1',
      { line: 15, message: "'1' is not a whole number from 2 to 50" },
    ],
    [
      'a promise without a due time',
      'due_in: 10d, ',
      '',
      { line: 9, field: 'steps[0].promise.due_in', message: expect.stringContaining('is missing') },
    ],
    [
      'a touchpoint in two branches of a choice',
      '{ step: Bill sent }',
      '{ step: Bill sent, touchpoints: [Paid by card] }',
      {
        field: 'Bill sent',
        line: 12,
        message: expect.stringContaining(
          "'Paid by card' is a touchpoint of 'Paid by card' too, in another branch of the same choice",
        ),
      },
    ],
    [
      'a wrong kind of correlation',
      '{ subject: order }',
      'order',
      { line: 3, field: 'correlate', message: expect.stringContaining('correlate: { customer: 30d }') },
    ],
    [
      'two correlations',
      '{ subject: order }',
      '{ subject: order, customer: 3d }',
      {
        line: 3,
        message: expect.stringContaining('exactly one of subject, subjects, customer and a kind of group'),
      },
    ],
    [
      'customer as a subject',
      '{ subject: order }',
      '{ subject: customer }',
      {
        line: 3,
        field: 'correlate.subject',
        message: expect.stringContaining('write `correlate: { customer: 30d }`'),
      },
    ],
    [
      'an outcome kind',
      'kind: success',
      'kind: fine',
      {
        line: 19,
        field: 'outcomes.delivered.kind',
        message: expect.stringContaining(
          "'fine' is not a kind of outcome: write success, failure or abandoned",
        ),
      },
    ],
    [
      'an outcome that can never hold',
      '{ kind: success, touchpoints: [Delivered] }',
      '{ kind: success }',
      { line: 19, message: 'can never hold: name its touchpoints or attributes' },
    ],
    [
      'abandoned without a time',
      ', after: 60d',
      '',
      { line: 20, message: 'can never hold: an abandoned outcome needs `after: 60d`' },
    ],
    [
      'after on another kind',
      '{ kind: success, touchpoints: [Delivered] }',
      '{ kind: success, touchpoints: [Delivered], after: 3d }',
      { line: 19, message: expect.stringContaining('belongs to kind abandoned only') },
    ],
    [
      'abandoned by a touchpoint',
      '{ kind: abandoned, after: 60d }',
      '{ kind: abandoned, after: 60d, touchpoints: [X] }',
      { line: 20, message: expect.stringContaining('by time alone') },
    ],
    [
      'an outcome named open',
      'abandoned: {',
      'open: {',
      { line: 20, message: expect.stringContaining("'open' cannot name an outcome") },
    ],
    [
      'a success no step has',
      '{ kind: success, touchpoints: [Delivered] }',
      '{ kind: success, touchpoints: [Deliverd] }',
      {
        line: 19,
        field: 'outcomes.delivered.touchpoints',
        message: expect.stringContaining(
          "no run that follows the design ends as 'delivered'; did you mean 'Delivered'?",
        ),
      },
    ],
    [
      'starts no path begins with',
      'starts: [Order placed]',
      'starts: [Delivered]',
      {
        line: 4,
        field: 'starts',
        message: expect.stringContaining(
          "no run can follow this design: it would start at 'Delivered', but the design begins with 'Order placed'",
        ),
      },
    ],
    [
      'a failure every run passes first',
      'kind: failure, touchpoints: [Cancelled]',
      'kind: failure, touchpoints: [Order placed]',
      {
        line: 18,
        message: expect.stringContaining(
          "every run that follows the design passes 'Order placed' and so ends as 'cancelled', never as 'delivered'",
        ),
      },
    ],
    [
      'an objective on an unknown outcome',
      'outcome: delivered, within',
      'outcome: deliverd, within',
      {
        line: 22,
        field: 'objectives[0].outcome',
        message: expect.stringContaining("did you mean 'delivered'?"),
      },
    ],
    [
      'a share above one',
      'share: 95%',
      'share: 950%',
      { line: 22, field: 'objectives[0].share', message: expect.stringContaining("'950%' is not a share") },
    ],
    [
      'an objective without a bound',
      'silence: 5d }\n  - { name: Light',
      'says: x }\n  - { name: Light',
      { line: 24 },
    ],
    [
      'two objectives of one name',
      'name: Kept',
      'name: Fast',
      { line: 23, message: "'Fast' names two objectives: give each its own name" },
    ],
    [
      'a bound that is not one of an outcome',
      'promise: delivery }',
      'promise: delivery, within: 3d }',
      { line: 23, message: expect.stringContaining('goes with an outcome only') },
    ],
    [
      'objectives that are no list',
      'objectives:\n',
      'objectives: none\nold:\n',
      { field: 'objectives', message: expect.stringContaining('is not a list') },
    ],
  ]
  for (const [name, from, to, expected] of cases) {
    test(name, () => expect(broken(from, to).problems).toContainEqual(expect.objectContaining(expected)))
  }

  test('several at once, by line', () => {
    const { problems } = parseStoryboard(
      goodStoryboard.replace('version: 2', 'version: x').replace('within: 14d', 'within: x'),
    )
    expect(problems.map(({ line }) => line)).toEqual([2, 12])
  })

  test('a design too wide to be compared with', () => {
    const wide = Array.from({ length: 18 }, (_, index) => `{ step: P${index} }`).join(', ')
    expect(only(broken('- optional: [{ step: Delayed }]', `- parallel: [${wide}]`).problems)).toMatchObject({
      field: 'steps',
      message: expect.stringMatching(/markings/),
    })
    const inside = `- optional:\n      - step: Delayed\n      - parallel: [${wide}]`
    const one = broken('- optional: [{ step: Delayed }]', '- optional: [{ step: Delayed }]')
    expect(one.problems).toEqual([])
    const found = only(broken('- optional: [{ step: Delayed }]', inside).problems)
    const lines = goodStoryboard.split('\n')
    expect(found.line).toBe(lines.findIndex((line) => line.includes('- optional: [{ step: Delayed }]')) + 3)
  })

  test('a step nested 33 deep, but not 32', () => {
    const nested = (levels: number) =>
      `${'{ optional: ['.repeat(levels)}{ step: Deep }${'] }'.repeat(levels)}`
    expect(broken('{ step: Delayed }', nested(30)).problems).toEqual([])
    expect(only(broken('{ step: Delayed }', nested(31)).problems).message).toContain('at most 32 levels')
  })
})

describe('what is probably not meant is a warning', () => {
  const cases: [string, string, string, Partial<StoryboardProblem>][] = [
    [
      'a promise nothing fulfils',
      'fulfilled_by: [Delivered]',
      'fulfilled_by: [Deliverd]',
      {
        line: 7,
        message: expect.stringContaining(
          "nothing can fulfil the promise 'delivery' by 'Deliverd', which no step or outcome has; did you mean 'Delivered'?",
        ),
      },
    ],
    [
      'a promise only data can fulfil',
      ', fulfilled_by: [Delivered]',
      '',
      { line: 7, message: expect.stringContaining('only a fulfilment told by the data') },
    ],
    [
      'a promise that only its own step can keep',
      'fulfilled_by: [Delivered]',
      'fulfilled_by: [Order placed]',
      { line: 7, message: expect.stringContaining("only a later 'Order placed' can keep it") },
    ],
    [
      'one of several starts no path begins with',
      'starts: [Order placed]',
      'starts: [Order placed, Packed]',
      { line: 4, message: expect.stringContaining("'Packed' is no first step") },
    ],
    [
      'a choice of one',
      '- optional: [',
      '- choice: [',
      { line: 14, message: expect.stringContaining('a choice of one') },
    ],
    [
      'a bound on the first step',
      'tells: [order number]',
      'within: 2d',
      { line: 7, message: expect.stringContaining('nothing comes before the first step') },
    ],
    [
      'bounds of steps that allow more than the objective',
      'moment_of_truth: true,',
      'within: 30d,',
      {
        line: 22,
        message: expect.stringContaining("'Fast' wants 20d, but the steps up to 'delivered' may take 30d"),
      },
    ],
    [
      'an objective of fewer contacts than steps',
      'contacts: 7',
      'contacts: 2',
      { line: 25, message: expect.stringContaining('at least 6 steps') },
    ],
    [
      'no success at all',
      'kind: success',
      'kind: failure',
      { line: 17, message: expect.stringContaining('no outcome is of kind success') },
    ],
  ]
  for (const [name, from, to, expected] of cases) {
    test(name, () => {
      const { problems, warnings } = broken(from, to)
      expect(problems).toEqual([])
      expect(warnings).toContainEqual(expect.objectContaining(expected))
    })
  }

  test('a touchpoint of two steps in a sequence is neither: their order decides', () => {
    const { problems, warnings } = broken(
      '{ step: Delayed }',
      '{ step: Delayed, touchpoints: [Order placed] }',
    )
    expect([...problems, ...warnings]).toEqual([])
  })

  test('a touchpoint of two branches with different channels is neither', () => {
    const { problems } = broken(
      '- step: Paid by card',
      '- { step: Paid by card, touchpoints: [Bill paid], channels: [web] }',
    )
    expect(problems).toEqual([])
  })
})
