import { existsSync, readFileSync } from 'node:fs'
import { Agent } from 'node:http'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { allInteractions, basic, type InProcess, openInProcess } from '../../tools/in-process.ts'
import { answerTo, rawAnswer, type Sent, worse } from '../../tools/torture/hostile-request.ts'
import { residentMb } from '../../tools/torture/memory.ts'
import { hostileNames, hostileTexts, type Mutator, mutatorFrom } from '../../tools/torture/mutated.ts'
import { channels } from './channels/catalogue.ts'
import { createHook, listQuarantine } from './contract.ts'

/** Another one makes other requests. */
const seed = 20_261_129
const requests = 100_000
const together = 160
const agent = new Agent({ keepAlive: true, maxSockets: together })
const workspace = 'hostile'

let product: InProcess
let key: string
const hooks: { path: string; good: { headers: Record<string, string>; body: string }[] }[] = []

const payloadsOf = (channel: string) => {
  const path = join(import.meta.dirname, 'channels/fixtures', `${channel}.json`)
  if (!existsSync(path))
    return [
      {
        headers: {},
        body: JSON.stringify({ id: 'a', event: 'Said', at: '2024-05-01T10:00:00Z', user_id: 'u1' }),
      },
    ]
  const { payloads } = JSON.parse(readFileSync(path, 'utf8')) as {
    payloads: {
      headers?: Record<string, string>
      json?: unknown
      form?: Record<string, string>
      text?: string
    }[]
  }
  return payloads.map(({ headers = {}, json, form, text }) => ({
    headers,
    body: text ?? (json === undefined ? new URLSearchParams(form).toString() : JSON.stringify(json)),
  }))
}

beforeAll(async () => {
  product = await openInProcess()
  await product.workspace(workspace)
  key = await product.key(workspace)
  for (const { channel } of channels.filter(({ way }) => way !== 'file')) {
    // The address alone lets everything in to the mapping; the channel's own signature refuses it before.
    for (const scheme of [{ kind: 'address' as const }, undefined]) {
      const { hook } = await product.call(createHook, {
        workspace,
        source: `${channel} ${scheme?.kind ?? 'signed'}`,
        channel,
        ...(scheme ? { scheme } : { secret: 'a secret of twenty-four' }),
      })
      hooks.push({ path: hook.path, good: payloadsOf(channel) })
    }
  }
})
afterAll(() => product.close())

const track = {
  type: 'track',
  event: 'Order placed',
  messageId: 'm1',
  userId: 'u1',
  anonymousId: 'a1',
  originalTimestamp: '2024-05-06T07:08:09.000Z',
  context: { ip: '10.0.0.1', library: { name: 'x', version: '1' }, page: { url: 'https://x.example/a?b=c' } },
  traits: { email: 'a@b.example' },
  properties: { order_id: 'o1', items: [{ sku: 's' }], total: 3.5 },
}
const capture = {
  event: 'Order placed',
  distinct_id: 'u1',
  uuid: '018f2f6e-1111-7000-8000-000000000001',
  timestamp: '2024-05-01T11:00:00.000Z',
  properties: { order_id: 4711, $lib: 'posthog-node', $set: { email: 'a@b.example' } },
}
const cloud = {
  specversion: '1.0',
  id: '1',
  type: 'order.placed',
  source: '/shop',
  subject: 'u1',
  time: '2024-04-05T03:56:24Z',
  datacontenttype: 'application/json',
  data: { order_id: 'o1' },
}
const kinds = ['identify', 'track', 'page', 'screen', 'group', 'alias', 'merge']
/** A good request of one door, its JSON already changed. */
function aimed(by: Mutator): Sent {
  const json = (path: string, body: string, type = 'application/json'): Sent => ({
    method: 'POST',
    path,
    headers: { 'content-type': type, authorization: basic(key) },
    body: Buffer.from(body),
  })
  const many = (each: object) => `[${Array.from({ length: 1 + by.upTo(4) }, () => by.json(each)).join(',')}]`
  switch (by.upTo(9)) {
    case 0:
      return json(
        by.pick(['/v1/batch', '/v1/b', '/v1/import', '/beacon/v1/batch', '/api/public/apps/batch']),
        `{"batch":${many(track)}}`,
      )
    case 1:
      return json(
        `${by.pick(['/v1', '/api/s', '/api/s/s2s', '/api/public/apps'])}/${by.pick(kinds)}`,
        by.json(track),
      )
    case 2:
      return json(
        by.pick(['/batch/', '/capture', '/e/', '/i/v0/e/']),
        `{"api_key":"${key}","batch":${many(capture)}}`,
      )
    case 3:
      return json(
        by.pick(['/capture/', '/e']),
        `data=${encodeURIComponent(Buffer.from(by.json({ ...capture, api_key: key })).toString('base64'))}`,
        'application/x-www-form-urlencoded',
      )
    case 4:
      return json(
        '/cloudevents',
        by.upTo(2) === 0 ? by.json(cloud) : many(cloud),
        by.pick([
          'application/cloudevents+json',
          'application/cloudevents-batch+json',
          'application/json; charset=utf-7',
        ]),
      )
    case 5: {
      const query = new URLSearchParams({
        writeKey: key,
        userId: by.pick(hostileTexts).toWellFormed(),
        event: 'seen',
        [by.pick(hostileNames).toWellFormed()]: 'x',
        data: by.json(track),
      })
      return {
        method: 'GET',
        path: `${by.pick(['/v1/pixel/track', '/pixel/v1/page'])}?${query}`.slice(0, 8_000),
        headers: {},
        body: Buffer.alloc(0),
      }
    }
    default: {
      const { path, good } = by.pick(hooks)
      const { headers, body } = by.pick(good)
      return {
        method: 'POST',
        path,
        headers: {
          'content-type': by.pick(['application/json', 'application/x-www-form-urlencoded', 'text/plain']),
          ...headers,
        },
        body: Buffer.from(changedPayload(by, body)),
      }
    }
  }
}

