import { describe, expect, test } from 'vitest'
import { bootstrapDifference, bootstrapMean } from './bootstrap.ts'
import { meanInterval } from './mean.ts'
import { randomFrom } from './random.ts'

function exponential(random: () => number): number {
  return -Math.log(1 - random())
}

/** `customers` customers with `each` values, which share a part of their own. */
function simulate(random: () => number, customers: number, each: number, shift: number) {
  const first = { clusters: [] as number[], values: [] as number[] }
  const second = { clusters: [] as number[], values: [] as number[] }
  for (let customer = 0; customer < customers; customer++) {
    const own = exponential(random)
    for (let i = 0; i < each; i++) {
      const affected = random() < 0.15
      const side = affected ? first : second
      side.clusters.push(customer)
      side.values.push(own + exponential(random) + (affected ? shift : 0))
    }
  }
  return { first, second }
}

describe('a bootstrap by customer', () => {
  test.each([
    [200, 3],
    [2000, 2],
  ])('holds a planted difference in 95 of 100 (%d customers of %d)', (customers, each) => {
    const random = randomFrom(11)
    let held = 0
    for (let run = 0; run < 300; run++) {
      const { first, second } = simulate(random, customers, each, 5)
      const found = bootstrapDifference(first, second, { seed: run, replicates: 500 })!
      if (found.low <= 5 && found.high >= 5) held++
    }
    expect(held / 300).toBeGreaterThan(0.91)
    expect(held / 300).toBeLessThan(0.985)
  })

  test('is wider where the values of a customer go together than where they are taken as independent', () => {
    const clusters = Int32Array.from({ length: 400 }, (_, i) => i % 20)
    const values = Float64Array.from(clusters, (cluster) => cluster)
    const together = bootstrapMean({ clusters, values })!
    const alone = bootstrapMean({ clusters: values.map((_, i) => i), values })!
    expect(together.high - together.low).toBeGreaterThan(3 * (alone.high - alone.low))
  })

  test('agrees with the t-interval where that holds', () => {
    const random = randomFrom(3)
    const values = Float64Array.from({ length: 400 }, () => random() + random() + random())
    const found = bootstrapMean({ clusters: values.map((_, i) => i), values }, { replicates: 4000 })!
    const exact = meanInterval(400, found.value, 0.5)!
    expect(found.low).toBeCloseTo(exact.low, 1.8)
    expect(found.high).toBeCloseTo(exact.high, 1.8)
  })

  test('gives the same interval for the same seed', () => {
    const sample = { clusters: [1, 2, 3, 4], values: [1, 5, 2, 9] }
    expect(bootstrapMean(sample, { seed: 9 })).toEqual(bootstrapMean(sample, { seed: 9 }))
  })

  test('of an empty side cannot be said', () => {
    expect(bootstrapMean({ clusters: [], values: [] })).toBeNull()
    expect(bootstrapDifference({ clusters: [1], values: [1] }, { clusters: [], values: [] })).toBeNull()
  })

  test('of values that are all alike is that value', () => {
    const same = { clusters: [1, 2, 3], values: [2, 2, 2] }
    expect(bootstrapMean(same)).toEqual({ value: 2, low: 2, high: 2 })
  })
})
