import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  allInteractions,
  allRuns,
  expectSameRows,
  type InProcess,
  openInProcess,
} from '../../tools/in-process.ts'
import {
  listImports,
  listQuarantine,
  mendQuarantined,
  readImport,
  redoImport,
  replayQuarantine,
  undoImport,
} from './contract.ts'

/** A shop's export with ties in time, several interactions of a record, and people found by two identifiers. */
interface Order {
  order: string
  person: string
  email: string
  placed: string
  paid: string
  delivered: string
  due: string
  state: string
}

const iso = (hours: number) => new Date(Date.UTC(2024, 0, 1) + hours * 3_600_000).toISOString()

function orderOf(number: number, edition: number): Order {
  const placed = Math.floor(number / 3)
  const delivered = number % 7 === 0 ? '' : iso(placed + 24 * (1 + ((number + edition) % 9)))
  return {
    order: `o${number}`,
    person: `p${(number * (edition + 1)) % 40}`,
    email: number % 5 === 0 ? `p${number % 40}@example.org` : '',
    placed: iso(placed),
    paid: iso(placed + (number % 4)),
    delivered,
    due: iso(placed + 24 * 6),
    state: number % 11 === edition ? 'canceled' : 'delivered',
  }
}

const csv = (rows: Order[]) =>
  [
    'order,person,email,placed,paid,delivered,due,state',
    ...rows.map((row) => Object.values(row).join(',')),
  ].join('\n')

const notes = (rows: Order[]) => ['order,at', ...rows.map((row) => `${row.order},${row.paid}`)].join('\n')

const mapping = `source: shop
storyboards: [order.yaml, person.yaml]
complete_until: 2024-06-01
records:
  - file: orders.csv
    key: $order
    identifiers: { user_id: $person, email: $email }
    subjects: { order: $order }
    attributes: [state]
    interactions:
      - touchpoint: Placed
        at: $placed
        channel: web
        direction: inbound
        promises: [{ what: delivery, due: $due, fulfilled_by: [Delivered], void: { state: canceled } }]
      - { touchpoint: Paid, at: $paid, news: { received: payment } }
      - { touchpoint: Delivered, at: $delivered, channel: parcel, news: true }
  - file: notes.csv
    subjects: { order: $order }
    touchpoint: Noted
    at: $at
    direction: internal
`

const orderStoryboard = `journey: order
version: 1
correlate: { subject: order }
starts: [Placed]
silence: 2d
steps:
  - { step: Placed, tells: [number] }
  - step: Paid
  - optional: [{ step: Noted }]
  - step: Delivered
outcomes:
  cancelled: { kind: failure, attributes: { state: canceled } }
  delivered: { kind: success, touchpoints: [Delivered] }
`
const personStoryboard = `journey: person
version: 1
correlate: { customer: 4d }
starts: [Placed]
silence: 2d
steps: [{ step: Placed }, { step: Paid }]
outcomes:
  gone: { kind: abandoned, after: 20d }
`
const boards = { 'mapping.yaml': mapping, 'order.yaml': orderStoryboard, 'person.yaml': personStoryboard }

const numbers = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => from + i)
const first = numbers(0, 400).map((number) => orderOf(number, 0))
// One in ten changed, one in twenty gone, one in ten new: the new stand at the top, as exports sorted by newest do.
const second = [
  ...numbers(400, 440).map((number) => orderOf(number, 0)),
  ...first
    .filter((_, i) => i % 20 !== 3)
    .map((row) => (Number(row.order.slice(1)) % 10 === 4 ? orderOf(Number(row.order.slice(1)), 1) : row)),
]

let product: InProcess
beforeAll(async () => {
  product = await openInProcess()
})
afterAll(() => product.close())

const exportOf = (rows: Order[], more: Record<string, string> = {}) =>
  product.folder({ ...boards, 'orders.csv': csv(rows), 'notes.csv': notes(rows), ...more })

async function expectSame(one: string, other: string) {
  const rows = async (workspace: string) => [
    await allInteractions(product, workspace),
    await allRuns(product, workspace, 'order', { judged: true }),
    await allRuns(product, workspace, 'person', { judged: true }),
  ]
  const [ours, theirs] = [await rows(one), await rows(other)]
  ours.forEach((list, i) => {
    expectSameRows(list, theirs[i]!)
  })
}

const line = ({ read, stored, unchanged, quarantined, withdrawn }: Record<string, unknown>) => ({
  read,
  stored,
  unchanged,
  quarantined,
  withdrawn,
})

