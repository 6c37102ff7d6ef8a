import { afterAll, beforeAll, expect, test } from 'vitest'
import { type InProcess, openImported } from '../../tools/in-process.ts'
import type { CallFailed } from '../http/call.ts'
import type { Operation } from '../http/operation.ts'
import * as contract from './contract.ts'

const mapping = `source: desk
complete_until: 2026-03-20T00:00:00Z
records:
  - file: events.csv
    key: $id
    identifiers: { customer: $who }
    subjects: { case: $case }
    channel: $channel
    team: $team
    direction: $direction
    ball_after: $ball
    attributes: [history_opened]
    information_given: [{ column: gives, split: ";" }]
    information_asked: [{ column: asks, split: ";" }]
    states: [{ about: delivery, what: price, value: $price }]
    interactions:
      - { touchpoint: $touchpoint, at: $at, lasts: { column: minutes, unit: minutes }, when: { news: absent } }
      - { touchpoint: $touchpoint, at: $at, when: { news: present }, news: { received: it } }
`
const storyboard = `journey: case
version: 1
correlate: { subject: case }
silence: 2d
steps: [{ step: Form, channels: [web] }, { step: Answered, channels: [mail] }]
outcomes: { closed: { kind: success, touchpoints: [Answered] } }
`
// Case A: form on day 1, chased by phone two days and an hour later, ten minutes, the address asked again, another price; answered on day 11.
// Case B: form, answered a day later. Case C: nothing is known but that something happened.
const events = `id,case,who,touchpoint,at,channel,team,direction,ball,minutes,news,gives,asks,price,history_opened
1,A,Ana,Form,2026-03-01T00:00:00Z,web,Shop,inbound,company,,,address,,10,
2,A,Ana,Called,2026-03-03T01:00:00Z,phone,Desk,inbound,company,10,,,address,12,no
3,A,Ana,Answered,2026-03-11T00:00:00Z,mail,Desk,outbound,customer,,yes,,,,
4,B,Bo,Form,2026-03-02T00:00:00Z,web,Shop,inbound,company,,,address,,10,
5,B,Bo,Answered,2026-03-03T00:00:00Z,mail,Shop,outbound,customer,,yes,,,,
6,C,Cy,Noted,2026-03-02T00:00:00Z,,,,,,,,,,
`
const asked = { workspace: 'main', journey: 'case' }

let product: InProcess
beforeAll(async () => {
  product = await openImported({ 'events.csv': events, 'mapping.yaml': mapping }, storyboard, 6)
}, 60_000)
afterAll(() => product.close())

test('effort adds up over the runs that observed it, and says what it cost in one sentence', async () => {
  const { minutes, avoidable, components, words, months, seen } = await product.call(
    contract.readEffort,
    asked,
  )
  // A: two contacts of 4, ten minutes, a forced switch? The call came after two days: chosen. A repeated item 1, a chase 4. B: one contact.
  expect(minutes).toMatchObject({ total: 2 * 4 + 10 + 1 + 4 + 4 })
  expect(avoidable.total).toBe(5)
  expect(words).toBe('The journey case cost its customers at least 27 minutes, 5 minutes of them avoidable.')
  const repeats = components.find(({ component }) => component === 'repeats')
  expect(repeats).toMatchObject({ seen: { runs: 3, observed: 1 }, total: 1, mean: 1, avoidable: true })
  expect(components.find(({ component }) => component === 'hold_minutes')).toMatchObject({
    total: null,
    mean: null,
  })
  // Ana began two contacts, Bo one: a mean of 1.5, by Student with one degree of freedom ± 12.706 · 0.5, and not below none.
  const contacts = components.find(({ component }) => component === 'contacts')!
  expect(contacts).toMatchObject({ total: 3, mean: 1.5, low: 0, minutes: 12, minutes_low: 0 })
  expect(contacts.high).toBeCloseTo(1.5 + 12.7062 * 0.5, 3)
  expect(contacts.minutes_high).toBeCloseTo((1.5 + 12.7062 * 0.5) * 2 * 4, 2)
  expect(months).toMatchObject([{ month: '2026-03', runs: 3, minutes: 27, mean: minutes.value }])
  // One month holds all runs: told by month it is as sure as told of all.
  expect([months[0]!.minutes_low, months[0]!.mean_high]).toEqual([minutes.total_low, minutes.high])
  expect([months[0]!.avoidable, months[0]!.avoidable_high]).toEqual([avoidable.total, avoidable.total_high])
  expect(seen).toMatchObject({ runs: 3, observed: 3 })
})

