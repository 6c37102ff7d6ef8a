import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Webhook } from 'standardwebhooks'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type AccessTables, ensureWorkspace } from '../access/index.ts'
import type { CollectTables } from '../collect/index.ts'
import { createBus } from '../events.ts'
import { type JourneyTables, noteBudgets } from '../journeys/index.ts'
import { type Db, openOperational } from '../storage/operational.ts'
import { isPublic } from './public-address.ts'
import type { ActTables } from './tables.ts'
import { deliverDue, queueEvent } from './webhook.ts'
import { mountWebhook } from './webhook-routes.ts'
import { nextTry, retryAfter } from './webhook-schedule.ts'
import { isSecret, newSecret, signedHeaders } from './webhook-signature.ts'
import { deliveryOf, resend, rotateSecret, setAddress, webhookOf } from './webhook-store.ts'

type Tables = AccessTables & CollectTables & JourneyTables & ActTables

let secret = newSecret()
const folder = mkdtempSync(join(tmpdir(), 'throughline-webhook-'))
const heard: { body: string; headers: Record<string, unknown> }[] = []
const answers: (number | [status: number, retry_after: string])[] = []
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
      const [status, wait] = [answers.shift() ?? 200].flat() as [number, string?]
      response
        .writeHead(status, { location: '/elsewhere', ...(wait ? { 'retry-after': wait } : {}) })
        .end('so be it')
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
const hookUrl = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`
const even = { to_private: false, spread: () => 0 }
const verified = (key: string, { body, headers }: { body: string; headers: object }) =>
  new Webhook(key).verify(body, headers as Record<string, string>)
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
  secret = (await setAddress(db, 'main', hookUrl(), undefined))!
  await allow('allowed')
})

describe('an objective that burns', () => {
  test('is told once per episode, signed, and again when it burns anew', async () => {
    await look('2026-03-01T00:00:00Z', true)
    await look('2026-03-01T00:01:00Z', true)
    expect(await deliverDue(db, Date.now() + 1000)).toBe(1)
    expect(heard).toHaveLength(1)
    const data = { workspace: 'main', journey: 'order', objective: 'In 4 days', left: -2, burn_rate_long: 4 }
    expect(verified(secret, heard[0]!)).toMatchObject({ type: 'objective_burning', data })
    expect(() => verified(newSecret(), heard[0]!)).toThrow()
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
  test('that fails is tried again by the schedule of the specification under one id, then given up', async () => {
    answers.push(500, 302, 404, ...Array.from({ length: 7 }, () => 500))
    await look('2026-03-01T00:00:00Z', true)
    let now = Date.now() + 1000
    const waits: number[] = []
    for (;;) {
      expect(await deliverDue(db, now, even)).toBe(1)
      const [row] = await deliveries()
      if (row!.state !== 'pending') break
      expect(await deliverDue(db, row!.next_at!.getTime() - 1, even)).toBe(0)
      waits.push((row!.next_at!.getTime() - now) / 1000)
      now = row!.next_at!.getTime()
    }
    expect(waits).toEqual([5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400])
    expect(heard).toHaveLength(10)
    expect(new Set(heard.map(({ headers }) => headers['webhook-id'])).size).toBe(1)
    const [row] = await deliveries()
    expect(row).toMatchObject({ state: 'failed', attempts: 10, status: 500, error: 'answered 500' })
    const { attempts } = await deliveryOf(db, 'main', String(row!.delivery_id))
    expect(attempts.map(({ status, answer }) => [status, answer])).toEqual(
      [500, 500, 500, 500, 500, 500, 500, 404, 302, 500].map((status) => [status, 'so be it']),
    )
    // Sent again by hand it has all its tries before it, and the id it had.
    await resend(db, 'main', String(row!.delivery_id))
    expect(await deliverDue(db, Date.now() + 1000, even)).toBe(1)
    expect(heard.at(-1)!.headers['webhook-id']).toBe(row!.message_id)
    expect((await deliveries())[0]).toMatchObject({ state: 'delivered', attempts: 1 })
  })

  test('is not tried again before the receiver asked for it', async () => {
    answers.push([429, '900'], [503, '1'])
    await look('2026-03-01T00:00:00Z', true)
    const now = Date.now() + 1000
    await deliverDue(db, now, even)
    const [row] = await deliveries()
    expect(row!.next_at!.getTime() - now).toBe(900_000)
    await deliverDue(db, now + 900_000, even)
    expect((await deliveries())[0]!.next_at!.getTime() - now).toBe(1_200_000)
  })

  test('answered 410 ends the webhook; nothing more is posted until its address is set again', async () => {
    answers.push(410)
    await look('2026-03-01T00:00:00Z', true)
    await queueEvent(db, 'webhook_test', { workspace: 'main' }, Date.now())
    await deliverDue(db, Date.now() + 1000)
    expect((await deliveries()).map(({ state }) => state)).toEqual(['failed', 'failed'])
    expect(await webhookOf(db, 'main')).toMatchObject({ ended_because: 'the receiver answered 410 Gone' })
    await queueEvent(db, 'webhook_test', { workspace: 'main' }, Date.now())
    expect(await deliveries()).toHaveLength(2)
    expect(await setAddress(db, 'main', hookUrl(), undefined)).toBe(null)
    await resend(db, 'main', String((await deliveries())[0]!.delivery_id))
    expect(await deliverDue(db, Date.now() + 1000)).toBe(1)
    expect(verified(secret, heard.at(-1)!)).toMatchObject({ type: 'objective_burning' })
  })

  test('is signed by both secrets while one takes over from the other', async () => {
    const fresh = (await rotateSecret(db, 'main', { hours: 1 })).secret
    await queueEvent(db, 'webhook_test', { workspace: 'main' }, Date.now())
    await deliverDue(db, Date.now() + 1000)
    for (const key of [secret, fresh])
      expect(verified(key, heard[0]!)).toMatchObject({ type: 'webhook_test' })
    await db
      .updateTable('webhooks')
      .set({ former_until: new Date(0) })
      .execute()
    await queueEvent(db, 'webhook_test', { workspace: 'main' }, Date.now())
    await deliverDue(db, Date.now() + 1000)
    expect(verified(fresh, heard[1]!)).toMatchObject({ type: 'webhook_test' })
    expect(() => verified(secret, heard[1]!)).toThrow()
  })

  test('that fails does not hold up what another workspace is told, and two rounds at once send it once', async () => {
    await ensureWorkspace(db, 'other')
    await setAddress(db, 'other', 'http://127.0.0.1:9/closed', undefined)
    for (const workspace of ['other', 'main']) await queueEvent(db, 'webhook_test', { workspace }, Date.now())
    const rounds = await Promise.all([deliverDue(db, Date.now() + 1000), deliverDue(db, Date.now() + 1000)])
    expect(rounds[0]! + rounds[1]!).toBe(2)
    expect(heard).toHaveLength(1)
    expect((await deliveries()).map(({ state }) => state).sort()).toEqual(['delivered', 'pending'])
    await setAddress(db, 'other', null, undefined)
    expect((await deliveries()).map(({ state }) => state).sort()).toEqual(['delivered', 'failed'])
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
      '::ffff:10.0.0.1',
      '2002:0a00:0001::1',
      '203.0.113.9',
      'x',
    ]
    expect(no.filter(isPublic)).toEqual([])
    expect(['1.1.1.1', '172.32.0.1', '2606:4700::1111'].every(isPublic)).toBe(true)
  })
})

describe('a signature', () => {
  // github.com/standard-webhooks/standard-webhooks: the vector of its libraries.
  test('is the one of the specification', () => {
    const headers = signedHeaders(
      'msg_p5jXN8AQM9LWM0D4loKWxJek',
      '{"test": 2432232314}',
      ['whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'],
      1_614_265_330_000,
    )
    expect(headers).toEqual({
      'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
      'webhook-timestamp': '1614265330',
      'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
    })
  })
  test('is made with secrets of 24 to 64 bytes only', () => {
    expect([newSecret(), 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'].every(isSecret)).toBe(true)
    expect(
      ['whsec_', 'whsec_c2hvcnQ=', 'a secret of the two', `whsec_${'A'.repeat(200)}`].some(isSecret),
    ).toBe(false)
  })
})

describe('the schedule', () => {
  test('spreads tries by up to a tenth and reads Retry-After as seconds or as a date', () => {
    expect(nextTry(1, 0, { spread: 1 })).toBe(5_500)
    expect(nextTry(1, 0, { spread: 0, retry_after: 1e9 })).toBe(86_400_000)
    expect(nextTry(10, 0, { spread: 0, retry_after: 9 })).toBe(null)
    const now = Date.parse('2026-03-01T00:00:00Z')
    expect(retryAfter('Sun, 01 Mar 2026 00:02:00 GMT', now)).toBe(120)
    expect(retryAfter('Sun, 01 Mar 2020 00:02:00 GMT', now)).toBe(0)
    expect([retryAfter(undefined, now), retryAfter('soon', now), retryAfter('', now)]).toEqual([
      null,
      null,
      null,
    ])
  })
})
