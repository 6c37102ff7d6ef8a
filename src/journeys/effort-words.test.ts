import { expect, test } from 'vitest'
import type { EffortReport } from './contract.ts'
import { costWords, lastMonthOf } from './effort-words.ts'

const known = (total: number, half: number) => ({ total, low: total - half, high: total + half })

test('what a journey cost is one sentence, with how sure both of its figures are', () => {
  const cost = { runs: 4000, minutes: known(186_000, 9_000), avoidable: known(114_000, 6_000) }
  expect(costWords('order', cost)).toBe(
    'The journey order cost its customers at least 3,100 hours (2,950 to 3,250), 1,900 hours (1,800 to 2,000) of them avoidable.',
  )
  expect(costWords('order', { ...cost, runs: 29 })).toBe(
    'The journey order cost its customers at least 3,100 hours, 1,900 hours of them avoidable.',
  )
  const none = { total: null, low: null, high: null }
  expect(costWords('order', { ...cost, avoidable: none })).toMatch(
    /how much of them was avoidable is unknown/,
  )
  expect(costWords('order', { ...cost, minutes: none })).toMatch(/is unknown: no part of it was observed/)
})

const month = (name: string, minutes: number | null): EffortReport['months'][number] => ({
  month: name,
  runs: 40,
  observed: minutes === null ? 0 : 40,
  minutes,
  minutes_low: minutes && minutes - 30,
  minutes_high: minutes && minutes + 30,
  mean: null,
  mean_low: null,
  mean_high: null,
  avoidable: null,
  avoidable_low: null,
  avoidable_high: null,
})
const at = (day: string) => Date.parse(`${day}T00:00:00Z`)

test('the last month is one that is over and within the period', () => {
  const months = [month('2025-11', 60), month('2025-12', 90), month('2026-01', 70)]
  const last = (since: number, until: number) => lastMonthOf(months, since, until)
  expect(last(Number.NEGATIVE_INFINITY, at('2026-01-31'))).toEqual({
    month: '2025-12',
    words:
      'Runs begun in December 2025 cost customers at least 90 minutes (60 to 120), how much of them was avoidable is unknown.',
  })
  expect(last(Number.NEGATIVE_INFINITY, at('2026-02-01'))?.month).toBe('2026-01')
  expect(last(at('2025-12-02'), at('2026-01-20'))).toBeNull()
  expect(lastMonthOf([month('2025-12', null)], Number.NEGATIVE_INFINITY, at('2026-01-20'))).toBeNull()
})
