import fc from 'fast-check'
import { expect, test } from 'vitest'
import { plainRun } from '../../tools/plain-run.ts'
import { day, design, happened, hour } from '../../tools/sample-runs.ts'
import type { Interaction } from '../collect/contract.ts'
import { runsOf } from './runs.ts'

const histories = 10_000

const storyboard = design(['Asked', 'Checked', 'Done'], {
  silence: 6 * 3600,
  outcomes: [{ outcome: 'done', kind: 'success', touchpoints: ['Done'], attributes: {}, after: null }],
})

const fact = (act: 'made' | 'fulfilled' | 'voided', at: number, due: number | null) => ({
  what: 'delivery',
  act,
  due: due === null ? null : hour(due),
  at: hour(at),
  fulfilled_by: [],
  replaced_by: [],
  voided_by: [],
})

const interaction = fc
  .record({
    touchpoint: fc.constantFrom('Asked', 'Checked', 'Called', 'Written', 'Done'),
    at: fc.integer({ min: 0, max: 40 }),
    length: fc.option(fc.integer({ min: 0, max: 5 })),
    channel: fc.constantFrom('phone', 'chat', 'mail', 'web', ''),
    direction: fc.constantFrom('inbound', 'outbound', 'internal'),
    ball: fc.constantFrom('customer', 'company', 'third_party', 'unknown', 'unknown'),
    needed: fc.constantFrom('nothing', 'passport', null, undefined),
    promise: fc.option(fc.constantFrom('made', 'made', 'fulfilled', 'voided'), { freq: 3 }),
    due: fc.integer({ min: 0, max: 60 }),
  })
  .map(
    (some) =>
      (place: number): Interaction =>
        happened(some.touchpoint, some.at / 24, {
          interaction_id: `i${place}`,
          record_key: `r${place}`,
          sequence: place,
          channel: some.channel,
          ended_at: some.length === null ? null : hour(some.at + some.length),
          direction: some.direction as 'inbound',
          ball_after: some.ball as 'customer',
          news:
            some.needed === undefined
              ? null
              : { received: null, needed_from_you: some.needed, next_by: null, delivery: 'assumed' },
          promises:
            some.promise === null
              ? []
              : [fact(some.promise as 'made', some.at, some.promise === 'made' ? some.due : null)],
        }),
  )

const lives = fc
  .array(interaction, { minLength: 1, maxLength: 10 })
  .map((makes) => makes.map((make, place) => make(place)))

test(`${histories} random histories have the contacts, holders, gaps and promises that the plain definition gives them`, () => {
  fc.assert(
    fc.property(lives, fc.integer({ min: 0, max: 70 }), (history, until) => {
      const as_of = hour(until)
      const run = runsOf(history, storyboard, {
        as_of,
        horizon: () => as_of,
        subject: 'S',
        news_seen: true,
      })[0]
      if (run === undefined) {
        expect(history.every(({ started_at }) => started_at > as_of)).toBe(true)
        return
      }
      const plain = plainRun(history, 'Done', as_of)
      const hours = (seconds: number) => seconds / 3_600_000
      expect(run.contacts).toBe(plain.contacts)
      expect(run.switches).toBe(plain.switches)
      const { active, company, customer, third_party, unknown } = run.ball!
      expect([active, company, customer, third_party, unknown].map(hours)).toEqual(
        (['active', 'company', 'customer', 'third_party', 'unknown'] as const).map((who) => plain.held[who]),
      )
      const since = (at: number) => (at - run.started_at) / 3_600_000
      expect(run.gaps.map(({ from_at, to_at }) => [since(from_at), since(to_at)])).toEqual(plain.gaps)
      if (plain.promise !== null) expect(run.promises.map(({ state }) => state)).toEqual([plain.promise])
    }),
    { numRuns: histories },
  )
})

test('the plain definition itself, counted by hand', () => {
  const history = [
    happened('Asked', 0, { direction: 'inbound', ended_at: hour(1), channel: 'phone' }),
    happened('Written', 4 / 24, {
      direction: 'outbound',
      news: { received: null, needed_from_you: 'passport', next_by: null, delivery: 'assumed' },
    }),
    happened('Called', 9 / 24, { direction: 'inbound', channel: 'phone' }),
    happened('Done', 12 / 24, { direction: 'outbound', channel: 'mail' }),
  ]
  const run = plainRun(history, 'Done', day(2))
  expect(run.held).toEqual({ active: 1, company: 6, customer: 5, third_party: 0, unknown: 0 })
  expect(run.gaps).toEqual([
    [1, 4],
    [9, 12],
  ])
  expect(run).toMatchObject({ contacts: 4, switches: 1, promise: null })
})
