import { describe, expect, it } from 'vitest'
import { bytes, days, duration, exact, moment, percent, plural, share } from './fmt.ts'

describe('a duration in words', () => {
  it.each([
    [0, '0 s'],
    [0.4, 'under 1 s'],
    [45, '45 s'],
    [60, '1 min'],
    [95, '1 min 35 s'],
    [3600, '1 h'],
    [5400, '1 h 30 min'],
    [187_200, '2 d 4 h'],
    [86_399, '1 d'],
    [3_599.9, '1 h'],
    [40 * 86_400, '40 d'],
    [-7200, '−2 h'],
  ])('%d seconds is %s', (seconds, words) => expect(duration(seconds)).toBe(words))
  it('says unknown rather than zero', () =>
    expect([duration(null), days(undefined)]).toEqual(['unknown', 'unknown']))
})

describe('a share', () => {
  it('has its interval and n behind it', () =>
    expect(share(71, 100, 0.62, 0.79)).toEqual({ main: '71 %', interval: '±9 · n 100', tooFew: false }))
  it('shows an uneven interval by its ends', () =>
    expect(share(1, 50, 0.003, 0.105).interval).toBe('0–11 % · n 50'))
  it('is too few under thirty', () => expect(share(7, 29).main).toBe('too few (7 of 29)'))
  it('of nothing is unknown', () => expect(share(0, 0).main).toBe('unknown'))
  it('does not round a rare thing to never or a usual one to always', () =>
    expect([percent(0.001), percent(0.9991), percent(0), percent(1)]).toEqual([
      '<1 %',
      '>99 %',
      '0 %',
      '100 %',
    ]))
})

describe('moments and counts', () => {
  it('are shown in the zone of the viewer', () =>
    expect(moment('2026-05-05T12:03:00.000Z', 'Europe/Berlin')).toBe('5 May 2026, 14:03'))
  it('name the zone when exact', () =>
    expect(exact('2026-05-05T12:03:07.000Z', 'UTC')).toBe('5 May 2026, 12:03:07 UTC'))
  it('agree in number', () =>
    expect([plural(1, 'run'), plural(2, 'run'), plural(1200, 'journey')]).toEqual([
      '1 run',
      '2 runs',
      '1,200 journeys',
    ]))
  it('have units', () => expect([bytes(12), bytes(812_331)]).toEqual(['12 B', '812.3 kB']))
})
