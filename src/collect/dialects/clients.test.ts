import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { nodeClients } from '../../../tools/clients/node-clients.ts'
import { allInteractions, basic, type InProcess, openInProcess } from '../../../tools/in-process.ts'
import { sendThroughFaults } from '../../../tools/torture/send-through-faults.ts'
import { createKey, listQuarantine, mendQuarantined, replayQuarantine } from '../contract.ts'

let product: InProcess
let address: string
beforeAll(async () => {
  product = await openInProcess()
  address = await product.product.listen()
})
afterAll(() => product.close())

interface Stored {
  record_key: string
  touchpoint: string
  started_at: string
  channel: string
  identifiers: [kind: string, value: string][]
  groups: unknown[]
  attributes: Record<string, string>
}

/** What stands in histories; calls that only say who is who do not. */
async function contacts(workspace: string): Promise<Stored[]> {
  const rows = (await allInteractions(product, workspace)) as unknown as Stored[]
  return rows
    .filter((row) => row.touchpoint !== 'Identified')
    .sort((a, b) => (a.attributes.order_id ?? '').localeCompare(b.attributes.order_id ?? ''))
}

const whose = (row: Stored) => row.identifiers.map(([kind, value]) => `${kind} ${value}`)

async function open(name: string) {
  const workspace = await product.workspace(name.replaceAll(/[^a-z0-9]+/g, '-').replace(/^-/, ''))
  return { workspace, key: await product.key(workspace) }
}

describe('an application that changes the host and nothing else', () => {
  for (const [name, { open: start, told }] of Object.entries(nodeClients))
    it(`has every event here once, of the right customer, at the right time (${name})`, async () => {
      const { workspace, key } = await open(name)
      const client = start({ address, key })
      const begun = Date.now()
      const at = (minute: number) => Date.UTC(2024, 4, 1, 9, minute)
      await client.happened({ visitor: 'v-1', event: 'Help searched', order: 'a', at: at(0) })
      await client.identified?.('u-1', 'v-1', 'ana@example.org')
      for (let i = 0; i < 9; i++)
        await client.happened({ user: 'u-1', event: 'Order placed', order: `b${i}`, at: at(1 + i) })
      await client.happened({ user: 'u-2', event: 'Order placed', order: 'c', at: at(20) })
      await client.close()
      const rows = await contacts(workspace)
      expect(rows.map((row) => row.attributes.order_id)).toEqual([
        'a',
        ...Array.from({ length: 9 }, (_, i) => `b${i}`),
        'c',
      ])
      expect(rows.map((row) => row.touchpoint)).toEqual(['Help searched', ...Array(10).fill('Order placed')])
      expect(new Set(rows.map((row) => row.attributes.total))).toEqual(new Set(['12.5']))
      rows.forEach((row, i) => {
        const late = Number(row.started_at) - (told ? at(i === 10 ? 20 : i) : begun)
        expect([row.attributes.order_id, late >= 0 && late < 30_000, late]).toEqual([
          row.attributes.order_id,
          true,
          late,
        ])
      })
      if (client.identified) {
        expect(whose(rows[3]!)).toContain('user_id u-1')
        await product.follow(workspace)
        expect((await product.map(workspace, 'customer')).runs).toBe(told ? 2 : 1)
      }
      expect((await product.call(listQuarantine, { workspace })).total).toBe(0)
    })
})

describe('a network that breaks, a server that is busy', () => {
  it('makes none of them lose an event, send one twice, or end its process', async () => {
    // One that sends each event alone meets as many faults with few.
    const tasks = Object.entries(nodeClients).map(async ([name, { tries }], i) => {
      const { workspace } = await open(`broken ${i}`)
      const sent = await sendThroughFaults(product, {
        name,
        workspace,
        address,
        seed: i,
        events: tries > 1 ? 21 : 6,
        slow_ms: 200,
      })
      return { name, ...sent, harmed: sent.faults.size > 0 }
    })
    for (const sent of await Promise.all(tasks))
      expect(sent).toMatchObject({ name: sent.name, lost: [], doubled: [], wrong: [], harmed: true })
  })
})

const post = (path: string, body: string | Uint8Array, headers: Record<string, string> = {}) =>
  product.product.app.request(path, { method: 'POST', headers, body: body as BodyInit })
const get = (path: string) => product.product.app.request(path)
const event = (order: string, more: object = {}) => ({
  messageId: `m-${order}`,
  userId: 'u',
  event: 'Order placed',
  properties: { order_id: order },
  timestamp: '2024-05-01T09:00:00Z',
  ...more,
})
const orders = async (workspace: string) => (await contacts(workspace)).map((row) => row.attributes.order_id)