describe('a later export of the same source', () => {
  it('with changed, new and vanished rows leaves what a fresh import of it would', async () => {
    await product.workspace('again')
    await product.workspace('fresh')
    await product.import('again', exportOf(first))
    const before = await allInteractions(product, 'again')
    const state = await product.import('again', exportOf(second), { replace: true })
    await product.import('fresh', exportOf(second))
    await expectSame('again', 'fresh')

    const gone = first.length - (second.length - 40)
    const changed = second.filter((row) => {
      const was = first.find((each) => each.order === row.order)
      return was !== undefined && JSON.stringify(was) !== JSON.stringify(row)
    })
    // The notes are keyed by their content: a note whose time changed is a new one, the old one vanished.
    const renoted = changed.filter((row) => first.find((each) => each.order === row.order)!.paid !== row.paid)
    expect(line(state)).toEqual({
      read: 2 * second.length,
      stored: 2 * 40 + changed.length + renoted.length,
      unchanged: 2 * second.length - (2 * 40 + changed.length + renoted.length),
      quarantined: 0,
      withdrawn: 2 * gone + renoted.length,
    })
    const later = new Set((await allInteractions(product, 'again')).map((each) => each.interaction_id))
    const stayed = before.filter((each) => second.some((row) => row.order === each.record_key))
    expect(stayed.length).toBeGreaterThan(1000)
    for (const { interaction_id, touchpoint } of stayed)
      if (touchpoint === 'Placed') expect(later).toContain(interaction_id)
  })

  it('is unchanged as a whole when nothing in it changed, though its rows stand in another order', async () => {
    const state = await product.import('fresh', exportOf([...second].reverse()))
    expect(line(state)).toMatchObject({ read: 2 * second.length, stored: 0, unchanged: 2 * second.length })
  })

  it('without replace adds and changes, and takes nothing away', async () => {
    await product.workspace('kept')
    await product.import('kept', exportOf(first))
    const state = await product.import('kept', exportOf(second))
    expect(state.withdrawn).toBe(0)
    const orders = await product.runs('kept', 'order')
    expect(orders.length).toBe(first.length + 40)
  })
})

describe('a file that holds a record twice', () => {
  const early = orderOf(1, 0)
  // The same order under another person and without its delivery: the later row counts.
  const late = { ...early, person: 'p39', delivered: '' }

  it('counts the later one, in one piece of the import as across pieces', async () => {
    // Rows that are no records of this source, enough of them to fill a piece of the import.
    const filler = numbers(1000, 11_100).map((number) => ({ ...orderOf(number, 0), state: 'elsewhere' }))
    const own = mapping.replace('key: $order', 'key: $order\n    where: { state: { not: elsewhere } }')
    const files = (rows: Order[]) =>
      product.folder({ ...boards, 'mapping.yaml': own, 'orders.csv': csv(rows), 'notes.csv': 'order,at\n' })
    for (const [name, doubled] of [
      ['near', [early, late, ...filler]],
      ['far', [early, ...filler, late]],
    ] as const) {
      await product.workspace(name)
      await product.workspace(`${name}-plain`)
      const state = await product.import(name, files([...doubled]))
      expect(line(state)).toMatchObject({ read: 2, quarantined: 0 })
      expect(state.stored + state.unchanged).toBe(2)
      await product.import(`${name}-plain`, files(doubled.filter((row) => row !== early)))
      const ofOrder = (rows: Record<string, unknown>[]) =>
        rows.filter((row) => row.subject === 'o1').map((row) => row['steps.touchpoint'])
      expect(ofOrder(await allRuns(product, name, 'order'))).toEqual([['Placed', 'Paid']])
      const without = (rows: Record<string, unknown>[]) => rows.map(({ sequence: _, ...row }) => row)
      expectSameRows(
        without(await allInteractions(product, name)),
        without(await allInteractions(product, `${name}-plain`)),
      )
      expect(await allRuns(product, name, 'person')).toEqual(
        await allRuns(product, `${name}-plain`, 'person'),
      )
    }
  })
})

describe('files imported at once', () => {
  it('are each stored where they belong, and as a whole', async () => {
    const names = Array.from({ length: 5 }, (_, number) => `at-once-${number}`)
    const own = (name: string) => `source: ${name}
records:
  - { file: notes.csv, touchpoint: $what, at: $at, subjects: { note: $id }, key: $id }
`
    const rows = (name: string, count: number) =>
      `id,what,at\n${Array.from({ length: count }, (_, n) => `${name} ${n},${name},2026-01-02 03:04:05\n`).join('')}`
    for (const round of [1, 2, 3]) {
      await Promise.all(
        names.map(async (name, number) => {
          await product.workspace(name)
          const path = product.folder({ 'notes.csv': rows(name, 400 * round + number) })
          const state = await product.import(name, path, { mapping: own(name) })
          expect(line(state)).toMatchObject({ read: 400 * round + number, quarantined: 0 })
        }),
      )
      for (const [number, name] of names.entries()) {
        const found = await allInteractions(product, name)
        expect(found.length).toBe(400 * round + number)
        expect(new Set(found.map((each) => each.touchpoint))).toEqual(new Set([name]))
      }
    }
  })
})

