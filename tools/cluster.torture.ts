import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createWorkspace } from '../src/access/contract.ts'
import { eraseCustomer, previewErasure, readCustomer, searchCustomers } from '../src/act/contract.ts'
import { startImport } from '../src/collect/contract.ts'
import { readIdentity } from '../src/identity/contract.ts'
import { rebuildRuns } from '../src/journeys/contract.ts'
import { type Asked, allAnswers, differing, whatToAsk } from './all-answers.ts'
import { noServerBecause, startCluster } from './clickhouse-server.ts'
import { allRuns, expectSameRows, type InProcess, openInProcess } from './in-process.ts'
import { liveCompany } from './lived-company.ts'
import { sendThrough } from './torture/faults.ts'
import { figures, finished, untilWriting, writeExport } from './torture/kill.ts'
import { type KilledServer, startServer } from './torture/killed-server.ts'

const reason = noServerBecause()
if (reason !== null) console.warn(`ClickHouse servers of one's own are not tested: ${reason}.`)

describe.skipIf(reason !== null)('ClickHouse servers of one’s own', () => {
  const opened: InProcess[] = []
  const started: { stop(): Promise<void> }[] = []
  let cluster: Cluster
  let embedded: InProcess
  let sharded: InProcess
  let expected: Record<string, unknown>
  let asked: Asked
  beforeAll(async () => {
    cluster = await startCluster('two', 2)
    started.push(cluster)
    embedded = await openInProcess()
    sharded = await openInProcess({ CLICKHOUSE_URL: cluster.address, CLICKHOUSE_CLUSTER: 'two' })
    opened.push(embedded, sharded)
    for (const product of opened) await liveCompany(product, 40)
    asked = await whatToAsk(embedded, 'company')
    expected = await allAnswers(embedded, 'company', asked)
  }, 240_000)
  afterAll(async () => {
    for (const product of opened) await product.close()
    for (const server of started) await server.stop()
  })

  it('a company is the same on two shards as in the embedded engine', async () => {
    expect((expected.interactions as unknown[]).length).toBeGreaterThan(300)
    expect((expected['every run of get-connected'] as unknown[]).length).toBeGreaterThan(30)
    const answers = await allAnswers(sharded, 'company', asked)
    const refused = Object.values(answers).filter((answer) => `${answer}`.startsWith('refused'))
    console.log(
      `${Object.keys(answers).length} answers, of which ${refused.length} refusals: ${[...new Set(refused)]}`,
    )
    expect(refused.filter((answer) => /fault of its own/.test(`${answer}`))).toEqual([])
    expect(differing(expected, answers)).toEqual([])
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

  it('whoever is erased is in no row of any shard, and all runs built anew are the same', async () => {
    const workspace = 'company'
    const [of] = (await sharded.call(searchCustomers, { workspace, q: 'an' })).customers
    const { customer_id } = of!
    const { identifiers, ids } = await carried(sharded, workspace, customer_id)
    const words = [...identifiers, ...ids]
    const before = await rowsWith(cluster, words)
    // Of a customer whom both shards hold something of.
    for (const rows of before) expect(Object.keys(rows).length).toBeGreaterThan(2)
    const certificates = []
    for (const product of [embedded, sharded]) {
      const preview = await product.call(previewErasure, { workspace, customer_id })
      const { interactions, removed, tombstones, remains } = await product.call(eraseCustomer, {
        workspace,
        customer_id,
        confirm: customer_id,
        ground: 'asked by the customer',
      })
      certificates.push({ ...preview, interactions, removed, tombstones, remains })
    }
    expect(certificates[1]).toEqual(certificates[0])
    expect(await rowsWith(cluster, words)).toEqual([{}, {}])
    for (const product of [embedded, sharded]) await product.rebuild(workspace)
    for (const journey of Object.keys(asked.journeys))
      expectSameRows(
        await allRuns(sharded, workspace, journey, { judged: true }),
        await allRuns(embedded, workspace, journey, { judged: true }),
      )
    expect(await rowsWith(cluster, words)).toEqual([{}, {}])
    expect(
      differing(await allAnswers(embedded, workspace, asked), await allAnswers(sharded, workspace, asked)),
    ).toEqual([])
  }, 600_000)
})

describe.skipIf(reason !== null)('while a shard is stopped and comes again', () => {
  let cluster: Cluster
  let server: KilledServer
  beforeAll(async () => {
    cluster = await startCluster('two', 2)
    server = await startServer({ CLICKHOUSE_URL: cluster.address, CLICKHOUSE_CLUSTER: 'two' })
  }, 240_000)
  afterAll(async () => {
    await server?.end()
    await cluster?.stop()
  })
  const stopAndStart = async (nth: number, away_ms: number) => {
    const shard = cluster.servers[nth % 2]!
    await shard.kill()
    await wait(away_ms)
    await shard.start()
  }

  it('events are answered 503 in time and taken again by themselves; what was acknowledged is there once', async () => {
    const suffered = await sendThrough(server, async () => {
      for (const [nth, away_ms] of [300, 1_000, 4_000, 300, 8_000, 15_000, 300, 4_000].entries()) {
        await stopAndStart(nth, away_ms)
        await wait(1_500)
      }
    })
    const { stored, statuses } = suffered
    expect(suffered).toMatchObject({ lost: [], doubled: [], interactions: stored, steps: stored })
    expect(suffered.after).toBeGreaterThanOrEqual(20)
    expect(suffered.slowest_ms).toBeLessThan(8_000)
    expect(Object.keys(statuses).filter((status) => !['200', '429', '503'].includes(status))).toEqual([])
    expect(statuses[503]).toBeGreaterThan(10)
    const runs = () =>
      server.sql<Record<string, unknown>>(
        'main',
        "SELECT * EXCEPT judged_until FROM runs WHERE journey = 'order' ORDER BY run_id",
      )
    const before = await runs()
    expect(before.length).toBeGreaterThan(30)
    await server.call(rebuildRuns, { workspace: 'main' })
    expectSameRows(await runs(), before)
  })

  it('an import waits and is whole in the end', async () => {
    const folder = writeExport(server.data, 40_000)
    const begin = async (workspace: string) => {
      await server.call(createWorkspace, { workspace })
      const given = { workspace, path: folder, mapping_path: join(folder, 'mapping.yaml') }
      return (await server.call(startImport, given)).import_id
    }
    const import_id = await begin('disturbed')
    for (const [nth, away_ms] of [500, 3_000, 500].entries()) {
      await untilWriting(server, 'disturbed', import_id)
      await stopAndStart(nth, away_ms)
      await wait(1_000)
    }
    expect(await finished(server, 'disturbed', import_id)).toMatchObject({
      state: 'done',
      read: 40_000,
      quarantined: 0,
      error: null,
    })
    expect(await finished(server, 'fresh', await begin('fresh'))).toMatchObject({ state: 'done' })
    expect(await figures(server, 'disturbed')).toEqual(await figures(server, 'fresh'))
  })
})

type Cluster = Awaited<ReturnType<typeof startCluster>>

/** Values and ids by which a customer is known, and ids of what they did. */
async function carried(product: InProcess, workspace: string, customer_id: string) {
  const { identifiers } = await product.call(readIdentity, { workspace, customer_id })
  const { timeline } = await product.call(readCustomer, { workspace, customer_id, limit: 1_000 })
  return {
    identifiers: identifiers.flatMap(({ identifier_id, value }) => [identifier_id, value]),
    ids: timeline.map(({ interaction_id }) => interaction_id),
  }
}

/** Of each shard, asked by itself: how many rows of which tables hold any of the words, in any column and any version. */
async function rowsWith({ servers }: Cluster, words: readonly string[]): Promise<Record<string, number>[]> {
  const found = []
  for (const { address } of servers) {
    const ask = async (sql: string) => {
      const answer = await fetch(address, { method: 'POST', body: sql })
      const text = await answer.text()
      if (!answer.ok) throw new Error(text)
      return text.split('\n').filter(Boolean)
    }
    const rows: Record<string, number> = {}
    const list = words.map((word) => `'${word.replaceAll(/['\\]/g, '\\$&').toLowerCase()}'`).join(', ')
    for (const table of await ask(
      "SELECT name FROM system.tables WHERE database = 'throughline_shard' AND engine LIKE '%MergeTree'",
    )) {
      const [n] = await ask(
        `SELECT count() FROM throughline_shard.\`${table}\` WHERE multiSearchAny(lower(toString(tuple(*))), [${list}])`,
      )
      if (n !== '0') rows[table] = Number(n)
    }
    found.push(rows)
  }
  return found
}