describe('a browser', () => {
  it('may call from any origin, is told the waiting time, and learns where to send to', async () => {
    const { key } = await open('browser')
    const asked = { 'access-control-request-headers': 'authorization,x-retry-count' }
    for (const path of [
      '/v1/t',
      '/v1/batch',
      '/api/s/track',
      '/batch/',
      '/cloudevents',
      '/beacon/v1/batch',
    ]) {
      const answer = await product.product.app.request(path, { method: 'OPTIONS', headers: asked })
      expect([path, answer.status, answer.headers.get('access-control-allow-headers')]).toEqual([
        path,
        204,
        'authorization,x-retry-count',
      ])
    }
    const refused = await post('/v1/t', '{}')
    expect(refused.status).toBe(401)
    expect(refused.headers.get('access-control-allow-origin')).toBe('*')
    const settings = await get(`/v1/projects/${key}/settings`)
    expect(await settings.json()).toMatchObject({
      integrations: { 'Segment.io': { apiKey: key, apiHost: 'localhost/v1', protocol: 'http' } },
    })
    expect(await (await get(`/sourceConfig/?writeKey=${key}`)).json()).toMatchObject({
      source: { writeKey: key, enabled: true, destinations: [] },
    })
    expect((await get('/v1/projects/wk_wrong/settings')).status).toBe(401)
    expect((await get('/sourceConfig/?writeKey=wk_wrong')).status).toBe(401)
  })

  it('has its settings, without which a page sends nothing at all, and images though its key sends too much', async () => {
    const workspace = await product.workspace('slow-key')
    const slow = { workspace, name: 'slow', requests_per_second: 1 }
    const { write_key } = await product.call(createKey, slow)
    const statuses = new Set<number>()
    for (let i = 0; i < 12; i++) statuses.add((await product.send(write_key, { batch: [] })).status)
    expect([...statuses]).toEqual([200, 429])
    const image = await get(`/v1/pixel/track?writeKey=${write_key}&userId=u&event=Opened`)
    expect([image.status, image.headers.get('content-type')]).toEqual([429, 'image/gif'])
    for (const path of [`/v1/projects/${write_key}/settings`, `/sourceConfig/?writeKey=${write_key}`])
      expect([path, (await get(path)).status]).toEqual([path, 200])
  })

  it('sends by beacon, by short addresses and by image', async () => {
    const { workspace, key } = await open('beacon')
    const authorization = basic(key)
    const text = { 'content-type': 'text/plain;charset=UTF-8' }
    const batch = (order: string) => JSON.stringify({ batch: [event(order, { type: 'track' })] })
    expect((await post(`/beacon/v1/batch?writeKey=${key}`, batch('a'), text)).status).toBe(200)
    expect((await post('/v1/b', batch('b'), { ...text, authorization })).status).toBe(200)
    expect((await post('/v1/import', batch('c'), { ...text, authorization })).status).toBe(200)
    expect((await post('/v1/t', JSON.stringify(event('d', { writeKey: key })), text)).status).toBe(200)
    const data = Buffer.from(JSON.stringify({ writeKey: key, userId: 'u', event: 'Email Opened' })).toString(
      'base64',
    )
    for (const path of [
      `/v1/pixel/track?data=${encodeURIComponent(data)}`,
      `/pixel/v1/track?writeKey=${key}&anonymousId=%22v%22&event=Opened&properties.order_id=z`,
    ]) {
      const answer = await get(path)
      expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'image/gif'])
      expect((await answer.arrayBuffer()).byteLength).toBe(43)
    }
    expect(await orders(workspace)).toEqual([undefined, 'a', 'b', 'c', 'd', 'z'])
    expect(whose((await contacts(workspace)).at(-1)!)).toEqual(['anonymous_id v'])
    expect((await get('/v1/pixel/track?data=%%%')).status).toBe(400)
    expect((await get('/v1/pixel/track?writeKey=wk_wrong&userId=u&event=e')).status).toBe(401)
  })
})

