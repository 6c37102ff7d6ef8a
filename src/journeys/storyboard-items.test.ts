import { describe, expect, test } from 'vitest'
import { goodStoryboard } from '../../tools/sample-runs.ts'
import { parseStoryboard, stepsOf } from './storyboard.ts'

const withItems = (items: string) => goodStoryboard.replace('silence: 3d\n', `silence: 3d\nitems:\n${items}`)
const asking = (asks: string, text = goodStoryboard) =>
  text.replace('tells: [order number]', `tells: [order number]\n    asks: ${asks}`)

describe('what steps tell and ask', () => {
  test('is read with the dictionary: security questions apart, and what expires', () => {
    const { storyboard, warnings } = parseStoryboard(
      asking(
        '[address, pin]',
        withItems('  order number: {}\n  address: { expires: 365d }\n  pin: { security: true }\n'),
      ),
    )
    expect(warnings).toEqual([])
    expect(storyboard!.items).toEqual([
      { item: 'order number', security: false, expires: null },
      { item: 'address', security: false, expires: 31_536_000 },
      { item: 'pin', security: true, expires: null },
    ])
    expect(stepsOf(storyboard!.design)[0]).toMatchObject({
      tells: ['order number'],
      asks: ['address', 'pin'],
    })
  })

  test('may be anything where there is no dictionary', () => {
    const { storyboard, warnings } = parseStoryboard(asking('[whatever]'))
    expect(storyboard!.items).toEqual([])
    expect(warnings).toEqual([])
  })

  test('is a warning by line where the dictionary does not have it, with the nearest it has', () => {
    const { storyboard, warnings } = parseStoryboard(
      asking('[adress, shoe size]', withItems('  order number:\n  address:\n')),
    )
    expect(storyboard).not.toBeNull()
    expect(warnings).toEqual([
      {
        line: 10,
        field: 'Order placed.asks',
        message: "'adress' is not among the `items`; did you mean 'address'?",
      },
      {
        line: 10,
        field: 'Order placed.asks',
        message: "'shoe size' is not among the `items`; add it there: `shoe size: {}`",
      },
    ])
  })

  test.each([
    ['items: [address]\n', 6, 'a list is not a map of items: write `items: { address: { expires: 365d } }`'],
    ['items: { address: { securty: true } }\n', 6, "unknown field 'securty'; did you mean 'security'?"],
    ['items: { address: { expires: never } }\n', 6, "'never' is not a duration"],
  ])('%s is refused', (items, line, message) => {
    const { problems } = parseStoryboard(goodStoryboard.replace('silence: 3d\n', `silence: 3d\n${items}`))
    expect(problems).toEqual([expect.objectContaining({ line, message: expect.stringContaining(message) })])
  })
})

describe('the lifecycle', () => {
  const placed = (lifecycle: string) =>
    parseStoryboard(goodStoryboard.replace('version: 2\n', `version: 2\nlifecycle: ${lifecycle}\n`))

  test('is one of nine parts of a life as a customer', () => {
    expect(placed('come_back').storyboard!.lifecycle).toBe('come_back')
    expect(placed('purchase').problems[0]).toMatchObject({
      line: 3,
      message:
        "'purchase' is no part of the lifecycle: write one of aware, buy, start, use, get_help, renew, leave, come_back, recommend",
    })
  })
})

describe('stages', () => {
  const staged = (...stages: string[]) =>
    parseStoryboard(
      `journey: a\nversion: 1\ncorrelate: { subject: a }\nsteps:\n${stages
        .map((stage, index) => `  - { step: S${index}, stage: ${stage} }\n`)
        .join('')}outcomes: { done: { kind: success, touchpoints: [S0] } }\n`,
    )

  test('hold the steps that lie together', () => {
    const { storyboard, warnings } = staged('Buy', 'Buy', 'Wait', 'Wait')
    expect(stepsOf(storyboard!.design).map(({ stage }) => stage)).toEqual(['Buy', 'Buy', 'Wait', 'Wait'])
    expect(warnings).toEqual([])
  })

  test('that begin again after another are a warning at the step', () => {
    expect(staged('Buy', 'Wait', 'Buy').warnings).toEqual([
      {
        line: 7,
        field: 'S2.stage',
        message:
          "the stage 'Buy' begins again here after another: put its steps together, or name this one differently",
      },
    ])
  })
})
