import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { day, design, happened, when } from '../../tools/sample-runs.ts'
import type { Interaction } from '../collect/contract.ts'
import { customerMinutes, type Effort, type EffortVector, effortOverheads } from './effort.ts'
import { runsOf } from './runs.ts'

const minute = (minutes: number) => day(minutes / 1440)
const effort = (history: Interaction[], as_of = day(99)): Effort =>
  runsOf(history, design([]), { ...when(as_of), news_seen: true })[0]!.effort
const said = { received: 'it', needed_from_you: null, next_by: null, delivery: 'assumed' as const }

const components = [
  'contacts',
  'forced_switches',
  'transfers',
  'repeats',
  'wasted_steps',
  'hold_minutes',
  'active_minutes',
  'documents',
  'chases',
] as const
const count = fc.integer({ min: 0, max: 500 })
const vector = fc.record(
  Object.fromEntries(components.map((name) => [name, count])),
) as fc.Arbitrary<EffortVector>
const partly = fc.record(
  Object.fromEntries(components.map((name) => [name, fc.option(count)])),
) as fc.Arbitrary<EffortVector>

describe('customer-minutes', () => {
  test('never fall when any component grows', () => {
    fc.assert(
      fc.property(vector, fc.constantFrom(...components), count, (some, name, more) => {
        const grown = customerMinutes({ ...some, [name]: some[name]! + more })
        const before = customerMinutes(some)
        expect(grown.minutes!).toBeGreaterThanOrEqual(before.minutes!)
        expect(grown.avoidable!).toBeGreaterThanOrEqual(before.avoidable!)
        expect(grown.avoidable!).toBeLessThanOrEqual(grown.minutes!)
      }),
    )
  })

  test('add up over parts of a journey', () => {
    fc.assert(
      fc.property(vector, vector, (one, other) => {
        const sum = Object.fromEntries(
          components.map((name) => [name, one[name]! + other[name]!]),
        ) as unknown as EffortVector
        expect(customerMinutes(sum).minutes).toBe(
          customerMinutes(one).minutes! + customerMinutes(other).minutes!,
        )
      }),
    )
  })

  test('of what was not observed are at least those of what was; of nothing they are unknown', () => {
    fc.assert(
      fc.property(partly, (some) => {
        const zeros = Object.fromEntries(
          components.map((name) => [name, some[name] ?? 0]),
        ) as unknown as EffortVector
        const { minutes } = customerMinutes(some)
        if (minutes !== null) expect(minutes).toBe(customerMinutes(zeros).minutes)
        else
          expect(
            components.filter((name) => name !== 'wasted_steps').every((name) => some[name] === null),
          ).toBe(true)
      }),
    )
  })

  test('follow other overheads, and say whose they are', () => {
    const one = { contacts: 1, chases: 1 } as EffortVector
    const dear = { ...effortOverheads, version: 2, contacts: 10 }
    expect(customerMinutes({ ...empty, ...one }, dear)).toEqual({
      minutes: 14,
      avoidable: 4,
      overheads_version: 2,
    })
  })
})

const empty = Object.fromEntries(components.map((name) => [name, null])) as unknown as EffortVector