test('time is told by who held the ball; a run of which nothing is known is not counted as waiting', async () => {
  const { holders, company_wait, flow_efficiency, seen } = await product.call(contract.readTime, asked)
  const days = Object.fromEntries(holders.map(({ holder, days }) => [holder, days]))
  expect(days.company).toBeCloseTo(10 + 1 - 10 / 1440, 6)
  expect(days.active).toBeCloseTo(10 / 1440, 6)
  expect(days.unknown).toBeCloseTo(18, 6)
  expect(seen).toEqual({ runs: 3, observed: 2, share: 2 / 3 })
  expect(company_wait).toMatchObject({ n: 2 })
  expect(company_wait.value).toBeCloseTo((11 - 10 / 1440) / 11, 6)
  expect(flow_efficiency).toMatchObject({ n: 1, low: null })
})

test('means have intervals over customers, of the runs in which they were observed', async () => {
  const { means } = await product.call(contract.readMeans, asked)
  // By hand: A is closed after ten days, B after one, C not; of those two customers t(1) = 12.706, standard error 4.5.
  expect(means.days).toMatchObject({ n: 2, value: 5.5, low: 0 })
  expect(means.days.high).toBeCloseTo(5.5 + 12.7062 * 4.5, 2)
  // Of C it is known that nobody chased: nothing avoidable was seen.
  expect(means.avoidable).toMatchObject({ n: 3, value: 5 / 3 })
  expect(means.conformance.high).toBeLessThanOrEqual(1)
})

test('silence has its gaps, the declared tolerance, and why another cannot be learnt', async () => {
  const silence = await product.call(contract.readSilence, asked)
  expect(silence).toMatchObject({ declared: 2 * 86_400, silent: { count: 2, of: 3 }, now: { runs: 1 } })
  expect(silence.learnt.reason).toBe('cannot be learnt: 1 chases, 50 are needed')
  expect(silence.now.longest).toMatchObject([{ subject: 'C', days: 18, tolerance_days: 2 }])
})

test('contacts and switches are counted with what they came of', async () => {
  const found = await product.call(contract.readRepeats, asked)
  expect(found).toMatchObject({ contacts: 3, failure_demand: { count: 1, of: 3, chase: 1 } })
  // One of three came again, after two days and an hour; the others were watched for longer than 7 days.
  expect(found.first_contact_resolution.map(({ share }) => share?.toFixed(3))).toEqual([
    '1.000',
    '0.667',
    '0.667',
  ])
  expect(found.switches.pairs).toContainEqual({
    from: 'web',
    to: 'phone',
    forced: 0,
    chosen: 1,
    designed: 0,
    runs: { forced: 0, chosen: 1, designed: 0 },
  })
})

test('what is not consistent is shown with both sides and its run', async () => {
  const found = await product.call(contract.readConsistency, asked)
  expect(found.asked_twice).toMatchObject({ again: { count: 1, of: 1 }, seen: { runs: 3, observed: 1 } })
  expect(found.asked_twice.items).toMatchObject([
    { item: 'address', given_in: 'web', channel: 'phone', times: 1 },
  ])
  expect(found.contradictions.runs).toMatchObject({ count: 1, of: 1 })
  expect(found.contradictions.examples).toMatchObject([
    {
      subject: 'A',
      about: 'delivery',
      first: { value: '10', owner: 'Shop' },
      second: { value: '12', owner: 'Desk' },
    },
  ])
  expect(found.contradictions.pairs).toEqual([{ first: 'Shop', second: 'Desk', times: 1, runs: 1 }])
  expect(found.hand_offs.without).toMatchObject({ count: 1, of: 3 })
  expect(found.hand_offs.failures.find(({ failure }) => failure === 'context')).toMatchObject({
    count: 1,
    of: 1,
  })
})

test('the three questions have their clocks, and open ones count', async () => {
  const { clocks } = await product.call(contract.readQuestions, asked)
  expect(clocks.map(({ question }) => question)).toEqual(['received', 'needed', 'next'])
  expect(clocks[0]).toMatchObject({ answered: { count: 2, of: 2 } })
  expect(clocks[1]).toMatchObject({ answered: { count: 0, of: 2 }, median: null })
})

