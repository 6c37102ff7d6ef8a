import { describe, expect, test } from 'vitest'
import {
  capOf,
  commonness,
  contradicts,
  learnModel,
  type MatchModel,
  mostlyHouseholds,
} from './match-model.ts'
import type { Pattern } from './match-pairs.ts'

const traits = ['given_name', 'family_name', 'birth_date', 'phone']
/** As if learnt: to differ is worth −4 in each. */
const model: MatchModel = {
  traits,
  lambda: 1e-4,
  m: traits.map(() => [0, 0.05, 0.05, 0.1, 0.8, 0]),
  u: traits.map(() => [0, 0.95, 0.03, 0.01, 0.01, 0]),
  weights: traits.map(() => [0, -4, 0.7, 3.3, 6.3, 0]),
  records: 10_000,
  others: 0.5,
  iterations: 1,
  levelled: [],
}

describe('what a pair may become, by given name, family name, birth date, phone', () => {
  test('equal in what is personal: merged by the machine when sure', () => {
    expect(capOf(traits, [4, 4, 4, 0])).toBe('automatic')
    expect(capOf(traits, [4, 4, 0, 4])).toBe('automatic')
  })
  test('two birth dates: a person decides, however much agrees', () => {
    expect(capOf(traits, [4, 4, 1, 4])).toBe('review')
    expect(contradicts(traits, [4, 4, 1, 4])).toBe(true)
  })
  test('twins, of one name and one birth date but two given names: a person decides', () => {
    expect(capOf(traits, [1, 4, 4, 4])).toBe('review')
  })
  test('two of a household: never offered with two birth dates, else held apart as households', () => {
    expect(capOf(traits, [1, 4, 1, 4])).toBe('never')
    expect(capOf(traits, [1, 4, 0, 4])).toBe('household')
  })
  test('only what a household shares: a person decides', () => {
    expect(capOf(traits, [0, 4, 0, 4])).toBe('review')
  })
})

describe('how common a shared value is', () => {
  test('a rare name weighs more than a common one, which may weigh less than the average', () => {
    expect(commonness(model, 1, 3)).toBeGreaterThan(commonness(model, 1, 40))
    expect(commonness(model, 1, 2_000)).toBeLessThan(0)
  })
  test('records of the same customer do not make a value common: by hand, 100 share on average, of 12.5 two and a half are own', () => {
    expect(commonness(model, 1, 12.5)).toBeCloseTo(Math.log2(100 / (10 + 1)), 12)
  })
})

/** Pairs drawn with known shares: 1 in 100 matches, who agree in 9 of 10; others in 1 of 20. */
function drawn(): Pattern[] {
  const agree = [0.9, 0.05]
  const many = [10_000, 990_000]
  return Array.from({ length: 16 }, (_, bits) => {
    const levels: number[] = traits.map((_, place) => ((bits >> place) & 1 ? 4 : 1))
    const count = many.reduce(
      (sum, each, who) =>
        sum +
        each * levels.reduce((share, level) => share * (level === 4 ? agree[who]! : 1 - agree[who]!), 1),
      0,
    )
    return { pattern: String(bits), levels, count }
  })
}

test('the model learnt finds the shares that the pairs were made with, matches among the random pairs taken off', () => {
  const names = ['street', 'city', 'occupation', 'company']
  const records = {
    count: 1_415,
    sides: [1_415, 0] as [number, number],
    fresh: 1_415,
    pairs: 1_000_000,
    traits: names,
    filled: [1, 1, 1, 1],
  }
  const learnt = learnModel({ records, random: drawn(), candidates: drawn(), equal: names.map(() => null) })
  expect(learnt.lambda).toBeCloseTo(0.01, 3)
  for (const place of names.keys()) {
    expect(learnt.m[place]![4]).toBeCloseTo(0.9, 2)
    expect(learnt.u[place]![4]).toBeCloseTo(0.05, 3)
  }
})

test('those who share an address are households where birth date and given name differ together', () => {
  const shared = (given: number, born: number, count: number) => ({ levels: [given, 4, born, 4], count })
  expect(mostlyHouseholds(model, [shared(1, 1, 90), shared(1, 4, 10)])).toBe(true)
  expect(mostlyHouseholds(model, [shared(1, 1, 5), shared(1, 4, 10)])).toBe(false)
  expect(mostlyHouseholds(model, [shared(1, 0, 500)])).toBeNull()
})
