import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { noServerBecause, startClickhouse } from '../../tools/clickhouse-server.ts'
import { type InProcess, openInProcess } from '../../tools/in-process.ts'

const reason = noServerBecause()
if (reason !== null) console.warn(`A ClickHouse server of one's own is not tested: ${reason}.`)

const mapping = `source: orders
zone: UTC
storyboards: [order.yaml]
records:
  - file: orders.csv
    key: $id
    identifiers: { user_id: $customer }
    subjects: { order: $order }
    touchpoint: $touchpoint
    channel: $channel
    at: $at
    attributes: [region]
`
const storyboard = `journey: order
version: 1
correlate: { subject: order }
starts: [Placed]
silence: 2d
steps: [{ step: Placed }, { step: Paid }, { step: Delivered }]
outcomes: { delivered: { kind: success, touchpoints: [Delivered] } }
`

function ordersOf(count: number, steps: number): string {
  const lines = ['id,customer,order,touchpoint,channel,at,region']
  for (let order = 0; order < count; order++)
    for (const [step, touchpoint] of ['Placed', 'Paid', 'Delivered'].slice(0, steps).entries()) {
      const at = new Date(Date.UTC(2026, 0, 1 + step * 4, 0, order)).toISOString()
      lines.push(
        `${order}-${step},c${order % 700},o${order},${touchpoint},web,${at},${order % 2 ? 'North' : 'South'}`,
      )
    }
  return lines.join('\n')
}

describe.skipIf(reason !== null)('on a ClickHouse server of one’s own', () => {
  let server: Awaited<ReturnType<typeof startClickhouse>>
  let own: InProcess
  beforeAll(async () => {
    server = await startClickhouse()
    own = await openInProcess({ CLICKHOUSE_URL: server.address })
  })
  afterAll(async () => {
    await own?.close()
    await server?.stop()
  })

  it('files are imported, runs built, built again and asked for as in the embedded engine', async () => {
    const workspace = await own.workspace('orders')
    for (const steps of [2, 3]) {
      const orders = ordersOf(2_500, steps)
      const files = own.folder({ 'mapping.yaml': mapping, 'order.yaml': storyboard, 'orders.csv': orders })
      const done = await own.import(workspace, files, { mapping_path: `${files}/mapping.yaml` })
      expect(done).toMatchObject({ state: 'done', interactions: steps === 2 ? 5_000 : 2_500 })
    }
    const north = await own.report(workspace, 'order', { attribute: 'region=North' })
    expect(north).toMatchObject({ runs: 1_250, customers: 350, outcomes: { delivered: 1_250 } })
    expect(north.days.delivered).toMatchObject({ n: 1_250, median: 8 })
  })

  it('people’s own SQL reads the views of their workspace', async () => {
    const answer = await own.product.app.request('/api/orders/sql', {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${own.product.token}` },
      body: JSON.stringify({
        sql: 'SELECT outcome, count(), sum(steps) FROM runs GROUP BY outcome',
        format: 'csv',
      }),
    })
    expect((await answer.text()).trim().split('\n').slice(1)).toEqual(['"delivered",2500,7500'])
  })
})
