import { expect, test } from 'vitest'
import { ballParts, ballSentence, heldParts, totalDays } from './ball-picture.ts'

const holder = (name: string, days: number, of: number) => ({
  holder: name,
  days,
  mean_days: days / 10,
  share: of === 0 ? null : days / of,
})
const some = [
  holder('active', 1, 20),
  holder('company', 12, 20),
  holder('customer', 4, 20),
  holder('third_party', 0, 20),
  holder('unknown', 3, 20),
]

test('the parts of the bar are the whole, the unknown last, and nobody who never had the ball', () => {
  expect(ballParts(some).map((part) => [part.holder, part.share])).toEqual([
    ['active', 0.05],
    ['customer', 0.2],
    ['company', 0.6],
    ['unknown', 0.15],
  ])
  expect(totalDays(some)).toBe(20)
})

test('what took the most of the time is said in a sentence, also when it is unknown', () => {
  expect(ballSentence(some)).toBe('For 60 % of 20 days customers waited for the company.')
  expect(ballSentence([holder('active', 1, 4), holder('unknown', 3, 4)])).toBe(
    'Who had the ball is unknown for 75 % of 4 days.',
  )
  expect(ballSentence([holder('active', 0, 0)])).toBe('Whose time it was is unknown.')
})

test('on an edge only those who were waited for have a part', () => {
  expect(heldParts({ customer: 0, company: 0.75, third_party: 0, unknown: 0.25 })).toEqual([
    { holder: 'company', share: 0.75 },
    { holder: 'unknown', share: 0.25 },
  ])
})
