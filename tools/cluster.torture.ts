import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { eraseCustomer, previewErasure, searchCustomers } from '../src/act/contract.ts'
import { allAnswers, asked, liveCompany } from './all-answers.ts'
import { noServerBecause, startCluster } from './clickhouse-server.ts'
import { allRuns, expectSameRows, type InProcess, openInProcess } from './in-process.ts'

const reason = noServerBecause()
if (reason !== null) console.warn(`ClickHouse servers of one's own are not tested: ${reason}.`)

describe.skipIf(reason !== null)('ClickHouse servers of one’s own', () => {
  const opened: InProcess[] = []
  const started: { stop(): Promise<void> }[] = []
  let embedded: InProcess
  let sharded: InProcess
  let expected: Record<string, unknown>
  beforeAll(async () => {
    const cluster = await startCluster('two', 2)
    started.push(cluster)
    embedded = await openInProcess()
    sharded = await openInProcess({ CLICKHOUSE_URL: cluster.address, CLICKHOUSE_CLUSTER: 'two' })
    opened.push(embedded, sharded)
    for (const product of opened) await liveCompany(product, 40)
    expected = await allAnswers(embedded, 'company', asked)
  }, 240_000)
  afterAll(async () => {
    for (const product of opened) await product.close()
    for (const server of started) await server.stop()
  })

  it('a company is the same on two shards as in the embedded engine', async () => {
    expect((expected.interactions as unknown[]).length).toBeGreaterThan(300)
    expect((expected['runs of get-connected'] as unknown[]).length).toBeGreaterThan(30)
    const answers = await allAnswers(sharded, 'company', asked)
    for (const [name, answer] of Object.entries(expected)) expect(answers[name], name).toEqual(answer)
  })

  it('each shard has its part of every table', async () => {
    for (const table of ['interactions', 'history', 'records', 'runs', 'profiles']) {
      const parts = await sharded.ask<{ n: number }>(
        'company',
        `SELECT toUInt32(count()) AS n FROM (SELECT _shard_num, workspace FROM throughline.${table} WHERE {{workspace}}) GROUP BY _shard_num`,
      )
      expect(parts.length, table).toBe(2)
    }
  })

  it('whoever is erased is erased on every shard, and all runs built anew are the same', async () => {
    const [of] = (await sharded.call(searchCustomers, { workspace: 'company', q: 'an' })).customers
    const { customer_id } = of!
    const certificates = []
    for (const product of [embedded, sharded]) {
      const { identifiers, interactions } = await product.call(previewErasure, {
        workspace: 'company',
        customer_id,
      })
      const done = await product.call(eraseCustomer, {
        workspace: 'company',
        customer_id,
        confirm: customer_id,
        ground: 'asked by the customer',
      })
      certificates.push({ identifiers, interactions, removed: done.interactions })
      await product.rebuild('company')
    }
    expect(certificates[1]).toEqual(certificates[0])
    for (const journey of Object.keys(asked.journeys))
      expectSameRows(
        await allRuns(sharded, 'company', journey, { judged: true }),
        await allRuns(embedded, 'company', journey, { judged: true }),
      )
  }, 300_000)
})
