import { expect, test } from 'vitest'
import { meanInterval, studentCdf, studentQuantile } from './mean.ts'
import { normalCdf, normalQuantile } from './normal.ts'

test.each([
  [0.975, 1, 12.706205],
  [0.975, 2, 4.302653],
  [0.975, 10, 2.228139],
  [0.975, 30, 2.042272],
  [0.995, 5, 4.032143],
  [0.95, 1000, 1.646379],
])('Student quantile %d with %d degrees of freedom is the tabled one', (p, df, tabled) => {
  expect(studentQuantile(p, df)).toBeCloseTo(tabled, 5)
  expect(studentQuantile(1 - p, df)).toBeCloseTo(-tabled, 5)
})

test('with one degree of freedom Student is Cauchy, with two it is algebraic', () => {
  expect(studentCdf(3, 1)).toBeCloseTo(0.5 + Math.atan(3) / Math.PI, 12)
  expect(studentCdf(-3, 2)).toBeCloseTo(0.5 - 3 / (2 * Math.sqrt(11)), 12)
})

test('with very many degrees of freedom Student is normal', () => {
  expect(studentQuantile(0.975, 1e6)).toBeCloseTo(1.95997, 4)
})

test.each([
  [0.975, 1.959963985],
  [0.995, 2.575829304],
  [0.5, 0],
  [0.001, -3.090232306],
  [1e-10, -6.361340902],
])('the normal quantile of %d is the tabled one and comes back', (p, tabled) => {
  expect(normalQuantile(p)).toBeCloseTo(tabled, 7)
  expect(normalCdf(normalQuantile(p)) / p).toBeCloseTo(1, 9)
})

test('the interval of a mean: n 10, mean 50.81, sd 2 is 50.81 ± 2.262157·2/√10', () => {
  const interval = meanInterval(10, 50.81, 2)!
  expect(interval.high - 50.81).toBeCloseTo((2.262157 * 2) / Math.sqrt(10), 5)
  expect(50.81 - interval.low).toBeCloseTo(interval.high - 50.81, 12)
})

test('one value has no interval', () => {
  expect(meanInterval(1, 3, 0)).toBeNull()
})
