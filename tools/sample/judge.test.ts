import { expect, test } from 'vitest'
import type { BreakFound } from '../../src/journeys/contract.ts'
import { judge } from './judge.ts'
import type { FaultTruth } from './truth.ts'

const fault = (change: Partial<FaultTruth> = {}): FaultTruth => ({
  kind: 'silence',
  from: 'Installed',
  to: 'First bill',
  segment: '',
  what: '',
  share: 0.2,
  touched: 250,
  exposed: 1000,
  size: 10,
  unit: 'days',
  runs: [],
  ...change,
})
const found = (change: Partial<BreakFound> = {}): BreakFound => ({
  kind: 'silence',
  from: 'Installed',
  to: 'First bill',
  segment: '',
  runs: 250,
  of: 1000,
  low: 0.22,
  high: 0.28,
  size: 10.2,
  unit: 'days',
  size_low: 9.6,
  size_high: 10.6,
  customer_days: 0,
  what: '',
  words: '',
  ...change,
})
const of = (faults: FaultTruth[], breaks: BreakFound[]) => judge({ faults }, { breaks })

test('a break of the same kind, place and segment finds its fault', () => {
  const { found: hits, missing, wrong_size, extra } = of([fault()], [found()])
  expect([hits.length, missing, wrong_size, extra]).toEqual([1, [], [], []])
})

test('another kind, place or segment does not', () => {
  for (const other of [
    { kind: 'wait' as const },
    { to: 'Installed' },
    { from: 'Order placed' },
    { segment: 'region=West' },
  ]) {
    const judged = of([fault()], [found(other)])
    expect(judged.missing).toHaveLength(1)
    expect(judged.extra).toHaveLength(1)
  }
})

test('a size outside the interval is wrong, and so is one more than a tenth off where 200 runs are touched', () => {
  expect(of([fault({ size: 9.5 })], [found()]).wrong_size).toHaveLength(1)
  const wide = { size: 11.5, size_low: 9, size_high: 13 }
  expect(of([fault()], [found(wide)]).wrong_size).toHaveLength(1)
  expect(of([fault({ touched: 199 })], [found(wide)]).wrong_size).toHaveLength(0)
  expect(of([fault()], [found({ size: null, size_low: null, size_high: null })]).wrong_size).toHaveLength(1)
})

test('what touches fewer than 30 runs need not be found', () => {
  const judged = of([fault({ touched: 29 })], [])
  expect([judged.missing.length, judged.too_few.length]).toEqual([0, 1])
  expect(of([fault({ touched: 30 })], []).missing).toHaveLength(1)
})

test('a skipped step is sized by its share of runs', () => {
  const skip = { kind: 'skipped_step' as const, from: 'Documents received', to: 'Documents checked' }
  const truth = fault({ ...skip, unit: 'share', size: 0.25 })
  expect(of([truth], [found({ ...skip, size: null })]).wrong_size).toEqual([])
  expect(of([truth], [found({ ...skip, low: 0.26 })]).wrong_size).toHaveLength(1)
})

test('a slip shows between the channels or teams it lies between', () => {
  const place = { from: 'Appointment promised', to: 'Installed', unit: 'share' as const, size: 0.25 }
  const between = { size: null, unit: 'share', from: 'mail', to: 'shop' }
  const told = { ...between, kind: 'contradiction' as const }
  expect(of([fault({ ...place, kind: 'contradiction' })], [found(told)]).found).toHaveLength(1)
  expect(of([fault({ ...place, kind: 'hand_off' })], [found(told)]).missing).toHaveLength(1)
  const turned = { ...told, from: 'shop', to: 'mail' }
  expect(of([fault({ ...place, kind: 'contradiction' })], [found(turned)]).missing).toHaveLength(1)
})

test('customers forgotten until they give up must show as drop-out; their silence is no other fault', () => {
  const share = { unit: 'share' as const, size: 0.25 }
  const silence = found({})
  const out = found({ kind: 'drop_out', to: '', size: null })
  const forgotten = fault({ ...share, kind: 'abandoned' })
  expect(of([forgotten], [silence, out])).toMatchObject({ missing: [], extra: [], wrong_size: [] })
  expect(of([forgotten], [silence]).missing).toHaveLength(1)
})
