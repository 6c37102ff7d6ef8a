import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parquetReadObjects } from 'hyparquet'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import {
  allInteractions,
  allRuns,
  expectSameRows,
  type InProcess,
  openInProcess,
} from '../../tools/in-process.ts'
import { listSources } from '../collect/contract.ts'
import {
  type ExportForm,
  eraseCustomer,
  erasureGrounds,
  exportEndings,
  exportForms,
  readExportProgress,
  searchCustomers,
} from './contract.ts'

const shop = `source: shop
complete_until: 2024-06-30
records:
  - file: orders.csv
    key: $order
    identifiers: { email: $email, user_id: $person }
    subjects: { order: $order, parcel: { column: parcels, split: ";" } }
    attributes: [state, "event:odd", "=sum"]
    traits: { city: $city }
    groups: { account: $account, name: $company, role: buyer }
    interactions:
      - touchpoint: Placed
        at: $placed
        channel: web
        direction: inbound
        begun_by: customer
        ball_after: company
        information_given: [number]
        text: $text
        cost: $cost
        states: { about: order, what: price, value: $price }
        promises: [{ what: delivery, due: $due, fulfilled_by: [Delivered], void: { state: canceled } }]
      - { touchpoint: Paid, at: $paid, agent: Bo, team: Desk, news: { received: payment, next_by: $due } }
      - { touchpoint: Delivered, at: $delivered, until: $due, channel: parcel, news: true, score: { question: smile, value: $stars, scale: [1, 5] } }
`
const columns =
  'order,person,email,placed,paid,delivered,due,state,parcels,city,account,company,text,cost,price,stars,event:odd,=sum'
const day = (number: number) => new Date(Date.UTC(2024, 0, 1 + number)).toISOString()
const orders = Array.from({ length: 40 }, (_, number) =>
  [
    `o${number}`,
    `p${number % 9}`,
    number % 4 === 0 ? '' : `P${number % 7}@Example.org`,
    day(number),
    day(number + 1),
    number % 5 === 0 ? '' : day(number + 2 + (number % 6)),
    day(number + 8),
    number % 11 === 0 ? 'canceled' : 'sent',
    number % 3 === 0 ? `k${number};k${number + 1}` : '',
    'Ulm, "the old"',
    number % 6 === 0 ? 'A7' : '',
    'Acme',
    number % 8 === 0 ? "=1+1 'quoted'" : 'line one\nline two',
    number % 2 === 0 ? '' : `-${number}.5`,
    `${number}.00`,
    (number % 5) + 1,
    'odd',
    '@x',
  ]
    .map((cell) => `"${String(cell).replaceAll('"', '""')}"`)
    .join(','),
)
const storyboard = `journey: order
version: 1
correlate: { subject: order }
starts: [Placed]
silence: 2d
steps: [{ step: Placed }, { step: Paid }, { step: Delivered }]
outcomes:
  canceled: { kind: failure, attributes: { state: canceled } }
  delivered: { kind: success, touchpoints: [Delivered] }
`
const people = storyboard
  .replace('journey: order', 'journey: person')
  .replace('{ subject: order }', '{ customer: 9d }')

/** OCEL 2.0 JSON, as https://github.com/pm4py/pm4py-core/blob/4957de11c6b44eb761fae7e3f040a1f3b5600d13/tests/input_data/ocel/schema_ocel2.json demands it. */
const text = z.string()
const declared = z.array(z.object({ name: text, attributes: z.array(z.object({ name: text, type: text })) }))
const related = z.array(z.object({ objectId: text, qualifier: text }))
const ocel = z.object({
  eventTypes: declared,
  objectTypes: declared,
  events: z.array(
    z.object({
      id: text,
      type: text,
      time: z.iso.datetime(),
      attributes: z.array(z.object({ name: text, value: text })),
      relationships: related,
    }),
  ),
  objects: z.array(
    z.object({
      id: text,
      type: text,
      attributes: z.array(z.object({ name: text, value: text, time: z.iso.datetime() })),
      relationships: related,
    }),
  ),
})

let product: InProcess

async function exported(workspace: string, query: string): Promise<Buffer> {
  const response = await product.product.app.request(`/api/${workspace}/export?${query}`, {
    headers: { authorization: `Bearer ${product.product.token}` },
  })
  if (response.status !== 200) throw new Error(await response.text())
  return Buffer.from(await response.arrayBuffer())
}

