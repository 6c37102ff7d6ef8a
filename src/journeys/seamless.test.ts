import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { day, design, happened, when } from '../../tools/sample-runs.ts'
import type { Interaction } from '../collect/contract.ts'
import { runsOf } from './runs.ts'

const run = (history: Interaction[], news_seen = false) =>
  runsOf(history, design([]), { ...when(day(30)), news_seen })[0]!
const web = (more: Partial<Interaction> = {}) =>
  happened('Asked', 0, { channel: 'web', direction: 'inbound', ...more })
const call = (on: number, more: Partial<Interaction> = {}) =>
  happened('Called', on, { channel: 'phone', direction: 'inbound', ...more })

describe('a hand-off', () => {
  test('is a change of channel or team; of agent only while the contact goes on', () => {
    const kinds = (history: Interaction[]) => run(history).hand_offs.map((each) => each.kinds)
    expect(kinds([web(), call(1)])).toEqual([['channel']])
    expect(kinds([call(0, { team: 'A' }), call(1, { team: 'B' })])).toEqual([['team']])
    expect(kinds([call(0, { agent: 'Ana' }), call(1, { agent: 'Bo' })])).toEqual([])
    const first = call(0, { agent: 'Ana', ended_at: day(0.5) })
    expect(kinds([first, call(0.5, { agent: 'Bo' })])).toEqual([['agent']])
    expect(
      kinds([web({ channel: '' }), call(1), happened('Noted', 2, { direction: 'internal', team: 'C' })]),
    ).toEqual([])
  })

  test('has failures that are unknown where they were not observed, not absent', () => {
    expect(run([web(), call(1)]).hand_offs).toMatchObject([
      { identity: null, context: null, asked_again: null, waited: null, failure: null },
    ])
    expect(run([web(), call(1)]).seamless).toBe(null)
    expect(run([web(), call(1)], true).hand_offs).toMatchObject([{ waited: false, failure: 0 }])
  })

  test('fails when identity is established again, and when an item is asked again', () => {
    const given = web({ information_given: ['pin', 'address'] })
    const asked = (items: string[]) => run([given, call(1, { information_asked: items })]).hand_offs[0]
    expect(asked(['pin'])).toMatchObject({ identity: true, asked_again: false, failure: 0.5 })
    expect(asked(['address'])).toMatchObject({ identity: false, asked_again: true, failure: 0.5 })
    expect(asked(['reason'])).toMatchObject({ identity: false, asked_again: false, failure: 0 })
  })

  test('fails by waiting only for what lies beyond the tolerance', () => {
    const waited = (on: number) => run([web(), call(on)], true).hand_offs[0]!.waited
    expect([waited(2), waited(2.01)]).toEqual([false, true])
  })
})

describe('seamlessness', () => {
  test('is undefined without a hand-off', () => {
    expect(run([call(0, { information_asked: ['name'] }), call(1)], true)).toMatchObject({
      hand_offs: [],
      seamless: null,
    })
  })

  test('lies between 0 and 1, and one more failure never raises it', () => {
    const step = fc.record({
      channel: fc.constantFrom('web', 'phone', 'mail'),
      opened: fc.constantFrom('yes', 'no', ''),
      asks: fc.subarray(['pin', 'address']),
    })
    fc.assert(
      fc.property(fc.array(step, { minLength: 2, maxLength: 6 }), fc.nat(), (steps, which) => {
        const history = (changed: number) =>
          steps.map(({ channel, opened, asks }, index) =>
            happened('X', index, {
              channel,
              information_asked: asks,
              information_given: ['pin', 'address'],
              attributes: { history_opened: index === changed && opened === 'yes' ? 'no' : opened },
            }),
          )
        const before = run(history(-1)).seamless
        const after = run(history(which % steps.length)).seamless
        if (before === null) expect(after).toBe(null)
        else {
          expect(before).toBeGreaterThanOrEqual(0)
          expect(before).toBeLessThanOrEqual(1)
          expect(after!).toBeLessThanOrEqual(before)
        }
      }),
    )
  })
})
