import { describe, expect, it, test } from 'vitest'
import { toCsv } from './csv.ts'
import { listedRows } from './listed-rows.ts'

const answer = {
  journey: 'order',
  steps: [{ step: 'Placed', kept: { count: 1, of: 2, share: 0.5 }, seen: null }],
  hand_offs: { pairs: [{ from: 'web', to: 'phone' }] },
  days: { delivered: { median: 3 }, cancelled: { median: 1 } },
  demand: { chase: 3, all: 4 },
  promises: [
    { what: 'delivery', n: 4, calibration: { curve: [{ days: 2 }, { days: 3 }] } },
    { what: 'call', n: 0, calibration: null },
  ],
}

describe('which rows a list of an answer has', () => {
  it.each([
    ['', [answer.steps[0]]],
    ['hand_offs.pairs', [{ from: 'web', to: 'phone' }]],
    [
      'days',
      [
        { name: 'delivered', median: 3 },
        { name: 'cancelled', median: 1 },
      ],
    ],
    ['demand', [{ chase: 3, all: 4 }]],
    [
      'promises.calibration.curve',
      [
        { what: 'delivery', days: 2 },
        { what: 'delivery', days: 3 },
      ],
    ],
  ])('%s', (list, rows) => {
    expect(listedRows(answer, list)).toEqual(rows)
  })

  it('one that is not there is refused with those that are', () => {
    expect(() => listedRows(answer, 'hand_offs.pears')).toThrow(
      "There is no list 'hand_offs.pears' in this answer: 'pears' is not among pairs.",
    )
  })
})

test('a figure takes a column for each of its numbers, and what is unknown stays empty', () => {
  expect(toCsv(listedRows(answer, 'steps'))).toBe(
    'step,kept_count,kept_of,kept_share,seen\r\nPlaced,1,2,0.5,\r\n',
  )
})

test('text that a spreadsheet would run is disarmed', () => {
  expect(toCsv([{ said: '=1+1', way: ['a', 'b'] }])).toBe("said,way\r\n'=1+1,a > b\r\n")
})
