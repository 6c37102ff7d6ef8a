import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { meanInterval } from '../../stats/mean.ts'
import { newcombe, wilson } from '../../stats/proportion.ts'
import { type ComparedRow, detected, differenceOf, differenceWords } from './compared.ts'

const share = (count: number, n: number) => ({ value: count / n, ...wilson(count, n), n })
const row = (first: ComparedRow['first'], second: ComparedRow['second']): ComparedRow => ({
  figure: 'Success',
  of: 'share',
  more: 'good',
  first,
  second,
})

test('the difference of two shares is Newcombe’s', () => {
  const difference = differenceOf(row(share(48, 80), share(56, 70)))
  const known = newcombe(56, 70, 48, 80)
  expect(difference?.value).toBeCloseTo(known.value, 12)
  expect(difference?.low).toBeCloseTo(known.low, 12)
  expect(difference?.high).toBeCloseTo(known.high, 12)
  expect(difference && detected(difference)).toBe(true)
})

test('no difference is told of too few or of the unknown, and none is detected without an interval', () => {
  expect(differenceOf(row(share(10, 29), share(56, 70)))).toBeNull()
  expect(differenceOf(row({ value: null, low: null, high: null, n: 90 }, share(56, 70)))).toBeNull()
  expect(detected({ value: 3, low: null, high: null })).toBe(false)
  expect(detected({ value: 0.01, low: -0.05, high: 0.07 })).toBe(false)
})

test('a difference is said with its sign', () => {
  expect(differenceWords('share', -0.12)).toBe('−12 points')
  expect(differenceWords('number', 0.001)).toBe('0.00')
  expect(differenceWords('days', 1.5)).toBe('+1 d 12 h')
})

test('the difference of two means is as the page about intervals says, and not told of fewer than 30 runs', () => {
  const page = readFileSync(join(import.meta.dirname, '../../../docs/methods/intervals.md'), 'utf8')
  const found = [...page.matchAll(/```yaml\n(means:[\s\S]*?)```/g)].map(([, text]) => parse(text!))
  const [example] = found[0].means as [Record<'first' | 'second', number[]> & Record<string, number>]
  const estimate = (values: number[], n = 40) => {
    const value = values.reduce((all, one) => all + one, 0) / values.length
    const spread = values.reduce((all, one) => all + (one - value) ** 2, 0) / (values.length - 1)
    return { value, ...meanInterval(values.length, value, Math.sqrt(spread))!, n }
  }
  const difference = differenceOf(row(estimate(example.first), estimate(example.second)))
  expect(difference?.value).toBeCloseTo(example.difference!, 10)
  expect(difference?.low).toBeCloseTo(example.low!, 2)
  expect(difference?.high).toBeCloseTo(example.high!, 2)
  expect(differenceOf(row(estimate(example.first, 29), estimate(example.second)))).toBeNull()
})

test('minutes are compared as minutes', () => {
  expect(differenceWords('minutes', -3.25)).toBe('−3.3 min')
})
