import { expect, test } from 'vitest'
import { boundWords, conformanceText, meanWords } from './conformance-words.ts'

test('conformance past the work allowed is marked as the lower bound that it is', () => {
  expect(conformanceText(0.534, false)).toBe('0.53')
  expect(conformanceText(0.534, true)).toBe('≥ 0.53')
  expect(boundWords(true)).toBe('at least: so long a run is not compared exactly')
  expect(boundWords(undefined)).toBe('')
  expect(meanWords(12, 1)).toBe('12 exactly as designed; of 1 very long run a lower bound')
  expect(meanWords(12, 0)).toBe('12 exactly as designed')
})

test('unknown conformance stays unknown', () => {
  expect(conformanceText(null, true)).toBe('unknown')
})
