import { expect, test } from 'vitest'
import { calibrationPoints } from './calibration-picture.ts'

test('a length promised fewer than 30 times is not drawn', () => {
  const point = { count: 30, of: 40, share: 0.75, low: 0.6, high: 0.86 }
  const curve = [
    { ...point, days: 5 },
    { ...point, days: 6, of: 29 },
    { days: 7, count: 0, of: 0, share: null, low: null, high: null },
  ]
  const calibration = {
    promises: 69,
    stated_days: 5,
    done_by_stated: 0.6,
    needed_days: 8,
    say_days: 8,
    words: '',
    curve,
  }
  expect(calibrationPoints(calibration)).toEqual([{ days: 5, share: 0.75, low: 0.6, high: 0.86 }])
})
