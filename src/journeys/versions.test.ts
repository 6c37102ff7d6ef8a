import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { day, design, goodStoryboard, happened, story, when } from '../../tools/sample-runs.ts'
import { compileStoryboard } from './runs.ts'
import { parseStoryboard, type Storyboard } from './storyboard.ts'
import { atMoment, inForce } from './versions.ts'

const version = (number: number, from: number | null, steps = ['A', 'B']): Storyboard =>
  design(steps, { version: number, valid_from: from === null ? null : day(from) })
const force = (...versions: Storyboard[]) =>
  inForce(versions).map(({ from, storyboard }) => [storyboard.version, from])

describe('versions in force', () => {
  test('without dates are the newest alone', () => {
    expect(force(version(1, null), version(3, null), version(2, null))).toEqual([
      [3, Number.NEGATIVE_INFINITY],
    ])
  })

  test('follow each other by their dates', () => {
    expect(force(version(1, null), version(2, 10), version(3, 20))).toEqual([
      [1, Number.NEGATIVE_INFINITY],
      [2, day(10)],
      [3, day(20)],
    ])
  })

  test('begin anew where one has no date: it takes the place of all before it', () => {
    expect(force(version(1, null), version(2, 10), version(3, null), version(4, 30))).toEqual([
      [3, Number.NEGATIVE_INFINITY],
      [4, day(30)],
    ])
  })

  test('leave out what a later number replaced from the same day or sooner', () => {
    expect(force(version(1, null), version(2, 20), version(3, 10))).toEqual([
      [1, Number.NEGATIVE_INFINITY],
      [3, day(10)],
    ])
  })

  test('judge what started before any date by the first', () => {
    const versions = inForce([version(1, 5), version(2, 10)])
    expect(atMoment(versions, day(0)).storyboard.version).toBe(1)
  })

  test('are at every moment the highest number whose date has come, else the first', () => {
    const dates = fc.array(fc.option(fc.integer({ min: 0, max: 9 }), { nil: null }), {
      minLength: 1,
      maxLength: 6,
    })
    fc.assert(
      fc.property(dates, fc.integer({ min: -1, max: 10 }), (froms, at) => {
        const versions = froms.map((from, index) => version(index + 1, from))
        const due = versions.filter(({ valid_from }) => valid_from === null || valid_from <= day(at))
        const forced = inForce(versions)
        const expected = due.at(-1) ?? forced[0]!.storyboard
        expect(atMoment(forced, day(at)).storyboard.version).toBe(expected.version)
      }),
    )
  })
})

describe('a run', () => {
  const compiled = compileStoryboard(version(1, null, ['A', 'B']), version(2, 10, ['A', 'C']))
  const run = (...history: [string, number][]) =>
    compiled.runsOf(
      history.map(([touchpoint, on]) => happened(touchpoint, on)),
      when(day(99)),
    )[0]!

  test('is judged by the version in force when it started, however long it goes on', () => {
    expect(run(['A', 9], ['B', 50])).toMatchObject({ version: 1, conformance: 1 })
    expect(run(['A', 10], ['C', 50])).toMatchObject({ version: 2, conformance: 1 })
    expect(run(['A', 9], ['C', 50]).deviations.map(({ words }) => words)).toEqual([
      "'C' happened after 'A', where the storyboard does not have it",
    ])
  })

  test('starts where the version in force at that moment lets runs start', () => {
    const starting = compileStoryboard(
      { ...version(1, null), starts: ['A'] },
      { ...version(2, 10), starts: ['B'] },
    )
    const begins = (...history: [string, number][]) =>
      starting
        .runsOf(
          history.map(([touchpoint, on]) => happened(touchpoint, on)),
          when(day(99)),
        )
        .map(({ started_at, version }) => [started_at, version])
    expect(begins(['B', 5], ['A', 8], ['B', 12])).toEqual([[day(8), 1]])
    expect(begins(['B', 5], ['A', 11], ['B', 12])).toEqual([[day(12), 2]])
  })

  test('of a customer is cut by the version it began under, and the next by its own', () => {
    const of = (number: number, from: number | null, window: number) =>
      story(
        `journey: v\nversion: ${number}\n${from === null ? '' : `valid_from: 2025-05-${15 + from}\n`}correlate: { customer: ${window}d }\nsteps: [{ step: A }]\noutcomes: { left: { kind: abandoned, after: 90d } }`,
      )
    const cut = compileStoryboard(of(1, null, 5), of(2, 0, 2)).runsOf(
      [happened('A', 8), happened('A', 12), happened('A', 20), happened('A', 23)],
      when(day(99)),
    )
    expect(cut.map(({ version, steps }) => [version, steps.length])).toEqual([
      [1, 2],
      [2, 1],
      [2, 1],
    ])
  })
})

describe('valid_from', () => {
  const from = (text: string, more = '') =>
    parseStoryboard(goodStoryboard.replace('version: 2\n', `version: 2\nvalid_from: ${text}\n${more}`))

  test('is a date, which begins where the company is, or a moment', () => {
    expect(from('2026-01-01').storyboard!.valid_from).toBe(Date.UTC(2026, 0, 1))
    expect(from('2026-01-01', 'zone: Europe/Berlin\n').storyboard!.valid_from).toBe(
      Date.UTC(2025, 11, 31, 23),
    )
    expect(from('2026-01-01T09:00:00+01:00').storyboard!.valid_from).toBe(Date.UTC(2026, 0, 1, 8))
    expect(parseStoryboard(goodStoryboard).storyboard!.valid_from).toBeNull()
  })

  test.each(['soon', '2026-02-30', '2026-01-01T09:00', '01.01.2026'])('is refused as %s', (text) => {
    expect(from(text).problems).toEqual([
      {
        line: 3,
        field: 'valid_from',
        message: expect.stringContaining(`'${text}' is no date: write 2026-01-01`),
      },
    ])
  })
})
