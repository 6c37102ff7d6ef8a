import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type InProcess, openInProcess } from '../../tools/in-process.ts'
import { whyAtRisk } from './at-risk.ts'
import { endsWithin } from './bound-chance.ts'
import { burnOf } from './budget.ts'
import { listAtRisk, readBudgets } from './contract.ts'
import type { OpenRun } from './open-runs.ts'
import { chanceBy } from './outcome-times.ts'
import { parseStoryboard } from './storyboard.ts'

const mapping = `source: shop
complete_until: 2026-03-31T00:00:00
records:
  - file: events.csv
    key: [$order, $event]
    subjects: { order: $order }
    interactions: [{ touchpoint: $event, at: $at, channel: web, direction: inbound }]
`
const storyboard = `journey: order
version: 1
correlate: { subject: order }
starts: [Placed]
steps:
  - { step: Placed, tells: [date], promise: { what: delivery, due_in: 4d, fulfilled_by: [Delivered] } }
  - { step: Delivered, tells: [parcel] }
outcomes:
  cancelled: { kind: failure, touchpoints: [Cancelled] }
  delivered: { kind: success, touchpoints: [Delivered] }
objectives:
  - { name: In 4 days, share: 75%, outcome: delivered, within: 4d, window: 20d }
  - { name: Few contacts, share: 50%, contacts: 2 }
  - { name: Promise, share: 90%, promise: delivery }
  - { name: Silence, share: 90%, silence: 6d }
  - { name: Ever in 4 days, share: 75%, outcome: delivered, within: 4d, window: 60d }
`
const events = `order,event,at
A,Placed,2026-03-01
A,Delivered,2026-03-03
B,Placed,2026-03-10
B,Delivered,2026-03-13
C,Placed,2026-03-10
C,Delivered,2026-03-18
D,Placed,2026-03-20
D,Cancelled,2026-03-21
E,Placed,2026-03-15
F,Placed,2026-03-28
G,Placed,2026-03-30T12:00:00
`

let product: InProcess
beforeAll(async () => {
  product = await openInProcess()
  await product.import('main', product.folder({ 'events.csv': events, 'mapping.yaml': mapping }))
  await product.storyboard('main', storyboard)
})
afterAll(() => product.close())

test('a budget counts what is decided within the window, and forecasts what is not', async () => {
  const { budgets } = await product.call(readBudgets, { workspace: 'main', journey: 'order' })
  // By hand, since 11 March: B in time on the 13th, C too late on the 14th, D cancelled on the 21st, E too late on the 19th.
  expect(budgets[0]).toMatchObject({
    objective: 'In 4 days',
    window_days: 20,
    decided: 4,
    allowed: 1,
    used: 3,
    left: -2,
    long: { hours: 16, decided: 0, burn_rate: null },
    burning: false,
  })
  // By hand: S and F before 4 days: D fails on day 1 of 6 at risk (G is watched half a day), A of 5 on day 2, B of 3 (F is watched
  // 3 days and still at risk on day 3) of 4 left.
  const share = { open_1: 5 / 6, open_2: (5 / 6) * (4 / 5), reached_2: 1 / 6 }
  const at_3 = share.reached_2 + share.open_2 / 4
  const open_3 = share.open_2 * (3 / 4)
  const f = 0 / open_3
  const g = at_3
  expect(budgets[0]!.forecast).toMatchObject({ open: 2, unknown: 0 })
  expect(budgets[0]!.forecast!.will_miss).toBeCloseTo(2 - f - g, 10)
  // A, B, C and D have ended with at most two contacts.
  expect(budgets[1]).toMatchObject({ decided: 4, used: 0, allowed: 2 })
  // E, F and G have one contact each; of seven runs nothing can be told, nor of silence.
  expect(budgets[1]!.forecast).toEqual({ open: 3, will_miss: null, low: null, high: null, unknown: 3 })
  // The promises of F and G are not due yet; of five before them nothing can be told.
  expect(budgets[2]).toMatchObject({
    bound: 'promise',
    forecast: { open: 2, will_miss: null, low: null, unknown: 2 },
  })
  // E has been silent for longer than 6 days: missed already.
  expect(budgets[3]).toMatchObject({
    bound: 'silence',
    forecast: { open: 2, will_miss: null, unknown: 2 },
  })
})

test('over a window that holds all runs a budget is what the report says of the objective', async () => {
  const { budgets } = await product.call(readBudgets, { workspace: 'main', journey: 'order' })
  const { objectives } = await product.report('main', 'order')
  for (const name of ['Few contacts', 'Promise', 'Ever in 4 days']) {
    const { of, met } = objectives.find(({ objective }) => objective === name)!
    expect(of).toBeGreaterThan(3)
    expect(budgets.find(({ objective }) => objective === name)).toMatchObject({ decided: of, used: of - met })
  }
  // By hand: C hears nothing for 8 days, E for 16; A, B and D are over before, F and G may still keep to it.
  expect(budgets[3]).toMatchObject({ objective: 'Silence', decided: 5, used: 2 })
})

test('what is at risk is a list, the most urgent first; what is missed already is not on it', async () => {
  const { runs, open, total } = await product.call(listAtRisk, { workspace: 'main', journey: 'order' })
  expect(open).toBe(3)
  expect(total).toBe(runs.length)
  const late = runs.filter(({ objective }) => objective === 'In 4 days')
  expect(late.map(({ subject, until }) => [subject, until])).toEqual([
    ['F', '2026-04-01T00:00:00.000Z'],
    ['G', '2026-04-03T12:00:00.000Z'],
  ])
  expect(late[0]).toMatchObject({ chance: 0, last_touchpoint: 'Placed' })
  expect(runs.map(({ until }) => until)).toEqual(runs.map(({ until }) => until).sort())
  expect(late[0]!.why).toContain("not 'delivered' after 3 days of 4d")
})

