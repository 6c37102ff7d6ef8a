import { describe, expect, test } from 'vitest'
import { day } from '../../tools/sample-runs.ts'
import { type JudgedChase, learnTolerance } from './learnt-tolerance.ts'
import { silenceCurve } from './silence-curve.ts'

const hour = 3_600_000

/** Gaps until a chase (`chased`) or until news came, in hours; each of a customer of its own. */
function gaps(chased: readonly number[], borne: readonly number[] = []): JudgedChase[] {
  const gap = (hours: number, chased: boolean, customer: string): JudgedChase => ({
    from: 'Sent',
    channel: 'mail',
    from_at: day(0),
    to_at: day(0) + hours * hour,
    chased,
    customer,
    judged_until: day(99),
  })
  return [
    ...chased.map((hours, i) => gap(hours, true, `chased ${i}`)),
    ...borne.map((hours, i) => gap(hours, false, `borne ${i}`)),
  ]
}
const steps = (count: number) => Array.from({ length: count }, (_, i) => (i + 1) / 10)

describe('the silence curve', () => {
  test('is the plain share of those who have chased, where nothing is censored', () => {
    const times = [0.5, 1, 1, 2, 3, 5, 8, 13, 30, 70]
    for (const { hours, share, at_risk } of silenceCurve(gaps(times))) {
      expect(share).toBeCloseTo(times.filter((each) => each <= hours).length / times.length, 12)
      expect(at_risk).toBe(times.filter((each) => each >= hours).length)
    }
  })

  test('counts a gap whose news came as watched until then: the worked example of the method page', () => {
    const curve = silenceCurve(gaps([2, 3, 4, 5, 6], [1, 2, 3, 5, 8]))
    const at = (hours: number) => curve.find((point) => point.hours === hours)!
    const left = { 1: 1, 2: 0.8889, 3: 0.7619, 4: 0.6095, 5: 0.4571, 6: 0.2286, 8: 0.2286 }
    for (const [hours, share] of Object.entries(left))
      expect(1 - at(Number(hours)).share).toBeCloseTo(share, 4)
    expect(at(1)).toMatchObject({ share: 0, low: null, high: null, at_risk: 10 })
    expect(at(4).low).toBeLessThan(at(4).share)
    expect(at(4).high).toBeGreaterThan(at(4).share)
  })

  test('keeps at most 200 points and among them the one at which a tenth have chased', () => {
    const times = gaps(steps(3000), steps(2000))
    const curve = silenceCurve(times)
    expect(curve.length).toBeLessThanOrEqual(200)
    const { seconds } = learnTolerance(times)
    const tenth = curve.findIndex(({ hours }) => hours * 3600 === seconds)
    expect(curve[tenth]!.share).toBeGreaterThanOrEqual(0.1)
    expect(curve[tenth - 1]!.share).toBeLessThan(0.1)
    expect(curve.map(({ share }) => share)).toEqual(curve.map(({ share }) => share).toSorted((a, b) => a - b))
    expect(curve.at(-1)).toMatchObject({ hours: 300, share: 1 })
  })

  test('is wider where the chases are all of a few customers', () => {
    const apart = gaps(steps(50), steps(50))
    const few = apart.map((gap) => ({ ...gap, customer: gap.chased ? 'one' : gap.customer }))
    const width = (times: JudgedChase[]) => {
      const { low, high } = silenceCurve(times).find(({ hours }) => hours === 1)!
      return high! - low!
    }
    expect(width(apart)).toBeGreaterThan(0)
    expect(width(few)).toBeGreaterThan(width(apart))
  })

  test('is empty where nobody was seen to chase: that nobody would is not known', () => {
    expect(silenceCurve(gaps([], [1, 2, 3]))).toEqual([])
    expect(silenceCurve([])).toEqual([])
  })
})
