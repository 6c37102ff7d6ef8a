import { afterAll, beforeAll, expect, test } from 'vitest'
import { type InProcess, openImported } from '../../tools/in-process.ts'
import { readPlaces, readTime } from './contract.ts'

const mapping = `source: desk
complete_until: 2026-03-20T00:00:00Z
records:
  - file: events.csv
    key: $id
    identifiers: { customer: $who }
    subjects: { case: $case }
    channel: web
    direction: $direction
    ball_after: $ball
    interactions:
      - { touchpoint: $touchpoint, at: $at, lasts: { column: hours, unit: hours } }
`
const storyboard = `journey: case
version: 1
correlate: { subject: case }
steps:
  - { step: Form, stage: Asking }
  - { step: Call, stage: Asking }
  - { step: Check, stage: Deciding }
  - { step: Told, stage: Deciding }
outcomes: { closed: { kind: success, touchpoints: [Told] } }
`
// A: a form (ball with the company), a call of two hours after a day, checked inside for four hours a day later, told the day after.
// B: noted inside, which says nothing of the ball; the customer is asked two days later and has not answered.
const events = `id,case,who,touchpoint,at,direction,ball,hours
1,A,Ana,Form,2026-03-01T00:00:00Z,inbound,company,
2,A,Ana,Call,2026-03-02T00:00:00Z,outbound,third_party,2
3,A,Ana,Check,2026-03-03T00:00:00Z,internal,company,4
4,A,Ana,Told,2026-03-04T00:00:00Z,outbound,customer,
5,B,Bo,Check,2026-03-10T00:00:00Z,internal,,
6,B,Bo,Call,2026-03-12T00:00:00Z,outbound,customer,1
`
const asked = { workspace: 'main', journey: 'case' }

let product: InProcess
beforeAll(async () => {
  product = await openImported({ 'events.csv': events, 'mapping.yaml': mapping }, storyboard, 6)
}, 60_000)
afterAll(() => product.close())

const hours = (holders: Record<string, number>) =>
  Object.fromEntries(
    Object.entries(holders)
      .map(([holder, days]) => [holder, Math.round(days * 24 * 1e6) / 1e6] as const)
      .filter(([, each]) => each !== 0),
  )

test('time is parted by place and by who held the ball there, and comes to the whole', async () => {
  const report = await product.call(readPlaces, asked)
  const { holders } = await product.call(readTime, asked)
  expect(report.unplaced).toBeNull()
  const places = Object.fromEntries(report.steps.map((each) => [each.place, hours(each.holders)]))
  // By hand. Form: a day for the company. Call: A two hours active, 22 for the third party; B one active, then seven days and 23 hours
  // for the customer. Check: A four hours of work for the third party still, 20 for the company; B two days of which nothing tells.
  expect(places).toEqual({
    Form: { company: 24 },
    Call: { active: 3, third_party: 22, customer: 7 * 24 + 23 },
    Check: { third_party: 4, company: 20, unknown: 48 },
    Told: {},
  })
  for (const { holder, days } of holders) {
    const placed = report.steps.reduce((sum, each) => sum + each.holders[holder as 'active'], 0)
    expect(placed).toBeCloseTo(days, 9)
  }
  expect(report.steps.map(({ place, runs }) => [place, runs])).toEqual([
    ['Form', 1],
    ['Call', 2],
    ['Check', 2],
    ['Told', 1],
  ])
  expect(report.days).toBeCloseTo(13, 9)
})

test('stages are the steps that lie in them, and shares come to the whole', async () => {
  const { stages, steps } = await product.call(readPlaces, asked)
  const shares = (some: { share: number | null }[]) => some.reduce((sum, { share }) => sum + share!, 0)
  expect(shares(stages)).toBeCloseTo(1, 10)
  expect(shares(steps)).toBeCloseTo(1, 10)
  expect(stages.map(({ place, days }) => [place, Math.round(days * 24)])).toEqual([
    ['Asking', 24 + 24 + 192],
    ['Deciding', 24 + 48],
  ])
  // Of two customers: Deciding has 24 of Ana’s 72 hours and 48 of Bo’s 240; R = 72/312, by the ratio estimator.
  const ratio = 72 / 312
  const error = Math.sqrt(2 * ((24 - ratio * 72) ** 2 + (48 - ratio * 240) ** 2)) / 312
  expect(stages[1]!.share).toBeCloseTo(ratio, 10)
  expect(stages[1]!.high).toBeCloseTo(ratio + 12.7062 * error, 4)
})

test('what was done inside is known of each interaction, not of how its touchpoint usually goes', async () => {
  // The same as A; elsewhere Check is a visit of the customer, three times as often.
  const visits = [1, 2, 3].map((nth) => `c${nth},C,Cy,Check,2026-03-1${nth}T00:00:00Z,inbound,company,1`)
  const files = {
    'events.csv': [...events.split('\n').filter((line) => !line.includes(',B,')), ...visits].join('\n'),
    'mapping.yaml': mapping,
  }
  await product.workspace('visits')
  await product.import('visits', product.folder(files))
  await product.storyboard('visits', storyboard)
  const report = await product.call(readPlaces, { ...asked, workspace: 'visits' })
  expect(report.unplaced).toBeNull()
  const check = report.steps.find(({ place }) => place === 'Check')
  // Of A as above; C: three visits of an hour, then the company until 20 March.
  expect(hours(check!.holders as never)).toEqual({ active: 3, third_party: 4, company: 20 + 9 * 24 - 3 })
})
