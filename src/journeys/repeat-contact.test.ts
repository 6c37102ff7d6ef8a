import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { day, design, happened, when } from '../../tools/sample-runs.ts'
import type { Interaction } from '../collect/contract.ts'
import { failureShare, firstContactResolution } from './repeat-contact.ts'
import { runsOf } from './runs.ts'

const run = (history: Interaction[], steps: string[] = []) =>
  runsOf(history, design(steps), { ...when(day(100)), news_seen: true })[0]!
const call = (on: number, more: Partial<Interaction> = {}) =>
  happened('Called', on, { channel: 'phone', direction: 'inbound', ...more })
const said = { received: 'it', needed_from_you: null, next_by: null, delivery: 'assumed' as const }
const told = (on: number) => happened('Told', on, { channel: 'mail', direction: 'outbound', news: said })

describe('a repeated contact', () => {
  test('is the next by the same customer in the run, from the end of the one before', () => {
    const { repeats } = run([call(0, { ended_at: day(0) + 600_000 }), told(1), call(3), told(4)])
    expect(repeats.map(({ at, again_at }) => [at, again_at])).toEqual([
      [day(0) + 600_000, day(3)],
      [day(3), null],
    ])
  })

  test('is not one the design asks for, nor one that began before the other was over', () => {
    expect(
      run([call(0), happened('Paid', 2, { direction: 'inbound' })], ['Called', 'Paid']).repeats,
    ).toMatchObject([{ again_at: null }, { again_at: null }])
    const overlapping = [call(0, { ended_at: day(2) }), call(1, { channel: 'web' })]
    expect(run(overlapping).repeats.map(({ again_at }) => again_at)).toEqual([null, null])
  })
})

describe('first contact resolution', () => {
  test('does not count a contact as resolved that is younger than the window', () => {
    const at = day(0)
    const old = { at, again_at: null, judged_until: day(30) }
    const young = { at, again_at: null, judged_until: day(1) }
    const repeated = { at, again_at: day(2), judged_until: day(30) }
    expect(firstContactResolution([old, repeated])).toBe(0.5)
    expect(firstContactResolution([old, repeated, young, young, young])).toBe(0.5)
    expect(firstContactResolution([])).toBe(null)
  })

  test('is the plain share where everything was watched long enough, and falls with the window', () => {
    const days = fc.option(fc.integer({ min: 1, max: 40 }))
    fc.assert(
      fc.property(
        fc.array(days, { minLength: 1, maxLength: 30 }),
        fc.integer({ min: 1, max: 30 }),
        (all, w) => {
          const times = all.map((again) => ({
            at: day(0),
            again_at: again === null ? null : day(again),
            judged_until: day(50),
          }))
          const plain = all.filter((again) => again === null || again > w).length / all.length
          expect(firstContactResolution(times, w)).toBeCloseTo(plain, 9)
          expect(firstContactResolution(times, w + 5)!).toBeLessThanOrEqual(
            firstContactResolution(times, w)! + 1e-12,
          )
        },
      ),
    )
  })
})

describe('failure demand', () => {
  test('is a share of all contacts over runs, unknown without any', () => {
    const none = { contacts: 0, chase: 0, repeat: 0, complaint: 0, clarification: 0 }
    expect(failureShare([none])).toBe(null)
    expect(failureShare([none, { ...none, contacts: 6, chase: 2, repeat: 1 }])).toMatchObject({
      failures: 3,
      contacts: 6,
      share: 0.5,
    })
  })

  test('is not what the design asks of the customer', () => {
    const paid = happened('Paid', 2, { direction: 'inbound' })
    const done = happened('Called', 1, { direction: 'outbound', ball_after: 'customer', news: said })
    expect(run([call(0), done, paid], ['Called', 'Paid']).failure_demand).toMatchObject({
      contacts: 2,
      repeat: 0,
    })
    expect(run([call(0), done, paid]).failure_demand).toMatchObject({ contacts: 2, repeat: 1 })
  })

  test('counts each contact of the customer once, as the first that fits', () => {
    const history = [
      call(0),
      told(1),
      call(3), // silence since day 1: a chase
      told(4),
      happened('Complaint made', 30, { channel: 'mail', direction: 'inbound', ball_after: 'customer' }),
      happened('Called', 50, {
        direction: 'inbound',
        attributes: { topic: 'Clarify the bill' },
        ball_after: 'customer',
      }),
      call(55, { ball_after: 'customer' }), // nobody was waited for: a repeat within 7 days
      call(90),
    ]
    history[4] = { ...history[4]!, begun_by: 'customer' }
    expect(run(withBall(history)).failure_demand).toEqual({
      contacts: 6,
      chase: 1,
      repeat: 1,
      complaint: 1,
      clarification: 1,
    })
  })
})

/** From day 4 on the customer holds the ball: what they do then chases nothing. */
function withBall(history: Interaction[]): Interaction[] {
  return history.map((each) =>
    each.started_at >= day(4) ? { ...each, ball_after: 'customer' as const } : each,
  )
}
