import { expect, test } from 'vitest'
import { saidWords } from './contract.ts'

const there = 'Europe/Zurich'

test('a moment that was said reads as a day where the reader is, all else as it was said', () => {
  expect(saidWords('2026-09-29T21:59:59.999Z', '2026-10-02T10:00:00.000Z', there)).toEqual([
    '29 Sept 2026',
    '2 Oct 2026',
  ])
  expect(saidWords('€ 40', '2026-09-29', there)).toEqual(['€ 40', '2026-09-29'])
})

test('two hours of one day read as hours: “12 May, then 12 May” contradicts nothing', () => {
  expect(saidWords('2026-05-12T08:00:00.000Z', '2026-05-12T12:30:00.000Z', there)).toEqual([
    '12 May 2026, 10:00',
    '12 May 2026, 14:30',
  ])
  expect(saidWords('2026-05-12T22:30:00.000Z', '2026-05-12T08:00:00.000Z', there)).toEqual([
    '13 May 2026',
    '12 May 2026',
  ])
})
