import { expect, it } from 'vitest'
import { rangeOf } from './time-range.ts'

it('the slowest place fills its bar', () => expect(rangeOf(60, 86_400, 86_400).p90).toBe(100))
it('a minute beside a year can still be seen', () =>
  expect(rangeOf(60, 60, 365 * 86_400).median).toBeGreaterThan(3))
it('nothing is at the left end', () => expect(rangeOf(0, 0, 60)).toEqual({ median: 0, p90: 0 }))
