import { existsSync, readFileSync } from 'node:fs'
import { parse } from 'csv-parse/sync'
import { describe, expect, test } from 'vitest'
import { happened, story } from '../../tools/sample-runs.ts'
import type { PromiseFact } from '../collect/contract.ts'
import type { Run } from './run.ts'
import { compileStoryboard } from './runs.ts'

const file = '../shared/data/olist/olist_orders_dataset.csv'
const there = existsSync(file)
if (!there) console.log(`skipped: ${file} is not there`)

type Row = Record<string, string>
const time = (text: string | undefined) => (text ? Date.parse(`${text.replace(' ', 'T')}Z`) : null)
const lastRecord = Date.UTC(2018, 9, 22, 23, 59, 59)
const touchpoints = {
  'Order placed': 'order_purchase_timestamp',
  'Payment approved': 'order_approved_at',
  'Handed to carrier': 'order_delivered_carrier_date',
  Delivered: 'order_delivered_customer_date',
}

/** One order as interactions, without the mapping: the rule alone is on trial here. */
function history(row: Row) {
  const fact = (act: PromiseFact['act'], due: number | null, at: number | null): PromiseFact => ({
    what: 'delivery',
    act,
    due,
    at,
    fulfilled_by: [],
    replaced_by: [],
    voided_by: [],
  })
  const status = row.order_status!
  const promises = [fact('made', time(row.order_estimated_delivery_date), time(row.order_purchase_timestamp))]
  if (status === 'delivered') promises.push(fact('fulfilled', null, time(row.order_delivered_customer_date)))
  if (status === 'canceled' || status === 'unavailable') promises.push(fact('voided', null, null))
  return Object.entries(touchpoints).flatMap(([touchpoint, column], sequence) => {
    const started_at = time(row[column])
    if (started_at === null) return []
    const attributes = { order_status: status }
    return [
      happened(touchpoint, 0, {
        started_at,
        sequence,
        record_key: row.order_id!,
        attributes,
        promises: sequence === 0 ? promises : [],
      }),
    ]
  })
}

describe.skipIf(!there)('the orders of Olist, as counted by independent code', () => {
  const rows: Row[] = there ? parse(readFileSync(file), { columns: true }) : []
  const { runsOf } = compileStoryboard(story(readFileSync('examples/olist/storyboard.yaml', 'utf8')))
  const runs = (as_of: number): Run[] =>
    rows.flatMap((row) => runsOf(history(row), { as_of, horizon: () => lastRecord, subject: row.order_id! }))
  const count = (some: Run[], by: (run: Run) => string) =>
    Object.fromEntries([...Map.groupBy(some, by)].map(([value, group]) => [value, group.length]))

  test('promises: 4,750 kept, 414 late, 1,729 broken, 1,234 void, 8 unknown, none open', () => {
    const all = runs(Date.UTC(2030, 0, 1))
    expect(all).toHaveLength(8135)
    expect(count(all, ({ promises }) => promises.map(({ state }) => state).join())).toEqual({
      kept: 4750,
      late: 414,
      broken: 1729,
      void: 1234,
      unknown: 8,
    })
  })

  test('outcomes: 5,172 delivered, 8 of them without a date; 1,234 cancelled, six although they carry one', () => {
    const all = runs(Date.UTC(2030, 0, 1))
    expect(count(all, ({ outcome }) => outcome)).toEqual({ delivered: 5172, cancelled: 1234, open: 1729 })
    expect(all.filter(({ outcome, ended_at }) => outcome === 'delivered' && ended_at === null)).toHaveLength(
      8,
    )
  })

  test('delivery takes 10.34 days at the median and 12.52 at the mean', () => {
    const days = runs(lastRecord)
      .flatMap(({ outcome, started_at, ended_at }) =>
        outcome === 'delivered' && ended_at !== null ? [(ended_at - started_at) / 86_400_000] : [],
      )
      .sort((a, b) => a - b)
    expect((days[days.length / 2 - 1]! + days[days.length / 2]!) / 2).toBeCloseTo(10.34, 2)
    expect(days.reduce((sum, each) => sum + each, 0) / days.length).toBeCloseTo(12.52, 2)
  })

  test('a year earlier nothing of the year to come is known', () => {
    const then = Date.UTC(2017, 9, 22)
    for (const run of runs(then)) {
      expect(run.last_at).toBeLessThanOrEqual(then)
      expect(run.ended_at ?? then).toBeLessThanOrEqual(then)
      for (const { fulfilled_at, state, due_last } of run.promises) {
        expect(fulfilled_at ?? then).toBeLessThanOrEqual(then)
        if (state === 'broken') expect(due_last).toBeLessThan(then)
      }
    }
  })
})
