import { describe, expect, test } from 'vitest'
import { kaplanMeier, reachedBy } from './kaplan-meier.ts'
import { randomFrom } from './random.ts'
import { bootstrapTimeBy } from './survival-bootstrap.ts'

/** Exponential times of clusters, each time watched up to `watched`. */
function sample(clusters: number, each: number, watched: number, seed: number) {
  const random = randomFrom(seed)
  const times = Array.from({ length: clusters * each }, () => -Math.log(1 - random()))
  return {
    durations: times.map((time) => Math.min(time, watched)),
    ended: times.map((time) => time <= watched),
    clusters: times.map((_, index) => index % clusters),
  }
}

describe('the interval of the time by which a share has had the event', () => {
  test('holds the true time in about 95 of 100 samples', () => {
    const truth = -Math.log(0.9)
    let covered = 0
    for (let seed = 1; seed <= 200; seed++) {
      const { low, high } = bootstrapTimeBy(sample(150, 2, 1, seed), 0.1, { replicates: 300, seed })
      if (low! <= truth && truth <= high!) covered++
    }
    expect(covered).toBeGreaterThan(180)
    expect(covered).toBeLessThan(199)
  })

  test('is wider where the times of a customer are all alike', () => {
    const alone = sample(60, 1, 2, 7)
    const fold = <T>(values: readonly T[]) => values.flatMap((value) => Array<T>(5).fill(value))
    const alike = {
      durations: fold(alone.durations),
      ended: fold(alone.ended),
      clusters: fold(alone.clusters),
    }
    const width = (some: typeof alone) => {
      const { low, high } = bootstrapTimeBy(some, 0.3)
      return high! - low!
    }
    expect(width(alike)).toBeCloseTo(width(alone), 9)
    expect(width({ ...alike, clusters: alike.durations.map((_, index) => index) })).toBeLessThan(width(alike))
  })

  test('agrees with the curve itself when every sample is the same', () => {
    const some = {
      durations: [1, 2, 2, 3, 5],
      ended: [true, true, false, true, true],
      clusters: [0, 0, 0, 0, 0],
    }
    const time = reachedBy(kaplanMeier(some.durations, some.ended), 0.5)
    expect(bootstrapTimeBy(some, 0.5)).toEqual({ low: time, high: time })
  })

  test('has no upper bound where a resample never gets there', () => {
    const some = {
      durations: [1, 9, 9, 9, 9],
      ended: [true, false, false, false, false],
      clusters: [0, 1, 2, 3, 4],
    }
    expect(bootstrapTimeBy(some, 0.1)).toEqual({ low: 1, high: null })
  })
})
