import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { allInteractions, basic, type InProcess, openInProcess } from '../../../tools/in-process.ts'
import { listQuarantine } from '../contract.ts'

let product: InProcess
let key: string
beforeAll(async () => {
  product = await openInProcess()
  key = await product.key('main')
})
afterAll(() => product.close())

const track = (messageId: string, more: object = {}) => ({
  type: 'track',
  event: 'Order placed',
  messageId,
  userId: 'u1',
  originalTimestamp: '2024-05-06T07:08:09.000Z',
  properties: { order_id: messageId },
  ...more,
})

async function stored(workspace: string): Promise<string[]> {
  return (await allInteractions(product, workspace)).map((row) => String(row.record_key)).sort()
}

/** Text put between other events as it is: some poison cannot be written by JSON.stringify. */
function around(poison: string, name: string): { body: string; good: string[] } {
  const good = Array.from({ length: 99 }, (_, i) => `${name}-${i}`)
  const events = good.map((id) => JSON.stringify(track(id)))
  events.splice(50, 0, poison)
  return { body: `{"batch":[${events.join(',')}]}`, good: good.sort() }
}

const deep = (levels: number) => `${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`
const poisoned = (properties: string) =>
  JSON.stringify(track('poison')).replace(/"properties":\{[^}]*\}/, `"properties":${properties}`)

describe('one bad event among a hundred', () => {
  const bad: Record<string, string> = {
    deep: poisoned(deep(5_000)),
    deeper: poisoned(deep(100_000)),
    nobody: JSON.stringify(track('poison', { userId: undefined })),
    future: JSON.stringify(track('poison', { originalTimestamp: '2124-01-01T00:00:00Z' })),
    past: JSON.stringify(track('poison', { originalTimestamp: '1970-01-01T00:00:00Z' })),
    number: '17',
  }
  for (const [name, poison] of Object.entries(bad)) {
    it(`goes to quarantine alone and leaves the others stored (${name})`, async () => {
      const workspace = await product.workspace(name)
      const { body, good } = around(poison, name)
      const answer = await product.send(await product.key(workspace), body)
      expect(answer.status).toBe(200)
      expect(await answer.json()).toMatchObject({ success: true, quarantined: [{ event: 50 }] })
      expect(await stored(workspace)).toEqual(good)
      const { quarantine, total } = await product.call(listQuarantine, { workspace })
      expect(total).toBe(1)
      expect(quarantine[0]).toMatchObject({ source: 'http', file: 'http', row: 50 })
      expect(quarantine[0]!.reason).not.toBe('')
    })
  }

  const awkward: Record<string, string> = {
    paths: poisoned('{"a":{"b":1},"a.b":2,"a":{"b":3}}'),
    surrogate: poisoned('{"note":"half a smile \\ud83d","\\udc00":"x"}'),
    nul: poisoned('{"note":"a\\u0000b"}'),
  }
  for (const [name, event] of Object.entries(awkward)) {
    it(`that an engine would choke on is kept with the others (${name})`, async () => {
      const workspace = await product.workspace(name)
      const { body, good } = around(event, name)
      const answer = await product.send(await product.key(workspace), body)
      expect(answer.status).toBe(200)
      expect(await stored(workspace)).toEqual([...good, 'poison'].sort())
      await product.follow(workspace)
      expect((await product.map(workspace, 'order')).runs).toBe(99)
    })
  }
})

describe('an event sent again', () => {
  it('with another sentAt doubles nothing, with or without a message id', async () => {
    const workspace = await product.workspace('again')
    const own = await product.key(workspace)
    const batch = [track('m1'), track('m2'), track('', { userId: 'u2', properties: { order_id: 'o9' } })]
    for (const late of [0, 1, 50, 3_000]) {
      const sentAt = new Date(Date.now() - late).toISOString()
      expect((await product.send(own, { batch, sentAt })).status).toBe(200)
    }
    expect((await stored(workspace)).length).toBe(3)
    const map = await product.map(workspace, 'order')
    expect(map).toMatchObject({ interactions: 3 })
  })
})

