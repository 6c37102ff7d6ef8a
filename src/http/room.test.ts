import { once } from 'node:events'
import { request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { serve } from '@hono/node-server'
import { Hono } from 'hono'
import { expect, it } from 'vitest'
import { boundBodies, createRoom, takeRoom } from './room.ts'
import { answerError } from './serve.ts'

const most = 2_000_000

/** A door that reads what it gets and answers when it is told to. */
async function openDoor() {
  const room = createRoom(most)
  const app = new Hono()
  const surprises: unknown[] = []
  let peak = 0
  let waiting = 0
  const release = Promise.withResolvers<void>()
  app.onError((error) => answerError(error, (surprise) => surprises.push(surprise)))
  app.use(boundBodies(room))
  app.post('/in', async (context) => {
    const bytes = (await context.req.arrayBuffer()).byteLength
    if (context.req.query('unpacked')) takeRoom(context, Number(context.req.query('unpacked')))
    peak = Math.max(peak, room.held())
    waiting++
    await release.promise
    waiting--
    return context.json({ bytes })
  })
  const server = serve({ fetch: app.fetch, port: 0 })
  if (!server.listening) await once(server, 'listening')
  const url = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}/in`
  return {
    room,
    server,
    url,
    surprises,
    peak: () => peak,
    /** How many were taken in and wait for their answer. */
    waiting: () => waiting,
    go: () => release.resolve(),
  }
}

const body = Buffer.alloc(100_000, 0x20)

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void

/** Bytes of buffers that somebody still holds. */
function held(): number {
  collect()
  return process.memoryUsage().arrayBuffers
}

/** Sends without copying the body: what memory is taken then is the server's. */
function send(url: string): Promise<{ status: number; retry_after: string | undefined }> {
  return new Promise((done, failed) => {
    const headers = { 'content-length': body.length }
    const sent = request(url, { method: 'POST', headers, agent: false }, (answer) => {
      answer.resume()
      done({ status: answer.statusCode ?? 0, retry_after: answer.headers['retry-after'] })
    })
    sent.on('error', failed)
    sent.end(body)
  })
}

it('a flood is refused with 503 and Retry-After before memory runs out; what was refused passes when it is sent again', async () => {
  const door = await openDoor()
  const before = held()
  try {
    const flood = Array.from({ length: 300 }, () => send(door.url()))
    // Those that found room are answered only when all others are.
    await expect.poll(() => door.waiting() + door.room.refused(), { timeout: 30_000 }).toBe(300)
    expect(door.waiting()).toBeLessThanOrEqual(most / body.length)
    // 30 MB were sent: what is not garbage is held. Buffers are swept beside the collection, so garbage goes at a later look.
    await expect.poll(() => held() - before, { timeout: 20_000 }).toBeLessThan(3 * most)
    door.go()
    const answers = await Promise.all(flood)
    const refused = answers.filter(({ status }) => status === 503)
    expect(answers.every(({ status }) => status === 200 || status === 503)).toBe(true)
    expect(refused.length).toBeGreaterThanOrEqual(300 - most / body.length)
    expect(refused.every(({ retry_after }) => retry_after === '2')).toBe(true)
    expect(door.peak()).toBeLessThanOrEqual(most)
    expect(door.room.held()).toBe(0)
    for (let sent = 0; sent < 20; sent++) expect((await send(door.url())).status).toBe(200)
    expect(door.surprises).toEqual([])
  } finally {
    door.server.close()
  }
})

it('room is taken by what has come and by what was unpacked, and given back when the sender goes', async () => {
  const door = await openDoor()
  try {
    const slow = request(door.url(), { method: 'POST', headers: { 'content-length': '3000000' } })
    slow.on('error', () => undefined)
    slow.write(Buffer.alloc(100_000))
    await expect.poll(() => door.room.held()).toBe(100_000)
    expect((await fetch(`${door.url()}?unpacked=${most}`, { method: 'POST', body: 'small' })).status).toBe(
      503,
    )
    slow.destroy()
    await expect.poll(() => door.room.held()).toBe(0)
    door.go()
    expect(
      (await fetch(`${door.url()}?unpacked=${most - 5}`, { method: 'POST', body: 'small' })).status,
    ).toBe(200)
    const huge = await fetch(door.url(), { method: 'POST', body: Buffer.alloc(17_000_000) }).then(
      ({ status }) => status,
      () => 'cut off',
    )
    expect([413, 503, 'cut off']).toContain(huge)
    expect(door.room.held()).toBe(0)
  } finally {
    door.server.close()
  }
})