test('a trace has the measures of its run, and its sentence speaks of them', async () => {
  const { runs } = await product.call(contract.listRuns, { ...asked, limit: 10 })
  const run_id = runs.find(({ subject }) => subject === 'A')!.run_id
  const { measures, sentence } = await product.call(contract.readRun, { workspace: 'main', run_id })
  expect(measures).toMatchObject({
    effort: { chases: 1, repeats: 1, minutes: 23, avoidable: 5, hold_minutes: null },
    chases: [{ at: '2026-03-03T01:00:00.000Z' }],
    asked_again: [{ item: 'address', given_in: 'web' }],
    channel_switches: [{ kind: 'chosen' }, { from: 'phone', to: 'mail' }],
    contradictions: [{ first: { value: '10' }, second: { value: '12' } }],
  })
  expect(measures!.ball!.active).toBe(600)
  expect(sentence).toContain(
    '; had to ask where it stands once; was asked again for address; was told two things about the price of delivery: “10”, then “12”',
  )
})

test('the runs behind a break of memory are listed', async () => {
  const behind = async (broken: string) =>
    (await product.call(contract.listRuns, { ...asked, break: broken })).runs.map(({ subject }) => subject)
  expect(await behind('asked_twice|Form|Called|')).toEqual(['A'])
  expect(await behind('asked_twice|Form|Answered|')).toEqual([])
  expect(await behind('hand_off|web|phone|')).toEqual(['A'])
  expect(await behind('hand_off|phone|mail|')).toEqual([])
  expect(await behind('contradiction|web|phone|')).toEqual(['A'])
  expect(await behind('contradiction|phone|web|')).toEqual([])
  expect(await behind('forced_switch|web|phone|')).toEqual([])
})

test('the runs behind a measure are listed', async () => {
  const having = async (what: string) =>
    (await product.call(contract.listRuns, { ...asked, having: what })).runs
      .map(({ subject }) => subject)
      .sort()
  expect(await having('silent')).toEqual(['A', 'C'])
  expect(await having('silent_now')).toEqual(['C'])
  expect(await having('chase')).toEqual(['A'])
  expect(await having('repeat')).toEqual([])
  expect(await having('came_again|1')).toEqual([])
  expect(await having('came_again|7')).toEqual(['A'])
  expect(await having('chosen_switch|web|phone')).toEqual(['A'])
  expect(await having('forced_switch')).toEqual([])
  expect(await having('designed_switch|*|mail')).toEqual(['B'])
  expect(await having('asked_twice|address|web|phone')).toEqual(['A'])
  expect(await having('asked_twice|name')).toEqual([])
  expect(await having('security_asked_twice')).toEqual([])
  expect(await having('hand_off|*|*|*|context')).toEqual(['A'])
  expect(await having('hand_off|channel|web|phone|identity')).toEqual([])
  expect(await having('no_hand_off')).toEqual(['C'])
  expect(await having('contradiction|Shop|Desk|price')).toEqual(['A'])
  expect(await having('contradiction|Desk')).toEqual([])
})

test('filters narrow every measure', async () => {
  const { seen } = await product.call(contract.readTime, { ...asked, channel: 'phone' })
  expect(seen).toEqual({ runs: 1, observed: 1, share: 1 })
})

test('every figure of a journey answers under every filter, or says why not', async () => {
  const filters: contract.Filters[] = [
    { promise: 'delivery=kept' },
    {
      channel: 'web',
      attribute: 'history_opened=no',
      outcome: 'closed',
      version: 1,
      since: '2026-03-01',
      until: '2026-03-03',
    },
  ]
  const operations = (Object.values(contract) as unknown[]).filter(isFigure)
  expect(operations.length).toBeGreaterThan(20)
  const faults: string[] = []
  for (const operation of operations)
    for (const narrowed of filters)
      await product.call(operation, { ...asked, ...narrowed }).catch((error: CallFailed) => {
        if (error.status >= 500) faults.push(`${operation.name} ${JSON.stringify(narrowed)}`)
      })
  expect(faults).toEqual([])
})

function isFigure(value: unknown): value is Operation {
  if (typeof value !== 'object' || value === null || !('path' in value)) return false
  const { method, path, input } = value as Operation
  return method === 'GET' && path.includes(':journey') && input.safeParse(asked).success
}