describe('the body of a call', () => {
  const send = (headers: Record<string, string>, body: string | Uint8Array, path = '/v1/batch') =>
    product.product.app.request(path, { method: 'POST', headers, body: body as BodyInit })
  const json = JSON.stringify({ batch: [track('shape')] })

  it('is read whatever its type says, packed or not', async () => {
    const authorization = basic(key)
    for (const [type, more, body] of [
      ['application/json', {}, json],
      ['text/plain', {}, json],
      ['', {}, json],
      ['application/json', { 'content-encoding': 'gzip' }, gzipSync(json)],
      ['text/plain;charset=UTF-8', { 'content-encoding': 'gzip' }, gzipSync(json)],
    ] as const) {
      const answer = await send({ authorization, ...(type ? { 'content-type': type } : {}), ...more }, body)
      expect([type, answer.status]).toEqual([type, 200])
    }
    expect(await stored('main')).toEqual(['shape'])
  })

  it('may be a single call at its own address', async () => {
    const workspace = await product.workspace('single')
    const own = basic(await product.key(workspace))
    const { type: _, ...event } = track('one')
    expect((await send({ authorization: own }, JSON.stringify(event), '/v1/track')).status).toBe(200)
    const page = { messageId: 'two', anonymousId: 'a', name: 'Help', timestamp: '2024-05-06T07:08:09Z' }
    expect((await send({ authorization: own }, JSON.stringify(page), '/v1/page')).status).toBe(200)
    expect(await stored(workspace)).toEqual(['one', 'two'])
  })

  it('is refused with 400 or 413, never 5xx, when it is a bomb, too large or no JSON', async () => {
    const authorization = basic(key)
    const bomb = gzipSync(Buffer.alloc(200_000_000, 0x20), { level: 9 })
    expect(bomb.length).toBeLessThan(500_000)
    expect((await send({ authorization, 'content-encoding': 'gzip' }, bomb)).status).toBe(413)
    expect((await send({ authorization }, `{"batch":["${'x'.repeat(10_000_000)}"]}`)).status).toBe(413)
    for (const body of ['', 'no', '[]', '"text"', '{"batch":7}', '{"batch":', 'null', '\u0000'])
      expect([body, (await send({ authorization }, body)).status]).toEqual([body, 400])
    const broken = gzipSync(json).subarray(0, 40)
    expect((await send({ authorization, 'content-encoding': 'gzip' }, broken)).status).toBe(400)
  })

  it('needs a write key that is known, as Basic user or in the body', async () => {
    const withKey = (writeKey: string) => JSON.stringify({ batch: [track('keyed')], writeKey })
    expect((await send({}, json)).status).toBe(401)
    expect((await send({}, withKey('wk_wrong'))).status).toBe(401)
    expect((await send({ authorization: basic('wk_wrong') }, json)).status).toBe(401)
    expect((await send({ authorization: 'Basic %%%' }, json)).status).toBe(401)
    const workspace = await product.workspace('keyed')
    const own = await product.key(workspace)
    expect((await send({}, withKey(own))).status).toBe(200)
    expect((await send({ authorization: basic(own) }, json)).status).toBe(200)
    expect(await stored(workspace)).toEqual(['keyed', 'shape'])
  })
})

describe('identify', () => {
  it('links an e-mail to a user, so that what came by either is one customer', async () => {
    const workspace = await product.workspace('who')
    const own = await product.key(workspace)
    const byMail = {
      userId: undefined,
      anonymousId: 'visit-7',
      context: { traits: { email: 'Anna@Example.org' } },
    }
    await product.send(own, {
      batch: [track('a', { userId: 'anna' }), track('b', byMail), track('c', { userId: 'ben' })],
    })
    await product.follow(workspace)
    expect((await product.map(workspace, 'customer')).runs).toBe(3)
    const identify = {
      type: 'identify',
      messageId: 'i',
      userId: 'anna',
      traits: { email: 'anna@example.org' },
    }
    expect((await product.send(own, { batch: [identify] })).status).toBe(200)
    await product.follow(workspace)
    const map = await product.map(workspace, 'customer')
    expect([map.runs, map.interactions]).toEqual([2, 3])
    expect(map.variants.map((each) => each.steps.length).sort()).toEqual([1, 2])
  })
})

describe('a store that fails for a moment', () => {
  it('refuses what it cannot keep, and holds up nothing that comes after', async () => {
    const workspace = await product.workspace('fault')
    const own = await product.key(workspace)
    const storyboard = `journey: order
version: 1
correlate: { subject: order }
steps: [{ step: Order placed }]
outcomes: { placed: { kind: success, touchpoints: [Order placed] } }
`
    await product.storyboard(workspace, storyboard)
    const { analytics } = product.product
    await analytics.command('RENAME TABLE throughline.interactions TO throughline.away')
    expect((await product.send(own, { batch: [track('lost')] })).status).toBeGreaterThanOrEqual(500)
    await analytics.command('RENAME TABLE throughline.away TO throughline.interactions')
    expect((await product.send(own, { batch: [track('kept')] })).status).toBe(200)
    await product.follow(workspace)
    expect((await product.runs(workspace, 'order')).map((each) => each.subject)).toEqual(['kept'])
  })
})
