import { describe, expect, test } from 'vitest'
import { newcombe, wilson } from './proportion.ts'

describe('a share', () => {
  test.each([
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
  ])('of %d in %d has the interval Newcombe published', (k, n, low, high) => {
    expect(wilson(k, n).low).toBeCloseTo(low, 4)
    expect(wilson(k, n).high).toBeCloseTo(high, 4)
  })

  test('of nothing is unknown', () => {
    expect(wilson(0, 0)).toEqual({ low: 0, high: 1 })
  })

  test('cannot be above one or below zero', () => {
    expect(() => wilson(3, 2)).toThrow('k=3 of n=2')
    expect(() => wilson(-1, 2)).toThrow('k=-1 of n=2')
    expect(() => wilson(Number.NaN, 2)).toThrow(RangeError)
  })

  test('mirrors its complement', () => {
    expect(wilson(30, 100).low).toBeCloseTo(1 - wilson(70, 100).high, 12)
  })
})

describe('the difference of two shares', () => {
  test('has the interval Newcombe published for 56/70 − 48/80', () => {
    const difference = newcombe(56, 70, 48, 80)
    expect(difference.value).toBeCloseTo(0.2, 12)
    expect(difference.low).toBeCloseTo(0.0524, 4)
    expect(difference.high).toBeCloseTo(0.3339, 4)
  })

  test('needs two groups', () => {
    expect(() => newcombe(1, 2, 0, 0)).toThrow('both n above 0')
  })
})
