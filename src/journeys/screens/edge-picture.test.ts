import { describe, expect, it } from 'vitest'
import { drawnBars, linearTicks, logTicks, namedQuantiles } from './edge-picture.ts'

const day = 86_400

describe('the bars of an edge', () => {
  it('begin the logarithmic scale just under a second', () =>
    expect(drawnBars([{ from: 0, to: 1, count: 3, silent: 0 }], 'logarithmic')[0]).toMatchObject({
      from: 0.75,
      to: 1,
    }))
  it('without an end are as wide as the others, and said to be open', () =>
    expect(
      drawnBars(
        [
          { from: 0, to: 3600, count: 3, silent: 0 },
          { from: 108_000, to: null, count: 1, silent: 1 },
        ],
        'linear',
      ).at(-1),
    ).toEqual({ from: 108_000, to: 111_600, count: 1, silent: 1, open: true }))
  it('are read at round lengths of time', () => {
    expect(linearTicks(5 * day)).toEqual([0, day, 2 * day, 3 * day, 4 * day, 5 * day])
    expect(logTicks(3600, 2 * day)).toEqual([3600, 7200, 21_600, 43_200, day, 2 * day])
    expect(logTicks(1, 100 * day).length).toBeLessThan(13)
  })
  it('have their quantiles named', () =>
    expect(
      namedQuantiles({ p10: 1, p25: 2, median: 3, p75: 4, p90: 5, longest: 6 }).map(({ words, seconds }) => [
        words,
        seconds,
      ]),
    ).toEqual([
      ['fastest tenth under', 1],
      ['half within', 3],
      ['nine in ten within', 5],
    ]))
})
