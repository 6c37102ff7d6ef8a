import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type InProcess, openInProcess } from '../../tools/in-process.ts'
import { readProfile } from './contract.ts'

const mapping = `source: shop
complete_until: 2026-03-12T00:00:00
records:
  - file: events.csv
    key: [$order, $event]
    subjects: { order: $order }
    interactions: [{ touchpoint: $event, at: $at }]
`
const storyboard = `journey: order
version: 1
correlate: { subject: order }
starts: [Placed]
steps: [{ step: Placed }, { step: Sent }, { step: Delivered }]
outcomes:
  cancelled: { kind: failure, touchpoints: [Cancelled] }
  delivered: { kind: success, touchpoints: [Delivered] }
`
const events = `order,event,at
A,Placed,2026-03-01
A,Sent,2026-03-02
A,Delivered,2026-03-03
B,Placed,2026-03-01
B,Sent,2026-03-03
B,Cancelled,2026-03-04
C,Placed,2026-03-01
C,Sent,2026-03-05
C,Delivered,2026-03-11
D,Placed,2026-03-01
`

let product: InProcess
beforeAll(async () => {
  product = await openInProcess()
  const folder = product.folder({ 'events.csv': events, 'mapping.yaml': mapping })
  await product.import('main', folder)
  await product.storyboard('main', storyboard)
})
afterAll(() => product.close())

test('a profile says how long it takes between any two touchpoints, where it waits and where runs are lost', async () => {
  const profile = await product.call(readProfile, { workspace: 'main', journey: 'order', zeta: 1 })
  const day = 86_400
  const of = (from: string, to: string) => profile.pairs.find((pair) => pair.from === from && pair.to === to)
  // By hand: 1, 2 and 4 days; mean 7/3, squared deviations 16/9, 1/9 and 25/9 over 2.
  const sent = of('Placed', 'Sent')!
  expect(sent).toMatchObject({ n: 3, median: 2 * day, mad: day, unusual_runs: 1 })
  expect(sent.mean).toBeCloseTo((7 / 3) * day, 6)
  expect(sent.sd).toBeCloseTo(Math.sqrt(42 / 18) * day, 6)
  expect(sent.p90).toBeCloseTo(3.6 * day, 6)
  expect(of('Placed', 'Delivered')).toMatchObject({ n: 2, median: 6 * day })
  expect(of('Sent', 'Placed')).toBeUndefined()
  expect(profile.unusual_runs).toBe(1)
  expect(profile.bottlenecks[0]).toMatchObject({ from: 'Placed', to: 'Sent', count: 3, days: 7 })
  expect(profile.bottlenecks[1]).toMatchObject({ from: 'Sent', to: 'Delivered', days: 7, share: 7 / 15 })
  expect(profile.lost).toEqual([{ last_step: 'Sent', runs: 1, failed: 1, abandoned: 0, share: 1 }])
  // By hand: of 4 one succeeds on day 2, of the 3 left one fails on day 3, of 2 one succeeds on day 10; one is open.
  const end = profile.ends.curve.at(-1)!
  expect(end.success.share).toBeCloseTo(0.5, 10)
  expect(end.failure.share).toBeCloseTo(0.25, 10)
  expect(end.open).toBeCloseTo(0.25, 10)
  expect(profile.unusual_in_run).toBeNull()
})

test('without a storyboard there are times and bottlenecks, and a run is told what was unusual in it', async () => {
  const profile = await product.call(readProfile, {
    workspace: 'main',
    journey: 'subject:order',
    zeta: 1,
    run_id: 'subject:order:C',
  })
  expect(profile.runs).toBe(4)
  expect(profile.lost).toEqual([])
  expect(profile.unusual_in_run).toEqual([
    { from: 'Placed', to: 'Sent', at: '2026-03-01T00:00:00.000Z', took: 4 * 86_400, usual: 2 * 86_400 },
  ])
  await expect(product.call(readProfile, { workspace: 'main', journey: 'subject:parcel' })).rejects.toThrow(
    /There are: order/,
  )
})

test('receipt has the published pairs and deviating runs', async ({ skip }) => {
  const log = resolve('../shared/data/logs/receipt.xes.gz')
  skip(!existsSync(log), `no ${log} here`)
  await product.workspace('receipt')
  expect(await product.import('receipt', log)).toMatchObject({ state: 'done' })
  const found = []
  for (const zeta of [1, 2, 3, 6]) {
    const profile = await product.call(readProfile, { workspace: 'receipt', journey: 'subject:case', zeta })
    found.push([profile.pairs.length, profile.unusual_runs])
  }
  expect(found).toEqual([
    [329, 317],
    [329, 155],
    [329, 91],
    [329, 30],
  ])
}, 60_000)
