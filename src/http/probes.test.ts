import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { allInteractions, basic, type InProcess, openInProcess } from '../../tools/in-process.ts'
import { haltPostgres } from '../../tools/torture/halted-postgres.ts'

let product: InProcess
let key: string
let url: string
beforeAll(async () => {
  product = await openInProcess()
  key = await product.key('main')
  url = await product.product.listen()
})
afterAll(() => product.close())

const track = (messageId: string) => ({ type: 'track', event: 'Order placed', messageId, userId: 'u1' })
const ready = async () => (await product.product.app.request('/health/ready')).status
const metrics = async (headers: Record<string, string> = {}) => {
  const answer = await fetch(`${url}/metrics`, { headers })
  return { status: answer.status, text: await answer.text() }
}
const value = (text: string, name: string): number | null => {
  const line = text.split('\n').find((each) => each.startsWith(`${name} `))
  return line === undefined ? null : Number(line.slice(name.length + 1))
}

describe('metrics', () => {
  it('tell what came by which door, how long storing took, and how far followers are', async () => {
    expect((await product.send(key, { batch: [track('m1'), track('m2'), { type: 'track' }] })).status).toBe(
      200,
    )
    await product.follow('main')
    const { status, text } = await metrics()
    expect(status).toBe(200)
    expect(value(text, 'throughline_events_total{door="http",became="interaction"}')).toBe(2)
    expect(value(text, 'throughline_events_total{door="http",became="quarantined"}')).toBe(1)
    expect(value(text, 'throughline_requests_total{route="/v1/batch",method="POST",status="200"}')).toBe(1)
    expect(value(text, 'throughline_commit_seconds_count')).toBe(1)
    expect(value(text, 'throughline_events_waiting')).toBe(0)
    expect(value(text, 'throughline_body_bytes')).toBe(0)
    expect(value(text, 'throughline_follower_lag_commits{follower="identity"}')).toBe(0)
    expect(value(text, 'throughline_queue_depth{queue="commits"}')).toBe(0)
    expect(value(text, 'throughline_engine_memory_bytes{engine="clickhouse"}')).toBeGreaterThan(1_000_000)
    expect(value(text, 'nodejs_eventloop_lag_p99_seconds')).toBeGreaterThan(0)
  })

  it('have only so many series, whatever is asked for', async () => {
    const before = (await metrics()).text.split('\n').length
    for (let i = 0; i < 50; i++)
      await product.product.app.request(i % 2 ? `/api/main/nothing-${i}` : `/main/customers/u${i}`)
    expect((await metrics()).text.split('\n').length).toBeLessThan(before + 30)
  })

  it('are for whoever is at the machine, not for who comes through a proxy', async () => {
    expect((await metrics({ 'x-forwarded-for': '203.0.113.9' })).status).toBe(404)
    expect((await product.product.app.request('/metrics')).status).toBe(404)
  })
})

describe('an answer', () => {
  it('has the id of its request, the sender’s or a new one, and every error tells it', async () => {
    const { app } = product.product
    const own = await app.request('/health', { headers: { 'x-request-id': 'from-the-proxy-1' } })
    expect(own.headers.get('x-request-id')).toBe('from-the-proxy-1')
    const bad = await app.request('/health', { headers: { 'x-request-id': '<script>' } })
    expect(bad.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/)
    for (const [path, init] of [
      ['/api/main/keys', {}],
      ['/api/nowhere', {}],
      ['/v1/batch', { method: 'POST', body: 'no' }],
      ['/v1/batch', { method: 'POST', body: '{}', headers: { authorization: basic('wk_wrong') } }],
    ] as const) {
      const answer = await app.request(path, init)
      expect(answer.status).toBeGreaterThanOrEqual(400)
      const { request_id } = (await answer.json()) as { request_id: string }
      expect([path, answer.headers.get('x-request-id')]).toEqual([path, request_id])
    }
  })
})

describe('a write key that sends faster than it may', () => {
  it('is answered 429 with Retry-After, and others are not held up', async () => {
    const made = await product.product.app.request('/api/main/keys', {
      method: 'POST',
      headers: { authorization: `Bearer ${product.product.token}` },
      body: JSON.stringify({ name: 'loop', requests_per_second: 1 }),
    })
    const { write_key } = (await made.json()) as { write_key: string }
    const statuses: number[] = []
    for (let i = 0; i < 12; i++) statuses.push((await product.send(write_key, { batch: [] })).status)
    expect(statuses.slice(0, 10)).toEqual(Array.from({ length: 10 }, () => 200))
    const answer = await product.send(write_key, { batch: [] })
    // The third that is refused, at one a second; less what has passed since the first.
    expect(answer.status).toBe(429)
    expect(answer.headers.get('retry-after')).toMatch(/^[23]$/)
    expect(answer.headers.get('access-control-allow-origin')).toBe('*')
    expect((await product.send(key, { batch: [track('m3')] })).status).toBe(200)
  })
})

describe('readiness', () => {
  it('is 503 while PostgreSQL is gone and 200 when it is back, by itself; nothing acknowledged is lost', async () => {
    expect(await ready()).toBe(200)
    const file = join(product.data, 'data', 'postgres', 'postmaster.pid')
    process.kill(Number(readFileSync(file, 'utf8').split('\n')[0]), 'SIGINT')
    await expect.poll(ready, { timeout: 10_000, interval: 30 }).toBe(503)
    const answer = await product.product.app.request('/health/ready')
    expect(await answer.json()).toMatchObject({ clickhouse: 'ok', postgresql: 'does not answer' })
    expect((await product.product.app.request('/health')).status).toBe(200)
    expect((await product.send(key, { batch: [track('m4')] })).status).toBeGreaterThanOrEqual(500)
    await expect.poll(ready, { timeout: 20_000, interval: 100 }).toBe(200)
    let status = 0
    for (let tries = 0; tries < 50 && status !== 200; tries++) {
      ;({ status } = await product.send(key, { batch: [track('m4'), track('m5')] }))
      if (status !== 200) await wait(100)
    }
    expect(status).toBe(200)
    await product.follow('main')
    const stored = (await allInteractions(product, 'main')).map((row) => row.record_key).sort()
    expect(stored).toEqual(['m1', 'm2', 'm3', 'm4', 'm5'])
  }, 60_000)

  it('of PostgreSQL that is only halted no request waits for long, pages have their settings, and what is sent again is there once', async () => {
    const goOn = haltPostgres({ data: join(product.data, 'data') })
    const began = performance.now()
    const sent = { batch: [track('m6')] }
    try {
      const answer = await product.send(key, sent)
      expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '5'])
      expect(performance.now() - began).toBeLessThan(8_000)
      expect((await product.send(key, sent)).status).toBe(503)
      // Browser SDKs ask for their settings once: without them a page would send nothing, also later.
      for (const path of [`/v1/projects/${key}/settings`, `/sourceConfig/?writeKey=${key}`]) {
        const settings = await product.product.app.request(path)
        expect([path, settings.status, settings.headers.get('access-control-allow-origin')]).toEqual([
          path,
          200,
          '*',
        ])
      }
    } finally {
      goOn()
    }
    await expect.poll(async () => (await product.send(key, sent)).status, { timeout: 10_000 }).toBe(200)
    await product.follow('main')
    const stored = (await allInteractions(product, 'main')).map((row) => row.record_key)
    expect(stored.filter((key) => key === 'm6')).toEqual(['m6'])
  }, 60_000)
})
