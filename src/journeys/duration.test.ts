import { describe, expect, test } from 'vitest'
import { durationSeconds, durationText, durationWords } from './duration.ts'

describe('a duration', () => {
  test('is a number and one unit', () => {
    expect(durationSeconds('30s')).toBe(30)
    expect(durationSeconds('15m')).toBe(900)
    expect(durationSeconds('48h')).toBe(172_800)
    expect(durationSeconds('1.5d')).toBe(129_600)
    expect(durationSeconds('2 w')).toBe(1_209_600)
  })

  test('is nothing else: no other unit, no sign, not nothing, not a lifetime', () => {
    for (const text of ['3', 'd', '3 days', '-3d', '0d', '3d 4h', '1e3s', '100000w', '']) {
      expect(durationSeconds(text)).toBeNull()
    }
  })

  test('is written in the largest unit that divides it, and read back', () => {
    for (const [seconds, text] of [
      [30, '30s'],
      [5400, '90m'],
      [172_800, '2d'],
      [1_209_600, '2w'],
    ] as const) {
      expect(durationText(seconds)).toBe(text)
      expect(durationSeconds(text)).toBe(seconds)
    }
  })

  test('is said in its largest unit', () => {
    expect(durationWords(86_400)).toBe('1 day')
    expect(durationWords(9 * 86_400 + 3600)).toBe('9 days')
    expect(durationWords(7200)).toBe('2 hours')
    expect(durationWords(59)).toBe('59 seconds')
  })
})
