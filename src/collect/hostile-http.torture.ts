import { existsSync, readFileSync } from 'node:fs'
import { Agent } from 'node:http'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { allInteractions, basic, type InProcess, openInProcess } from '../../tools/in-process.ts'
import { answerTo, rawAnswer, type Sent, worse } from '../../tools/torture/hostile-request.ts'
import { residentMb } from '../../tools/torture/memory.ts'
import { hostileNames, hostileTexts, type Mutator, mutatorFrom } from '../../tools/torture/mutated.ts'
import { channels } from './channels/catalogue.ts'
import { createHook, createKey, listQuarantine } from './contract.ts'

/** Another one makes other requests. */
const seed = 20_261_129
const requests = 100_000
const together = 160
/** Bodies under way may hold 64 MB (BODY_MEMORY_MB); what they become takes some times as much, and nothing else stays. */
const held_mb = 5 * 64
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
  const made = { workspace, name: 'hostile', requests_per_second: 100_000 }
  key = (await product.call(createKey, made)).write_key
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
/** A good event, and by which field it is known. */
interface Known {
  id: 'messageId' | 'uuid' | 'id'
  json: object
}

const segment: Known = { id: 'messageId', json: track }
const postHog: Known = { id: 'uuid', json: capture }
const cloudEvent: Known = { id: 'id', json: cloud }
const kinds = ['identify', 'track', 'page', 'screen', 'group', 'alias', 'merge']

/** One event by its mark, null where it could be given none; `shown`: accepted, it is an interaction of that name. */
interface Marked {
  mark: string | null
  shown: boolean
}

/**
 * A request whose events are known. `as_one`: its door may take them for one event, or for another. `hook`: a webhook's, whose records
 * are known by this mark and their place.
 */
interface Aimed extends Sent {
  marks?: Marked[]
  as_one?: boolean
  hook?: string
}