describe('files imported one by one', () => {
  const single = (text: string) => text.replace(/^storyboards:.*$/m, '')
  const entries = mapping.split(/(?= {2}- file: )/)
  const ordersOnly = single(`${entries[0]}${entries[1]}`)
  const notesOnly = single(`${entries[0]}${entries[2]}`).replace('source: shop', 'source: notes')

  it('give the same runs in either order of arrival', async () => {
    const orders = () => product.folder({ 'orders.csv': csv(first) })
    const noted = () => product.folder({ 'notes.csv': notes(first) })
    const steps: Record<string, [string, string][]> = {
      forth: [
        [orders(), ordersOnly],
        [noted(), notesOnly],
      ],
      back: [
        [noted(), notesOnly],
        [orders(), ordersOnly],
      ],
    }
    for (const [name, files] of Object.entries(steps)) {
      await product.workspace(name)
      await product.storyboard(name, orderStoryboard)
      await product.storyboard(name, personStoryboard)
      for (const [path, text] of files)
        expect((await product.import(name, path, { mapping: text })).state).toBe('done')
    }
    await expectSame('forth', 'back')
    expect((await allRuns(product, 'forth', 'order')).length).toBe(400)
  })
})

describe('rows that cannot be read', () => {
  it('are listed with row and reason, and stored once they are mended', async () => {
    await product.workspace('broken')
    const rows = [
      orderOf(1, 0),
      { ...orderOf(2, 0), placed: 'yesterday' },
      orderOf(3, 0),
      { ...orderOf(4, 0), order: '' },
    ]
    const state = await product.import('broken', exportOf(rows, { 'notes.csv': 'order,at\n' }))
    expect(line(state)).toMatchObject({ read: 4, stored: 2, unchanged: 0, quarantined: 2 })
    const { quarantine, total } = await product.call(listQuarantine, { workspace: 'broken', source: 'shop' })
    expect(total).toBe(2)
    const bad = quarantine.find((each) => each.row === 3)!
    expect(bad).toMatchObject({ file: 'orders.csv', value: 'yesterday' })
    expect(bad.reason).toMatch(/time/)
    expect(quarantine.find((each) => each.row === 5)!.reason).toMatch(/no key/)

    const mended = JSON.stringify({ ...JSON.parse(bad.record), placed: iso(0) })
    const still = await product.call(mendQuarantined, {
      workspace: 'broken',
      quarantine_id: bad.quarantine_id,
      record: bad.record,
    })
    expect(still).toMatchObject({ stored: 0, reason: bad.reason })
    expect(
      await product.call(mendQuarantined, {
        workspace: 'broken',
        quarantine_id: bad.quarantine_id,
        record: mended,
      }),
    ).toEqual({ stored: 1, reason: null })
    expect(await product.call(replayQuarantine, { workspace: 'broken', source: 'shop' })).toEqual({
      stored: 0,
      still_quarantined: 1,
    })
    await product.follow('broken')
    expect((await product.runs('broken', 'order')).map((each) => each.subject).sort()).toEqual([
      'o1',
      'o2',
      'o3',
    ])
  })
})

