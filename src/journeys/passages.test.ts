import { describe, expect, test } from 'vitest'
import { day, goodStoryboard, happened, story, when } from '../../tools/sample-runs.ts'
import { runsOf } from './runs.ts'
import { parseStoryboard } from './storyboard.ts'

const cases = story(`
journey: cases
version: 1
correlate: { customer: 30d, issue: about }
starts: [Asked]
steps: [{ step: Asked }, { step: Solved }]
outcomes: { solved: { kind: success, touchpoints: [Solved] } }
`)
const about = (touchpoint: string, on: number, issue?: string) =>
  happened(touchpoint, on, issue === undefined ? {} : { attributes: { about: issue } })
const runs = (...history: ReturnType<typeof about>[]) =>
  runsOf(history, cases, when(day(200))).map(({ attributes, steps, outcome }) => [
    attributes.about,
    steps.map(({ touchpoint }) => touchpoint).join(' '),
    outcome,
  ])

describe('runs of a customer by issue', () => {
  test('are kept apart by the attribute, however they interleave', () => {
    expect(
      runs(
        about('Asked', 0, 'bill'),
        about('Asked', 1, 'router'),
        about('Called', 2, 'bill'),
        about('Solved', 3, 'router'),
        about('Solved', 4, 'bill'),
      ),
    ).toEqual([
      ['bill', 'Asked Called Solved', 'solved'],
      ['router', 'Asked Solved', 'solved'],
    ])
  })

  test('take what names no issue while exactly one is open', () => {
    expect(
      runs(
        about('Called', 0),
        about('Asked', 1, 'bill'),
        about('Called', 2),
        about('Asked', 3, 'router'),
        about('Wrote', 4),
        about('Solved', 5, 'bill'),
        about('Called', 6),
      ),
    ).toEqual([
      ['bill', 'Asked Called Solved', 'solved'],
      ['router', 'Asked Called', 'open'],
    ])
  })

  test('that slept longer than the window are not open any more', () => {
    expect(
      runs(
        about('Asked', 0, 'bill'),
        about('Asked', 40, 'router'),
        about('Called', 41),
        about('Called', 42, 'bill'),
      ),
    ).toEqual([
      ['bill', 'Asked', 'open'],
      ['router', 'Asked Called', 'open'],
    ])
  })

  test('begin anew at a start once the issue was solved', () => {
    expect(
      runs(
        about('Asked', 0, 'bill'),
        about('Solved', 1, 'bill'),
        about('Asked', 2, 'bill'),
        about('Called', 3),
      ),
    ).toEqual([
      ['bill', 'Asked Solved', 'solved'],
      ['bill', 'Asked Called', 'open'],
    ])
  })

  test('are over as they are judged: by what all of a run tells, of which the earliest counts', () => {
    const told = (touchpoint: string, on: number, attributes: Record<string, string>) =>
      happened(touchpoint, on, { attributes: { about: 'bill', ...attributes } })
    const byAttributes = story(`
journey: cases
version: 1
correlate: { customer: 30d, issue: about }
starts: [Asked]
steps: [{ step: Asked }]
outcomes: { lost: { kind: failure, attributes: { state: [lost], sure: [yes] } } }
`)
    const parted = (...history: ReturnType<typeof told>[]) =>
      runsOf(history, byAttributes, when(day(200))).map(({ steps, outcome }) => [steps.length, outcome])
    // Lost by what two interactions tell together: the second question begins anew.
    const [first, second] = [told('Asked', 0, { state: 'lost' }), told('Wrote', 1, { sure: 'yes' })]
    expect(parted(first, second, told('Asked', 2, {}))).toEqual([
      [2, 'lost'],
      [1, 'open'],
    ])
    // It was fine before it was lost: the run is open, and the second question belongs to it.
    const late = told('Wrote', 1, { state: 'lost', sure: 'yes' })
    expect(parted(told('Asked', 0, { state: 'fine' }), late, told('Asked', 2, {}))).toEqual([[3, 'open']])
  })

  test('do not depend on the order of arrival', () => {
    const history = [
      about('Asked', 0, 'bill'),
      about('Asked', 1, 'router'),
      about('Called', 2),
      about('Solved', 3, 'bill'),
    ]
    expect(runs(...history.toReversed())).toEqual(runs(...history))
  })
})

describe('what makes interactions one run', () => {
  const correlate = (text: string) =>
    parseStoryboard(goodStoryboard.replace('correlate: { subject: order }', `correlate: ${text}`))

  test('may be several subjects, the first being the root', () => {
    expect(correlate('{ subjects: [order, parcel, return] }').storyboard!.correlate).toEqual({
      by: 'subject',
      subject: 'order',
      linked: ['parcel', 'return'],
    })
  })

  test('may be a customer and an issue', () => {
    expect(correlate('{ customer: 30d, issue: about }').storyboard!.correlate).toEqual({
      by: 'customer',
      group: null,
      window: 2_592_000,
      issue: 'about',
    })
  })

  test.each([
    [
      '{ subject: order, issue: about }',
      'goes with a customer or a group only: write `correlate: { customer: 30d, issue: ATTRIBUTE }`',
    ],
    ['{ subjects: [order] }', 'names one subject: write `correlate: { subject: order }`'],
    ['{ subjects: [a, b, c, d, e, f, g] }', 'names 7 subjects: at most 6 make one run'],
    ['{ subjects: [order, customer] }', "'customer' is no subject"],
    [
      '{ subject: order, customer: 3d }',
      'takes exactly one of subject, subjects, customer and a kind of group',
    ],
  ])('is refused as %s', (text, message) => {
    expect(correlate(text).problems).toEqual([
      expect.objectContaining({ line: 3, message: expect.stringContaining(message) }),
    ])
  })
})
