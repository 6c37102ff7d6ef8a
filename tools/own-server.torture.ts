import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { readProgress } from '../src/journeys/contract.ts'
import { allAnswers, asked, liveCompany } from './all-answers.ts'
import { startClickhouse, startCluster } from './clickhouse-server.ts'
import { allRuns, expectSameRows, type InProcess, openInProcess } from './in-process.ts'
import { storyboard } from './torture/kill.ts'

let cluster: Awaited<ReturnType<typeof startCluster>>
let product: InProcess
beforeAll(async () => {
  cluster = await startCluster('two', 2)
  product = await openInProcess({ CLICKHOUSE_URL: cluster.address, CLICKHOUSE_CLUSTER: 'two' })
  await product.product.listen()
})
afterAll(async () => {
  await product?.close()
  await cluster?.stop()
})

it('while a shard is away answers are 503 and come at once; when it is back all goes on by itself, and nothing is lost or doubled', async () => {
  const workspace = await product.workspace('shards')
  await product.storyboard(workspace, storyboard)
  const key = await product.key(workspace)
  const acknowledged = new Set<string>()
  const seen = new Map<number, number>()
  let slowest = 0
  let over = false
  const client = async (name: number) => {
    for (let number = 0; !over; number++) {
      const batch = Array.from({ length: 20 }, (_, i) => ({
        type: 'track',
        messageId: `${name}-${number}-${i}`,
        event: ['Placed', 'Asked', 'Delivered'][(number + i) % 3],
        userId: `u${i}`,
        properties: { order_id: `o${(number * 7 + i) % 60}` },
        originalTimestamp: new Date().toISOString(),
      }))
      for (;;) {
        const began = performance.now()
        const answer = await product.send(key, { batch, sentAt: new Date().toISOString() })
        slowest = Math.max(slowest, performance.now() - began)
        seen.set(answer.status, (seen.get(answer.status) ?? 0) + 1)
        if (answer.status === 200) break
        expect(answer.status).toBe(503)
        expect(answer.headers.get('retry-after')).not.toBeNull()
        await wait(100)
      }
      for (const { messageId } of batch) acknowledged.add(messageId)
    }
  }
  const sending = [0, 1, 2, 3].map(client)
  for (const nth of [1, 0, 1]) {
    await wait(1_500)
    await cluster.servers[nth]!.kill()
    await wait(300)
    const refused = await product.product.app.request(`/api/${workspace}/journeys/order`, {
      headers: { authorization: `Bearer ${product.product.token}` },
    })
    expect(refused.status).toBe(503)
    await wait(1_500)
    await cluster.servers[nth]!.start()
  }
  await wait(1_500)
  over = true
  await Promise.all(sending)
  console.log(`answers: ${JSON.stringify([...seen])}, slowest ${Math.round(slowest)} ms`)
  expect(seen.get(503)).toBeGreaterThan(3)
  await expect
    .poll(async () => (await product.call(readProgress, { workspace })).behind, { timeout: 30_000 })
    .toBe(0)
  const rows = await product.ask<{ record_key: string; n: string }>(
    workspace,
    'SELECT record_key, count() AS n FROM throughline.interactions FINAL WHERE {{workspace}} GROUP BY record_key',
  )
  const stored = new Set(rows.map((row) => row.record_key))
  expect([...acknowledged].filter((id) => !stored.has(id))).toEqual([])
  expect(rows.filter(({ n }) => Number(n) !== 1)).toEqual([])
  const before = await allRuns(product, workspace, 'order')
  await product.rebuild(workspace)
  expectSameRows(await allRuns(product, workspace, 'order'), before)
}, 240_000)

it('a larger company is the same on one server and on two shards as in the embedded engine', async () => {
  const server = await startClickhouse()
  const embedded = await openInProcess()
  const alone = await openInProcess({ CLICKHOUSE_URL: server.address })
  try {
    for (const each of [embedded, alone, product]) await liveCompany(each, 400)
    const expected = await allAnswers(embedded, 'company', asked)
    for (const each of [alone, product]) {
      const answers = await allAnswers(each, 'company', asked)
      for (const [name, answer] of Object.entries(expected)) expect(answers[name], name).toEqual(answer)
    }
  } finally {
    await alone.close()
    await embedded.close()
    await server.stop()
  }
}, 600_000)
