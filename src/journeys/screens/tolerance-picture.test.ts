import { expect, test } from 'vitest'
import { reasonWords, toleranceMarks, toleranceVerdict } from './tolerance-picture.ts'

const day = 86_400
const learnt = { seconds: 3 * day, low: 2 * day, high: 4 * day, gaps: 900, chases: 120, reason: null }
const unknown = {
  seconds: null,
  low: null,
  high: null,
  gaps: 40,
  chases: 3,
  reason: 'cannot be learnt: 3 chases, 50 are needed',
}

test('a declared tolerance is called too long or too short only outside the interval', () => {
  expect(toleranceVerdict(5 * day, learnt)).toContain('5 d: longer than customers bear')
  expect(toleranceVerdict(1 * day, learnt)).toContain('1 d: customers bear more')
  expect(toleranceVerdict(3.5 * day, learnt)).toContain('about what customers bear')
  expect(toleranceVerdict(5 * day, { ...learnt, high: null })).toContain('about what customers bear')
  expect(toleranceVerdict(5 * day, unknown)).toBe('')
})

test('what cannot be learnt is a sentence with its reason and no mark', () => {
  expect(reasonWords(unknown.reason)).toBe('What customers bear cannot be learnt: 3 chases, 50 are needed.')
  const places = [
    { from: 'Sent', channel: 'web', learnt, seconds: 3 * day, learnt_from: 'place' as const },
    { from: 'Paid', channel: '', learnt: unknown, seconds: 3 * day, learnt_from: 'journey' as const },
  ]
  const marks = (of: typeof learnt | typeof unknown) =>
    toleranceMarks({ learnt: of, places } as unknown as Parameters<typeof toleranceMarks>[0])
  expect(marks(unknown)).toEqual([{ place: 'after Sent, web', days: 3, low: 2, high: 4 }])
  expect(marks(learnt).map(({ place }) => place)).toEqual(['the whole journey', 'after Sent, web'])
})
