import { describe, expect, test } from 'vitest'
import { fitFellegiSunter, posterior, probabilityOf, rising, weightOf } from './fellegi-sunter.ts'

/** Splink's correctness set: 4000 pairs, three comparisons that agree (2) or not (1). */
const counts = [1407, 408, 63, 522, 163, 172, 67, 1198]
const posteriors = [0.002132, 0.139706, 0.428571, 0.982759, 0.042945, 0.773256, 0.940299, 0.999165]
const patterns = counts.map((count, number) => ({
  levels: [4, 2, 1].map((bit) => (number & bit ? 2 : 1)),
  count,
}))
const agreeing = (...shares: number[]) => shares.map((share) => [0, 1 - share, share])
const start = { lambda: 0.1, m: agreeing(0.95, 0.95, 0.95), u: agreeing(0.05, 0.05, 0.05) }

describe('Fellegi–Sunter by EM', () => {
  test('finds what the published table was made from, in 97 iterations from here', () => {
    const { lambda, m, u, iterations } = fitFellegiSunter(patterns, { start })
    expect(lambda).toBeCloseTo(0.5, 6)
    ;[0.7, 0.9, 0.95].forEach((share, place) => {
      expect(m[place]![2]).toBeCloseTo(share, 6)
    })
    ;[0.1, 0.025, 0.2].forEach((share, place) => {
      expect(u[place]![2]).toBeCloseTo(share, 6)
    })
    patterns.forEach(({ levels }, place) => {
      expect(posterior(levels, lambda, m, u)).toBeCloseTo(posteriors[place]!, 6)
    })
    expect(iterations).toBe(97)
  })

  test('keeps u where it is told to, and still finds m and the share of matches', () => {
    const { lambda, m, u } = fitFellegiSunter(patterns, {
      start: { ...start, u: agreeing(0.1, 0.025, 0.2) },
      keep_u: true,
    })
    expect(u).toEqual(agreeing(0.1, 0.025, 0.2))
    expect(lambda).toBeCloseTo(0.5, 6)
    expect(m[1]![2]).toBeCloseTo(0.9, 6)
  })

  test('refers the share of matches to all pairs: those outside the patterns count as others', () => {
    const { lambda } = fitFellegiSunter(patterns, {
      start: { ...start, u: agreeing(0.1, 0.025, 0.2) },
      keep_u: true,
      outside: 4000,
    })
    expect(lambda).toBeLessThan(0.26)
    expect(lambda).toBeGreaterThan(0.2)
  })

  test('what is unknown says nothing: without a known level the chance is the share of matches', () => {
    expect(posterior([0, 0, 0], 0.2, start.m, start.u)).toBeCloseTo(0.2, 12)
  })
})

test('weights and probabilities are each other turned round', () => {
  expect(probabilityOf(weightOf(0.97))).toBeCloseTo(0.97, 12)
  expect(weightOf(0.5)).toBe(0)
})

test('weights that fall from a level to a better one are given their mean', () => {
  expect(rising([-4, 3, 1, 5], [1, 1, 3, 1])).toEqual([-4, 1.5, 1.5, 5])
  expect(rising([-4, 0, 1, 5], [1, 1, 1, 1])).toEqual([-4, 0, 1, 5])
})
