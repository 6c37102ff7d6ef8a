import { existsSync, readFileSync } from 'node:fs'
import { parse } from 'csv-parse/sync'
import { describe, expect, test } from 'vitest'
import { type TimedStep, temporalProfile, unusualTimes } from './temporal-profile.ts'

const run = (...steps: [label: string, from: number, to?: number][]): TimedStep[] =>
  steps.map(([label, started_at, ended_at = started_at]) => ({ label, started_at, ended_at }))

test('times run from the end of one step to the start of every later one', () => {
  const profile = temporalProfile([
    run(['a', 0, 2], ['b', 5], ['c', 9]),
    run(['a', 0], ['b', 7], ['b', 8]),
    run(['a', 0, 6], ['c', 4]),
  ])
  expect(profile.get('a')!.get('b')).toEqual({
    from: 'a',
    to: 'b',
    n: 3,
    mean: 6,
    sd: Math.sqrt(7),
    median: 7,
    mad: 1,
  })
  expect(profile.get('a')!.get('c')).toMatchObject({ n: 1, mean: 7, sd: null, mad: 0 })
  expect(profile.get('b')!.get('b')).toMatchObject({ n: 1, mean: 1 })
  expect(profile.get('c')).toBeUndefined()
})

test('a time is unusual beyond zeta deviations, and never where there was one only', () => {
  const runs = [
    ...Array.from({ length: 10 }, () => run(['a', 0], ['b', 1])),
    run(['a', 0], ['b', 50], ['c', 51]),
  ]
  const profile = temporalProfile(runs)
  expect(unusualTimes(profile, runs[10]!, 2)).toEqual([
    { from: 'a', to: 'b', from_index: 0, to_index: 1, took: 50 },
  ])
  expect(unusualTimes(profile, runs[10]!, 4)).toEqual([])
  expect(unusualTimes(profile, run(['x', 0], ['b', 9]), 1)).toEqual([])
})

const file = '../shared/data/logs/receipt.csv'
describe.skipIf(!existsSync(file))(`the log receipt (skipped without ${file})`, () => {
  const cases = new Map<string, TimedStep[]>()
  const rows: Record<string, string>[] = existsSync(file)
    ? parse(readFileSync(file), { columns: true, bom: true })
    : []
  for (const row of rows) {
    const steps = cases.get(row['case:concept:name']!) ?? []
    const at = Date.parse(row['time:timestamp']!) / 3_600_000
    steps.push({ label: row['concept:name']!, started_at: at, ended_at: at })
    cases.set(row['case:concept:name']!, steps)
  }
  const runs = [...cases.values()].map((steps) => steps.sort((a, b) => a.started_at - b.started_at))
  const profile = temporalProfile(runs)

  test('has 329 pairs; confirmation to T02 takes 43.982 hours, deviation 213.074', () => {
    expect([...profile.values()].reduce((pairs, later) => pairs + later.size, 0)).toBe(329)
    const pair = profile.get('Confirmation of receipt')!.get('T02 Check confirmation of receipt')!
    expect(pair.mean).toBeCloseTo(43.982, 3)
    expect(pair.sd).toBeCloseTo(213.074, 3)
  })

  test.each([
    [1, 317, 1749],
    [2, 155, 715],
    [3, 91, 377],
    [6, 30, 110],
  ])('beyond %d deviations lie %d cases, %d times', (zeta, deviating, times) => {
    const found = runs.map((steps) => unusualTimes(profile, steps, zeta).length)
    expect(found.filter((count) => count > 0).length).toBe(deviating)
    expect(found.reduce((sum, count) => sum + count, 0)).toBe(times)
  })
})
