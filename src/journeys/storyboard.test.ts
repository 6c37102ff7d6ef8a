import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { goodStoryboard } from '../../tools/sample-runs.ts'
import { designedMinimum, designedNode, parseStoryboard, stepsOf } from './storyboard.ts'

describe('a good storyboard', () => {
  const { storyboard, problems, warnings } = parseStoryboard(goodStoryboard)

  test('has neither problems nor warnings', () => {
    expect(problems).toEqual([])
    expect(warnings).toEqual([])
  })

  test('is read with durations in seconds and shares as fractions', () => {
    expect(storyboard).toMatchObject({
      journey: 'order',
      version: 2,
      title: 'order',
      correlate: { by: 'subject', subject: 'order' },
      starts: ['Order placed'],
      silence: 259_200,
    })
    const window = 2_592_000
    expect(storyboard!.objectives).toEqual([
      {
        name: 'Fast',
        share: 0.95,
        bound: { kind: 'outcome', outcome: 'delivered', within: 1_728_000 },
        window,
      },
      { name: 'Kept', share: 0.9, bound: { kind: 'promise', what: 'delivery' }, window },
      { name: 'Told', share: 0.99, bound: { kind: 'silence', longest: 432_000 }, window },
      { name: 'Light', share: 0.9, bound: { kind: 'contacts', most: 7 }, window },
    ])
    expect(storyboard!.outcomes.map(({ outcome }) => outcome)).toEqual([
      'cancelled',
      'delivered',
      'abandoned',
    ])
    expect(storyboard!.outcomes[0]!.attributes).toEqual({ order_status: ['canceled', 'unavailable'] })
  })

  test('has its steps in the order written, each with its touchpoints', () => {
    const steps = stepsOf(storyboard!.design)
    expect(steps.map(({ step }) => step)).toEqual([
      'Order placed',
      'Paid by card',
      'Bill sent',
      'Bill paid',
      'Packed',
      'Announced',
      'Delayed',
      'Delivery tried',
      'Delivered',
    ])
    expect(steps[5]!.touchpoints).toEqual(['Mail sent', 'Text sent'])
    expect(steps[0]!.promise).toEqual({
      what: 'delivery',
      due_in: 864_000,
      due: null,
      fulfilled_by: ['Delivered'],
      voided_by: ['Cancelled'],
    })
  })

  test('needs six steps at least: one way of paying, both of the parallel, one try, nothing optional', () => {
    expect(designedMinimum(storyboard!.design)).toBe(6)
  })

  test('is drawn as the contract says', () => {
    expect(designedNode(storyboard!.design)).toMatchObject({
      kind: 'sequence',
      children: [
        { kind: 'step', step: 'Order placed', promise: 'delivery' },
        { kind: 'choice' },
        { kind: 'parallel' },
        { kind: 'optional' },
        { kind: 'repeat', up_to: 3 },
        { kind: 'step', step: 'Delivered', moment_of_truth: true },
      ],
    })
  })

  test('may correlate by customer', () => {
    const { storyboard } = parseStoryboard(goodStoryboard.replace('{ subject: order }', '{ customer: 30d }'))
    expect(storyboard!.correlate).toEqual({ by: 'customer', window: 2_592_000, issue: null, group: null })
  })

  test('may correlate by a kind of group, and a slip in a known word is none', () => {
    const written = (correlate: string) =>
      parseStoryboard(goodStoryboard.replace('{ subject: order }', correlate))
    expect(written('{ account: 30d, issue: about }').storyboard!.correlate).toEqual({
      by: 'customer',
      window: 2_592_000,
      issue: 'about',
      group: 'account',
    })
    expect(written('{ custmer: 30d }').problems[0]!.message).toContain("did you mean 'customer'?")
    expect(written('{ account: 30d, customer: 30d }').problems[0]!.message).toContain('exactly one of')
  })
})

describe('a file that is no storyboard', () => {
  test.each([
    ['nothing', '', 1, 'the file is empty'],
    ['a word', 'hello', 1, "'hello' is not a map of fields"],
    ['broken YAML', 'journey: order\nsteps: [a, b', 2, 'not readable as YAML'],
    ['a key written twice', 'journey: a\njourney: b', 2, 'not readable as YAML: Map keys must be unique'],
    ['an alias', 'a: &x [1]\nb: *x', 2, '`*x` repeats another place of the file: write it out instead'],
    ['too much text', `# ${'x'.repeat(262_144)}`, 1, 'at most 256 KB'],
    ['endless nesting', `a: ${'['.repeat(4000)}${']'.repeat(4000)}`, 1, 'nested'],
    ['unclosed nesting', '['.repeat(200_000), 1, ''],
    ['two documents', 'journey: a\n---\njourney: b', 2, 'not readable as YAML'],
  ])('%s', (_, text, line, message) => {
    const { storyboard, problems } = parseStoryboard(text)
    expect(storyboard).toBeNull()
    expect(problems[0]).toMatchObject({ message: expect.stringContaining(message) })
    expect(problems[0]!.line).toBeGreaterThanOrEqual(line)
  })

  test('a billion laughs are refused at the first, before any is repeated', () => {
    const laughs = ['a0: &a0 [ha]']
    for (let index = 1; index < 30; index++) {
      laughs.push(
        `a${index}: &a${index} [${Array(10)
          .fill(`*a${index - 1}`)
          .join(', ')}]`,
      )
    }
    expect(parseStoryboard(laughs.join('\n')).problems).toEqual([
      { line: 2, field: '', message: expect.stringContaining('write it out instead') },
    ])
  })

  test('never throws, whatever is cut, doubled or overwritten', () => {
    const lines = goodStoryboard.split('\n')
    fc.assert(
      fc.property(
        fc.nat(goodStoryboard.length),
        fc.nat(20),
        fc.string({ maxLength: 8, unit: 'binary' }),
        fc.nat(lines.length),
        (from, length, text, line) => {
          const { storyboard, problems } = parseStoryboard(
            goodStoryboard.slice(0, from) + text + goodStoryboard.slice(from + length),
          )
          expect(storyboard === null).toBe(problems.length > 0)
          const moved = [...lines.slice(0, line), ...lines.slice(line + 1), lines[line] ?? ''].join('\n')
          expect(() => parseStoryboard(moved)).not.toThrow()
        },
      ),
      { numRuns: 400 },
    )
  })
})

describe('the storyboards that come with Throughline', () => {
  test.each(['olist', 'helpdesk'])('%s has neither problems nor warnings', (example) => {
    const { problems, warnings } = parseStoryboard(
      readFileSync(`examples/${example}/storyboard.yaml`, 'utf8'),
    )
    expect([...problems, ...warnings]).toEqual([])
  })
})