/** The journeys of another workspace, into which a file was imported. */
async function copied(name: string, form: ExportForm, file: Buffer) {
  await product.workspace(name)
  const path = join(product.folder({}), '..', `${name}.${exportEndings[form]}`)
  writeFileSync(path, file)
  const state = await product.import(name, path)
  for (const yaml of [storyboard, people]) await product.storyboard(name, yaml)
  await product.follow(name)
  return { state, path }
}

beforeAll(async () => {
  product = await openInProcess()
  const key = await product.key('main', 'web')
  const sent = await product.send(key, {
    batch: [
      {
        type: 'identify',
        messageId: 'm1',
        userId: 'p1',
        traits: { email: 'door@example.org' },
        timestamp: day(2),
      },
      {
        type: 'track',
        messageId: 'm2',
        userId: 'p1',
        event: 'Asked',
        timestamp: day(3),
        properties: { order_id: 'o1' },
      },
      { type: 'track', messageId: 'm3', anonymousId: 'x', event: 'Looked', timestamp: day(3) },
    ],
  })
  expect(sent.status).toBe(200)
  const folder = product.folder({ 'mapping.yaml': shop, 'orders.csv': [columns, ...orders].join('\n') })
  const state = await product.import('main', folder)
  expect(state).toMatchObject({ state: 'done', stored: 40, quarantined: 0 })
  for (const yaml of [storyboard, people]) await product.storyboard('main', yaml)
  await product.follow('main')
})
afterAll(() => product.close())

describe('what is exported and imported again', () => {
  it.each(exportForms)('as %s into an empty workspace is the same, and so are its journeys', async (form) => {
    const name = `copy-${form}`
    const file = await exported('main', `form=${form}&export_id=export-${form}`)
    const { state } = await copied(name, form, file)
    expect(state).toMatchObject({ state: 'done', quarantined: 0, error: null })
    const theirs = await allInteractions(product, name)
    expectSameRows(await allInteractions(product, 'main'), theirs)
    expect(theirs.length).toBeGreaterThan(110)
    // In a trace for each subject, else in one of their own.
    const events = theirs.reduce((sum, each) => sum + Math.max(1, (each.subjects as unknown[]).length), 0)
    expect(
      await product.call(readExportProgress, { workspace: 'main', export_id: `export-${form}` }),
    ).toEqual({
      state: 'done',
      what: form === 'xes' ? 'events' : 'interactions',
      ...(form === 'xes' ? { done: events, of: events } : { done: theirs.length, of: theirs.length }),
      error: null,
    })
    // Only OCEL tells until when a source is complete.
    if (form !== 'ocel') return
    for (const journey of ['order', 'person'])
      expectSameRows(await allRuns(product, 'main', journey), await allRuns(product, name, journey))
    const sources = async (workspace: string) =>
      (await product.call(listSources, { workspace })).sources
        .filter((each) => each.source !== 'copy-ocel')
        .map(({ source, kind, last_at, horizon }) => ({
          source,
          kind,
          last_at,
          horizon: kind === 'live' || horizon,
        }))
    expect(await sources(name)).toEqual(await sources('main'))
  })

  it('into where it stands already changes nothing', async () => {
    const before = await allInteractions(product, 'main')
    const path = join(product.data, 'again.jsonocel')
    writeFileSync(path, await exported('main', 'form=ocel'))
    expect(await product.import('main', path)).toMatchObject({
      state: 'done',
      stored: 0,
      unchanged: before.length,
    })
    expectSameRows(await allInteractions(product, 'main'), before)
  })
})

describe('a customer who came in with an exported file', () => {
  it('is erased from the ledger and from what was overwritten too', async () => {
    const workspace = 'copy-csv'
    const { customers } = await product.call(searchCustomers, { workspace, q: 'p2', limit: 5 })
    const customer_id = customers[0]!.customer_id
    await product.call(eraseCustomer, {
      workspace,
      customer_id,
      confirm: customer_id,
      ground: erasureGrounds[0],
    })
    const [left] = await product.ask<{ n: string }>(
      workspace,
      `SELECT count() AS n FROM throughline.records ARRAY JOIN interaction_ids AS id
       WHERE {{workspace}} AND id NOT IN (SELECT interaction_id FROM throughline.interactions FINAL WHERE {{workspace}})`,
    )
    expect(Number(left!.n)).toBe(0)
    expect((await allInteractions(product, workspace)).length).toBeLessThan(
      (await allInteractions(product, 'main')).length,
    )
  })
})

