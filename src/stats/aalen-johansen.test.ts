import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cumulativeIncidence } from './aalen-johansen.ts'
import { kaplanMeier } from './kaplan-meier.ts'

test('ten cases by hand: resolved 1, gave up 2, still open 0', () => {
  const days = [1, 2, 2, 3, 4, 4, 5, 6, 7, 8]
  const cause = [1, 2, 0, 1, 1, 2, 0, 1, 2, 0]
  const { causes, share, at_risk } = cumulativeIncidence(days, cause)
  // Day 1: 1/10. Day 3: + .8 · 1/7. Day 4: + .8 · 6/7 · 1/6 each. Day 6: + .8 · 6/7 · 4/6 · 1/3.
  const left = [0.9, 0.8, (0.8 * 6) / 7, (0.8 * 4) / 7, (0.8 * 4) / 7, (1.6 * 4) / 21, (0.8 * 4) / 21]
  expect([...at_risk]).toEqual([10, 9, 7, 6, 4, 3, 2, 1])
  for (const [i, expected] of left.entries()) expect(share[i]).toBeCloseTo(expected, 12)
  const resolved = 0.1 + 0.8 / 7 + 0.8 / 7 + (0.8 * 4) / 21
  expect(causes[0]!.share.at(-1)).toBeCloseTo(resolved, 12)
  expect(causes[1]!.share.at(-1)).toBeCloseTo(0.1 + 0.8 / 7 + (1.6 * 4) / 21 / 2, 12)
  // 1 − Kaplan–Meier of the resolved alone would promise too much.
  const alone = kaplanMeier(
    days,
    cause.map((each) => each === 1),
  )
  expect(resolved).toBeCloseTo(0.481, 3)
  expect(1 - alone.share.at(-1)!).toBeCloseTo(4 / 7, 12)
})

const watched = fc.array(
  fc.record({
    time: fc.integer({ min: 1, max: 8 }),
    cause: fc.integer({ min: 0, max: 3 }),
    n: fc.integer({ min: 1, max: 4 }),
  }),
  { minLength: 1, maxLength: 25 },
)
const curvesOf = (rows: { time: number; cause: number; n?: number }[], counted = false) =>
  cumulativeIncidence(
    rows.map((row) => row.time),
    rows.map((row) => row.cause),
    counted ? rows.map((row) => row.n!) : undefined,
  )

test('the causes and those still waiting add up to all', () => {
  fc.assert(
    fc.property(watched, (rows) => {
      const { causes, share } = curvesOf(rows)
      share.forEach((left, i) => {
        expect(causes.reduce((sum, cause) => sum + cause.share[i]!, left)).toBeCloseTo(1, 10)
      })
    }),
    { seed: 16 },
  )
})

test('with one cause it is one minus Kaplan–Meier, with its error', () => {
  fc.assert(
    fc.property(watched, (rows) => {
      const single = rows.map((row) => ({ ...row, cause: Math.min(1, row.cause) }))
      const found = curvesOf(single, true)
      const curve = kaplanMeier(
        single.map((row) => row.time),
        single.map((row) => row.cause),
        single.map((row) => row.n),
      )
      curve.share.forEach((left, i) => {
        expect(found.causes[0]!.share[i]).toBeCloseTo(1 - left, 10)
        if (left > 0) expect(found.causes[0]!.error[i]).toBeCloseTo(curve.error[i]!, 8)
      })
    }),
    { seed: 16 },
  )
})

test('when nobody is censored it is the share of all, with the error of a share', () => {
  fc.assert(
    fc.property(watched, (rows) => {
      const all = rows.map((row) => ({ ...row, cause: Math.max(1, row.cause) }))
      const n = all.length
      const { causes, times } = curvesOf(all)
      causes.forEach((cause, k) => {
        times.forEach((time, i) => {
          const p = all.filter((row) => row.cause === k + 1 && row.time <= time).length / n
          expect(cause.share[i]).toBeCloseTo(p, 10)
          expect(cause.error[i]).toBeCloseTo(Math.sqrt((p * (1 - p)) / n), 7)
        })
      })
    }),
    { seed: 16 },
  )
})

test('grouped counts are the same as one by one', () => {
  fc.assert(
    fc.property(watched, (rows) => {
      const expanded = rows.flatMap((row) => Array.from({ length: row.n }, () => row))
      expect(curvesOf(rows, true)).toEqual(curvesOf(expanded))
    }),
    { seed: 16 },
  )
})
