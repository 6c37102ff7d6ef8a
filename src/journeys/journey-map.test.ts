import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type InProcess, openInProcess } from '../../tools/in-process.ts'
import type { Output } from '../http/operation.ts'
import { readEdge, readJourneyMap } from './contract.ts'

const mapping = `source: desk
complete_until: 2026-03-11T00:00:00
records:
  - file: cases.csv
    key: [$case, $at]
    subjects: { case: $case }
    interactions:
      - touchpoint: $what
        at: $at
        channel: $channel
        direction: { column: by, translate: { customer: inbound, desk: outbound } }
        begun_by: { column: by, translate: { customer: customer, desk: company } }
        attributes: { region: $region }
`
const storyboard = `journey: case
version: 1
correlate: { subject: case }
silence: 2d
starts: [Asked]
steps:
  - { step: Asked, stage: Ask, owner: Desk, tells: [case number] }
  - optional: [{ step: Form }]
  - { step: Checked, stage: Decide, tells: [state], moment_of_truth: true }
  - { step: Done, stage: Decide, tells: [answer] }
outcomes:
  cancelled: { kind: failure, touchpoints: [Cancelled] }
  done: { kind: success, touchpoints: [Done] }
`
// A waits 5 days, 3 beyond tolerance. B calls three times in 6 days of silence. C is given up after Checked. D still waits.
const cases = `case,what,at,channel,by,region
A,Asked,2026-03-01,web,customer,North
A,Checked,2026-03-06,mail,desk,North
A,Done,2026-03-07,mail,desk,North
B,Asked,2026-03-01,web,customer,South
B,Called,2026-03-02,phone,customer,South
B,Called,2026-03-05,phone,customer,South
B,Called,2026-03-06,phone,customer,South
B,Checked,2026-03-07,mail,desk,South
B,Done,2026-03-08,mail,desk,South
C,Asked,2026-03-01,web,customer,South
C,Checked,2026-03-02,mail,desk,South
C,Cancelled,2026-03-03,phone,customer,South
D,Asked,2026-03-01,web,customer,North
`
const day = 86_400

let product: InProcess
let map: Output<typeof readJourneyMap>
beforeAll(async () => {
  product = await openInProcess()
  const folder = product.folder({ 'cases.csv': cases, 'mapping.yaml': mapping })
  expect(await product.import('main', folder)).toMatchObject({ state: 'done', stored: 13 })
  await product.storyboard('main', storyboard)
  map = await product.call(readJourneyMap, { workspace: 'main', journey: 'case' })
})
afterAll(() => product.close())

const edge = (from: string, to: string) => map.edges.find((one) => one.from === from && one.to === to)!
const node = (name: string) => map.nodes.find((one) => one.node === name)!
const opened = (from: string, to: string) =>
  product.call(readEdge, { workspace: 'main', journey: 'case', from, to })

describe('the map', () => {
  test('says of each edge how many runs took it, how long and in whose hands, and what of that was silence', () => {
    expect(edge('Asked', 'Checked')).toMatchObject({
      count: 2,
      runs: 2,
      designed: true,
      median_seconds: 3 * day,
      waited_for: 'company',
      held: { customer: 0, company: 1, third_party: 0, unknown: 0 },
      silent: { runs: 1, of: 2, share: 0.5 },
      silent_share: 0.5,
      excess_days: 3,
    })
    expect(edge('Asked', 'Called')).toMatchObject({
      designed: false,
      silent: { runs: 0, of: 1 },
      excess_days: 0,
    })
  })

  test('counts a run once, however often it takes an edge or is silent on it', () =>
    expect(edge('Called', 'Called')).toMatchObject({
      count: 2,
      runs: 1,
      silent: { runs: 1, of: 1 },
      excess_days: 3,
      silent_share: 0.75,
    }))

  test('of an edge that nobody took knows no time and no silence', () =>
    expect(edge('Asked', 'Form')).toEqual({
      from: 'Asked',
      to: 'Form',
      count: 0,
      runs: 0,
      designed: true,
      median_seconds: null,
      p90_seconds: null,
      held: null,
      waited_for: 'unknown',
      silent_share: null,
      silent: { runs: 0, of: 0, share: null, low: null, high: null },
      excess_days: null,
    }))

  test('says after which step runs are lost, of those that are over, and where they are silent now', () => {
    expect(node('Checked')).toMatchObject({ stage: 'Decide', lost: { runs: 1, of: 3 }, silent_now: 0 })
    expect(node('Asked')).toMatchObject({ owner: 'Desk', runs: 4, lost: { runs: 0, of: 3 }, silent_now: 1 })
    expect(node('Called')).toMatchObject({ designed: false, lived: 3, runs: 1, lost: null })
    expect(node('Form')).toMatchObject({ lived: 0, lost: { runs: 0, of: 0, share: null }, silent_now: null })
  })
})

describe('an edge opened', () => {
  test('is told by how long each passage took, with the silent ones among them and the slowest first', async () => {
    const { count, runs, seconds, silent, linear, logarithmic, slowest } = await opened('Called', 'Called')
    expect({ count, runs, silent }).toMatchObject({ count: 2, runs: 1, silent: { runs: 1, of: 1 } })
    expect(seconds).toMatchObject({ median: 2 * day, longest: 3 * day })
    const of = (bars: typeof linear, at: number) =>
      bars.find(({ from, to }) => from <= at && (to === null || at < to))
    expect([day, 3 * day].map((at) => of(linear, at))).toMatchObject([
      { count: 1, silent: 1 },
      { count: 1, silent: 1 },
    ])
    expect([day, 3 * day].map((at) => of(logarithmic, at)?.count)).toEqual([1, 1])
    expect(slowest.map((one) => [one.subject, one.seconds, one.silent_seconds, one.arrived_at])).toEqual([
      ['B', 3 * day, 2 * day, '2026-03-05T00:00:00.000Z'],
      ['B', day, day, '2026-03-06T00:00:00.000Z'],
    ])
  })

  test('stands side by side by attribute', async () => {
    const { segments } = await opened('Asked', 'Checked')
    expect(segments.map(({ value, median_seconds, silent }) => [value, median_seconds, silent.runs])).toEqual(
      [
        ['North', 5 * day, 1],
        ['South', day, 0],
      ],
    )
  })

  test('that nobody took is empty and knows nothing', async () =>
    expect(await opened('Asked', 'Form')).toMatchObject({
      count: 0,
      seconds: null,
      held: null,
      excess_days: null,
      slowest: [],
      linear: [],
    }))
})
