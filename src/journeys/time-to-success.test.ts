import { afterAll, beforeAll, expect, test } from 'vitest'
import { type InProcess, openInProcess } from '../../tools/in-process.ts'

const mapping = `source: shop
complete_until: 2026-03-06T00:00:00
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
steps: [{ step: Placed }, { step: Delivered }]
outcomes:
  cancelled: { kind: failure, touchpoints: [Cancelled] }
  delivered: { kind: success, touchpoints: [Delivered] }
`
const events = `order,event,at
A,Placed,2026-03-01
A,Delivered,2026-03-03
B,Placed,2026-03-01
B,Cancelled,2026-03-04
C,Placed,2026-03-01
C,Delivered,2026-03-05
D,Placed,2026-03-01
`

let product: InProcess
beforeAll(async () => {
  product = await openInProcess()
})
afterAll(() => product.close())

test('runs still waiting and runs that failed count as watched without a success', async () => {
  const folder = product.folder({ 'events.csv': events, 'mapping.yaml': mapping })
  expect(await product.import('main', folder)).toMatchObject({ state: 'done', stored: 7 })
  await product.storyboard('main', storyboard)
  const { time_to_success, days } = await product.report('main', 'order')
  // By hand: 4 at risk, one delivered on day 2 leaves .75; one cancelled on day 3; of 2 one delivered on day 4 leaves .375.
  expect(time_to_success).toMatchObject({ runs: 4, successes: 2, median_days: 4 })
  expect(days.delivered?.median).toBe(3)
})
