import { existsSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { chiSquaredTail } from './chi-squared.ts'
import { logRank } from './log-rank.ts'
import { normalCdf } from './normal.ts'

const months = [6, 6, 6, 6, 7, 9, 10, 10, 11, 13, 16, 17, 19, 20, 22, 23, 25, 32, 32, 34, 35]
const relapsed = [1, 1, 1, 0, 1, 0, 1, 0, 0, 1, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0]
const placebo = [1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23]
const groups = [...months.map(() => 0), ...placebo.map(() => 1)]
const durations = [...months, ...placebo]
const ended = [...relapsed, ...placebo.map(() => 1)]

test('6-MP and placebo differ as Freireich 1963 published: chi-squared 16.793', () => {
  const found = logRank(durations, ended, groups)
  expect(found.chi_squared).toBeCloseTo(16.79294, 5)
  expect(found.degrees).toBe(1)
  expect(found.groups).toMatchObject([
    { n: 21, observed: 9 },
    { n: 21, observed: 21 },
  ])
  expect(found.groups[0]!.expected).toBeCloseTo(19.25, 2)
  expect(found.p).toBeLessThan(5e-5)
})

test('grouped counts give the same as one by one', () => {
  const twice = logRank([...durations, ...durations], [...ended, ...ended], [...groups, ...groups])
  const counted = logRank(
    durations,
    ended,
    groups,
    durations.map(() => 2),
  )
  expect(counted.chi_squared).toBeCloseTo(twice.chi_squared, 10)
  expect(counted.groups).toEqual(twice.groups)
})

test('as many events are expected as were observed, and the order of the groups does not matter', () => {
  const rows = fc.array(
    fc.tuple(fc.integer({ min: 1, max: 8 }), fc.boolean(), fc.integer({ min: 0, max: 2 })),
    {
      minLength: 1,
      maxLength: 30,
    },
  )
  fc.assert(
    fc.property(rows, (watched) => {
      const of = (group: (number: number) => number) =>
        logRank(
          watched.map(([time]) => time),
          watched.map(([, event]) => event),
          watched.map(([, , number]) => group(number)),
        )
      const found = of((group) => group)
      const sum = (pick: (group: { observed: number; expected: number }) => number) =>
        found.groups.reduce((total, group) => total + pick(group), 0)
      expect(sum((group) => group.expected)).toBeCloseTo(
        sum((group) => group.observed),
        9,
      )
      const turned = of((group) => 2 - group)
      expect(turned.chi_squared).toBeCloseTo(found.chi_squared, 6)
      expect(turned.degrees).toBe(found.degrees)
    }),
    { seed: 16 },
  )
})

test('one group alone, or groups without an event, cannot be compared', () => {
  expect(logRank([1, 2], [1, 1], [0, 0])).toMatchObject({ degrees: 0, p: null })
  expect(logRank([1, 2], [0, 0], [0, 1])).toMatchObject({ degrees: 0, p: null })
  expect(logRank([], [], [])).toMatchObject({ groups: [], degrees: 0, p: null })
})

test('the tail of chi-squared is that of the tables, and the normal one twice for one degree', () => {
  for (const [x, df] of [
    [3.841459, 1],
    [5.991465, 2],
    [18.307038, 10],
    [124.342113, 100],
  ] as const)
    expect(chiSquaredTail(x, df)).toBeCloseTo(0.05, 7)
  for (const z of [0.1, 1, 3, 6]) expect(chiSquaredTail(z * z, 1) / (2 * normalCdf(-z))).toBeCloseTo(1, 8)
  expect(chiSquaredTail(0, 3)).toBe(1)
})

const lung = '../shared/data/statistics/lifelines_lung.csv'
describe.skipIf(!existsSync(lung))(`lung cancer of R survival (skipped without ${lung})`, () => {
  const rows = existsSync(lung)
    ? readFileSync(lung, 'utf8')
        .trim()
        .split('\n')
        .slice(1)
        .map((line) => line.split(','))
    : []
  const column = (place: number) => rows.map((row) => Number(row[place]))

  test('men and women differ by 10.327: 112 men died, 91.582 were expected', () => {
    const found = logRank(
      column(1),
      column(2),
      column(4).map((sex) => sex - 1),
    )
    expect(found.chi_squared).toBeCloseTo(10.326742, 5)
    expect(found.groups[0]).toMatchObject({ n: 138, observed: 112 })
    expect(found.groups[0]!.expected).toBeCloseTo(91.582, 3)
    expect(found.groups[1]).toMatchObject({ n: 90, observed: 53 })
  })
  test('four ECOG scores are those of survdiff: chi-squared 22 on 3 degrees of freedom', () => {
    const known = rows.filter((row) => row[5] !== '')
    const of = (place: number) => known.map((row) => Number(row[place]))
    const found = logRank(of(1), of(2), of(5))
    expect(found.groups.map(({ n, observed }) => [n, observed])).toEqual([
      [63, 37],
      [113, 82],
      [50, 44],
      [1, 1],
    ])
    for (const [group, expected] of [54.153, 83.528, 26.147, 0.172].entries())
      expect(found.groups[group]!.expected).toBeCloseTo(expected, 3)
    expect(found.degrees).toBe(3)
    expect(found.chi_squared).toBeCloseTo(22, 0)
    expect(found.p).toBeCloseTo(7e-5, 5)
  })
})
