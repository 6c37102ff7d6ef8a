import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createWorkspace } from '../src/access/contract.ts'
import { setWebhook } from '../src/act/contract.ts'
import { createKey } from '../src/collect/contract.ts'
import { addStoryboard, rebuildRuns } from '../src/journeys/contract.ts'
import { noServerBecause } from './clickhouse-server.ts'
import { expectSameRows } from './in-process.ts'
import { storyboard } from './torture/kill.ts'
import { type Several, sendToSeveral, startSeveral } from './torture/several.ts'

const reason = noServerBecause()
if (reason !== null) console.warn(`Several server processes are not tested: ${reason}.`)

describe.skipIf(reason !== null)('two server processes on one PostgreSQL and one ClickHouse', () => {
  let several: Several
  let receiver: Server
  let pool: pg.Pool
  const received: string[] = []
  const [first, second] = [() => several.servers[0]!, () => several.servers[1]!]

  beforeAll(async () => {
    several = await startSeveral(2)
    pool = new pg.Pool({ connectionString: several.env.DATABASE_URL, options: '-c search_path=throughline' })
    receiver = createServer((request, response) => {
      received.push(String(request.headers['webhook-id']))
      request.resume().once('end', () => response.end())
    }).listen(0, '127.0.0.1')
    await first().call(addStoryboard, { workspace: 'main', yaml: storyboard })
  })
  afterAll(async () => {
    receiver?.close()
    await pool?.end()
    await several?.end()
  })

  /** Queued as an objective that burns would queue them. */
  async function queue(events: number): Promise<void> {
    await pool.query(
      `INSERT INTO webhook_deliveries (workspace, event, body, next_at)
       SELECT 'main', 'objective_burning', '{}', now() FROM generate_series(1, $1)`,
      [events],
    )
  }
  async function delivered(events: number): Promise<void> {
    await expect
      .poll(
        async () => (await pool.query(`SELECT FROM webhook_deliveries WHERE state = 'delivered'`)).rowCount,
        {
          timeout: 20_000,
        },
      )
      .toBe(events)
  }

  it('what one is told the other knows: workspaces, keys, storyboards, sessions', async () => {
    await second().call(createWorkspace, { workspace: 'second' })
    await first().call(addStoryboard, { workspace: 'second', yaml: storyboard })
    const { rows } = await pool.query('SELECT count(*)::int AS owners FROM auth."user"')
    expect(rows).toEqual([{ owners: 1 }])
  })

  it('events sent to both are there once, a webhook goes out once, and when one is killed the other takes over', async () => {
    const { port } = receiver.address() as AddressInfo
    await pool.query(`INSERT INTO settings (name, value) VALUES ('webhooks_to_private_addresses', 'allowed')`)
    await first().call(setWebhook, {
      workspace: 'main',
      url: `http://127.0.0.1:${port}/`,
    })
    await queue(8)
    const { write_key } = await first().call(createKey, { workspace: 'main', name: 'both', source: 'shop' })
    await delivered(8)
    const sent = await sendToSeveral(several, write_key, { kills: 1, seed: 3, comeBack: false })
    expect(sent.acknowledged).toBeGreaterThan(100)
    expect(sent).toMatchObject({ lost: [], doubled: [], interactions: sent.stored, steps: sent.stored })
    await queue(4)
    await delivered(12)
    expect(received.length).toBe(12)
    expect(new Set(received).size).toBe(12)
  })

  it('the runs that both made are those of a rebuild, and no commit of the killed one is left', async () => {
    const runs = () =>
      first().sql<Record<string, unknown>>(
        'main',
        "SELECT * EXCEPT judged_until FROM runs WHERE journey = 'order' ORDER BY subject, started_at",
      )
    const before = await runs()
    expect(before.length).toBeGreaterThan(20)
    await first().call(rebuildRuns, { workspace: 'main' })
    expectSameRows(await runs(), before)
    expect((await pool.query('SELECT FROM commits')).rowCount).toBe(0)
  })
})
