import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { day, design, happened, when } from '../../tools/sample-runs.ts'
import type { Interaction, News, PromiseFact } from '../collect/contract.ts'
import { meanInterval } from '../stats/mean.ts'
import { newcombe, newcombePaired, wilson } from '../stats/proportion.ts'
import { findBreaks } from './breaks.ts'
import { durationSeconds } from './duration.ts'
import type { PromiseState } from './run.ts'
import { runsOf } from './runs.ts'

const folder = join(import.meta.dirname, '../../docs/methods')
const page = (name: string) => readFileSync(join(folder, `${name}.md`), 'utf8')

/** The examples of a page, as the reader sees them. */
function examples<T>(name: string): T[] {
  return [...page(name).matchAll(/```yaml\n([\s\S]*?)```/g)].map((found) => parse(found[1]!) as T)
}

const said: News = { received: null, needed_from_you: null, next_by: null, delivery: 'assumed' }
const ended = (touchpoint: string) => [
  { outcome: 'done', kind: 'success' as const, touchpoints: [touchpoint], attributes: {}, after: null },
]

describe('the worked example on the page', () => {
  test('about journey time parts it to the minute', () => {
    type Step = Pick<Interaction, 'touchpoint' | 'channel' | 'direction' | 'ball_after'>
    const [{ interactions, gives }] = examples<{
      interactions: (Step & { minute: number; until?: number })[]
      gives: Record<string, unknown>
    }>('journey-time') as [never]
    const at = (minute: number) => day(minute / 1440)
    const history = (interactions as (Step & { minute: number; until?: number })[]).map(
      ({ touchpoint, minute, until, ...more }) =>
        happened(touchpoint, minute / 1440, { ...more, ended_at: until === undefined ? null : at(until) }),
    )
    const run = runsOf(history, design([], { outcomes: ended('Answered') }), when(day(9)))[0]!
    const waited = (holder: string) =>
      run.steps.reduce((sum, each) => sum + (each.waited_for === holder ? each.waiting / 60 : 0), 0)
    const total = (run.ended_at! - run.started_at) / 60_000
    expect({
      total_minutes: total,
      active_minutes: total - waited('company') - waited('customer'),
      waiting_minutes: { company: waited('company'), customer: waited('customer') },
      contacts: run.contacts,
      switches: run.switches,
    }).toEqual(gives)
  })

  test('about silence has its gaps', () => {
    const [example] = examples<{
      silence: string
      interactions: { touchpoint: string; day: number; news?: boolean }[]
      outcome: string
      gives: Record<string, unknown>
    }>('silent-gap')
    const { silence, interactions, outcome, gives } = example!
    const history = interactions.map(({ touchpoint, day: on, news }) =>
      happened(touchpoint, on, { news: news ? said : null }),
    )
    const storyboard = design(
      interactions.map(({ touchpoint }) => touchpoint),
      { silence: durationSeconds(silence)!, outcomes: ended(outcome) },
    )
    const { gaps } = runsOf(history, storyboard, when(day(99)))[0]!
    const days = gaps.map((gap) => gap.seconds / 86_400)
    const excess = gaps.map((gap) => gap.excess / 86_400)
    expect({
      gap_days: days,
      excess_days: excess,
      longest_days: Math.max(...days),
      total_excess_days: excess.reduce((sum, each) => sum + each, 0),
    }).toEqual(gives)
  })

  test('about promises has their states and share', () => {
    const [first, second] = examples('promise') as [
      {
        judged_day: number
        runs: { happened: [string, number, number?][]; state: PromiseState }[]
        gives: object
      },
      { counts: Record<string, number>; gives: Record<string, number> },
    ]
    const fact = (on: number, due: number): PromiseFact => ({
      what: 'delivery',
      act: 'made',
      due: day(due),
      at: day(on),
      fulfilled_by: ['Delivered'],
      replaced_by: [],
      voided_by: ['Cancelled'],
    })
    const states = first.runs.map(({ happened: later }) => {
      const history = [happened('Ordered', 0, { promises: [fact(0, 10)] })]
      for (const [touchpoint, on, due] of later)
        history.push(happened(touchpoint, on, { promises: due === undefined ? [] : [fact(on, due)] }))
      return runsOf(history, design(['Ordered', 'Delivered']), when(day(first.judged_day)))[0]!.promises
    })
    expect(states.map((promises) => promises.map(({ state }) => state))).toEqual(
      first.runs.map(({ state }) => [state]),
    )
    const count = (...wanted: string[]) => states.flat().filter(({ state }) => wanted.includes(state)).length
    const due = count('kept', 'late', 'renegotiated', 'broken')
    expect({ kept: count('kept'), fallen_due: due, kept_share: count('kept') / due }).toEqual(first.gives)
    const { kept = 0, late = 0, renegotiated = 0, broken = 0 } = second.counts
    const fallen = kept + late + renegotiated + broken
    const { low, high } = wilson(kept, fallen)
    expect((100 * kept) / fallen).toBeCloseTo(second.gives.kept_percent!, 2)
    expect(100 * low).toBeCloseTo(second.gives.low_percent!, 2)
    expect(100 * high).toBeCloseTo(second.gives.high_percent!, 2)
  })

  test('about conformance deviates as it says', () => {
    const [example] = examples<{
      designed: string[]
      lived: string[]
      gives: { deviations: string[]; conformance: number; plain_fitness: number }
    }>('conformance')
    const { designed, lived, gives } = example!
    const history = lived.map((touchpoint, index) => happened(touchpoint, index, { direction: 'inbound' }))
    const storyboard = design(designed, { outcomes: ended(designed.at(-1)!) })
    const run = runsOf(history, storyboard, when(day(99)))[0]!
    expect(run.deviations.map(({ kind, step }) => `${kind} ${step}`)).toEqual(gives.deviations)
    expect(run.conformance).toBeCloseTo(gives.conformance, 12)
    expect(run.fitness).toBeCloseTo(gives.plain_fitness, 12)
  })

  test('about breaks loses the days it says', () => {
    const [example] = examples<{
      tolerance_days: number
      runs: { count: number; silent_days: number }[]
      gives: Record<string, number>
    }>('breaks')
    const { tolerance_days, runs, gives } = example!
    const value = runs.flatMap(({ count, silent_days }) => Array<number>(count).fill(silent_days))
    const days = value.map((silent) => Math.max(0, silent - tolerance_days))
    const cases = {
      customer: value.map((_, index) => index),
      affected: days.map((lost) => (lost > 0 ? 1 : 0)),
      value,
      days,
      failed: value.map(() => 0),
      attributes: [],
    }
    const from = 'Documents received'
    const to = 'Documents checked'
    const { breaks } = findBreaks(value.length, [
      { kind: 'silence', from, to, what: '', designed: true, cases },
    ])
    expect(breaks).toHaveLength(1)
    expect(breaks[0]).toMatchObject({ runs: gives.runs, of: gives.of, customer_days: gives.customer_days })
    expect(breaks[0]!.size).toBeCloseTo(gives.typical_loss_days!, 12)
    expect(breaks[0]!.low).toBeCloseTo(gives.share_low!, 4)
    expect(breaks[0]!.high).toBeCloseTo(gives.share_high!, 4)
  })

  test('about as-of judges no further than it knows', () => {
    const [example] = examples<{
      promised_day: number
      abandoned_after: string
      judged: { as_of: number; horizon: number; until: number; promise: string; outcome: string }[]
    }>('as-of')
    const { promised_day, abandoned_after, judged } = example!
    const promise: PromiseFact = {
      what: 'delivery',
      act: 'made',
      due: day(promised_day),
      at: day(0),
      fulfilled_by: [],
      replaced_by: [],
      voided_by: [],
    }
    const after = durationSeconds(abandoned_after)!
    const abandoned = {
      outcome: 'abandoned',
      kind: 'abandoned' as const,
      touchpoints: [],
      attributes: {},
      after,
    }
    for (const { as_of, horizon, until, ...expected } of judged) {
      const seen = { as_of: day(as_of), horizon: () => day(horizon), subject: 'S1' }
      const history = [happened('Ordered', 0, { promises: [promise] })]
      const run = runsOf(history, design(['Ordered'], { outcomes: [abandoned] }), seen)[0]!
      expect(run.judged_until).toBe(day(until))
      expect({ promise: run.promises[0]!.state, outcome: run.outcome }).toEqual(expected)
    }
  })

  test('about intervals has the published values', () => {
    const [shares, differences, means] = examples<Record<string, Record<string, number>[]>>('intervals')
    for (const { k, n, low, high } of shares!.wilson!) {
      expect(wilson(k!, n!).low).toBeCloseTo(low!, 4)
      expect(wilson(k!, n!).high).toBeCloseTo(high!, 4)
    }
    for (const { k1, n1, k2, n2, difference, low, high } of differences!.newcombe!) {
      const found = newcombe(k1!, n1!, k2!, n2!)
      expect(found.value).toBeCloseTo(difference!, 12)
      expect(found.low).toBeCloseTo(low!, 4)
      expect(found.high).toBeCloseTo(high!, 4)
    }
    for (const { both, first, second, neither, difference, low, high } of differences!.newcombe_paired!) {
      const found = newcombePaired(both!, first!, second!, neither!)
      expect(found.value).toBeCloseTo(difference!, 4)
      expect(found.low).toBeCloseTo(low!, 4)
      expect(found.high).toBeCloseTo(high!, 4)
    }
    for (const { n, mean, sd, low, high } of means!.mean!) {
      const found = meanInterval(n!, mean!, sd!)!
      expect(found.low).toBeCloseTo(low!, 5)
      expect(found.high).toBeCloseTo(high!, 5)
    }
  })
})

test('every page of methods stands in their list, and every letter the source cites does', () => {
  const list = page('README')
  const root = join(import.meta.dirname, '..')
  for (const file of readdirSync(folder)) if (file !== 'README.md') expect(list).toContain(`(${file})`)
  const cited = new Set<string>()
  for (const file of readdirSync(root, { recursive: true, encoding: 'utf8' })) {
    if (!/\.tsx?$/.test(file)) continue
    const text = readFileSync(join(root, file), 'utf8')
    for (const [, letters] of text.matchAll(/methods ((?:[AB]\.\d+(?:, |–| and )?)+)/g))
      for (const [letter] of letters!.matchAll(/[AB]\.\d+/g)) cited.add(letter)
  }
  expect(cited.size).toBeGreaterThan(8)
  for (const letter of cited) expect(list).toContain(letter)
})
