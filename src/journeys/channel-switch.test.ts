import { describe, expect, test } from 'vitest'
import { day, design, happened, hour, story, when } from '../../tools/sample-runs.ts'
import type { Interaction } from '../collect/contract.ts'
import { runsOf } from './runs.ts'
import type { Storyboard } from './storyboard.ts'

const any = design([])
const switches = (history: Interaction[], storyboard: Storyboard = any) =>
  runsOf(history, storyboard, when(day(99)))[0]!.channel_switches.map(({ kind, reason, from, to }) =>
    [kind, reason, from, to].filter((word) => word !== null).join(' '),
  )
const web = (more: Partial<Interaction> = {}) =>
  happened('Tried', 0, { channel: 'web', direction: 'inbound', ...more })
const call = (hours: number, more: Partial<Interaction> = {}) =>
  happened('Called', 0, { started_at: hour(hours), channel: 'phone', direction: 'inbound', ...more })

describe('a switch of channel', () => {
  test('is forced when the customer comes within 24 hours with the matter unresolved, and chosen after that', () => {
    expect(switches([web(), call(24)])).toEqual(['forced implicit web phone'])
    expect(switches([web(), call(24.01)])).toEqual(['chosen web phone'])
  })

  test('counts the hours from the end of the contact before', () => {
    expect(switches([web({ ended_at: hour(2) }), call(25)])).toEqual(['forced implicit web phone'])
  })

  test('is forced whenever the contact before says that it could not be done there', () => {
    for (const [name, value] of [
      ['hand_off', 'yes'],
      ['hand_off', 'phone'],
      ['outcome', 'Handed-off'],
    ] as const)
      expect(switches([web({ attributes: { [name]: value } }), call(900)])).toEqual([
        'forced explicit web phone',
      ])
    expect(switches([web({ attributes: { hand_off: 'no', outcome: 'done' } }), call(900)])).toEqual([
      'chosen web phone',
    ])
  })

  test('is the company’s own choice when it does not begin with the customer', () => {
    expect(switches([web(), call(1, { direction: 'outbound' })])).toEqual(['chosen web phone'])
    expect(switches([web(), call(1, { begun_by: 'company' })])).toEqual(['chosen web phone'])
  })

  test('is chosen once the matter is resolved', () => {
    const outcomes = [
      { outcome: 'done', kind: 'success' as const, touchpoints: ['Tried'], attributes: {}, after: null },
    ]
    expect(switches([web(), call(1)], design([], { outcomes }))).toEqual(['chosen web phone'])
  })

  test('is designed where the storyboard has the next step in other channels only', () => {
    const planned = (channels: string) =>
      story(
        `{ journey: a, version: 1, correlate: { subject: order }, steps: [{ step: Tried, channels: [web] }, { step: Called, channels: ${channels} }], outcomes: { done: { kind: success, touchpoints: [Called] } } }`,
      )
    expect(switches([web(), call(1)], planned('[phone]'))).toEqual(['designed web phone'])
    expect(switches([web(), call(1)], planned('[phone, web]'))).toEqual(['forced implicit web phone'])
  })

  test('is chosen where the customer answers the company by doing the next step in one of its channels', () => {
    const planned = story(
      '{ journey: a, version: 1, correlate: { subject: order }, steps: [{ step: Tried, channels: [mail, web] }, { step: Called, channels: [mail, phone] }], outcomes: { done: { kind: success, touchpoints: [Called] } } }',
    )
    const mail = web({ channel: 'mail', direction: 'outbound' })
    expect(switches([mail, call(1)], planned)).toEqual(['chosen mail phone'])
    expect(switches([mail, call(1, { touchpoint: 'Complained' })], planned)).toEqual([
      'forced implicit mail phone',
    ])
    const failed = { ...mail, attributes: { outcome: 'failed' } }
    expect(switches([failed, call(1)], planned)).toEqual(['forced explicit mail phone'])
  })

  test('is chosen when the customer comes to give up, forced when that succeeds which could not be done before', () => {
    const ending = (kind: 'failure' | 'success') =>
      design([], {
        outcomes: [{ outcome: 'over', kind, touchpoints: ['Called'], attributes: {}, after: null }],
      })
    expect(switches([web(), call(1)], ending('failure'))).toEqual(['chosen web phone'])
    expect(switches([web(), call(1)], ending('success'))).toEqual(['forced implicit web phone'])
  })

  test('is not seen through internal work and unknown channels', () => {
    const noted = happened('Noted', 0, { channel: 'back office', direction: 'internal', started_at: hour(1) })
    const unknown = happened('Something', 0, { started_at: hour(1), channel: 'unknown' })
    expect(switches([web(), noted, unknown, web({ started_at: hour(2) })])).toEqual([])
  })

  test('agrees with the plain count of switches where contacts do not overlap', () => {
    const history = [web(), call(1), web({ started_at: hour(2) }), web({ started_at: hour(3) }), call(4)]
    const [run] = runsOf(history, any, when(day(9)))
    expect(run!.channel_switches).toHaveLength(run!.switches)
  })
})
