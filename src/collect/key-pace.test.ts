import fc from 'fast-check'
import { expect, it } from 'vitest'
import { createKeyPace } from './key-pace.ts'

it('a key that was quiet may send ten seconds’ worth at once, and then as many as its measure says', () => {
  const pace = createKeyPace()
  const passed = (now: number, tries: number) =>
    Array.from({ length: tries }, () => pace.ask('k', 5, now)).filter((wait) => wait === null).length
  expect(passed(0, 100)).toBe(50)
  // Fifty were told of the ten seconds that come.
  expect(pace.ask('k', 5, 0)).toBe(11)
  expect(passed(1_000, 100)).toBe(5)
  expect(passed(1_100, 100)).toBe(0)
  expect(passed(60_000, 100)).toBe(50)
  expect(pace.ask('another', 5, 60_000)).toBe(null)
})

it('whatever the times, no key passes more than its measure and what it saved', () => {
  const gaps = fc.array(fc.integer({ min: 0, max: 3_000 }), { maxLength: 300 })
  fc.assert(
    fc.property(gaps, fc.integer({ min: 1, max: 40 }), (waits, measure) => {
      const pace = createKeyPace()
      let now = 0
      let passed = 0
      for (const wait of waits) {
        now += wait
        if (pace.ask('k', measure, now) === null) passed++
      }
      expect(passed).toBeLessThanOrEqual(measure * 10 + (now / 1000) * measure + 1e-6)
    }),
  )
})

it('each that comes too early is told a time of its own, so that all who wait as told pass at once', () => {
  const pace = createKeyPace()
  const burst = Array.from({ length: 70 }, () => pace.ask('k', 2, 0))
  const waits = burst.filter((wait) => wait !== null)
  expect(waits).toEqual(Array.from({ length: 50 }, (_, i) => Math.ceil((i + 1) / 2)))
  for (const wait of waits) expect(pace.ask('k', 2, wait * 1_000)).toBe(null)
})

it('nobody is told to wait longer than a minute, and a key that was quiet again begins anew', () => {
  const pace = createKeyPace()
  for (let i = 0; i < 1_000; i++) expect(pace.ask('k', 1, 0) ?? 0).toBeLessThanOrEqual(60)
  for (let i = 0; i < 10; i++) expect(pace.ask('k', 1, 20_000)).toBe(null)
  expect(pace.ask('k', 1, 20_000)).toBe(1)
})
