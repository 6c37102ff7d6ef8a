import { describe, expect, it } from 'vitest'
import { breakKey, placeOf, segmentWords, sizeOf } from './break-found.ts'

describe('a break on screen', () => {
  it('opens its own runs', () =>
    expect(breakKey({ kind: 'silence', from: 'Sent', to: 'Told', segment: 'region=North' })).toBe(
      'silence|Sent|Told|region=North',
    ))
  it('says its size in words with the interval', () =>
    expect(sizeOf({ size: 6.5, unit: 'days', size_low: 5, size_high: 8 })).toEqual({
      main: '6 d 12 h',
      interval: '5 d – 8 d',
    }))
  it('of a share is in percent', () =>
    expect(sizeOf({ size: 0.11, unit: 'share', size_low: 0.04, size_high: 0.19 })?.main).toBe('11 %'))
  it('without a size says none, not zero', () =>
    expect(sizeOf({ size: null, unit: 'days', size_low: null, size_high: null })).toBeNull())
  it('without an interval shows the size alone', () =>
    expect(sizeOf({ size: 1, unit: 'days', size_low: null, size_high: null })?.interval).toBe(''))
  it('names one place when there is no next step', () =>
    expect([placeOf({ from: 'Sent', to: '' }), placeOf({ from: 'Sent', to: 'Told' })]).toEqual([
      'Sent',
      'Sent → Told',
    ]))
  it('reads its segment as words', () => expect(segmentWords('region=North')).toBe('region North'))
})
