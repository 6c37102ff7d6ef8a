import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { coxRegression } from './cox.ts'
import { randomFrom } from './random.ts'

const months = [6, 6, 6, 6, 7, 9, 10, 10, 11, 13, 16, 17, 19, 20, 22, 23, 25, 32, 32, 34, 35]
const relapsed = [1, 1, 1, 0, 1, 0, 1, 0, 0, 1, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0]
const placebo = [1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23]
const durations = [...months, ...placebo]
const ended = [...relapsed, ...placebo.map(() => 1)]
const treated = [...months.map(() => 1), ...placebo.map(() => 0)]

describe('Freireich 1963', () => {
  test.each([
    ['efron', -1.572125, 0.412397],
    ['breslow', -1.509191, 0.409564],
  ] as const)('ties by %s give the published coefficient and error', (ties, coefficient, error) => {
    const found = coxRegression(durations, ended, [treated], { ties })
    expect(found.coefficients[0]).toBeCloseTo(coefficient, 6)
    expect(found.errors[0]).toBeCloseTo(error, 6)
    expect(found).toMatchObject({ events: 30, converged: true, robust_errors: null })
  })
})

const folder = '../shared/data/statistics'
const tables = existsSync(folder)
const read = (name: string) =>
  tables
    ? readFileSync(`${folder}/${name}`, 'utf8')
        .trim()
        .split('\n')
        .slice(1)
        .map((line) => line.split(','))
    : []
const columns = (rows: string[][], ...places: number[]) =>
  places.map((place) => rows.map((row) => Number(row[place])))

describe.skipIf(!tables)(`published regressions (skipped without ${folder})`, () => {
  test('lung cancer: women live longer, hazard ratio .588', () => {
    const [time, status, sex] = columns(read('lifelines_lung.csv'), 1, 2, 4)
    const found = coxRegression(time!, status!, [sex!])
    expect(found.coefficients[0]).toBeCloseTo(-0.531024, 6)
    expect(found.errors[0]).toBeCloseTo(0.167179, 6)
    expect(Math.exp(found.coefficients[0]!)).toBeCloseTo(0.588, 3)
  })

  test('lung cancer by age, sex and ECOG score', () => {
    const known = read('lifelines_lung.csv').filter((row) => row[5] !== '')
    const [time, status, ...x] = columns(known, 1, 2, 3, 4, 5)
    const { coefficients } = coxRegression(time!, status!, x)
    for (const [j, expected] of [0.011067, -0.552612, 0.463728].entries())
      expect(coefficients[j]).toBeCloseTo(expected, 6)
  })

  test('Rossi: arrests of 432 released prisoners', () => {
    const [week, arrest, ...x] = columns(read('lifelines_rossi.csv'), 0, 1, 2, 3, 4, 5, 6, 7, 8)
    const found = coxRegression(week!, arrest!, x)
    for (const [j, expected] of [-0.3794, -0.0574, 0.3139, -0.1498, -0.4337, -0.0849, 0.0915].entries())
      expect(found.coefficients[j]).toBeCloseTo(expected, 4)
    expect(found.errors[0]).toBeCloseTo(0.1914, 4)
    expect(found.errors[1]).toBeCloseTo(0.022, 4)
    expect(found.errors[6]).toBeCloseTo(0.0286, 4)
    expect(found.log_likelihood).toBeCloseTo(-658.7477, 4)
  })
})

/** The log likelihood with a weight for each row, straight from its definition. */
function weighted(ties: 'efron' | 'breslow', weights: number[], beta: number): number {
  const risk = treated.map((x) => Math.exp(beta * x))
  const sum = (places: number[]) => places.reduce((total, i) => total + weights[i]! * risk[i]!, 0)
  const places = durations.map((_, i) => i)
  let total = 0
  for (const time of new Set(durations)) {
    const watched = places.filter((i) => durations[i]! >= time)
    const leaving = places.filter((i) => durations[i] === time && ended[i])
    const weight = leaving.reduce((all, i) => all + weights[i]!, 0) / leaving.length
    leaving.forEach((i, k) => {
      const left = ties === 'efron' ? k / leaving.length : 0
      total += weights[i]! * beta * treated[i]! - weight * Math.log(sum(watched) - left * sum(leaving))
    })
  }
  return total
}

describe('cluster-robust errors', () => {
  test.each(['efron', 'breslow'] as const)('with ties by %s are those of the definition', (ties) => {
    const clusters = durations.map((_, i) => i % 10)
    const found = coxRegression(durations, ended, [treated], { ties, clusters })
    const beta = found.coefficients[0]!
    const h = 1e-4
    const score = (weights: number[]) =>
      (weighted(ties, weights, beta + h) - weighted(ties, weights, beta - h)) / (2 * h)
    const changed = (cluster: number, by: number) => clusters.map((each) => (each === cluster ? 1 + by : 1))
    const sums = [...new Set(clusters)].map(
      (cluster) => (score(changed(cluster, h)) - score(changed(cluster, -h))) / (2 * h),
    )
    const robust = found.errors[0]! ** 2 * Math.sqrt(sums.reduce((sum, each) => sum + each * each, 0))
    expect(found.robust_errors![0]).toBeCloseTo(robust, 5)
  })

  test('are not deceived by rows that are there twice', () => {
    const rows = durations.map((_, i) => i)
    const once = coxRegression(durations, ended, [treated], { ties: 'breslow', clusters: rows })
    const twice = coxRegression(
      [...durations, ...durations],
      [...ended, ...ended],
      [[...treated, ...treated]],
      { ties: 'breslow', clusters: [...rows, ...rows] },
    )
    expect(twice.errors[0]).toBeCloseTo(once.errors[0]! / Math.SQRT2, 9)
    expect(twice.robust_errors![0]).toBeCloseTo(once.robust_errors![0]!, 9)
  })
})

test('other units of a column change its coefficient and error, nothing else', () => {
  const random = randomFrom(16)
  const noise = durations.map(() => random())
  const one = coxRegression(durations, ended, [treated, noise])
  const other = coxRegression(durations, ended, [treated, noise.map((value) => 1e6 + 1000 * value)])
  expect(other.coefficients[0]).toBeCloseTo(one.coefficients[0]!, 8)
  expect(1000 * other.coefficients[1]!).toBeCloseTo(one.coefficients[1]!, 8)
  expect(1000 * other.errors[1]!).toBeCloseTo(one.errors[1]!, 8)
  expect(other.log_likelihood).toBeCloseTo(one.log_likelihood, 8)
})

test('a column that parts those with the event from those without has no finite coefficient', () => {
  expect(coxRegression([1, 2, 3, 4], [1, 1, 0, 0], [[1, 1, 0, 0]])).toMatchObject({ converged: false })
})

test('what cannot be fitted is named', () => {
  expect(() => coxRegression([1, 2], [0, 0], [[1, 2]])).toThrow('no event happened')
  expect(() => coxRegression([1, 2, 3], [1, 1, 1], [[4, 4, 4]])).toThrow('column 1 is constant')
  expect(() => coxRegression(durations, ended, [treated, treated.map((x) => 1 - x)])).toThrow('column 2')
  expect(() => coxRegression([1, 2], [1, 1], [[1]])).toThrow('2 durations, but a list of 1')
  expect(() => coxRegression([1, 2], [1, 1], [[1, Number.NaN]])).toThrow('column 1 has a value')
})
