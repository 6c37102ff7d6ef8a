import { existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { parse } from 'csv-parse/sync'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { mappedRuns } from '../../tools/mapped-runs.ts'
import { day, story } from '../../tools/sample-runs.ts'
import { type Tweet, threadsCsv, threadsOf } from '../../tools/twitter-threads.ts'
import { type JudgedChase, learnTolerance, learnTolerances } from './learnt-tolerance.ts'
import type { Run } from './run.ts'
import { silenceCurve } from './silence-curve.ts'

/** `chased` gaps of 1 to n minutes, and as many borne for an hour, at one place. */
function gaps(chased: number, borne: number, place: Partial<JudgedChase> = {}): JudgedChase[] {
  return Array.from({ length: chased + borne }, (_, index) => ({
    from: 'Sent',
    channel: 'mail',
    from_at: day(0),
    to_at: day(0) + (index < chased ? (index + 1) * 60_000 : 3_600_000),
    chased: index < chased,
    customer: `${index}`,
    judged_until: day(9),
    ...place,
  }))
}

describe('a tolerance', () => {
  test('cannot be learnt from fewer than 50 chases, and says how many there are', () => {
    expect(learnTolerance(gaps(49, 500))).toEqual({
      seconds: null,
      low: null,
      high: null,
      gaps: 549,
      chases: 49,
      reason: 'cannot be learnt: 49 chases, 50 are needed',
    })
    expect(learnTolerance(gaps(50, 450))).toMatchObject({ seconds: 50 * 60, reason: null })
  })

  test('cannot be learnt where hardly anybody chases', () => {
    expect(learnTolerance(gaps(50, 460)).reason).toContain('never one customer in ten')
  })

  test('counts a gap still open as borne until it was judged', () => {
    const open = gaps(0, 400).map((gap) => ({ ...gap, to_at: null, judged_until: gap.from_at + 30_000 }))
    expect(learnTolerance([...gaps(50, 0), ...open])).toMatchObject({ seconds: 5 * 60, gaps: 450 })
  })

  test('is of its place where that has taught enough, else of the journey', () => {
    const found = learnTolerances([...gaps(60, 40), ...gaps(10, 300, { channel: 'phone', customer: 'one' })])
    expect(found.places).toMatchObject([
      { from: 'Sent', channel: 'mail', seconds: 10 * 60, learnt_from: 'place' },
      {
        channel: 'phone',
        seconds: found.journey.seconds,
        learnt_from: 'journey',
        learnt: { seconds: null, reason: 'cannot be learnt: 10 chases, 50 are needed' },
      },
    ])
    expect(learnTolerances(gaps(3, 3)).places).toMatchObject([{ seconds: null, learnt_from: 'none' }])
  })
})

const file = resolve('../shared/data/support/twcs_5000.csv')
const there = existsSync(file)
if (!there) console.log(`skipped: ${file} is not there`)

describe.skipIf(!there)('support threads on Twitter, through the mapping of the example', () => {
  const folder = mkdtempSync(join(tmpdir(), 'throughline-support-'))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))
  const rows: Tweet[] = there
    ? (parse(readFileSync(file), { columns: true, relax_column_count: true }) as Tweet[]).filter(
        ({ created_at }) => created_at,
      )
    : []
  const threads = threadsOf(rows)
  let runs: Run[] = []

  beforeAll(async () => {
    symlinkSync(file, join(folder, 'twcs_5000.csv'))
    writeFileSync(join(folder, 'threads.csv'), threadsCsv(threads))
    const storyboard = story(readFileSync('examples/support/storyboard.yaml', 'utf8'))
    runs = await mappedRuns(folder, 'examples/support/mapping.yaml', storyboard)
  })

  test('hold the chases that were counted by other code: 263 in 1,312 threads, 85 after more than 5 minutes', () => {
    expect(runs).toHaveLength(1312)
    const chases = runs.flatMap(({ chasing }) => chasing!.chases)
    expect(chases).toHaveLength(263)
    expect(chases.filter(({ since_contact }) => since_contact! > 300)).toHaveLength(85)
  })

  test('teach that a tenth have chased after nine hours, an interval from two hours to five days', () => {
    const times = runs.flatMap(({ subject, judged_until, chasing }) =>
      chasing!.times.map((time) => ({ ...time, customer: subject, judged_until })),
    )
    const { journey } = learnTolerances(times)
    expect(journey.seconds).toBe(tenthBy(times))
    // By independent code from the export: gaps, first chases, the tenth, and 1,000 resamples of threads.
    expect(journey).toMatchObject({ gaps: 2275, chases: 171, seconds: 32_271 })
    expect(journey.low! / 8784).toBeCloseTo(1, 1)
    expect(journey.high! / 434_484).toBeCloseTo(1, 1)
  })

  test('have a silence curve that passes 10 % at the learnt tolerance, and an interval that agrees with its own', () => {
    const times = runs.flatMap(({ subject, judged_until, chasing }) =>
      chasing!.times.map((time) => ({ ...time, customer: subject, judged_until })),
    )
    const curve = silenceCurve(times)
    const place = curve.findIndex(({ hours }) => hours === 32_271 / 3600)
    expect(curve[place]!.share).toBeGreaterThanOrEqual(0.1)
    expect(curve[place - 1]!.share).toBeLessThan(0.1)
    expect(curve.length).toBeLessThanOrEqual(200)
    const { low, high } = learnTolerances(times).journey
    const surely = curve.find((point) => point.low !== null && point.low >= 0.1)!
    const perhaps = curve.find((point) => point.high !== null && point.high >= 0.1)!
    expect(perhaps.hours * 3600).toBeLessThan(2 * low!)
    expect(surely.hours * 3600).toBeGreaterThan(high! / 2)
  })
})

/** The time by which a tenth have chased, by the product-limit formula written out. */
function tenthBy(times: readonly JudgedChase[]): number {
  const lasted = times.map(({ from_at, to_at, chased, judged_until }) => ({
    seconds: ((to_at ?? judged_until) - from_at) / 1000,
    chased,
  }))
  let share = 1
  for (const at of [...new Set(lasted.map(({ seconds }) => seconds))].sort((a, b) => a - b)) {
    const waiting = lasted.filter(({ seconds }) => seconds >= at).length
    const chased = lasted.filter((each) => each.seconds === at && each.chased).length
    share *= 1 - chased / waiting
    if (share <= 0.9) return at
  }
  return Number.NaN
}
