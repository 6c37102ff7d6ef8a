import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { logisticRegression } from './logistic.ts'

/** Spector and Mazzeo (1980), as Greene prints it: grade point average, test score, new teaching method, grade improved. */
const students = `
2.66 20 0 0|2.89 22 0 0|3.28 24 0 0|2.92 12 0 0|4.00 21 0 1|2.86 17 0 0|2.76 17 0 0|2.87 21 0 0
3.03 25 0 0|3.92 29 0 1|2.63 20 0 0|3.32 23 0 0|3.57 23 0 0|3.26 25 0 1|3.53 26 0 0|2.74 19 0 0
2.75 25 0 0|2.83 19 0 0|3.12 23 1 0|3.16 25 1 1|2.06 22 1 0|3.62 28 1 1|2.89 14 1 0|3.51 26 1 0
3.54 24 1 1|2.83 27 1 1|3.39 17 1 1|2.67 24 1 0|3.65 21 1 1|4.00 23 1 1|3.10 21 1 0|2.39 19 1 1`
  .trim()
  .split(/[|\n]/)
  .map((line) => line.split(' ').map(Number))
const column = (place: number) => students.map((row) => row[place]!)

describe('logistic regression', () => {
  test('of Spector and Mazzeo has the published coefficients, errors and likelihood', () => {
    const fit = logisticRegression(column(3), [column(0), column(1), column(2)])
    const published = {
      coefficients: [-13.02135, 2.82611, 0.09516, 2.37869],
      errors: [4.9313, 1.2629, 0.1416, 1.0646],
    }
    published.coefficients.forEach((value, j) => {
      expect(fit.coefficients[j]).toBeCloseTo(value, 4)
    })
    published.errors.forEach((value, j) => {
      expect(Math.abs(fit.errors[j]! - value)).toBeLessThan(1e-3)
    })
    expect(fit.log_likelihood).toBeCloseTo(-12.8896, 4)
    expect(fit.converged).toBe(true)
    const nothing = logisticRegression(column(3), [])
    expect(1 - fit.log_likelihood / nothing.log_likelihood).toBeCloseTo(0.374, 4)
  })

  test('with a constant alone gives the share, and counts stand for rows', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 500 }), fc.integer({ min: 1, max: 500 }), (yes, no) => {
        const fit = logisticRegression([1, 0], [], { counts: [yes, no] })
        expect(fit.fitted[0]).toBeCloseTo(yes / (yes + no), 8)
      }),
    )
  })

  test('says when the columns part those with the event from those without; a penalty holds it', () => {
    const parted = { happened: [0, 0, 1, 1], column: [0, 0, 1, 1] }
    expect(logisticRegression(parted.happened, [parted.column]).converged).toBe(false)
    const held = logisticRegression(parted.happened, [parted.column], { penalty: 1 })
    expect(held.converged).toBe(true)
    expect(held.coefficients[1]).toBeGreaterThan(0)
  })

  test('refuses lists of different length', () => {
    expect(() => logisticRegression([1, 0], [[1]])).toThrow(RangeError)
  })
})