describe('the rules', () => {
  test('a burn rate of 1 uses the budget up exactly, and 100 % allows nothing', () => {
    expect(burnOf(5, 100, 0.95)).toBeCloseTo(1, 10)
    expect(burnOf(0, 100, 1)).toBe(0)
    expect(burnOf(1, 100, 1)).toBe(1e6)
    expect(burnOf(0, 0, 0.95)).toBeNull()
  })

  test('a chance is a share, and none is given beyond what was watched', () => {
    const time = fc.integer({ min: 1, max: 50 })
    fc.assert(
      fc.property(
        fc.array(fc.tuple(time, fc.integer({ min: 0, max: 2 })), { minLength: 1, maxLength: 40 }),
        time,
        time,
        (runs, age, within) => {
          const chance =
            chanceBy(
              runs.map(([lasted]) => lasted),
              runs.map(([, cause]) => cause),
              runs.map(() => 1),
              within,
            )(age)?.share ?? null
          if (age >= Math.max(...runs.map(([lasted]) => lasted))) expect(chance).toBeNull()
          if (chance !== null) expect(chance >= 0 && chance <= 1).toBe(true)
        },
      ),
    )
  })

  const run: OpenRun = {
    run_id: 'r',
    subject: 's',
    started_at: 0,
    judged_until: 8_000,
    age: 8,
    contacts: 2,
    silent: 8,
    silent_from: 'A',
    longest: 8,
    last_touchpoint: 'A',
    promises: [{ what: 'delivery', made_at: 0, due: 10_000, moved: false }],
  }
  const objective = (bound: Parameters<typeof whyAtRisk>[0]['bound']) => ({
    name: 'o',
    share: 0.9,
    window: 1,
    bound,
  })
  const none = () => null

  test('silence, promises and contacts are at risk when three quarters of what is allowed are spent', () => {
    const silence = (longest: number) => whyAtRisk(objective({ kind: 'silence', longest }), run, none)
    expect([silence(7), silence(10)?.until, silence(11)]).toEqual([null, '1970-01-01T00:00:10.000Z', null])
    const promise = (what: string) => whyAtRisk(objective({ kind: 'promise', what }), run, none)
    expect([promise('delivery')?.until, promise('call')]).toEqual(['1970-01-01T00:00:10.000Z', null])
    const contacts = (most: number) => whyAtRisk(objective({ kind: 'contacts', most }), run, none)
    expect([contacts(1), contacts(2)?.until, contacts(3)]).toEqual([null, null, null])
    expect([contacts(1) === null, contacts(2) === null]).toEqual([true, false])
  })

  test('where the chance is known it decides, for silence and for contacts; a gap before that was too long is missed', () => {
    const likely = { kind: 'silence', longest: 10 } as const
    expect(whyAtRisk(objective(likely), run, () => 0.6)).toBeNull()
    expect(whyAtRisk(objective({ ...likely, longest: 100 }), run, () => 0.4)).toMatchObject({ chance: 0.4 })
    expect(whyAtRisk(objective(likely), { ...run, longest: 11 }, () => 0.1)).toBeNull()
    const most = { kind: 'contacts', most: 4 } as const
    expect(whyAtRisk(objective(most), run, () => 0.2)?.why).toBe(
      '2 contacts so far of 4; of runs with as many 20 % ended with at most 4',
    )
    expect(whyAtRisk(objective({ ...most, most: 2 }), run, () => 0.9)).toBeNull()
  })

  test('how it ends is told by those that went as far, and unknown of few and of what was not watched', () => {
    // By hand, 100 gaps: 40 end after a day, 20 are watched a day and no longer, 30 end on the third, 10 on the tenth.
    // Of 40 that are seen to last beyond a day 30 end within five.
    const ends = endsWithin([1, 1, 3, 10], [1, 0, 1, 1], [40, 20, 30, 10])
    expect(ends(0, 5)!.share).toBeCloseTo(1 - 0.6 * 0.25, 10)
    expect(ends(1, 5)).toEqual({ share: expect.closeTo(0.75, 10), of: 40 })
    expect(ends(1, 20)!.share).toBe(1)
    expect(ends(3, 5)).toBeNull()
    expect(ends(11, 12)).toBeNull()
    expect(endsWithin([1, 3], [1, 0], [40, 40])(1, 5)).toBeNull()
  })

  test('a run with as many contacts as are allowed keeps to it as often as runs with as many had no more', () => {
    // 60 runs ended with 1, 30 with 2, 30 with 3, and 10 are open at 2 and will end with more than 1: of 60 that ended with 2 or more half had no more.
    const end = endsWithin([1, 2, 3, 1], [1, 1, 1, 0], [60, 30, 30, 10])
    expect(end(2 - 1, 2)!.share).toBeCloseTo(0.5, 10)
  })
})

test('an objective names its window, 30 days otherwise', () => {
  const { storyboard: read, problems } = parseStoryboard(storyboard)
  expect(problems).toEqual([])
  expect(read!.objectives.map(({ window }) => window)).toEqual(
    [20, 30, 30, 30, 60].map((days) => days * 86_400),
  )
})