function changedPayload(by: Mutator, body: string): string {
  if (/^\s*[[{]/.test(body)) return by.json(JSON.parse(body))
  const form = new URLSearchParams(body)
  form.set(by.upTo(2) === 0 ? by.pick(hostileNames) : by.pick([...form.keys()]), by.pick(hostileTexts))
  return form.toString()
}

it(`${requests} hostile requests at every dialect and webhook: never a 5xx of a fault, all that is rejected is held with its reason, memory stays`, async () => {
  const port = Number(new URL(await product.product.listen()).port)
  const statuses: Record<string, number> = {}
  const faults: string[] = []
  let told = 0
  let early = 0
  let next = 0
  const began = performance.now()
  const one = async (at: number) => {
    const by = mutatorFrom(seed + at)
    const sent = worse(by, aimed(by))
    const raw = at % 25 === 0
    const { status, text } = raw ? await rawAnswer(port, by, sent) : await answerTo(port, agent, sent)
    statuses[status] = (statuses[status] ?? 0) + 1
    if (status >= 500 && status !== 503)
      faults.push(`request ${at}: ${status} ${sent.method} ${sent.path.slice(0, 200)} ${text.slice(0, 200)}`)
    if (status === 200 && text.includes('"quarantined":['))
      told += (JSON.parse(Buffer.from(text, 'latin1').toString()) as { quarantined: unknown[] }).quarantined
        .length
    if (at === requests / 5) early = residentMb()
  }
  await Promise.all(
    Array.from({ length: together }, async () => {
      while (next < requests && faults.length < 20) await one(next++)
    }),
  )
  agent.destroy()
  const late = residentMb()
  const seconds = Math.round((performance.now() - began) / 1_000)
  const held = await product.call(listQuarantine, { workspace })
  const stored = (
    await product.ask(
      workspace,
      'SELECT count() AS n FROM throughline.interactions FINAL WHERE {{workspace}}',
    )
  )[0]!.n
  console.log(
    'HTTP',
    JSON.stringify({
      seed,
      requests: next,
      statuses,
      quarantined_told: told,
      held: held.total,
      reasons: held.reasons.length,
      stored,
      early_mb: early,
      late_mb: late,
      seconds,
    }),
  )
  expect(faults).toEqual([])
  expect(statuses[503] ?? 0).toBeLessThan(requests / 100)
  expect(told).toBeGreaterThan(1_000)
  expect(held.total).toBeGreaterThan(0)
  expect(held.reasons.every(({ reason }) => reason !== '')).toBe(true)
  expect(late - early).toBeLessThan(500)
  expect(({} as Record<string, unknown>).polluted).toBeUndefined()
  expect(Object.keys(Object.prototype)).toEqual([])
})

it('afterwards a good event is stored, read back unharmed, and a bad one waits with its reason', async () => {
  const own = await product.workspace('afterwards')
  const write_key = await product.key(own)
  expect(
    (
      await product.send(write_key, {
        batch: [
          track,
          {
            ...track,
            messageId: 'm2',
            userId: undefined,
            anonymousId: undefined,
            originalTimestamp: '2124-01-01T00:00:00Z',
          },
        ],
      })
    ).status,
  ).toBe(200)
  expect(await allInteractions(product, own)).toMatchObject([
    { record_key: 'm1', touchpoint: 'Order placed', started_at: expect.anything() },
  ])
  const { total, quarantine } = await product.call(listQuarantine, { workspace: own })
  expect([total, quarantine[0]!.reason !== '']).toEqual([1, true])
  await product.follow(own)
  expect((await product.map(own, 'order')).interactions).toBe(1)
})
