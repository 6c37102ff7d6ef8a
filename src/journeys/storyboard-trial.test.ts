import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { tryStoryboard } from './storyboard-trial.ts'

const storyboard = `journey: order
version: 2
valid_from: 2026-02-01
correlate: { subject: order }
silence: 2d
calendar: { zone: Europe/Berlin, days: [mon, tue, wed, thu, fri], hours: 09:00-17:00 }
steps:
  - { step: Placed, tells: [number], promise: { what: delivery, due_in: 2bd, fulfilled_by: [Delivered] } }
  - { step: Delivered, channels: [courier], tells: [delivered] }
outcomes: { delivered: { kind: success, touchpoints: [Delivered] }, abandoned: { kind: abandoned, after: 30d } }
`
const history =
  '[{ at: day 1 10:00, touchpoint: Placed }, { at: day 3 17:00, touchpoint: Delivered, channel: shop }]'
const cases = (expected: string, happened = history, more = '') =>
  `${more}cases:\n  - case: one\n    history: ${happened}\n    expect: ${expected}\n`
const differs = (expected: string, happened = history, more = '') => {
  const { problems, tried } = tryStoryboard(storyboard, cases(expected, happened, more))
  expect(problems).toEqual({ storyboard: [], cases: [] })
  return tried[0]!.differs
}

describe('a case passes', () => {
  test.each([
    '{ outcome: delivered }',
    '{ deviations: [wrong_channel] }',
    '{ deviations: [wrong_channel Delivered] }',
    `{ deviations: ["'Delivered' came through 'shop' instead of 'courier'"] }`,
    '{ promises: { delivery: kept } }',
    '{ promises: { delivery: [kept] } }',
    '{ longest_silence: 55h }',
    '{ longest_silence: "< 3d" }',
    '{ conformance: "< 1" }',
    '{ conformance: ">= 0.8" }',
    '{ version: 2 }',
    '{}',
  ])('where what it expects is so: %s', (expected) => {
    expect(differs(expected)).toEqual([])
  })

  test('on the wall clock of the calendar: 17:00 on day 3 is when the second business day ends', () => {
    const late = history.replace('17:00', '17:01')
    expect(differs('{ promises: { delivery: kept } }', late)).toEqual(['promise delivery is late, not kept'])
  })

  test('with days counted from the date given, and other times as they are', () => {
    const friday =
      '[{ at: day 1 10:00, touchpoint: Placed }, { at: 2026-01-13 16:00, touchpoint: Delivered }]'
    expect(differs('{ promises: { delivery: kept } }', friday, 'begins: 2026-01-09\n')).toEqual([])
    const moment = '[{ at: 2026-01-09T09:00:00Z, touchpoint: Placed }]'
    expect(differs('{ longest_silence: 0 }', moment)).toEqual([])
  })
})

describe('a case that does not pass says what differs', () => {
  test.each([
    ['{ outcome: abandoned }', ['outcome is delivered, not abandoned']],
    [
      '{ deviations: [] }',
      ["unexpected deviation wrong_channel: 'Delivered' came through 'shop' instead of 'courier'"],
    ],
    ['{ deviations: [wrong_channel, late] }', ['no deviation late']],
    [
      '{ promises: { delivery: late, call: kept } }',
      ['promise delivery is kept, not late', 'promise call is not made, not kept'],
    ],
    ['{ longest_silence: 1d }', ['longest silence is 55h, not 1d']],
    ['{ conformance: 1 }', [expect.stringMatching(/^conformance is 0\.\d{3}, not 1$/)]],
    ['{ version: 1 }', ['judged by version 2, not 1']],
    ['[{ outcome: delivered }, {}]', ['the history makes 1 run, not 2']],
  ])('%s', (expected, found) => {
    expect(differs(expected)).toEqual(found)
  })
})

test('a case is judged as of its last moment, unless it says when', () => {
  const placed = '[{ at: day 1, touchpoint: Placed }]'
  expect(differs('{ outcome: open, longest_silence: 0 }', placed)).toEqual([])
  const { tried } = tryStoryboard(storyboard, `${cases('{ outcome: abandoned }', placed)}    as_of: day 31\n`)
  expect(tried[0]!.differs).toEqual([])
})

test('silence that nobody could see is unknown', () => {
  const untold = storyboard.replaceAll(/tells: \[\w+\]/g, 'owner: Us').replace(/, promise: .*? \}/, '')
  const { tried } = tryStoryboard(untold, cases('{ longest_silence: unknown, conformance: "> 0" }'))
  expect(tried[0]!.differs).toEqual([])
})

test('the versions before judge what started before the date', () => {
  const before = storyboard
    .replace('version: 2', 'version: 1')
    .replace('valid_from: 2026-02-01\n', '')
    .replace('2bd', '9d')
  const february = history.replaceAll('day ', 'day 3')
  const judged = (happened: string) =>
    tryStoryboard(storyboard, cases('{ version: 1 }', happened), [before]).tried[0]!.differs
  expect(judged(history)).toEqual([])
  expect(judged(february)).toEqual(['judged by version 2, not 1'])
})

test('what is wrong with the file is named by line, and nothing is tried', () => {
  const { problems, tried } = tryStoryboard(
    storyboard,
    `cases:
  - case: one
    history: [{ at: day one, touchpoint: Placed }, { at: day 1, touchpiont: Placed }]
    expect: { outcome: delivered, promises: { delivery: keept }, conformance: lots }
  - history: []
`,
  )
  expect(tried).toEqual([])
  expect(problems.cases.map(({ line, message }) => `${line} ${message}`)).toEqual([
    "3 'day one' is no time: write day 3 10:00, or 2026-03-02 10:00",
    "3 unknown field 'touchpiont'; did you mean 'touchpoint'?",
    '3 is missing: write `{ at: day 1 10:00, touchpoint: Order placed, channel: web }`',
    "4 'keept' is no state of a promise: write one of kept, late, renegotiated, broken, open, void, unknown",
    `4 'lots' is nothing to hold a run against: write 1, "< 1" or unknown`,
    '5 is missing: a case needs `case`, `history` and `expect`',
    '5 is missing: a case needs `case`, `history` and `expect`',
    '5 a list is not a list of what happened: write `- { at: day 1 10:00, touchpoint: Order placed, channel: web }`',
  ])
})

test('the cases beside an example pass', () => {
  const read = (name: string) => readFileSync(`examples/olist/${name}.yaml`, 'utf8')
  const { problems, tried } = tryStoryboard(read('storyboard'), read('storyboard.tests'))
  expect(problems).toEqual({ storyboard: [], cases: [] })
  expect(tried.length).toBeGreaterThan(4)
  expect(tried.flatMap((each) => each.differs)).toEqual([])
})

test('the cases on the page about storyboards can be read', () => {
  const page = readFileSync('docs/storyboards.md', 'utf8')
  const [example, shown] = [...page.matchAll(/```yaml\n([\s\S]*?)```/g)].map((found) => found[1]!)
  const { problems, tried } = tryStoryboard(example!, shown!)
  expect(problems).toEqual({ storyboard: [], cases: [] })
  expect(tried).toHaveLength(1)
})