describe('the effort of a run', () => {
  test('is counted by hand', () => {
    const history = [
      happened('Ordered', 0, { channel: 'web', direction: 'inbound', information_given: ['address'] }),
      happened('Documents asked for', 1, {
        channel: 'letter',
        direction: 'outbound',
        information_asked: ['proof of income'],
        ball_after: 'customer',
      }),
      happened('Documents sent', 3, {
        channel: 'letter',
        direction: 'inbound',
        information_given: ['Proof of income'],
      }),
      happened('Called', 6, {
        channel: 'phone',
        direction: 'inbound',
        information_asked: ['address'],
        ended_at: day(6) + 5 * 60_000,
        agent: 'Ana',
        attributes: { queue_seconds: '90' },
        news: said,
      }),
      happened('Put through', 6, {
        channel: 'phone',
        direction: 'inbound',
        started_at: day(6) + 5 * 60_000,
        ended_at: day(6) + 9 * 60_000,
        agent: 'Bo',
      }),
    ]
    expect(effort(history)).toMatchObject({
      contacts: 3,
      forced_switches: 0, // the customer called after three days
      transfers: 1,
      repeats: 1,
      wasted_steps: null,
      hold_minutes: 1.5,
      active_minutes: 9,
      documents: 1,
      chases: 1,
      minutes: 3 * 4 + 3 + 1 + 1.5 + 9 + 6 + 4,
      avoidable: 3 + 1 + 4,
    })
  })

  test('counts as a document what was asked for by letter, not what is asked in a call', () => {
    const inbound = { channel: 'phone', direction: 'inbound' as const }
    const given = happened('Called', 2, { ...inbound, information_given: ['payslip'] })
    const asked = (direction: 'inbound' | 'outbound') =>
      happened('Asked', 1, { ...inbound, direction, information_asked: ['payslip'] })
    expect(effort([asked('outbound'), given]).documents).toBe(1)
    expect(effort([asked('inbound'), given]).documents).toBe(0)
    expect(effort([asked('outbound'), { ...given, direction: 'outbound' }]).documents).toBe(0)
  })

  test('is unknown where no source tells, and says so', () => {
    const nothing = runsOf([happened('Noted', 0), happened('Done', 1)], design([]), when(day(9)))[0]!.effort
    expect(nothing).toMatchObject({ ...empty, minutes: null, avoidable: null })
    expect(Object.values(nothing.observed)).toEqual(components.map(() => false))
    expect(effort([happened('Asked', 0, { direction: 'inbound' })]).observed).toMatchObject({
      contacts: true,
      chases: true,
      forced_switches: false,
      hold_minutes: false,
    })
  })

  test('is the same however a contact is cut into interactions', () => {
    const interaction = fc.record({
      channel: fc.constantFrom('phone', 'web', 'email', ''),
      start: fc.integer({ min: 0, max: 6000 }),
      length: fc.integer({ min: 2, max: 90 }),
      direction: fc.constantFrom('inbound' as const, 'outbound' as const, 'internal' as const),
      ball_after: fc.constantFrom('unknown' as const, 'company' as const),
      agent: fc.constantFrom('', 'Ana', 'Bo'),
      asked: fc.subarray(['name', 'address', 'pin']),
      given: fc.subarray(['name', 'address']),
      news: fc.boolean(),
      queue: fc.option(fc.integer({ min: 0, max: 300 })),
    })
    fc.assert(
      fc.property(fc.array(interaction, { minLength: 1, maxLength: 8 }), fc.nat(), (entries, which) => {
        const history = entries.map((each, index) => {
          const { channel, direction, agent, ball_after } = each
          const attributes: Record<string, string> =
            each.queue === null ? {} : { queue_seconds: `${each.queue}` }
          return happened(`T${index}`, 0, {
            ...{ channel, direction, agent, ball_after, attributes, sequence: index },
            started_at: minute(each.start),
            ended_at: minute(each.start + each.length),
            information_asked: each.asked,
            information_given: each.given,
            news: each.news ? said : null,
          })
        })
        expect(effort(halved(history, which % history.length))).toEqual(effort(history))
      }),
    )
  })
})

/** One interaction as two, end to end; what was said of it stays where the customer had it. */
function halved(history: Interaction[], which: number): Interaction[] {
  return history.flatMap((each, index) => {
    if (index !== which || each.direction === 'internal') return [each]
    const middle = (each.started_at + each.ended_at!) / 2
    const live = each.channel === 'phone'
    const rest = { information_asked: [], information_given: [] }
    return [
      { ...each, ended_at: middle, news: live ? null : each.news },
      {
        ...each,
        ...rest,
        interaction_id: `${each.interaction_id}-2`,
        started_at: middle,
        news: live ? each.news : null,
      },
    ]
  })
}
