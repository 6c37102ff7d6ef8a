import { expect, test } from 'vitest'
import { saidValue } from './said-value.ts'

test('a moment is said as a day where the reader is, all else as it was said', () => {
  expect(saidValue('2026-09-29T21:59:59.999Z', 'Europe/Zurich')).toBe('29 Sept 2026')
  expect(saidValue('€ 40')).toBe('€ 40')
  expect(saidValue('2026-09-29')).toBe('2026-09-29')
})
