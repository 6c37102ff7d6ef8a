import { describe, expect, test } from 'vitest'
import { type BlockRule, chooseRules, type MeasuredKey } from './blocking.ts'

const key = (trait: string, collides: number, filled = 1): MeasuredKey => ({
  trait,
  name: trait,
  sql: trait,
  agrees: 0.85,
  agrees_near: 0,
  filled,
  collides,
})
const keys = [key('mail', 1e-6, 0.5), key('born', 1e-4), key('family', 4e-3), key('city', 2e-2)]
const independent = (pairs: number) => async (rule: BlockRule) =>
  rule.reduce((sum, place) => sum * keys[place]!.collides, pairs)

describe('rules by which candidates are found', () => {
  test('compare every pair where there are few', async () => {
    expect(await chooseRules(keys, 5_000, 10_000, independent(5_000))).toEqual([{ rule: [], pairs: 5_000 }])
  })

  test('keep within the budget, and combine keys only where one alone finds too many', async () => {
    const chosen = await chooseRules(keys, 5e11, 1.5e7, independent(5e11))
    expect(chosen.reduce((sum, { pairs }) => sum + pairs, 0)).toBeLessThanOrEqual(1.5e7)
    expect(chosen.map(({ rule }) => rule)).toContainEqual([0])
    expect(chosen.map(({ rule }) => rule)).not.toContainEqual([2])
    expect(chosen.some(({ rule }) => rule.length > 1)).toBe(true)
  })

  test('do not all trust the same trait', async () => {
    const chosen = await chooseRules(keys, 5e11, 1.5e7, independent(5e11))
    keys.forEach((_, place) => {
      expect(chosen.some(({ rule }) => !rule.includes(place))).toBe(true)
    })
  })

  test('leave out what the data refuse', async () => {
    const chosen = await chooseRules(keys, 5e11, 1.5e7, async (rule) =>
      rule.includes(0) ? null : independent(5e11)(rule),
    )
    expect(chosen.some(({ rule }) => rule.includes(0))).toBe(false)
  })
})
