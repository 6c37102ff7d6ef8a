import { createHmac } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type AccessTables, ensureWorkspace } from '../access/index.ts'
import type { CollectTables } from '../collect/index.ts'
import { createBus } from '../events.ts'
import { type JourneyTables, noteBudgets } from '../journeys/index.ts'
import { type Db, openOperational } from '../storage/operational.ts'
import { isPublic } from './public-address.ts'
import { mountWebhook } from './routes.ts'
import type { ActTables } from './tables.ts'
import { deliverDue } from './webhook.ts'

type Tables = AccessTables & CollectTables & JourneyTables & ActTables

const secret = 'a secret of the two'
const folder = mkdtempSync(join(tmpdir(), 'throughline-webhook-'))
const heard: { body: string; headers: Record<string, unknown> }[] = []
const answers: number[] = []
let store: Awaited<ReturnType<typeof openOperational>>
let db: Db<Tables>
let server: Server
const bus = createBus()

beforeAll(async () => {
  store = await openOperational(join(folder, 'postgres'), null)
  db = store.tables<Tables>()
  await ensureWorkspace(db, 'main')
  mountWebhook(() => undefined, { db, bus })
  server = createServer((request, response) => {
    let body = ''
    request.on('data', (part) => {
      body += part
    })
    request.on('end', () => {
      heard.push({ body, headers: request.headers })
      response.writeHead(answers.shift() ?? 200, { location: '/elsewhere' }).end()
    })
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
}, 60_000)
afterAll(async () => {
  server.close()
  await store.close()
  rmSync(folder, { recursive: true, force: true })
})

const allow = (value: string) =>
  db
    .insertInto('settings')
    .values({ name: 'webhooks_to_private_addresses', value })
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ value }))
    .execute()
const deliveries = () => db.selectFrom('webhook_deliveries').selectAll().orderBy('delivery_id').execute()
const budget = (burning: boolean) => [
  {
    objective: 'In 4 days',
    burning,
    left: -2,
    long: { hours: 24, decided: 9, burn_rate: 4 },
    short: { hours: 1, decided: 3, burn_rate: 5 },
  },
]
const look = (as_of: string, burning: boolean) =>
  noteBudgets(db, bus, { workspace: 'main', journey: 'order', as_of }, budget(burning))

beforeEach(async () => {
  heard.length = 0
  answers.length = 0
  await db.deleteFrom('webhook_deliveries').execute()
  await db.deleteFrom('objective_episodes').execute()
  await db.deleteFrom('webhooks').execute()
  const { port } = server.address() as AddressInfo
  await db
    .insertInto('webhooks')
    .values({ workspace: 'main', url: `http://127.0.0.1:${port}/hook`, secret })
    .execute()
  await allow('allowed')
})

describe('an objective that burns', () => {
  test('is told once per episode, signed, and again when it burns anew', async () => {
    await look('2026-03-01T00:00:00Z', true)
    await look('2026-03-01T00:01:00Z', true)
    expect(await deliverDue(db, Date.now() + 1000)).toBe(1)
    expect(heard).toHaveLength(1)
    const { body, headers } = heard[0]!
    expect(JSON.parse(body)).toMatchObject({
      event: 'objective_burning',
      workspace: 'main',
      journey: 'order',
      objective: 'In 4 days',
      left: -2,
      burn_rate_long: 4,
    })
    expect(headers['x-throughline-signature']).toBe(
      `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`,
    )
    await look('2026-03-02T00:00:00Z', false)
    await look('2026-03-03T00:00:00Z', true)
    expect(await deliverDue(db, Date.now() + 1000)).toBe(1)
    expect(await deliverDue(db, Date.now() + 1000)).toBe(0)
    expect((await deliveries()).map(({ state, status }) => [state, status])).toEqual([
      ['delivered', 200],
      ['delivered', 200],
    ])
    const episodes = await db.selectFrom('objective_episodes').selectAll().orderBy('began_at').execute()
    expect(episodes.map(({ ended_at }) => ended_at?.toISOString() ?? null)).toEqual([
      '2026-03-02T00:00:00.000Z',
      null,
    ])
  })

  test('is told to nobody where there is no webhook', async () => {
    await db.deleteFrom('webhooks').execute()
    await look('2026-03-01T00:00:00Z', true)
    expect(await deliveries()).toEqual([])
  })
})

describe('a delivery', () => {
  test('that fails is tried again later and later, then given up', async () => {
    answers.push(500, 302, 404, 500, 500, 500)
    await look('2026-03-01T00:00:00Z', true)
    let now = Date.now() + 1000
    const waits: number[] = []
    for (;;) {
      expect(await deliverDue(db, now)).toBe(1)
      const [row] = await deliveries()
      if (row!.state !== 'pending') break
      expect(await deliverDue(db, row!.next_at!.getTime() - 1)).toBe(0)
      waits.push((row!.next_at!.getTime() - now) / 1000)
      now = row!.next_at!.getTime()
    }
    expect(waits).toEqual([30, 120, 600, 3_600, 21_600])
    expect(heard).toHaveLength(6)
    const [row] = await deliveries()
    expect(row).toMatchObject({ state: 'failed', attempts: 6, status: 500, error: 'answered 500' })
  })

  test('never goes to a private address, by number or by name, unless that is allowed', async () => {
    await allow('no')
    const { port } = server.address() as AddressInfo
    for (const host of ['127.0.0.1', 'localhost', '[::1]', '[::ffff:127.0.0.1]', '2130706433']) {
      await db.deleteFrom('webhook_deliveries').execute()
      await db.deleteFrom('objective_episodes').execute()
      await db
        .updateTable('webhooks')
        .set({ url: `http://${host}:${port}/` })
        .execute()
      await look('2026-03-01T00:00:00Z', true)
      await deliverDue(db, Date.now() + 1000)
      const [row] = await deliveries()
      expect([host, row!.status, row!.error]).toEqual([
        host,
        null,
        expect.stringContaining('private address'),
      ])
    }
    expect(heard).toEqual([])
  })

  test('knows which addresses are public', () => {
    const no = [
      '10.1.2.3',
      '172.31.0.1',
      '192.168.1.1',
      '169.254.169.254',
      '100.64.0.1',
      'fd00::1',
      'fe80::1',
      'x',
    ]
    expect(no.filter(isPublic)).toEqual([])
    expect(['1.1.1.1', '172.32.0.1', '2606:4700::1111'].every(isPublic)).toBe(true)
  })
})