describe('an export', () => {
  it('of a journey and a period holds the runs that begin in it, whole', async () => {
    const query = 'journey=order&since=2024-01-05&until=2024-01-06'
    const csv = (await exported('main', `${query}&form=csv`)).toString().split('\r\n')
    // Orders 4 and 5: placed and paid, the fourth delivered too.
    expect(
      csv
        .slice(1, -1)
        .map((line) => line.split(',')[7])
        .toSorted(),
    ).toEqual(['Delivered', 'Paid', 'Paid', 'Placed', 'Placed'])
    const runs = (await exported('main', `${query}&what=runs&form=csv`)).toString().split('\r\n')
    expect(runs).toHaveLength(4)
    expect(runs[1]).toMatch(/^.*,order,1,order,o4,2024-01-05T00:00:00\.000Z,/)
    const log = JSON.parse((await exported('main', `${query}&what=runs&form=ocel`)).toString())
    const run = log.objects.find((each: { type: string }) => each.type === 'throughline:run')
    expect(run.attributes).toContainEqual({ name: 'subject', time: '1970-01-01T00:00:00Z', value: 'o4' })
    expect(log.events).toHaveLength(5)
    const qualifiers = log.events[0].relationships.map((each: { qualifier: string }) => each.qualifier)
    expect(qualifiers).toEqual(expect.arrayContaining(['subject', 'identifier', 'Placed']))
    const xes = (await exported('main', `${query}&what=runs&form=xes`)).toString()
    expect(xes.match(/<trace>/g)).toHaveLength(2)
    expect(xes).toContain('<string key="throughline:subject" value="order o4"/>')
  })

  it.each(['interactions', 'runs'])(
    'of %s as OCEL 2.0 is as its schema demands: what is named is declared, and once',
    async (what) => {
      const log = ocel.parse(JSON.parse((await exported('main', `form=ocel&what=${what}`)).toString()))
      const ids = new Set(log.objects.map((each) => each.id))
      expect(ids.size).toBe(log.objects.length)
      const types = (list: z.output<typeof declared>) =>
        new Map(list.map((each) => [each.name, new Set(each.attributes.map(({ name }) => name))]))
      const [ofEvents, ofObjects] = [types(log.eventTypes), types(log.objectTypes)]
      const undeclared = [
        ...log.events.flatMap((each) =>
          each.attributes.filter(({ name }) => !ofEvents.get(each.type)?.has(name)),
        ),
        ...log.objects.flatMap((each) =>
          each.attributes.filter(({ name }) => !ofObjects.get(each.type)?.has(name)),
        ),
        ...log.objects.filter((each) => !ofObjects.has(each.type)),
        ...log.events.flatMap((each) => each.relationships.filter(({ objectId }) => !ids.has(objectId))),
      ]
      expect(undeclared).toEqual([])
    },
  )

  it('of runs as Parquet has numbers, times and what is unknown as such', async () => {
    const file = await exported('main', 'what=runs&journey=order&form=parquet')
    const rows = await parquetReadObjects({ file: new Uint8Array(file).buffer as ArrayBuffer })
    expect(rows).toHaveLength(40)
    const first = rows.find((row) => row.subject === 'o0')!
    expect(first).toMatchObject({
      outcome: 'canceled',
      started_at: new Date(Date.UTC(2024, 0, 1)),
      contacts: expect.any(Number),
    })
  })

  it('of nothing is a file of its form that holds nothing', async () => {
    for (const form of exportForms) {
      const file = await exported('main', `form=${form}&since=2031-01-01`)
      expect(file.length).toBeGreaterThan(10)
    }
    expect(JSON.parse((await exported('main', 'form=ocel&since=2031-01-01')).toString()).events).toEqual([])
    await expect(exported('main', 'since=soon')).rejects.toThrow(/since is 'soon'/)
  })
})
