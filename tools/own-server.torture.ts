import { expect, it } from 'vitest'
import { allAnswers, differing, whatToAsk } from './all-answers.ts'
import { startClickhouse, startCluster } from './clickhouse-server.ts'
import { openInProcess } from './in-process.ts'
import { liveCompany } from './lived-company.ts'

it('a larger company is the same on one server and on two shards as in the embedded engine', async () => {
  const [server, cluster] = [await startClickhouse(), await startCluster('two', 2)]
  const embedded = await openInProcess()
  const alone = await openInProcess({ CLICKHOUSE_URL: server.address })
  const sharded = await openInProcess({ CLICKHOUSE_URL: cluster.address, CLICKHOUSE_CLUSTER: 'two' })
  try {
    for (const each of [embedded, alone, sharded]) await liveCompany(each, 400)
    const asked = await whatToAsk(embedded, 'company')
    const expected = await allAnswers(embedded, 'company', asked)
    for (const each of [alone, sharded])
      expect(differing(expected, await allAnswers(each, 'company', asked))).toEqual([])
  } finally {
    for (const each of [sharded, alone, embedded]) await each.close()
    await cluster.stop()
    await server.stop()
  }
}, 1_200_000)
