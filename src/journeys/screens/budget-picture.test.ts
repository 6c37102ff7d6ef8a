import { expect, test } from 'vitest'
import {
  type Budget,
  budgetBar,
  budgetState,
  burnWords,
  forecastWords,
  leftWords,
  objectivesShown,
} from './budget-picture.ts'

const budget: Budget = {
  objective: 'Paid in 21 days',
  bound: 'outcome',
  target: 0.9,
  window_days: 30,
  decided: 80,
  allowed: 8,
  used: 2,
  left: 6,
  long: { hours: 24, decided: 5, burn_rate: 2 },
  short: { hours: 1, decided: 0, burn_rate: null },
  burning: false,
  forecast: { open: 0, will_miss: null, low: null, high: null, unknown: 0 },
}

test('a budget is burning, used up, kept within, or nothing was decided', () => {
  expect(budgetState(budget)).toBe('within budget')
  expect(budgetState({ ...budget, used: 9, left: -1 })).toBe('used up')
  expect(budgetState({ ...budget, burning: true })).toBe('burning')
  expect(budgetState({ ...budget, decided: 0, allowed: 0, used: 0, left: 0 })).toBe('none decided')
})

test('the bar shows what is used of what is allowed, and what is over it', () => {
  expect(budgetBar(budget)).toEqual({ used: 0.25, allowed: 1 })
  expect(budgetBar({ ...budget, used: 16 })).toEqual({ used: 1, allowed: 0.5 })
  expect(budgetBar({ ...budget, allowed: 0, used: 0 })).toEqual({ used: 0, allowed: 1 })
})

test('what is left is said, and what is too many', () => {
  expect(leftWords(budget)).toBe('6 left')
  expect(leftWords({ ...budget, left: -3.4 })).toBe('3.4 too many')
  expect(burnWords(budget.short)).toBe('none decided in 1 h')
  expect(burnWords(budget.long)).toBe('in 1 d · n 5')
})

test('a forecast says what is unknown of it', () => {
  const forecast = { open: 71, will_miss: 12, low: 5.2, high: 19.8, unknown: 3 }
  expect(forecastWords({ ...budget, forecast })).toBe('5–20 of 71 open runs, 3 unknown')
  expect(forecastWords({ ...budget, bound: 'silence', forecast })).toBe(
    '5–20 of 71 runs that wait now, 3 unknown',
  )
  expect(forecastWords({ ...budget, bound: 'promise', forecast })).toBe('5–20 of 71 open promises, 3 unknown')
  expect(forecastWords({ ...budget, forecast: { ...budget.forecast, open: 0 } })).toBe('no open run')
  expect(forecastWords({ ...budget, forecast: { ...budget.forecast, open: 9, unknown: 9 } })).toBe(
    'of 9 open runs: too few came so far',
  )
})

test('an objective finds where it stands now by its name', () => {
  const now = { objective: 'Paid in 21 days', target: 0.9, met: 1, of: 2, share: 0.5, low: 0, high: 1 }
  const shown = objectivesShown([budget, { ...budget, objective: 'Other' }], [{ ...now, verdict: 'too few' }])
  expect(shown.map((one) => one.now?.met ?? null)).toEqual([1, null])
})
