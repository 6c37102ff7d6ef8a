import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { day, design, happened, when } from '../../tools/sample-runs.ts'
import type { Interaction, News } from '../collect/contract.ts'
import { kaplanMeier, reachedBy, survivalAt } from '../stats/kaplan-meier.ts'
import { askedTwice } from './asked-twice.ts'
import { calibrate } from './calibration.ts'
import { customerMinutes, type EffortVector } from './effort.ts'
import { learnTolerance } from './learnt-tolerance.ts'
import { firstContactResolution } from './repeat-contact.ts'
import { runsOf } from './runs.ts'

const folder = join(import.meta.dirname, '../../docs/methods')

/** The examples of a page, as the reader sees them. */
function examples<T>(name: string): T[] {
  const page = readFileSync(join(folder, `${name}.md`), 'utf8')
  return [...page.matchAll(/```yaml\n([\s\S]*?)```/g)].map((found) => parse(found[1]!) as T)
}

const second = (days: number) => days * 86_400

test('the page about effort adds up its minutes', () => {
  const [example] = examples<{ vector: EffortVector; gives: object }>('effort')
  expect(customerMinutes(example!.vector)).toMatchObject(example!.gives)
})

test('the page about items asked twice counts them', () => {
  const [example] = examples<{
    interactions: { channel: string; asks?: string[]; gives?: string[] }[]
    gives: { again_items: string[] } & Record<string, unknown>
  }>('asked-twice')
  const history = example!.interactions.map(({ channel, asks = [], gives = [] }, index) =>
    happened('X', index, { channel, information_asked: asks, information_given: gives }),
  )
  const { items, ...counts } = askedTwice(history, () => undefined)!
  const { again_items, ...expected } = example!.gives
  expect(counts).toEqual(expected)
  expect(items.map(({ item }) => item).sort()).toEqual([...again_items].sort())
})

test('the page about repeat contacts resolves the share it says', () => {
  const [example] = examples<{
    contacts: { again_after?: number; watched?: number }[]
    gives: { resolved_7_days: number; resolved_1_day: number }
  }>('repeat-contact')
  const times = example!.contacts.map(({ again_after, watched }) => ({
    at: day(0),
    again_at: again_after === undefined ? null : day(again_after),
    judged_until: day(watched ?? 100),
  }))
  expect(firstContactResolution(times)).toBeCloseTo(example!.gives.resolved_7_days, 4)
  expect(firstContactResolution(times, 1)).toBeCloseTo(example!.gives.resolved_1_day, 4)
})

test('the page about hand-offs is as seamless as it says', () => {
  const [{ gives }] = examples<{ gives: { seamless: number } }>('seamless') as [never]
  const said = { received: 'it', needed_from_you: null, next_by: null, delivery: 'assumed' as const }
  const history = [
    happened('Asked', 0, {
      channel: 'web',
      team: 'Sales',
      direction: 'inbound',
      information_given: ['address'],
      news: said,
    }),
    happened('Called', 1, {
      channel: 'phone',
      team: 'Sales',
      direction: 'inbound',
      information_asked: ['address'],
      attributes: { history_opened: 'yes' },
      news: said,
    }),
    happened('Written', 6, {
      channel: 'letter',
      team: 'Billing',
      direction: 'outbound',
      attributes: { history_opened: 'no' },
    }),
  ]
  const [run] = runsOf(history, design([]), when(day(7)))
  const [{ hand_offs }] = examples<{ hand_offs: object[] }>('seamless') as [never]
  expect(run!.hand_offs).toMatchObject(hand_offs)
  expect(run!.seamless).toBe((gives as { seamless: number }).seamless)
})

test('the page about contradictions finds the one it says', () => {
  const [example] = examples<{
    said: { day: number; channel: string; value: string; changes?: boolean }[]
    gives: { statements: number; contradictions: string[][] }
  }>('contradiction')
  const history = example!.said.map(({ day: on, channel, value, changes = false }) =>
    happened('Told', on, { channel, statements: [{ about: 'appointment', what: 'date', value, changes }] }),
  )
  const [run] = runsOf(history, design([]), when(day(9)))
  expect(run!.statements).toBe(example!.gives.statements)
  expect(run!.contradictions.map(({ first, second }) => [first.channel, second.channel])).toEqual(
    example!.gives.contradictions,
  )
})

test('the page about the three questions stops the clocks when it says', () => {
  const [example] = examples<{
    interactions: { touchpoint: string; day: number; direction?: 'inbound'; news?: Partial<News> }[]
    gives: Record<string, { days: number; answered: boolean }>
  }>('three-questions')
  const quiet = { received: null, needed_from_you: null, next_by: null, delivery: 'assumed' as const }
  const history = example!.interactions.map(({ touchpoint, day: on, direction, news }) => {
    const more: Partial<Interaction> = { direction: direction ?? 'outbound' }
    return happened(touchpoint, on, { ...more, news: news === undefined ? null : { ...quiet, ...news } })
  })
  const outcomes = [
    {
      outcome: 'decided',
      kind: 'success' as const,
      touchpoints: ['Decided'],
      attributes: {},
      after: null,
    },
  ]
  const [run] = runsOf(history, design([], { outcomes }), when(day(30)))
  const clocks = run!.questions!.map(({ question, from_at, to_at, answered }) => [
    question,
    { days: (to_at! - from_at) / 86_400_000, answered },
  ])
  expect(Object.fromEntries(clocks)).toEqual(example!.gives)
})

test('the page about silence learns the tolerance it says', () => {
  const { gaps, gives } = examples<{
    gaps?: (number | string)[]
    gives: { not_chased: Record<string, number>; learnt: number }
  }>('silent-gap').find((example) => example.gaps !== undefined) as {
    gaps: (number | string)[]
    gives: { not_chased: Record<string, number>; learnt: number }
  }
  const times = gaps.map((gap) => Number.parseInt(String(gap), 10))
  const chased = gaps.map((gap) => !String(gap).endsWith('+'))
  const curve = kaplanMeier(times, chased)
  for (const [time, share] of Object.entries(gives.not_chased))
    expect(survivalAt(curve, Number(time))).toBeCloseTo(share, 4)
  expect(reachedBy(curve, 0.1)).toBe(gives.learnt)
  const judged = times.map((days, index) => ({
    from: 'Sent',
    channel: 'mail',
    from_at: day(0),
    to_at: day(days),
    chased: chased[index]!,
    customer: `${index}`,
    judged_until: day(99),
  }))
  expect(learnTolerance(judged, 6)).toMatchObject({ seconds: second(gives.learnt), chases: 6, gaps: 10 })
})

test('the page about promises is calibrated as it says', () => {
  const example = examples<{
    promised_days?: number
    done_after_days: number[]
    gives: { kept: number; done_by_stated: number; say_days: number }
  }>('promise').find(({ promised_days }) => promised_days !== undefined)!
  const due = day(example.promised_days!)
  const found = calibrate(
    example.done_after_days.map((days) => ({
      made_at: day(0),
      due,
      due_last: due,
      fulfilled_at: day(days),
      state: day(days) <= due ? ('kept' as const) : ('late' as const),
      judged_until: day(99),
    })),
  )!
  expect(found.curve).toMatchObject([{ days: example.promised_days, kept: example.gives.kept, of: 10 }])
  expect(found.done_by_stated).toBeCloseTo(example.gives.done_by_stated, 12)
  expect(found.say_days).toBe(example.gives.say_days)
})
