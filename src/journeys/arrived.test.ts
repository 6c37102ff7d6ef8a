import { describe, expect, test } from 'vitest'
import { day, design, happened, hour, when } from '../../tools/sample-runs.ts'
import type { Interaction, News, PromiseFact } from '../collect/contract.ts'
import { runsOf } from './runs.ts'

const told = (more: Partial<News> = {}): News => ({
  received: null,
  needed_from_you: null,
  next_by: null,
  delivery: 'assumed',
  ...more,
})
const lost = (more: Partial<News> = {}) => told({ ...more, delivery: 'failed' })
const promised = (due: number, more: Partial<PromiseFact> = {}): PromiseFact => ({
  what: 'delivery',
  act: 'made',
  due: day(due),
  at: null,
  fulfilled_by: [],
  replaced_by: [],
  voided_by: [],
  ...more,
})
const run = (history: Interaction[], storyboard = design(['Order', 'Done'])) =>
  runsOf(history, storyboard, { ...when(day(30)), news_seen: true })[0]!
const tolerances = (history: Interaction[]) => run(history).gaps.map(({ tolerance }) => tolerance / 86_400)

describe('what could not be delivered', () => {
  test('did not say when the customer hears next: silence after it is tolerated no longer', () => {
    const order = (news: News) => [happened('Order', 0, { news })]
    expect(tolerances(order(told({ next_by: day(9) })))).toEqual([9])
    expect(tolerances(order(lost({ next_by: day(9) })))).toEqual([2])
  })

  test('leaves what was announced before in force', () => {
    const asked = happened('Order', 0, { news: told({ next_by: day(9) }), ball_after: 'customer' })
    const letter = happened('Letter', 1, { news: lost({ next_by: day(20) }) })
    const back = happened('Sent', 2, { direction: 'inbound' })
    expect(tolerances([asked, letter, back])).toEqual([7])
  })

  test('told no date to rely on', () => {
    const order = (news: News) => [happened('Order', 0, { news, promises: [promised(10)] })]
    expect(tolerances(order(told()))).toEqual([10])
    expect(tolerances(order(lost()))).toEqual([2])
    const wait = (news: News) =>
      run([...order(news), happened('Called', 5, { direction: 'inbound' }), happened('Done', 20)])
        .promised_wait
    expect(wait(told())).toEqual({ waited: 15 * 86_400_000, covered: 5 * 86_400_000 })
    expect(wait(lost())).toEqual({ waited: 15 * 86_400_000, covered: 0 })
  })

  test('moves no promise: the date that the customer knows stands', () => {
    const history = (news: News) => [
      happened('Order', 0, { promises: [promised(10, { fulfilled_by: ['Done'] })] }),
      happened('Letter', 8, { news, promises: [promised(15)] }),
      happened('Done', 14),
    ]
    expect(run(history(told())).promises).toMatchObject([{ state: 'renegotiated', due_last: day(15) }])
    expect(run(history(lost())).promises).toMatchObject([{ state: 'late', due_last: day(10) }])
  })

  test('still binds the company that promised it, where nothing was promised before', () => {
    const letter = happened('Order', 0, { news: lost(), promises: [promised(10)] })
    expect(run([letter]).promises).toMatchObject([{ state: 'broken', due: day(10) }])
  })

  test('contradicts nothing, and is contradicted by nothing', () => {
    const says = (on: number, value: string, news: News) =>
      happened('Told', on, {
        news,
        statements: [{ about: 'order', what: 'price', value, changes: false }],
      })
    const values = (first: News, second: News) =>
      run([says(0, '10', first), says(1, '12', second)]).contradictions.length
    expect([values(told(), told()), values(lost(), told()), values(told(), lost())]).toEqual([1, 0, 0])
    const dates = [
      happened('Order', 0, { promises: [promised(10)] }),
      happened('Letter', 3, { news: lost(), promises: [promised(12)] }),
    ]
    expect(run(dates)).toMatchObject({ statements: 1, contradictions: [] })
  })

  test('asked for nothing: what it asked is neither asked twice nor a document demanded', () => {
    const letter = (news: News) =>
      happened('Letter', 1, { direction: 'outbound', news, information_asked: ['address', 'passport'] })
    const life = (news: News) =>
      run([
        happened('Order', 0, { direction: 'inbound', information_given: ['address'] }),
        letter(news),
        happened('Sent', 2, { direction: 'inbound', information_given: ['passport'] }),
      ])
    expect(life(told())).toMatchObject({ asked_twice: { again: 1 }, effort: { documents: 1, repeats: 1 } })
    expect(life(lost())).toMatchObject({ asked_twice: null, effort: { documents: 0, repeats: null } })
  })
})

test('a date told later is not known before: a promise without a date covers no silence until it has one', () => {
  const history = [
    happened('Order', 0, { promises: [{ ...promised(0), due: null }] }),
    happened('Called', 0.5, { direction: 'outbound', promises: [{ ...promised(9), at: hour(96) }] }),
  ]
  expect(tolerances(history)).toEqual([2])
  expect(run(history).promises).toMatchObject([{ due: day(9), due_last: day(9), state: 'broken' }])
})

test('what is put on record inside demands no document of the customer', () => {
  const record = happened('Noted', 0, {
    direction: 'internal',
    statements: [{ about: '', what: 'document_needed', value: 'passport', changes: false }],
  })
  const sent = happened('Sent', 1, { direction: 'inbound', information_given: ['passport'] })
  expect(run([record, sent]).effort.documents).toBe(0)
  expect(run([{ ...record, direction: 'outbound' }, sent]).effort.documents).toBe(1)
})
