import { describe, expect, test } from 'vitest'
import { newcombe, newcombePaired, wilson } from './proportion.ts'

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

describe('the difference of two shares of the same cases', () => {
  // M. Fagerland, S. Lydersen, P. Laake, Statistical Analysis of Contingency Tables (2017), chapter 8.
  test('has the interval published for complete response before and after therapy: 59, 6, 16, 80', () => {
    const difference = newcombePaired(59, 6, 16, 80)
    expect(difference.value).toBeCloseTo(-0.0621, 4)
    expect(difference.low).toBeCloseTo(-0.1186, 4)
    expect(difference.high).toBeCloseTo(-0.0046, 4)
  })

  test('turned round is its mirror', () => {
    const there = newcombePaired(14, 5, 0, 22)
    const back = newcombePaired(14, 0, 5, 22)
    expect([back.value, back.low, back.high]).toEqual([-there.value, -there.high, -there.low])
  })

  test('is surer than that of two groups when most cases agree', () => {
    const paired = newcombePaired(500, 30, 10, 460)
    const apart = newcombe(530, 1000, 510, 1000)
    expect(paired.value).toBeCloseTo(apart.value, 12)
    expect(paired.high - paired.low).toBeLessThan((apart.high - apart.low) / 2)
  })

  test('needs a case', () => {
    expect(() => newcombePaired(0, 0, 0, 0)).toThrow('n=0')
  })
})
