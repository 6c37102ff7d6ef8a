import fc from 'fast-check'
import { expect, test } from 'vitest'
import { adjust } from './false-discovery.ts'

const published = [
  0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.324, 0.4262, 0.5719, 0.6528,
  0.759, 1,
]

test('of the 15 p-values of Benjamini and Hochberg 1995 four are rejected at 5 %', () => {
  const rejected = adjust(published).filter((p) => p <= 0.05)
  expect(rejected).toHaveLength(4)
  expect(published.filter((p) => p <= 0.05 / 15)).toHaveLength(3)
})

test('the order they come in does not matter', () => {
  const reversed = adjust([...published].reverse()).reverse()
  expect([...reversed]).toEqual([...adjust(published)])
})

test('adjusted p-values agree with the definition by counting', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 12 }), (p) => {
      const adjusted = adjust(p)
      p.forEach((_, i) => {
        const bounds = p
          .filter((other) => other >= p[i]!)
          .map((other) => (other * p.length) / p.filter((below) => below <= other).length)
        expect(adjusted[i]).toBeCloseTo(Math.min(1, ...bounds), 12)
      })
    }),
    { seed: 5, numRuns: 300 },
  )
})