describe('the doors of others', () => {
  it('answer as their clients expect', async () => {
    const { workspace, key } = await open('answers')
    const authorization = basic(key)
    const one = JSON.stringify(event('a', { writeKey: 'wk_masked:***', groupId: 'acme' }))
    expect((await post('/api/s/s2s/track', one, { 'x-write-key': `${key}:x` })).status).toBe(200)
    const many = JSON.stringify({ batch: [event('b', { type: 'track' })], context: { ip: '10.0.0.1' } })
    expect((await post('/api/public/apps/batch', many, { authorization })).status).toBe(204)
    const form = {
      'content-type': 'application/x-www-form-urlencoded',
      'content-encoding': 'gzip',
      authorization,
    }
    expect((await post('/v1/batch', gzipSync(many), form)).status).toBe(200)
    expect(await orders(workspace)).toEqual(['a', 'b'])
    expect((await contacts(workspace))[0]).toMatchObject({ groups: [['account', 'acme', '', '', {}]] })
  })

  it('of PostHog take batches, single events, lists, forms and packed text, and have no flags', async () => {
    const { workspace, key } = await open('posthog')
    const said = (order: string, more: object = {}) => ({
      event: 'Order placed',
      distinct_id: 'u',
      uuid: `p-${order}`,
      properties: { order_id: order },
      ...more,
    })
    const bodies: [string, string | Uint8Array][] = [
      ['/batch/', JSON.stringify({ api_key: key, batch: [said('a')], sent_at: new Date().toISOString() })],
      ['/capture', JSON.stringify({ ...said('b'), api_key: key })],
      ['/e/', JSON.stringify([said('c', { properties: { order_id: 'c', token: key } })])],
      [
        '/i/v0/e/?compression=base64',
        `data=${encodeURIComponent(Buffer.from(JSON.stringify({ ...said('d'), token: key })).toString('base64'))}`,
      ],
      ['/e/?compression=gzip-js', gzipSync(JSON.stringify({ ...said('e'), token: key }))],
    ]
    for (const [path, body] of bodies) {
      const answer = await post(path, body, { 'content-type': 'text/plain' })
      expect([path, answer.status, await answer.json()]).toEqual([path, 200, { status: 'Ok' }])
    }
    expect(await orders(workspace)).toEqual(['a', 'b', 'c', 'd', 'e'])
    expect(JSON.stringify(await contacts(workspace))).not.toContain(key)
    expect((await post('/batch', '{"batch":[]}')).status).toBe(401)
    expect((await post('/batch', 'no')).status).toBe(400)
    expect(await (await post('/flags/?v=2', '{}')).json()).toMatchObject({ flags: {} })
  })

  it('of CloudEvents take a batch with a bad event in it, and answer the handshake', async () => {
    const { workspace, key } = await open('cloudevents')
    const good = { id: '1', source: '/till', specversion: '1.0', type: 'Receipt', data: { order_id: 'a' } }
    const headers = { 'content-type': 'application/cloudevents-batch+json', authorization: `Bearer ${key}` }
    const answer = await post('/cloudevents', JSON.stringify([good, { ...good, id: '' }]), headers)
    expect(await answer.json()).toMatchObject({ success: true, quarantined: [{ event: 1, field: 'id' }] })
    expect(await orders(workspace)).toEqual(['a'])
    const asked = { 'webhook-request-origin': 'events.example.com' }
    const handshake = await product.product.app.request('/cloudevents', { method: 'OPTIONS', headers: asked })
    expect(handshake.headers.get('webhook-allowed-origin')).toBe('events.example.com')
    const { 'content-type': _, ...unsaid } = headers
    expect((await post('/cloudevents', '{}', unsaid)).status).toBe(400)
  })
})

describe('what waits in the quarantine', () => {
  it('is kept as its sender wrote it, and mended in its dialect', async () => {
    const { workspace, key } = await open('mended')
    const bad = { event: 'Order placed', uuid: 'q', properties: { order_id: 'a' } }
    await post('/batch/', JSON.stringify({ api_key: key, batch: [bad] }))
    const { quarantine } = await product.call(listQuarantine, { workspace })
    expect(quarantine).toMatchObject([{ file: 'posthog', field: 'distinct_id', record: JSON.stringify(bad) }])
    const record = JSON.stringify({ ...bad, distinct_id: 'u-9' })
    const { quarantine_id } = quarantine[0]!
    expect(await product.call(mendQuarantined, { workspace, quarantine_id, record })).toEqual({
      stored: 1,
      reason: null,
    })
    expect((await contacts(workspace)).map(whose)).toEqual([['user_id u-9']])
  })

  it('says who is who once it is mended', async () => {
    const { workspace, key } = await open('who')
    const send = (batch: object[]) => post('/v1/batch', JSON.stringify({ batch, writeKey: key }))
    await send([
      event('a', { type: 'track' }),
      event('b', { type: 'track', userId: undefined, anonymousId: 'v' }),
      { type: 'identify', messageId: 'i', traits: { email: 'ana@example.org' } },
    ])
    await product.follow(workspace)
    expect((await product.map(workspace, 'customer')).runs).toBe(2)
    const { quarantine } = await product.call(listQuarantine, { workspace })
    const record = JSON.stringify({ type: 'identify', messageId: 'i', userId: 'u', anonymousId: 'v' })
    const { quarantine_id } = quarantine[0]!
    expect(await product.call(mendQuarantined, { workspace, quarantine_id, record })).toMatchObject({
      reason: null,
    })
    await product.follow(workspace)
    expect((await product.map(workspace, 'customer')).runs).toBe(1)
    expect(await product.call(replayQuarantine, { workspace, source: 'http' })).toEqual({
      stored: 0,
      still_quarantined: 0,
    })
  })
})
