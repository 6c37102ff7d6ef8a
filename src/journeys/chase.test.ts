import { describe, expect, test } from 'vitest'
import { day, design, happened, hour, story, when } from '../../tools/sample-runs.ts'
import type { Interaction } from '../collect/contract.ts'
import type { HistoryEntry } from './history-order.ts'
import type { Run } from './run.ts'
import { runsOf } from './runs.ts'
import type { Storyboard } from './storyboard.ts'

const said = { received: null, needed_from_you: null, next_by: null, delivery: 'assumed' as const }
const news = { news: said }
const outcomes = [
  { outcome: 'resolved', kind: 'success' as const, touchpoints: ['Resolved'], attributes: {}, after: null },
]
const run = (
  history: HistoryEntry[],
  storyboard: Storyboard = design([], { outcomes }),
  as_of = day(100),
): Run => runsOf(history, storyboard, { ...when(as_of), news_seen: true })[0]!
const call = (on: number, more: Partial<HistoryEntry> = {}): HistoryEntry => ({
  ...happened('Called', on, { channel: 'phone', direction: 'inbound' }),
  ...more,
})
const opened = happened('Opened', 0, { channel: 'web', direction: 'inbound' })
const days = (some: Run) => some.chasing!.chases.map(({ seconds }) => seconds / 86_400)
const times = (some: Run) =>
  some.chasing!.times.map(({ from_at, to_at, chased }) => [
    (from_at - day(0)) / 86_400_000,
    to_at === null ? null : (to_at - day(0)) / 86_400_000,
    chased,
  ])

describe('a chase', () => {
  test('is not the answer to a survey, which was asked for; a call with a score is', () => {
    const score = {
      question: 'review',
      value: 1,
      scale_min: 1,
      scale_max: 5,
      direction: 'higher_is_better' as const,
    }
    expect(days(run([opened, call(9, { score })]))).toEqual([])
    expect(days(run([opened, call(9, { score, agent: 'Ana' })]))).toEqual([9])
  })

  test('is the call on day 9 of the worked example, eight days after the last news (A.6)', () => {
    const some = run([opened, happened('Updated', 1, news), call(9, news), happened('Resolved', 12, news)])
    expect(days(some)).toEqual([8])
    expect(some.chasing!.chases).toMatchObject([{ channel: 'phone', from: 'Updated', at: day(9) }])
    expect(times(some)).toEqual([
      [0, 1, false],
      [1, 9, true],
      [9, 12, false],
    ])
  })

  test('may come again before any news; the gap lasted until the first', () => {
    const some = run([opened, call(2), call(3), happened('Updated', 7, news)], undefined, day(8))
    expect(days(some)).toEqual([2, 3])
    expect(some.chasing!.chases.map(({ since_contact }) => since_contact! / 86_400)).toEqual([2, 1])
    expect(times(some)).toEqual([
      [0, 2, true],
      [7, null, false],
    ])
  })

  test('is none while the customer holds the ball', () => {
    const asked = happened('Asked', 1, {
      direction: 'outbound',
      news: { ...said, needed_from_you: 'passport' },
    })
    expect(days(run([opened, asked, call(5)]))).toEqual([])
  })

  test('is none by the company, by internal work, or by somebody unknown', () => {
    const by = (more: Partial<Interaction>) => days(run([opened, happened('Something', 5, more)]))
    expect(by({ direction: 'outbound' })).toEqual([])
    expect(by({ direction: 'internal', begun_by: 'customer' })).toEqual([])
    expect(by({})).toEqual([])
    expect(by({ begun_by: 'customer' })).toEqual([5])
  })

  test('is none when the design asks for it there, until it comes a second time', () => {
    const storyboard = story(`
journey: a
version: 1
correlate: { subject: order }
steps: [{ step: Opened }, { step: Called }, { step: Resolved }]
outcomes: { resolved: { kind: success, touchpoints: [Resolved] } }
`)
    expect(days(run([opened, call(3), call(4)], storyboard))).toEqual([4])
  })

  test('is none by somebody else, who has another identifier in the same channel', () => {
    const ana = { identifier_id: '1' }
    const bo = { identifier_id: '2' }
    const first = { ...opened, channel: 'phone', ...ana }
    expect(days(run([first, call(1, bo), call(2, bo), call(3, ana)]))).toEqual([2])
    expect(days(run([{ ...first, channel: 'web' }, call(1, bo)]))).toEqual([1])
    const customer = story(
      '{ journey: a, version: 1, correlate: { customer: 30d }, steps: [{ step: Opened }], outcomes: { resolved: { kind: success, touchpoints: [Opened] } } }',
    )
    const asked = { ...first, touchpoint: 'Asked' }
    expect(days(run([asked, call(1, bo), call(2, bo), call(3, ana)], customer))).toEqual([1, 2, 3])
  })

  test('that is answered in the call itself still came before its news', () => {
    const answered = call(5, { ...news, ended_at: day(5) + 600_000 })
    expect(days(run([opened, answered]))).toEqual([5])
  })

  test('is none while another contact goes on', () => {
    const web = (hours: number) =>
      happened('Looked', 0, { started_at: hour(hours), channel: 'web', direction: 'inbound' })
    const long = call(0, { ended_at: hour(2) })
    expect(days(run([long, web(2)]))).toEqual([])
    expect(days(run([long, web(3)]))).toEqual([1 / 24])
  })

  test('is none once the matter is resolved', () => {
    expect(days(run([opened, happened('Resolved', 3), call(4)]))).toEqual([])
    expect(days(run([opened, { ...call(3), touchpoint: 'Resolved' }]))).toEqual([])
  })

  test('is unknown where silence is', () => {
    const unseen = runsOf([opened, call(4)], design([]), when(day(9)))[0]!
    expect(unseen).toMatchObject({ chasing: null, questions: null, effort: { chases: null } })
  })

  test('is one however many records the contact has', () => {
    const parts = [call(5, { ended_at: hour(121) }), call(5, { started_at: hour(121), ended_at: hour(122) })]
    expect(days(run([opened, ...parts]))).toEqual([5])
  })
})
