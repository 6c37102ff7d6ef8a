import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { randomFrom } from '../stats/random.ts'
import { feedState, quartersInWeek, weeksSeen } from './feed-silence.ts'
import { Rhythm } from './rhythm.ts'

const page = readFileSync(join(import.meta.dirname, '../../docs/methods/data-health.md'), 'utf8')
const examples = [...page.matchAll(/```yaml\n([\s\S]*?)```/g)].map((found) => parse(found[1]!))

/** A Poisson count by inversion of a uniform draw. */
function poisson(mean: number, uniform: number): number {
  let count = 0
  let term = Math.exp(-mean)
  let below = term
  while (below < uniform && count < 1000) {
    count++
    term *= mean / count
    below += term
  }
  return count
}

describe('what is usual', () => {
  test('is as the page works it out by hand', () => {
    const { mondays, gives } = examples[0] as { mondays: number[]; gives: Record<string, number> }
    const counts = mondays.flatMap((count) => [count, ...Array<number>(6).fill(0)])
    const rhythm = new Rhythm(counts, 7)
    const told = rhythm.at(mondays.length * 7)!
    expect(rhythm.spread).toBeCloseTo(gives.spread!, 3)
    expect(told.expected).toBe(gives.expected)
    expect(told.low).toBeCloseTo(gives.low!, 1)
    expect(told.high).toBeCloseTo(gives.high!, 1)
    expect(told.weeks).toBe(mondays.length)
  })

  test('is unknown with fewer than four weeks, whatever they hold', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(1000), { maxLength: 27 }), (counts) => {
        const young = [...Array<null>(57 - counts.length).fill(null), ...counts]
        return new Rhythm(young, 7).at(57) === null
      }),
    )
  })

  test('holds all but a few counts of a feed that is as always', () => {
    const week = [400, 380, 390, 410, 300, 60, 20]
    let outside = 0
    let all = 0
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const draw = randomFrom(seed)
        const counts = Array.from({ length: 57 }, (_, place) => poisson(week[place % 7]!, draw()))
        const told = new Rhythm(counts, 7).at(56)!
        all++
        if (counts[56]! < told.low || counts[56]! > told.high) outside++
        return told.low <= told.expected && told.expected <= told.high
      }),
      { numRuns: 400 },
    )
    expect(outside / all).toBeLessThan(0.02)
  })

  test('grows with weeks that differ, and one odd week moves it little', () => {
    fc.assert(
      fc.property(fc.integer({ min: 50, max: 5_000 }), fc.integer({ min: 0, max: 1e6 }), (usual, odd) => {
        const counts = Array.from({ length: 57 }, () => usual)
        counts[7] = odd
        return new Rhythm(counts, 7).at(56)!.expected === usual
      }),
    )
    const calm = new Rhythm([...Array(8).keys()].flatMap(() => [100, 0, 0, 0, 0, 0, 0]).concat(0), 7).at(56)!
    const wild = new Rhythm(
      [40, 160, 60, 140, 80, 120, 100, 100].flatMap((n) => [n, 0, 0, 0, 0, 0, 0]).concat(0),
      7,
    )
    expect(wild.at(56)!.low).toBeLessThan(calm.low / 2)
  })
})

const length = weeksSeen * quartersInWeek + 1
const hourOf = (place: number) => ((place - length + 1 + 1000 * quartersInWeek) / 4) % 24

/** The last quarter begins at midnight of the first day of a week. Office hours on five days. */
const office = (place: number) => {
  const dayOfWeek = Math.floor((place - length + 1 + 1000 * quartersInWeek) / 96) % 7
  const hour = hourOf(place)
  return dayOfWeek < 5 && hour >= 8 && hour < 18 ? 20 : 0
}

/** A feed by its rate, seen at a moment of its last week, with nothing in the last `empty` quarters. */
function seen(rate: (place: number) => number, until: number, empty: number): (number | null)[] {
  const counts = Array.from({ length: until + 1 }, (_, place) => rate(place))
  for (let back = 0; back < empty; back++) counts[until - back] = 0
  return [...Array<null>(length - counts.length).fill(null), ...counts]
}

describe('a live feed', () => {
  /** Monday of the last week, at so many quarters after midnight. */
  const monday = (quarters: number) => length - 1 - quartersInWeek + quarters

  test('that stops in its busy hours is silent within the hour, and how many are missed is told', () => {
    const stopped = feedState(seen(office, monday(4 * 11), 4))
    expect(stopped).toEqual({ state: 'silent', missed: 60 })
    expect(feedState(seen(office, monday(4 * 11), 1)).state).toBe('heard')
  })

  test('is not silent at night and over the weekend, but on the morning after', () => {
    expect(feedState(seen(office, monday(4 * 7), 4 * 12)).state).toBe('heard')
    expect(feedState(seen(office, monday(4 * 7), 4 * 60)).state).toBe('heard')
    expect(feedState(seen(office, monday(4 * 9), 4 * 60)).state).toBe('silent')
  })

  test('that sends one batch a night is silent when it is missing, not before', () => {
    const batch = (place: number) => (hourOf(place) === 2 ? 5_000 : 0)
    expect(feedState(seen(batch, monday(4 * 2), 96 - 1)).state).toBe('heard')
    expect(feedState(seen(batch, monday(4 * 3), 96)).state).toBe('silent')
  })

  test('is unknown while it is young, however busy it was', () => {
    const young = seen(office, monday(4 * 11), 4).map((count, place) =>
      place < length - 3 * quartersInWeek ? null : count,
    )
    expect(feedState(young).state).toBe('unknown')
  })

  test('that speaks is never silent', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(30), { minLength: quartersInWeek, maxLength: quartersInWeek }),
        fc.integer({ min: 1, max: 9 }),
        (week, last) => {
          const counts: number[] = Array.from({ length }, (_, place) => week[place % quartersInWeek]!)
          counts[length - 1] = last
          return feedState(counts).state === 'heard'
        },
      ),
      { numRuns: 30 },
    )
  })
})