/** The JSON with a mark nobody else has, so that each stands alone in the quarantine; only an object can carry one. */
function numbered(json: string, id: Known['id'], mark: string): Marked & { text: string } {
  if (!/^\{"/.test(json)) return { text: json, mark: null, shown: false }
  const said = JSON.parse(json) as Record<string, unknown>
  const named = { messageId: said.type === 'track', uuid: true, id: said.source === cloud.source }
  const shown = said[id] === `m${mark}` && named[id]
  return { text: `{"n":"${mark}",${json.slice(1)}`, mark, shown }
}

/** A good request of one door, its JSON already changed. */
function aimed(by: Mutator, at: number): Aimed {
  const json = (path: string, body: string, type = 'application/json'): Sent => ({
    method: 'POST',
    path,
    headers: { 'content-type': type, authorization: basic(key) },
    body: Buffer.from(body),
  })
  const some = (each: Known, length: number) => {
    const events = Array.from({ length }, (_, place) => {
      const mark = `${at}-${place}`
      return numbered(by.json({ ...each.json, [each.id]: `m${mark}` }), each.id, mark)
    })
    return { list: `[${events.map(({ text }) => text).join(',')}]`, marks: events }
  }
  const many = (each: Known) => some(each, 1 + by.upTo(4))
  const one = (each: Known) => {
    const { list, marks } = some(each, 1)
    return { text: list.slice(1, -1), marks }
  }
  switch (by.upTo(10)) {
    case 0: {
      const { list, marks } = many(segment)
      const doors = ['/v1/batch', '/v1/b', '/v1/import', '/beacon/v1/batch']
      return { ...json(by.pick(doors), `{"batch":${list}}`), marks }
    }
    case 1: {
      const { text, marks } = one(segment)
      const doors = ['/v1', '/api/s', '/api/s/s2s']
      return { ...json(`${by.pick(doors)}/${by.pick(kinds)}`, text), marks }
    }
    case 2: {
      const { list, marks } = many(postHog)
      const doors = ['/batch/', '/capture', '/e/', '/i/v0/e/']
      return { ...json(by.pick(doors), `{"api_key":"${key}","batch":${list}}`), marks }
    }
    case 3: {
      const { text, marks } = one({ ...postHog, json: { ...capture, api_key: key } })
      const data = encodeURIComponent(Buffer.from(text).toString('base64'))
      return {
        ...json(by.pick(['/capture/', '/e']), `data=${data}`, 'application/x-www-form-urlencoded'),
        marks,
      }
    }
    case 4: {
      const batch = by.upTo(2) === 0
      const { list, marks } = batch ? many(cloudEvent) : some(cloudEvent, 1)
      const types = [
        'application/cloudevents+json',
        'application/cloudevents-batch+json',
        'application/json; charset=utf-7',
      ]
      const type = by.pick(types)
      return {
        ...json('/cloudevents', batch ? list : list.slice(1, -1), type),
        marks,
        as_one: batch && type !== types[1],
      }
    }
    case 5:
      return pixelOf(by, one(segment))
    case 6:
      return dittofeedOf(
        by,
        json,
        () => many(segment),
        () => one(segment),
      )
    default: {
      const { path, good } = by.pick(hooks)
      const { headers, body } = by.pick(good)
      return {
        method: 'POST',
        path: `${path}?mark=${at}-${at}`,
        headers: {
          'content-type': by.pick(['application/json', 'application/x-www-form-urlencoded', 'text/plain']),
          ...headers,
        },
        body: Buffer.from(changedPayload(by, body)),
        hook: `${at}`,
      }
    }
  }
}

type Posted = (path: string, body: string, type?: string) => Sent
type Several = { list: string; marks: Marked[] }
type Single = { text: string; marks: Marked[] }

/** Dittofeed's door, one call or a batch, with or without a context, its key where its SDKs and its users put it. */
function dittofeedOf(by: Mutator, json: Posted, many: () => Several, one: () => Single): Aimed {
  const keyed = by.pick<Record<string, string>>([
    { authorization: basic(key) },
    { authorization: `Bearer ${key}` },
    { 'x-write-key': key },
  ])
  const withKey = ({ headers: { authorization: _, ...headers }, ...sent }: Sent): Sent => ({
    ...sent,
    headers: { ...headers, ...keyed },
  })
  if (by.upTo(2) === 0) {
    const { text, marks } = one()
    return { ...withKey(json(`/api/public/apps/${by.pick(kinds)}`, text)), marks }
  }
  const { list, marks } = many()
  const context = by.pick([
    '',
    ',"context":{"ip":"10.0.0.1"}',
    `,"context":${by.json(track.context)}`,
    ',"sentAt":"x"',
  ])
  return { ...withKey(json('/api/public/apps/batch', `{"batch":${list}${context}}`)), marks }
}

/** An image, of every kind at both addresses: its event as base64, as JSON, or a parameter for each field. */
function pixelOf(by: Mutator, { text, marks }: Single): Aimed {
  const kind = by.pick(kinds.slice(0, -1))
  const door = by.pick([`/v1/pixel/${kind}`, '/v1/pixel/track', '/pixel/v1/track', '/pixel/v1/page'])
  const hostile = { [by.pick(hostileNames).toWellFormed()]: by.pick(hostileTexts).toWellFormed() }
  const mark = marks[0]!.mark ?? ''
  const named = {
    messageId: `m${mark}`,
    n: mark,
    anonymousId: '"v"',
    event: 'Seen',
    'properties.order_id': 'o1',
    ...hostile,
    writeKey: key,
  }
  const base64 = Buffer.from(text).toString('base64')
  const [query, said] = by.pick<[Record<string, string>, Marked[]]>([
    [{ ...hostile, data: base64, writeKey: key }, marks],
    [{ data: base64.replace(/=+$/, ''), writeKey: key }, marks],
    [{ data: text, writeKey: key }, marks],
    [named, mark === '' ? [] : [{ mark, shown: named.messageId === `m${mark}` }]],
  ])
  const path = `${door}?${new URLSearchParams(query)}`
  const whole = path.length <= 8_000
  return {
    method: 'GET',
    path: path.slice(0, 8_000),
    headers: {},
    body: Buffer.alloc(0),
    marks: said.map((each) => ({ ...each, shown: each.shown && door.endsWith('track') })),
    as_one: !whole,
  }
}

function changedPayload(by: Mutator, body: string): string {
  if (/^\s*[[{]/.test(body)) return by.json(JSON.parse(body))
  const form = new URLSearchParams(body)
  form.set(by.upTo(2) === 0 ? by.pick(hostileNames) : by.pick([...form.keys()]), by.pick(hostileTexts))
  return form.toString()
}

/** What became of the events that a request told of, by their marks. */
const fates = {
  accepted: new Set<string>(),
  shown: new Set<string>(),
  quarantined: new Set<string>(),
  unmarked: 0,
  untold: new Set<string>(),
  /** The door took them and tells no more; they are named so that they become interactions unless they are quarantined. */
  taken: new Set<string>(),
  /** Records of webhooks that were said to be quarantined, and how often: several entries may refuse one. */
  hooks: new Map<string, number>(),
  hooksUntold: new Set<string>(),
}

const increase = (counts: Map<string, number>, name: string) => counts.set(name, (counts.get(name) ?? 0) + 1)

function noteHookFates(hook: string, text: string): void {
  const { quarantined = [] } = JSON.parse(Buffer.from(text, 'latin1').toString()) as {
    quarantined?: { record: number; reason: string }[]
  }
  for (const { record, reason } of quarantined) {
    if (reason === '') throw new Error(`the record ${record} of ${hook} is quarantined without a reason`)
    increase(fates.hooks, `${hook} ${record}`)
  }
}

/** Whether the answer tells what became of each event: some doors answer 204 or an image. */
function noteFates(marks: Marked[], text: string): void {
  const { quarantined = [] } = JSON.parse(Buffer.from(text, 'latin1').toString()) as {
    quarantined?: { event: number; reason: string }[]
  }
  const rejected = new Map(quarantined.map(({ event, reason }) => [event, reason]))
  for (const [place, { mark, shown }] of marks.entries()) {
    const reason = rejected.get(place)
    if (reason === '') throw new Error(`the event ${mark} is quarantined without a reason`)
    if (mark === null) fates.unmarked += reason === undefined ? 0 : 1
    else (reason === undefined ? fates.accepted : fates.quarantined).add(mark)
    if (mark !== null && reason === undefined && shown) fates.shown.add(mark)
  }
}

interface Outcome {
  /** Whole requests whose connection was closed before an answer came: one that rested too long may be. */
  unanswered: number
  statuses: Record<string, number>
  /** The words of 503. */
  busy: Record<string, number>
  faults: string[]
  early_mb: number
  late_mb: number
}

async function sendAll(port: number): Promise<Outcome> {
  const outcome: Outcome = { unanswered: 0, statuses: {}, busy: {}, faults: [], early_mb: 0, late_mb: 0 }
  const { statuses, busy, faults } = outcome
  const one = async (at: number) => {
    const by = mutatorFrom(seed + at)
    const good = aimed(by, at)
    const sent = worse(by, good)
    const raw = at % 25 === 0
    const { status, text } = raw ? await rawAnswer(port, by, sent) : await answerTo(port, agent, sent)
    statuses[status] = (statuses[status] ?? 0) + 1
    if (status === 0 && !raw) outcome.unanswered++
    // HEAD is answered by the console, which need not be built here.
    if (status === 503 && sent.method !== 'HEAD') busy[text] = (busy[text] ?? 0) + 1
    else if (status >= 500 && status !== 503)
      faults.push(`request ${at}: ${status} ${sent.method} ${sent.path.slice(0, 200)} ${text.slice(0, 200)}`)
    const { marks = [], hook } = good
    const known =
      !raw &&
      good.as_one !== true &&
      sent.headers === good.headers &&
      sent.body === good.body &&
      sent.method === good.method &&
      (sent.method === 'POST' || sent.path === good.path)
    // What is hardly HTTP may be a whole request and a bad one behind it, whose 400 comes first.
    const maybe = raw || status < 400 || status >= 500
    if (hook !== undefined) {
      if (known && status === 200 && sent.path === good.path) noteHookFates(hook, text)
      else if (maybe) fates.hooksUntold.add(hook)
    } else if (known && status === 200 && sent.method === 'POST') noteFates(marks, text)
    else if (maybe)
      for (const { mark, shown } of marks) {
        if (mark === null) continue
        fates.untold.add(mark)
        if (known && shown && status >= 200 && status < 300) fates.taken.add(mark)
      }
    if (at === requests / 5) outcome.early_mb = residentMb()
  }
  let next = 0
  await Promise.all(
    Array.from({ length: together }, async () => {
      while (next < requests && faults.length < 20) await one(next++)
    }),
  )
  agent.destroy()
  outcome.late_mb = residentMb()
  return outcome
}

const markIn = (text: string) => /(?:\bm|"n":")(\d+-\d+)/.exec(text)?.[1]

/** The marks that stand in the quarantine, and how many records there carry none. */
async function heldMarks(): Promise<{ held: Set<string>; unmarked: number }> {
  const rows = await product.product.db
    .selectFrom('quarantine')
    .select(['record', 'reason'])
    .where('workspace', '=', workspace)
    .where('file', '!=', 'hook')
    .execute()
  expect(rows.filter(({ reason }) => reason === '')).toEqual([])
  const marks = rows.map(({ record }) => markIn(record)).filter((mark) => mark !== undefined)
  expect(new Set(marks).size).toBe(marks.length)
  return { held: new Set(marks), unmarked: rows.length - marks.length }
}

/** Records of webhooks that stand in the quarantine, by the mark of their request and their place in it. */
async function heldRecords(): Promise<Map<string, number>> {
  const rows = await product.product.db
    .selectFrom('quarantine')
    .select(['record', 'row', 'reason'])
    .where('workspace', '=', workspace)
    .where('file', '=', 'hook')
    .execute()
  expect(rows.filter(({ reason }) => reason === '')).toEqual([])
  const held = new Map<string, number>()
  for (const { record, row } of rows) {
    const { 'query:mark': said = '' } = JSON.parse(record) as Record<string, string>
    // Twice, since an address may have lost a digit, or have got something behind it.
    const mark = /^(\d+)-\1(?!\d)/.exec(said)?.[1]
    if (mark !== undefined) increase(held, `${mark} ${row}`)
  }
  return held
}

async function storedMarks(): Promise<Set<string>> {
  const rows = await product.ask<{ record_key: string }>(
    workspace,
    'SELECT record_key FROM throughline.interactions FINAL WHERE {{workspace}}',
  )
  return new Set(rows.map(({ record_key }) => markIn(record_key)).filter((mark) => mark !== undefined))
}

/** The marks that stand in none of the others. */
const missing = (marks: Set<string>, ...others: Set<string>[]) =>
  [...marks].filter((mark) => others.every((other) => !other.has(mark)))

it(`${requests} hostile requests at every dialect and webhook: never a 5xx of a fault, all that is rejected is held with its reason, memory stays`, async () => {
  const port = Number(new URL(await product.product.listen()).port)
  const began = performance.now()
  const { faults, ...outcome } = await sendAll(port)
  const seconds = Math.round((performance.now() - began) / 1_000)
  const quarantine = await product.call(listQuarantine, { workspace })
  const { held, unmarked } = await heldMarks()
  const stored = await storedMarks()
  const records = await heldRecords()
  const { accepted, shown, quarantined, untold } = fates
  console.log(
    'HTTP',
    JSON.stringify({
      seed,
      requests,
      ...outcome,
      accepted: accepted.size,
      shown: shown.size,
      quarantined: quarantined.size,
      untold: untold.size,
      unmarked: [fates.unmarked, unmarked],
      held: [quarantine.total, held.size],
      taken: fates.taken.size,
      records: [fates.hooks.size, records.size, fates.hooksUntold.size],
      reasons: quarantine.reasons.length,
      stored: stored.size,
      seconds,
    }),
  )
  expect(faults).toEqual([])
  const count = (each: Record<string, number>) => Object.values(each).reduce((sum, one) => sum + one, 0)
  expect(count(outcome.statuses)).toBe(requests)
  expect(count(outcome.busy)).toBeLessThan(requests / 1_000)
  expect(outcome.unanswered).toBeLessThan(requests / 1_000)
  expect(accepted.size).toBeGreaterThan(1_000)
  expect(quarantined.size).toBeGreaterThan(1_000)
  // Each is held that was said to be, and nothing else but what no answer told of.
  expect(missing(quarantined, held)).toEqual([])
  expect(missing(held, quarantined, untold)).toEqual([])
  expect(missing(shown, stored)).toEqual([])
  expect(missing(fates.taken, stored, held)).toEqual([])
  expect(fates.taken.size).toBeGreaterThan(requests / 100)
  expect(fates.hooks.size).toBeGreaterThan(requests / 500)
  const said = ([record]: [string, number]) => !fates.hooksUntold.has(record.split(' ')[0]!)
  expect(new Map([...records].filter(said))).toEqual(fates.hooks)
  expect(missing(stored, accepted, untold)).toEqual([])
  expect([...accepted].filter((mark) => held.has(mark))).toEqual([])
  expect(quarantine.reasons.every(({ reason }) => reason !== '')).toBe(true)
  expect(outcome.late_mb - outcome.early_mb).toBeLessThan(held_mb)
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
