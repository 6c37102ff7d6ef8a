import { expect, test } from 'vitest'
import { effortParts, effortRows, minutesBetween, minuteWords } from './effort-picture.ts'

const component = (name: string, minutes: number | null, avoidable = false) => ({
  component: name,
  seen: { runs: 10, observed: minutes === null ? 0 : 10, share: minutes === null ? 0 : 1 },
  total: minutes,
  mean: minutes,
  low: null,
  high: null,
  minutes,
  minutes_low: null,
  minutes_high: null,
  avoidable,
})
const some = [
  component('contacts', 30),
  component('chases', 60, true),
  component('hold_minutes', null),
  component('active_minutes', 90),
  component('transfers', 0, true),
  component('repeats', 20, true),
]

test('what had to be comes before the avoidable, each the largest first', () => {
  expect(effortParts(some).map((part) => [part.component, part.share])).toEqual([
    ['active_minutes', 0.45],
    ['contacts', 0.15],
    ['chases', 0.3],
    ['repeats', 0.1],
  ])
})

test('the unknown and what cost nothing have no place in the bar, but have their row', () => {
  expect(effortParts([component('hold_minutes', null)])).toEqual([])
  expect(effortRows(some).map((row) => row.component)).toEqual([
    'active_minutes',
    'contacts',
    'chases',
    'repeats',
    'transfers',
    'hold_minutes',
  ])
})

test('minutes are said as a person says them, the unknown never as 0', () => {
  expect([null, 0, 0.4, 47, 186_000].map(minuteWords)).toEqual([
    'unknown',
    '0 min',
    'under 1 min',
    '47 min',
    '3,100 h',
  ])
})

test('an interval is said in the unit of its amount, and of few runs not at all', () => {
  expect(minutesBetween(18_600, 17_400, 19_800, 300)).toBe('290 – 330 h')
  expect(minutesBetween(47, 40.2, 53.6, 30)).toBe('40 – 54 min')
  expect(minutesBetween(47, 40, 54, 29)).toBe('')
  expect(minutesBetween(null, null, null, 300)).toBe('')
})
