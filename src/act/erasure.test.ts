import { execFileSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { allRuns, expectSameRows, type InProcess, openInProcess } from '../../tools/in-process.ts'
import { pick, rng, whole } from '../../tools/sample/random.ts'
import { readAudit } from '../access/contract.ts'
import { createHook, listQuarantine } from '../collect/contract.ts'
import { identifierId } from '../collect/index.ts'
import * as identity from '../identity/contract.ts'
import * as contract from './contract.ts'
import { erasureHandlers, freeOfCustomers, passing } from './erasure-tables.ts'

const storyboard = `journey: order
version: 1
correlate: { subject: order }
starts: [Placed]
silence: 2d
steps: [{ step: Placed }, { step: Paid }, { optional: [{ step: Asked }] }, { step: Delivered }]
outcomes: { delivered: { kind: success, touchpoints: [Delivered] } }
`
const person = `journey: person
version: 1
correlate: { customer: 5d }
silence: 2d
steps: [{ step: Placed }, { step: Paid }]
outcomes: { abandoned: { kind: abandoned, after: 20d } }
`
const mapping = `source: shop
records:
  - file: rows.csv
    key: $id
    identifiers: { user_id: $person, email: $email, phone: $phone }
    subjects: { order: $order }
    touchpoint: $touchpoint
    at: $at
    text: $text
    traits: { given_name: $given, family_name: $family }
`
/** Ana is erased; Ben shares order o2 with her; Cem has nothing to do with her. */
const rows = `id,person,email,phone,order,touchpoint,at,text,given,family
r1,u-anastasia,ana.zwiebel@example.org,+49 151 2345678,o1-zwiebel,Placed,2024-03-01T10:00:00Z,my secret garden gnome,Anastasia,Zwiebelturm
r2,,,,o1-zwiebel,Delivered,2024-03-04T10:00:00Z,left beside the gnome,,
r3,u-anastasia,,,o2,Placed,2024-03-02T10:00:00Z,together with benjamin,,
r4,u-benjamin,ben@example.org,,o2,Paid,2024-03-03T10:00:00Z,,Ben,Berg
r5,u-cem,cem@example.org,,o3,Placed,2024-03-01T10:00:00Z,hello,Cem,Cetin
r6,u-cem,,,o3,Paid,2024-03-02T10:00:00Z,,,
r7,u-anastasia,ana.zwiebel@example.org,,o4,Placed,not a time,broken gnome,Anastasia,Zwiebelturm
r8,u-cem,,,o3,Placed,no time either,,,
`
const personal = [
  'anastasia',
  'zwiebel',
  'zwiebelturm',
  '2345678',
  'garden gnome',
  'beside the gnome',
  'broken gnome',
  'together with benjamin',
]
const ana = identifierId({ kind: 'user_id', value: 'u-anastasia' })

let product: InProcess
let folder: string
let socket: string
beforeAll(async () => {
  product = await openInProcess()
  await product.workspace('shop')
  for (const yaml of [storyboard, person]) await product.storyboard('shop', yaml)
  folder = product.folder({ 'rows.csv': rows })
  expect(await product.import('shop', folder, { mapping })).toMatchObject({ stored: 6, quarantined: 2 })
  const upload = join(product.data, 'data', 'uploads', 'shop', randomUUID())
  mkdirSync(upload, { recursive: true })
  writeFileSync(join(upload, 'rows.csv'), rows)
  const key = await product.key('shop')
  expect((await product.send(key, { batch: [identify] })).status).toBe(200)
  await product.follow('shop')
  await product.report('shop', 'order', { as_of: '2024-03-03T00:00:00Z' })
  // Its fifth line is where the server listens.
  socket = readFileSync(join(product.data, 'data', 'postgres', 'postmaster.pid'), 'utf8').split('\n')[4]!
})
afterAll(() => product.close())

const identify = {
  messageId: 'm1',
  type: 'identify',
  userId: 'u-anastasia',
  anonymousId: 'visitor-77',
  traits: { email: 'ana.zwiebel@example.org', firstName: 'Anastasia', lastName: 'Zwiebelturm' },
  originalTimestamp: '2024-03-01T09:00:00Z',
}

async function postgres<Row extends pg.QueryResultRow>(text: string): Promise<Row[]> {
  const client = new pg.Client({ host: socket, user: 'throughline', database: 'postgres' })
  await client.connect()
  try {
    return (await client.query<Row>(text)).rows
  } finally {
    await client.end()
  }
}

const analytical = async (text: string) =>
  (await product.product.analytics.raw(text, 'JSONEachRow', 'throughline')).toString().trim()

async function allTables(): Promise<string[]> {
  const operational = await postgres<{ name: string }>(
    `SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'throughline' AND table_type = 'BASE TABLE'`,
  )
  const other = (await analytical(`SELECT name FROM system.tables WHERE database = 'throughline'`)).split(
    '\n',
  )
  return [
    ...operational.map(({ name }) => `postgresql.${name}`),
    ...other.map((line) => `clickhouse.${(JSON.parse(line) as { name: string }).name}`),
  ]
}

/** Every row of every table of both engines, as text. */
async function everything(): Promise<string> {
  const texts: string[] = []
  for (const name of await allTables()) {
    const [store, table] = name.split('.') as [string, string]
    if (store === 'clickhouse') texts.push(await analytical(`SELECT * FROM throughline.${table}`))
    else
      texts.push(
        (await postgres<{ row: string }>(`SELECT each::text AS row FROM throughline.${table} AS each`))
          .map((each) => each.row)
          .join('\n'),
      )
  }
  return texts.join('\n').toLowerCase().split('\n').sort().join('\n')
}

const handlers = () => erasureHandlers({ db: null, analytics: null, data: '' } as never)

it('every table of both engines has a handler that names its columns, or a reason why no customer stands in it', async () => {
  const held = new Map(handlers().flatMap(({ holds }) => Object.entries(holds)))
  const tables = (await allTables()).filter((table) => !passing.test(table))
  expect(tables.filter((table) => held.has(table) === Object.hasOwn(freeOfCustomers, table))).toEqual([])
  const known = new Set(
    [...held.keys(), ...Object.keys(freeOfCustomers)].filter((name) => !name.startsWith('files.')),
  )
  expect([...known].filter((table) => !tables.includes(table))).toEqual([])
  const columns = new Set([
    ...(
      await postgres<{ name: string }>(
        `SELECT 'postgresql.' || table_name || '.' || column_name AS name FROM information_schema.columns WHERE table_schema = 'throughline'`,
      )
    ).map(({ name }) => name),
    ...(
      await analytical(
        `SELECT concat('clickhouse.', table, '.', name) AS name FROM system.columns WHERE database = 'throughline'`,
      )
    )
      .split('\n')
      .map((line) => (JSON.parse(line) as { name: string }).name),
  ])
  for (const [table, own] of held)
    if (!table.startsWith('files.')) for (const column of own) expect(columns).toContain(`${table}.${column}`)
})

it('an erased customer is in no row and no file, and what others had stays as if they had never been there', async () => {
  const before = await everything()
  for (const word of personal) expect(before.includes(word), word).toBe(true)
  const preview = await product.call(contract.previewErasure, { workspace: 'shop', customer_id: ana })
  expect(preview.interactions).toEqual({ named: 3, by_subject: 1, of_others: 0 })
  expect(preview.found).toMatchObject({ 'postgresql.quarantine': 1, 'files.uploads': 1 })
  const still = await everything()
  for (const word of personal) expect(still.includes(word), word).toBe(true)

  await expect(
    product.call(contract.eraseCustomer, {
      workspace: 'shop',
      customer_id: ana,
      confirm: 'yes',
      ground: 'asked by the customer',
    }),
  ).rejects.toThrow('is not the id')
  const certificate = await product.call(contract.eraseCustomer, {
    workspace: 'shop',
    customer_id: ana,
    confirm: ana,
    ground: 'asked by the customer',
  })
  expect(certificate).toMatchObject({
    interactions: { named: 3, by_subject: 1, of_others: 0 },
    removed: { 'postgresql.quarantine': 1, 'files.uploads': 1 },
    previous: null,
  })
  expect(JSON.stringify(certificate)).not.toContain(ana)
  const after = await everything()
  for (const word of [...personal, ana]) expect(after.includes(word), word).toBe(false)
  expect(after).toContain('cem@example.org')
  expect(left(personal)).toEqual([])

  const { erasures } = await product.call(contract.listErasures, { workspace: 'shop' })
  expect(erasures).toMatchObject([{ erasure_id: certificate.erasure_id, intact: true }])
  const { deeds } = await product.call(readAudit, { workspace: 'shop', act: 'erase customer' })
  expect(deeds).toMatchObject([{ on_what: certificate.customer, outcome: 'done' }])
}, 120_000)

/** Words found in files of the data folder, each with where. */
function left(words: string[]): string[] {
  return words.flatMap((word) => {
    try {
      return execFileSync('grep', ['-rlai', word, join(product.data, 'data')])
        .toString()
        .trim()
        .split('\n')
        .map((file) => `${word} in ${file}`)
    } catch {
      return []
    }
  })
}

it('nothing of an erased customer comes in again, and what they do afterwards does', async () => {
  const again = await product.import('shop', folder, { mapping })
  expect(again).toMatchObject({ stored: 0, unchanged: 3, quarantined: 1, erased: 4 })
  const key = await product.key('shop')
  const response = await product.send(key, { batch: [identify] })
  expect(await response.json()).toMatchObject({ success: true, erased: 1 })
  const { quarantine } = await product.call(listQuarantine, { workspace: 'shop', limit: 100 })
  expect(quarantine.map((each) => JSON.parse(each.record).id)).toEqual(['r8'])
  const after = await everything()
  for (const word of personal) expect(after.includes(word), word).toBe(false)
  const back = {
    messageId: 'm9',
    type: 'track',
    event: 'Placed',
    userId: 'u-anastasia',
    properties: { order_id: 'o9' },
  }
  expect(await (await product.send(key, { batch: [back] })).json()).toEqual({ success: true })
  await product.follow('shop')
  expect((await product.runs('shop', 'order')).map((run) => run.subject).sort()).toEqual(['o3', 'o9'])
}, 60_000)

it('the runs of the others are those that building everything anew gives', async () => {
  const living = await Promise.all(['order', 'person'].map((journey) => allRuns(product, 'shop', journey)))
  await product.rebuild('shop')
  const anew = await Promise.all(['order', 'person'].map((journey) => allRuns(product, 'shop', journey)))
  for (const place of [0, 1]) expectSameRows(living[place]!, anew[place]!)
})

it('what is said of a customer is on record, exported with its meaning, and told in the audit log', async () => {
  const workspace = 'shop'
  const cem = identifierId({ kind: 'user_id', value: 'u-cem' })
  const before = await product.call(identity.readSaid, { workspace, customer_id: cem })
  expect(before.consent).toEqual([])
  const say = (value: string, kind: string, state: 'given' | 'withdrawn', at: string) =>
    product.call(identity.recordConsent, {
      workspace,
      identifier: { kind, value },
      channel: 'email',
      purpose: 'news',
      state,
      at,
      source: 'web form',
    })
  await say('Cem@Example.org', 'email', 'withdrawn', '2024-05-02T00:00:00.000Z')
  await say('u-cem', 'user_id', 'given', '2024-05-01T00:00:00.000Z')
  const correction = await product.call(identity.correctCustomer, {
    workspace,
    customer_id: cem,
    field: 'trait:family_name',
    was: 'Cetin',
    becomes: 'Çetin',
    reason: 'spelt so on the passport',
  })
  const said = await product.call(identity.readSaid, { workspace, customer_id: cem })
  expect(said.consent).toMatchObject([{ channel: 'email', purpose: 'news', state: 'withdrawn' }])
  expect(said.traits.find((each) => each.trait === 'family_name')).toMatchObject({
    value: 'Cetin',
    corrected: 'Çetin',
  })
  const file = async (form: string) =>
    (
      await product.product.app.request(`/api/shop/customers/${cem}/export?form=${form}`, {
        headers: { authorization: `Bearer ${product.product.token}` },
      })
    ).text()
  const exported = JSON.parse(await file('json')) as Record<string, unknown[]> & {
    meanings: Record<string, string>
  }
  expect(exported.interactions).toHaveLength(2)
  expect(exported.runs).toHaveLength(2)
  expect(Object.entries(exported.meanings).filter(([, words]) => words.startsWith('no meaning'))).toEqual([])
  expect((await file('csv')).trim().split('\r\n')).toHaveLength(3)
  const log = product.folder({ 'log.xes': await file('xes') })
  expect(await product.import(await product.workspace('read-again'), join(log, 'log.xes'))).toMatchObject({
    state: 'done',
    interactions: 2,
  })
  await product.call(identity.undoCorrection, { workspace, correction_id: correction.correction_id })
  const { deeds } = await product.call(readAudit, { workspace, limit: 20 })
  const acts = deeds.map((each) => each.act)
  for (const act of ['record consent', 'correct customer', 'undo correction', 'export customer', 'make key'])
    expect(acts).toContain(act)
  expect(JSON.stringify(deeds)).not.toContain(cem)
  await expect(postgres(`UPDATE throughline.audit SET by = 'nobody'`)).rejects.toThrow('only ever added to')
}, 60_000)

it('what is older than its period goes by the same road, and is not taken in again', async () => {
  const workspace = 'old'
  await product.workspace(workspace)
  await product.storyboard(workspace, storyboard)
  const at = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString()
  const lines = [
    'id,person,email,phone,order,touchpoint,at,text,given,family',
    `n1,u-dora,dora@example.org,,p1,Placed,${at(40)},ancient words,Dora,Dorn`,
    `n2,u-emil,emil@example.org,,p2,Placed,${at(40)},,Emil,Eck`,
    `n3,u-emil,,,p2,Paid,${at(3)},,,`,
  ]
  const path = product.folder({ 'rows.csv': lines.join('\n') })
  await product.import(workspace, path, { mapping })
  await product.call(contract.setRetention, { workspace, periods: [{ channel: '', days: 30 }] })
  const dry = await product.call(contract.applyRetention, { workspace, dry: true })
  expect(dry).toEqual({ interactions: 2, certificate: null })
  const done = await product.call(contract.applyRetention, { workspace })
  expect(done.certificate).toMatchObject({ kind: 'retention', customer: null, interactions: { named: 2 } })
  const text = await everything()
  for (const word of ['dora', 'dorn', 'ancient words', 'emil@']) expect(text.includes(word), word).toBe(false)
  expect(await product.runs(workspace, 'order')).toEqual([])
  expect(await product.import(workspace, path, { mapping })).toMatchObject({
    unchanged: 1,
    stored: 0,
    erased: 2,
  })
}, 120_000)

it('whoever was merged, taken apart or matched with an erased customer is who they would have been without', async () => {
  await property(1)
}, 180_000)

/** In one workspace links are seen, said and undone, then one is erased; in another that one was never there. */
async function property(rounds: number): Promise<void> {
  const numbers = rng(7)
  for (let round = 0; round < rounds; round++) {
    const [lived, without] = [await product.workspace(`l${round}`), await product.workspace(`w${round}`)]
    const people = ['p0', 'p1', 'p2', 'p3']
    const events = Array.from({ length: 14 }, (_, place) => ({
      messageId: `i${place}`,
      type: 'identify',
      userId: pick(numbers, people),
      anonymousId: `v${whole(numbers, 0, 5)}`,
      traits: { email: `e${whole(numbers, 0, 3)}@example.org` },
      originalTimestamp: new Date(Date.UTC(2024, 0, 1 + place)).toISOString(),
    }))
    const key = await product.key(lived)
    await product.send(key, { batch: events })
    await product.follow(lived)
    const { links } = await product.call(identity.listLinks, { workspace: lived })
    await product.call(identity.undoLinks, {
      workspace: lived,
      links: [pick(numbers, links).link_id],
      reason: 'drawn',
    })
    const [first] = await product.ask<{ customer: string }>(
      lived,
      `SELECT toString(customer_id) AS customer FROM throughline.identifier_customers FINAL WHERE {{workspace}} ORDER BY customer_id LIMIT 1`,
    )
    const { identifiers } = await product.call(identity.readIdentity, {
      workspace: lived,
      customer_id: first!.customer,
    })
    const undone = await product.call(identity.listLinks, { workspace: lived, result: 'undone' })
    await product.call(contract.eraseCustomer, {
      workspace: lived,
      customer_id: first!.customer,
      confirm: first!.customer,
      ground: 'asked by the customer',
    })
    const gone = new Set(identifiers.map(({ kind, value }) => `${kind} ${value}`))
    const others = events.filter(
      (each) =>
        ![`user_id ${each.userId}`, `anonymous_id ${each.anonymousId}`, `email ${each.traits.email}`].some(
          (name) => gone.has(name),
        ),
    )
    await product.send(await product.key(without), { batch: others })
    await product.follow(without)
    const still = undone.links.filter(
      ({ a, b }) => !gone.has(`${a.kind} ${a.value}`) && !gone.has(`${b.kind} ${b.value}`),
    )
    const twins = (await product.call(identity.listLinks, { workspace: without })).links.filter(({ a, b }) =>
      still.some((each) => each.a.value === a.value && each.b.value === b.value),
    )
    if (twins.length > 0)
      await product.call(identity.undoLinks, {
        workspace: without,
        links: twins.map((each) => each.link_id),
        reason: 'as drawn',
      })
    expect(await membersOf(lived)).toEqual(await membersOf(without))
  }
}

/** Identifiers that are with others, and with whom. */
async function membersOf(workspace: string) {
  const rows = await postgres<{ value: string; customer: string }>(
    `SELECT value, customer_id AS customer FROM throughline.identity_members WHERE workspace = '${workspace}' ORDER BY kind, value`,
  )
  const sizes = Map.groupBy(rows, (row) => row.customer)
  return rows.filter((row) => sizes.get(row.customer)!.length > 1)
}

it('payloads of webhooks go with the customer: the last ones that are kept, and the parts of gathered records', async () => {
  const workspace = await product.workspace('hooks')
  const { hook } = await product.call(createHook, {
    workspace,
    source: 'phone',
    channel: 'twilio-voice',
    scheme: { kind: 'address' },
  })
  const send = (form: Record<string, string>) =>
    product.product.app.request(hook.path, { method: 'POST', body: new URLSearchParams(form).toString() })
  const told = (call: string, number: string, more: Record<string, string>) =>
    send({ CallSid: call, From: number, Direction: 'inbound', CallStatus: 'in-progress', ...more })
  const number = '+4915198765432'
  expect((await told('CA-frieda', number, { SpeechResult: 'my purple bicycle' })).status).toBe(200)
  expect((await told('CA-frieda', number, { Digits: '7' })).status).toBe(200)
  expect((await told('CA-gustav', '+4915112121212', { SpeechResult: 'green kite' })).status).toBe(200)
  await product.follow(workspace)
  const frieda = identifierId({ kind: 'phone', value: number })
  const certificate = await product.call(contract.eraseCustomer, {
    workspace,
    customer_id: frieda,
    confirm: frieda,
    ground: 'asked by the customer',
  })
  expect(certificate.removed).toMatchObject({ 'postgresql.hook_payloads': 2, 'postgresql.hook_parts': 1 })
  const text = await everything()
  for (const word of ['98765432', 'purple bicycle', 'ca-frieda'])
    expect(text.includes(word), word).toBe(false)
  expect(text).toContain('green kite')
  // A state of that call which comes late is not taken in, and leaves nothing behind.
  const late = await told('CA-frieda', number, { Digits: '8' })
  expect(late.status).toBe(200)
  expect((await everything()).includes('98765432')).toBe(false)
}, 60_000)
