import { describe, expect, test } from 'vitest'
import { clusteredErrors } from './clustered-survival.ts'
import { kaplanMeier } from './kaplan-meier.ts'

const durations = [1, 2, 2, 3, 3, 4, 5, 5, 6, 8]
const ended = [false, true, false, true, false, true, true, false, true, false]

/** The jackknife written out: how the share moves when the weight of one cluster is nudged. */
function nudged(clusters: readonly number[], time: number): number {
  const step = 1e-6
  const shareAt = (weight: (i: number) => number) => {
    let share = 1
    for (const at of [...new Set(durations)].sort((a, b) => a - b).filter((each) => each <= time)) {
      const sum = (holds: (i: number) => boolean) =>
        durations.reduce((all, _, i) => all + (holds(i) ? weight(i) : 0), 0)
      share *= 1 - sum((i) => durations[i] === at && ended[i]!) / sum((i) => durations[i]! >= at)
    }
    return share
  }
  const squares = [...new Set(clusters)].map((cluster) => {
    const moved = shareAt((i) => (clusters[i] === cluster ? 1 + step : 1)) - shareAt(() => 1)
    return (moved / step) ** 2
  })
  return Math.sqrt(squares.reduce((sum, each) => sum + each, 0))
}

describe('the standard error of a curve over clusters', () => {
  const curve = kaplanMeier(durations, ended)
  const places = Array.from(curve.times.keys())

  test('is that of a share where nothing is censored and nobody comes twice', () => {
    const all = kaplanMeier(
      durations,
      durations.map(() => true),
    )
    const [at3] = clusteredErrors(
      { durations, ended: durations.map(() => true), clusters: durations.map((_, i) => i) },
      all,
      [all.times.indexOf(3)],
    )
    expect(at3).toBeCloseTo(Math.sqrt((0.5 * 0.5) / 10), 12)
  })

  test('grows by √k where everything is there k times, of the same customers', () => {
    const clusters = durations.map((_, i) => i)
    const once = clusteredErrors({ durations, ended, clusters }, curve, places)
    const twice = [...durations, ...durations]
    const again = [...ended, ...ended]
    const doubled = kaplanMeier(twice, again)
    const errors = clusteredErrors(
      { durations: twice, ended: again, clusters: [...clusters, ...clusters] },
      doubled,
      places,
    )
    for (const [place, error] of errors.entries()) expect(error).toBeCloseTo(once[place]!, 12)
    const asIfApart = clusteredErrors(
      { durations: twice, ended: again, clusters: twice.map((_, i) => i) },
      doubled,
      places,
    )
    for (const [place, error] of asIfApart.entries()) expect(error).toBeCloseTo(once[place]! / Math.SQRT2, 12)
  })

  test('is how far the share moves when the customers are nudged one by one', () => {
    const clusters = [1, 1, 2, 2, 3, 3, 3, 4, 5, 5]
    const errors = clusteredErrors({ durations, ended, clusters }, curve, places)
    for (const [place, time] of curve.times.entries())
      expect(errors[place]).toBeCloseTo(nudged(clusters, time), 5)
  })
})