describe('undoing an import', () => {
  const undone = async (workspace: string, import_id: string) => {
    await product.call(undoImport, { workspace, import_id })
    for (;;) {
      const state = await product.call(readImport, { workspace, import_id })
      if (state.state !== 'undoing') return state
      await wait(20)
    }
  }
  const idOf = async (workspace: string, number: number) =>
    (await product.call(listImports, { workspace })).imports.toReversed()[number]!.import_id

  it('of a later export gives back what it changed and withdrew, and takes away what it added', async () => {
    await product.workspace('undo')
    await product.workspace('before')
    await product.import('undo', exportOf(first))
    await product.import('before', exportOf(first))
    const later = await product.import('undo', exportOf(second), { replace: true })
    const state = await undone('undo', later.import_id)
    expect(state).toMatchObject({ state: 'undone', error: null, undone_by: expect.any(String) })
    // What it added are 40 orders and their notes, and the notes whose content it changed.
    expect(state.undone_records).toBe(later.stored - changedOrders())
    expect(state.restored_records).toBe(changedOrders() + later.withdrawn)
    await product.follow('undo')
    // A row that both files have keeps the place it has in the later one: among interactions of one instant it may come later.
    const unplaced = async (workspace: string) =>
      (await allInteractions(product, workspace)).map(({ sequence: _, ...each }) => each)
    expectSameRows(await unplaced('undo'), await unplaced('before'))
    // Asked again, nothing more happens.
    expect(await undone('undo', later.import_id)).toEqual(state)
  })

  it('can be done again, and leaves what a first import of it would', async () => {
    const { import_id } = await product.call(redoImport, {
      workspace: 'undo',
      import_id: await idOf('undo', 1),
    })
    for (;;) {
      const state = await product.call(readImport, { workspace: 'undo', import_id })
      if (state.finished_at !== null) break
      await wait(20)
    }
    await expectSame('undo', 'again')
  })

  it('keeps what another import said too, whichever is undone first', async () => {
    await product.workspace('said')
    const half = first.slice(0, 200)
    await product.import('said', exportOf(first))
    await product.import('said', exportOf(half))
    await undone('said', await idOf('said', 0))
    await product.follow('said')
    await product.workspace('half')
    await product.import('half', exportOf(half))
    const held = async (workspace: string) =>
      (await allInteractions(product, workspace)).map((each) => each.interaction_id)
    expect(await held('said')).toEqual(await held('half'))
    await undone('said', await idOf('said', 1))
    expect(await held('said')).toEqual([])
  })

  it('leads past what was undone before to what stood before both', async () => {
    await product.workspace('twice')
    const one = (person: string) => exportOf([{ ...first[1]!, person }])
    for (const person of ['p1', 'p2', 'p3']) await product.import('twice', one(person))
    await undone('twice', await idOf('twice', 1))
    await undone('twice', await idOf('twice', 2))
    const [placed] = await product.ask<{ who: string }>(
      'twice',
      `SELECT identifiers[1].2 AS who FROM throughline.interactions FINAL WHERE {{workspace}} AND touchpoint = 'Placed'`,
    )
    expect(placed?.who).toBe('p1')
  })

  it('leaves alone what a door took in, under the very ids of an exported file', async () => {
    const workspace = await product.workspace('door')
    const key = await product.key(workspace, 'web')
    const event = {
      type: 'track',
      messageId: 'd1',
      userId: 'p1',
      event: 'Asked',
      timestamp: iso(5),
      properties: { order_id: 'o1' },
    }
    await product.send(key, { batch: [event, { ...event, messageId: 'd2' }] })
    await product.import(workspace, exportOf(first.slice(0, 3)))
    const response = await product.product.app.request(`/api/${workspace}/export?form=ocel`, {
      headers: { authorization: `Bearer ${product.product.token}` },
    })
    const path = join(product.folder({}), '..', 'door.jsonocel')
    writeFileSync(path, Buffer.from(await response.arrayBuffer()))
    const before = await allInteractions(product, workspace)
    const again = await product.import(workspace, path)
    await undone(workspace, again.import_id)
    expectSameRows(await allInteractions(product, workspace), before)
    // Elsewhere the file brings them, a door then takes one of them in itself: that one stays.
    await product.workspace('elsewhere')
    const brought = await product.import('elsewhere', path)
    const own = await product.key('elsewhere', 'web')
    await product.send(own, { batch: [event] })
    await undone('elsewhere', brought.import_id)
    expect((await allInteractions(product, 'elsewhere')).map((each) => each.record_key)).toEqual(['d1'])
  })

  it('is refused for one that nobody knows', async () => {
    await expect(product.call(undoImport, { workspace: 'undo', import_id: 'none' })).rejects.toThrow(
      /no import none/,
    )
  })

  const changedOrders = () =>
    second.filter((row) => {
      const was = first.find((each) => each.order === row.order)
      return was !== undefined && JSON.stringify(was) !== JSON.stringify(row)
    }).length
})

describe('an import', () => {
  it('refused for a reason that quotes a NUL of its file ends as failed, with that reason', async () => {
    const workspace = await product.workspace('nul')
    const folder = product.folder({ 'a.csv': 'id,wh\0at,at,user\nr1,x,2024-05-01T10:00:00Z,u1\n' })
    const yaml =
      'source: nul\nrecords: [{ file: a.csv, key: $id, touchpoint: $what, at: $at, identifiers: { user_id: $user } }]\n'
    const state = await product.import(workspace, folder, { mapping: yaml })
    expect(state).toMatchObject({ state: 'failed', error: expect.stringContaining('wh\ufffdat') })
  })
})
