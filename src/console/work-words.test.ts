import { expect, it } from 'vitest'
import { workShare, workWords } from './work-words.ts'

const work = { unit: 'histories', begun: 0, now: 4000 }

it.each([
  [null, null, 'waiting for the server'],
  [0, 0, 'waiting for the server'],
  [400, 48_000, '400 of 48,000 histories (0 %)'],
  [12_000, 48_000, '12,000 of 48,000 histories (25 %), about 12 s left'],
  [48_000, 48_000, '48,000 of 48,000 histories (100 %)'],
])('%s of %s: %s', (done, of, words) => {
  expect(workWords({ ...work, done, of })).toBe(words)
})

it('foretells nothing in the first second, and never shows more than all', () => {
  expect(workWords({ ...work, now: 900, done: 5, of: 10 })).toBe('5 of 10 histories (50 %)')
  expect(workShare({ done: 12, of: 10 })).toBe(1)
})
