import { execFileSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { allRuns, expectSameRows, type InProcess, openInProcess } from '../../tools/in-process.ts'
import { readAudit } from '../access/contract.ts'
import { listQuarantine } from '../collect/contract.ts'
import { identifierId } from '../collect/index.ts'
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
