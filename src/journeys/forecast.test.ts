import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest'
import { type InProcess, openInProcess } from '../../tools/in-process.ts'
import { listAtRisk, readBudgets } from './contract.ts'
import { missesOf } from './forecast.ts'
import { promisesEndWithin } from './promise-lengths.ts'

const mapping = `source: shop
complete_until: 2026-03-31T00:00:00
records:
  - file: events.csv
    key: [$order, $event]
    subjects: { order: $order }
    interactions:
      - touchpoint: $event
        at: $at
        channel: web
        direction: inbound
        promises: [{ what: delivery, due: $new, when: { event: Delayed } }]
`
const storyboard = `journey: order
version: 1
correlate: { subject: order }
starts: [Placed]
steps:
  - { step: Placed, promise: { what: delivery, due_in: 10d, fulfilled_by: [Delivered], voided_by: [Cancelled] } }
  - { step: Delivered }
outcomes:
  cancelled: { kind: failure, touchpoints: [Cancelled] }
  delivered: { kind: success, touchpoints: [Delivered] }
objectives:
  - { name: Delivered as promised, share: 90%, promise: delivery }
  - { name: Called as promised, share: 90%, promise: call }
`
/** Placed on 1 February: 40 delivered after 4 days, 20 after 8, 20 never, 5 cancelled. On 26 March three more, one of which is delayed. */
const past = (from: number, to: number, ...events: [string, string][]) =>
  Array.from({ length: to - from }, (_, i) =>
    events.map(([event, at]) => `${from + i},${event},${at},2026-04-09`),
  ).flat()
const rows = [
  ...past(0, 40, ['Placed', '2026-02-01'], ['Delivered', '2026-02-05']),
  ...past(40, 60, ['Placed', '2026-02-01'], ['Delivered', '2026-02-09']),
  ...past(60, 80, ['Placed', '2026-02-01']),
  ...past(80, 85, ['Placed', '2026-02-01'], ['Cancelled', '2026-02-02']),
  ...past(85, 87, ['Placed', '2026-03-26']),
  ...past(87, 88, ['Placed', '2026-03-26'], ['Delayed', '2026-03-27']),
]

let product: InProcess
beforeAll(async () => {
  product = await openInProcess()
  const files = { 'events.csv': ['order,event,at,new', ...rows].join('\n'), 'mapping.yaml': mapping }
  await product.import('main', product.folder(files))
  await product.storyboard('main', storyboard)
})
afterAll(() => product.close())

test('open promises are forecast by earlier ones as old; one that was moved is a miss', async () => {
  const { budgets } = await product.call(readBudgets, { workspace: 'main', journey: 'order' })
  // By hand: of 40 that were open beyond 5 days, 20 were delivered by the tenth: each of two misses with 1/2, the delayed one surely.
  // Spread: 2 × 1/4 of their own, (2 × √(1/4 / 40))² in common; 1.96 × √0.525 = 1.42.
  const { forecast } = budgets[0]!
  expect(forecast).toMatchObject({ open: 3, unknown: 0, high: 3 })
  expect(forecast.will_miss).toBeCloseTo(2, 10)
  expect(forecast.low).toBeCloseTo(2 - 1.96 * Math.sqrt(0.525), 3)
  expect(budgets[1]!.forecast).toEqual({ open: 0, will_miss: null, low: null, high: null, unknown: 0 })
})

test('a promise that is as likely kept as not is no risk; the delayed one is none before its time is spent', async () => {
  const at = async (as_of: string) =>
    (await product.call(listAtRisk, { workspace: 'main', journey: 'order', as_of })).runs.filter(
      ({ objective }) => objective === 'Delivered as promised',
    )
  expect(await at('2026-03-31T00:00:00Z')).toEqual([])
  // On the tenth of February nine days have passed: of 20 open none was delivered on the tenth day, but 20 are too few to tell.
  const late = await at('2026-02-10T00:00:00Z')
  expect(late).toHaveLength(20)
  expect(late[0]).toMatchObject({ chance: null, why: "'delivery' is promised and not fulfilled yet" })
})

test('the budgets can be had as CSV, each forecast with its interval', async () => {
  const authorization = `Bearer ${product.product.token}`
  const fetched = async (list: string) =>
    product.product.app.request(`/api/main/journeys/order/budgets?format=csv&list=${list}`, {
      headers: { authorization },
    })
  const csv = await fetched('budgets')
  expect(csv.headers.get('content-disposition')).toBe('attachment; filename="budgets-budgets.csv"')
  const [head, first] = (await csv.text()).split('\r\n')
  const columns = head!.split(',')
  expect(columns).toEqual(expect.arrayContaining(['forecast_will_miss', 'forecast_low', 'forecast_high']))
  expect(first!.split(',')[columns.indexOf('forecast_will_miss')]).toBe('2')
  expect((await fetched('budget')).status).toBe(400)
})

describe('the rules', () => {
  const many = (promised: number, lasted: number, over: number, n: number) => ({ promised, lasted, over, n })
  const day = 86_400

  it('promises of as many days tell of each other, and all of the kind where those are too few', () => {
    const ends = promisesEndWithin([
      many(2 * day, day, 1, 60),
      many(2 * day, 3 * day, 1, 40),
      many(9 * day, 4 * day, 1, 20),
    ])
    expect(ends(0, 2 * day)).toEqual({ share: expect.closeTo(0.6, 10), of: 100 })
    // Of 120, 60 took a day, 40 three, 20 four.
    expect(ends(2 * day, 9 * day)).toEqual({ share: 1, of: 60 })
    expect(ends(2 * day, 3 * day)!.share).toBeCloseTo(2 / 3, 10)
    expect(ends(5 * day, 9 * day)).toBeNull()
  })

  it('a forecast lies within its interval, between none and all of those it is known of', () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true })
    const chance = fc.option(
      fc.record({
        share,
        of: fc.oneof(fc.integer({ min: 1, max: 500 }), fc.constant(Number.POSITIVE_INFINITY)),
      }),
    )
    fc.assert(
      fc.property(fc.array(fc.record({ chance, n: fc.integer({ min: 1, max: 50 }) })), (foreseen) => {
        const { open, will_miss, low, high, unknown } = missesOf(foreseen)
        const known = foreseen.filter((each) => each.chance !== null).reduce((sum, { n }) => sum + n, 0)
        expect(open - unknown).toBe(known)
        if (will_miss === null || low === null || high === null) return known === 0
        return 0 <= low && low <= will_miss + 1e-9 && will_miss <= high + 1e-9 && high <= known
      }),
    )
  })

  it('what never happened to 30 is not certain, and more of them make it surer', () => {
    const width = (of: number) => {
      const { low, high } = missesOf([{ chance: { share: 1, of }, n: 10 }])
      return high! - low!
    }
    expect(width(30)).toBeGreaterThan(width(3000))
    expect(width(3000)).toBeGreaterThan(0)
  })
})
