import { expect, test } from 'vitest'
import { designEffect } from './design-effect.ts'
import { randomFrom } from './random.ts'

test('cases that all stand alone count in full', () => {
  const random = randomFrom(1)
  const flags = Uint8Array.from({ length: 50_000 }, () => Number(random() < 0.05))
  expect(
    designEffect(
      flags.map((_, i) => i % 251),
      flags,
    ),
  ).toBeGreaterThanOrEqual(1)
  expect(
    designEffect(
      Int32Array.from(flags, (_, i) => i),
      flags,
    ),
  ).toBeCloseTo(1, 0.9)
})

test('customers whose four cases always agree count for one each', () => {
  const random = randomFrom(2)
  const ofCustomer = Uint8Array.from({ length: 20_000 }, () => Number(random() < 0.1))
  const clusters = Int32Array.from({ length: 80_000 }, (_, i) => i >> 2)
  const flags = Uint8Array.from(clusters, (customer) => ofCustomer[customer]!)
  expect(designEffect(clusters, flags)).toBeGreaterThan(3.7)
  expect(designEffect(clusters, flags)).toBeLessThan(4.3)
})

test('where everything is alike there is nothing to spread', () => {
  expect(designEffect([1, 1, 2], [1, 1, 1])).toBe(1)
  expect(designEffect([], [])).toBe(1)
})
