import fc from 'fast-check'
import { expect, test } from 'vitest'
import { horizonsOf, type SourceHorizon, shrank } from './horizon.ts'

const now = 1_000
const live: SourceHorizon = { source: 'door', live: true, until: now }
const silent: SourceHorizon = { source: 'door', live: false, until: 400, silent: true }
const file = (until: number): SourceHorizon => ({ source: 'file', live: false, until })

const mark = (...sources: SourceHorizon[]) => horizonsOf(sources, now).mark

test('a silent feed is known until the last that came, and is not live', () => {
  const horizons = horizonsOf([silent, file(700)], now)
  expect(horizons.of('door')).toBe(400)
  expect(horizons.live(['door'])).toBe(false)
  expect(horizons.live([])).toBe(true)
})

test('a feed that falls silent reaches less far than before, one that is heard again does not', () => {
  expect(shrank(mark(live), mark(silent))).toBe(true)
  expect(shrank(mark(silent), mark(live))).toBe(false)
  expect(shrank(mark(silent), mark(silent))).toBe(false)
  expect(mark(live)).not.toBe(mark(silent))
})

test('of files only one that reaches less far, or is there no more, shrinks; a new one does not', () => {
  fc.assert(
    fc.property(fc.integer(), fc.integer(), (earlier, later) => {
      expect(shrank(mark(file(earlier)), mark(file(later)))).toBe(later < earlier)
    }),
  )
  expect(shrank(mark(file(5)), mark(live))).toBe(true)
  expect(shrank(mark(live), mark(live, file(5)))).toBe(false)
  expect(shrank('', mark(file(5)))).toBe(false)
})
