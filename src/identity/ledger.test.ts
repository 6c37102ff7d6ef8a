import { cpuUsage } from 'node:process'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { allRuns, expectSameRows, type InProcess, openInProcess } from '../../tools/in-process.ts'
import { pick, rng, whole } from '../../tools/sample/random.ts'
import { removeWorkspace } from '../access/contract.ts'
import { identifierId } from '../collect/index.ts'
import { decideIdentity, listLinks, readIdentity, undoLinks } from './contract.ts'

const person = `journey: person
version: 1
correlate: { customer: 30d }
silence: 2d
steps: [{ step: Placed }, { step: Paid }]
outcomes: { abandoned: { kind: abandoned, after: 20d } }
`

let product: InProcess
beforeAll(async () => {
  product = await openInProcess()
})
afterAll(() => product.close())

const open = async (workspace: string) => {
  await product.workspace(workspace)
  return { workspace, key: await product.key(workspace) }
}

let messages = 0
const event = (given: Record<string, unknown>) => ({
  messageId: `m${messages++}`,
  originalTimestamp: new Date(Date.UTC(2026, 0, 1) + messages * 60_000).toISOString(),
  ...given,
})
const track = (who: Record<string, unknown>, name = 'Placed') => event({ type: 'track', event: name, ...who })
const identify = (userId: string, anonymousId: string, traits = {}) =>
  event({ type: 'identify', userId, anonymousId, traits })
const alias = (userId: string, previousId: string) => event({ type: 'alias', userId, previousId })

const merge = (userId: string, email: string) =>
  event({
    type: 'merge',
    mergeProperties: [
      { type: 'userId', value: userId },
      { type: 'email', value: email },
    ],
  })

/** Whose each identifier is, as the view says. */
async function viewOf(workspace: string): Promise<Record<string, string>> {
  const rows = await product.ask<{ id: string; customer: string }>(
    workspace,
    `SELECT toString(identifier_id) AS id, toString(customer_id) AS customer FROM throughline.identifier_customers FINAL
     WHERE {{workspace}} ORDER BY identifier_id`,
  )
  return Object.fromEntries(
    rows.filter(({ id, customer }) => id !== customer).map(({ id, customer }) => [id, customer]),
  )
}

const interactionsOf = (workspace: string) =>
  product.ask(
    workspace,
    `SELECT interaction_id, toString(identifier_id) AS id, identifiers FROM throughline.interactions FINAL WHERE {{workspace}} ORDER BY interaction_id`,
  )

const idOf = (kind: string, value: string) => identifierId({ kind, value })

describe('the merge ledger', () => {
  it('goes with its workspace, and leaves that of others alone', async () => {
    const [gone, kept] = [await open('gone'), await open('kept')]
    for (const { workspace, key } of [gone, kept]) {
      await product.send(key, { batch: [identify('eva', 'tablet-9')] })
      await product.follow(workspace)
    }
    const held = async (table: 'identity_members' | 'identity_links') =>
      (await product.product.db.selectFrom(table).select('workspace').execute())
        .map(({ workspace }) => workspace)
        .filter((workspace) => ['gone', 'kept'].includes(workspace))
    expect(new Set(await held('identity_members'))).toEqual(new Set(['gone', 'kept']))
    await product.call(removeWorkspace, { workspace: 'gone' })
    expect(await held('identity_members')).toEqual(['kept', 'kept'])
    expect(await held('identity_links')).toEqual(['kept'])
  })

  it('names what hangs together by its strongest identifier: a weaker one that joins leaves the others’ rows alone', async () => {
    const { workspace, key } = await open('strongest')
    const rows = () =>
      product.product.db
        .selectFrom('identity_members')
        .select(['value', 'component_id', sql<string>`xmin::text`.as('written')])
        .where('workspace', '=', workspace)
        .orderBy('value')
        .execute()
    await product.send(key, { batch: [identify('eva', 'tablet-1')] })
    await product.follow(workspace)
    const before = await rows()
    await product.send(key, { batch: [1, 2, 3, 4].map((n) => identify('eva', `tablet-${n}`)) })
    await product.follow(workspace)
    const after = await rows()
    expect(new Set(after.map((each) => each.component_id))).toEqual(new Set([idOf('user_id', 'eva')]))
    expect(after.filter(({ value }) => before.some((each) => each.value === value))).toEqual(before)
    expect(after.length).toBe(5)
  })

  it('says why identifiers are one customer, and leads an id of before to who has it now', async () => {
    const { workspace, key } = await open('why')
    await product.send(key, {
      batch: [track({ anonymousId: 'tablet-1' }), identify('anna', 'tablet-1', { email: 'A@example.org' })],
    })
    await product.follow(workspace)
    const customer_id = idOf('anonymous_id', 'tablet-1')
    const shown = await product.call(readIdentity, { workspace, customer_id })
    expect(shown.customer_id).toBe(idOf('user_id', 'anna'))
    expect(shown.redirected_from).toBe(customer_id)
    expect(shown.identifiers.map(({ kind, value }) => `${kind} ${value}`)).toEqual([
      'user_id anna',
      'anonymous_id tablet-1',
      'email a@example.org',
    ])
    expect(shown.links.map(({ rule, result, source }) => [rule, result, source])).toEqual([
      ['seen together', 'merged', 'http'],
      ['seen together', 'merged', 'http'],
    ])
  })

  it('undoes a wrong merge on a journey exactly: the runs come apart and equal a rebuild, and come back', async () => {
    const { workspace, key } = await open('undo')
    await product.storyboard(workspace, person)
    await product.send(key, {
      batch: [track({ userId: 'anna' }), track({ anonymousId: 'kiosk' }, 'Paid'), identify('anna', 'kiosk')],
    })
    await product.follow(workspace)
    const joined = await allRuns(product, workspace, 'person')
    expect(joined).toHaveLength(1)
    const { links } = await product.call(readIdentity, { workspace, customer_id: idOf('user_id', 'anna') })
    const asked = { workspace, links: links.map(({ link_id }) => link_id), reason: 'a kiosk in the shop' }
    const dry = await product.call(undoLinks, { ...asked, dry: true })
    expect(dry.after.map(({ customer_id }) => customer_id).sort()).toEqual(
      [idOf('user_id', 'anna'), idOf('anonymous_id', 'kiosk')].sort(),
    )
    expect(dry.interactions).toBe(1)
    await product.follow(workspace)
    expectSameRows(await allRuns(product, workspace, 'person'), joined)
    await product.call(undoLinks, asked)
    await product.follow(workspace)
    const apart = await allRuns(product, workspace, 'person')
    expect(apart).toHaveLength(2)
    await product.rebuild(workspace)
    expectSameRows(await allRuns(product, workspace, 'person'), apart)
    await product.call(undoLinks, { ...asked, undone: false })
    await product.follow(workspace)
    expectSameRows(await allRuns(product, workspace, 'person'), joined)
    const { acts } = await product.call(readIdentity, { workspace, customer_id: idOf('user_id', 'anna') })
    expect(acts.map(({ act, by, reason }) => [act, by, reason])).toEqual([
      ['redo', 'command line', 'a kiosk in the shop'],
      ['undo', 'command line', 'a kiosk in the shop'],
    ])
  })

  it('does not merge again what was undone, however often it is seen together', async () => {
    const { workspace, key } = await open('stays-undone')
    await product.send(key, { batch: [identify('anna', 'kiosk')] })
    await product.follow(workspace)
    const { links } = await product.call(readIdentity, { workspace, customer_id: idOf('user_id', 'anna') })
    await product.call(undoLinks, { workspace, links: [links[0]!.link_id], reason: 'a kiosk' })
    await product.send(key, {
      batch: [identify('anna', 'kiosk'), track({ userId: 'anna', anonymousId: 'kiosk' })],
    })
    await product.follow(workspace)
    expect(await viewOf(workspace)).toEqual({})
  })

  it('refuses what a person decides where the limits forbid it, and says which', async () => {
    const { workspace } = await open('refused')
    const answer = await product.call(decideIdentity, {
      workspace,
      a: { kind: 'user_id', value: 'anna' },
      b: { kind: 'user_id', value: 'ben' },
      apart: false,
      reason: 'the same name',
    })
    expect(answer.refused).toBe('one customer may have 1 user_id')
  })

  it('chains no crowd into one person by ten thousand aliases in a row that end where they began, within ten seconds of work', async () => {
    const { workspace, key } = await open('aliases')
    for (let at = 0; at < 10_000; at += 2000)
      await product.send(key, {
        batch: Array.from({ length: 2000 }, (_, nth) => alias(`u${(at + nth + 1) % 10_000}`, `u${at + nth}`)),
      })
    // The processor's time: how long it takes by the clock depends on what else runs.
    const began = cpuUsage()
    await product.follow(workspace)
    expect(cpuUsage(began).user).toBeLessThan(10_000_000)
    const sizes = await product.ask<{ n: string }>(
      workspace,
      `SELECT count() AS n FROM throughline.identifier_customers FINAL WHERE {{workspace}} GROUP BY customer_id ORDER BY n DESC LIMIT 1`,
    )
    expect(Number(sizes[0]?.n ?? 0)).toBeLessThanOrEqual(6)
  })
})

/** Everything that can happen to who is who, with what undoes it left to the ledger. */
function drawn(seed: number, count: number) {
  const numbers = rng(seed)
  const user = () => `u${whole(numbers, 1, 5)}`
  const device = () => `d${whole(numbers, 1, 6)}`
  const mail = () => ({ email: `m${whole(numbers, 1, 4)}@example.org` })
  return Array.from({ length: count }, () =>
    pick(numbers, [
      () => identify(user(), device(), mail()),
      () => alias(user(), user()),
      () => merge(user(), mail().email),
      () => track({ anonymousId: device() }, pick(numbers, ['Placed', 'Paid'])),
      () => track({ userId: user(), anonymousId: device() }, 'Paid'),
    ])(),
  )
}

describe('whatever happens to who is who', () => {
  it.each([1])(
    'any order of events gives the same customers, and no interaction ever changes (draw %i)',
    async (seed) => {
      const events = drawn(seed, 40)
      const numbers = rng(seed + 100)
      const views = []
      for (const order of ['given', 'shuffled'] as const) {
        const { workspace, key } = await open(`order-${seed}-${order}`)
        const sent =
          order === 'given'
            ? events
            : events
                .map((each) => ({ each, at: whole(numbers, 0, 1e9) }))
                .sort((a, b) => a.at - b.at)
                .map(({ each }) => each)
        for (let at = 0; at < sent.length; at += 7) {
          await product.send(key, { batch: sent.slice(at, at + 7) })
          await product.follow(workspace)
        }
        views.push(await viewOf(workspace))
      }
      expect(views[1]).toEqual(views[0])
    },
  )

  it.each([4])('undoing the last acts restores the exact state, in any order (draw %i)', async (seed) => {
    const { workspace, key } = await open(`acts-${seed}`)
    await product.storyboard(workspace, person)
    await product.send(key, { batch: drawn(seed, 40) })
    await product.follow(workspace)
    const numbers = rng(seed)
    const before = {
      view: await viewOf(workspace),
      runs: await allRuns(product, workspace, 'person'),
      interactions: await interactionsOf(workspace),
    }
    const reason = 'a draw'
    const undone: number[][] = []
    const rows = (await product.call(listLinks, { workspace })).links
    for (let nth = 0; nth < 4; nth++) {
      const links = [pick(numbers, rows).link_id, pick(numbers, rows).link_id]
      await product.call(undoLinks, { workspace, links, reason })
      undone.push(links)
    }
    const said = await product.call(decideIdentity, {
      workspace,
      a: { kind: 'anonymous_id', value: 'd1' },
      b: { kind: 'anonymous_id', value: 'd2' },
      apart: false,
      reason,
    })
    await product.follow(workspace)
    const between = await allRuns(product, workspace, 'person')
    await product.rebuild(workspace)
    expectSameRows(await allRuns(product, workspace, 'person'), between)
    if (said.refused === null) {
      const made = (await product.call(listLinks, { workspace, rule: 'person' })).links
      await product.call(undoLinks, { workspace, links: made.map(({ link_id }) => link_id), reason })
    }
    for (const links of undone.sort(() => whole(numbers, -1, 1)))
      await product.call(undoLinks, { workspace, links, undone: false, reason })
    await product.follow(workspace)
    expect(await viewOf(workspace)).toEqual(before.view)
    expectSameRows(await allRuns(product, workspace, 'person'), before.runs)
    expect(await interactionsOf(workspace)).toEqual(before.interactions)
  })
})

describe('a shared identifier', () => {
  it('is the same whichever became shared first, the e-mail or the phone', async () => {
    const mails = Array.from({ length: 6 }, (_, nth) => `m${nth}@example.org`)
    const ofMail = Array.from({ length: 6 }, (_, nth) =>
      event({ type: 'identify', userId: `u${nth}`, traits: { email: mails[0] } }),
    )
    const ofPhone = mails.map((email, nth) =>
      event({ type: 'identify', anonymousId: `d${nth}`, traits: { email, phone: '+4915112345678' } }),
    )
    const views = []
    for (const [name, sent] of [
      ['mail-first', [...ofMail, ...ofPhone]],
      ['phone-first', [...ofPhone, ...ofMail]],
    ] as const) {
      const { workspace, key } = await open(`shared-${name}`)
      for (const each of sent) {
        await product.send(key, { batch: [each] })
        await product.follow(workspace)
      }
      views.push(await viewOf(workspace))
      const shown = await product.call(readIdentity, {
        workspace,
        customer_id: idOf('phone', '+4915112345678'),
      })
      expect(shown.identifiers[0]!.shared).toMatch(/seen with 6 different email/)
    }
    expect(views[1]).toEqual(views[0])
  })
})

describe('an id that nobody can have', () => {
  it.each(['99999999999999999999', '12'])('%s is answered, not failed', async (customer_id) => {
    const answer = await product.product.app.request(`/api/main/identity/${customer_id}`, {
      headers: { authorization: `Bearer ${product.product.token}` },
    })
    expect([400, 404]).toContain(answer.status)
  })
})

describe('what shows a link', () => {
  const mapping = `source: shop
records:
  - file: rows.csv
    key: $id
    identifiers: { user_id: $person, email: $email }
    interactions: [{ touchpoint: Placed, at: $at }]
`
  const rowsOf = (rows: string[]) =>
    product.folder({ 'rows.csv': ['id,person,email,at', ...rows].join('\n') })

  it('is forgotten when its record is corrected or gone: customers equal a fresh import', async () => {
    const { workspace } = await open('corrected')
    await product.import(
      workspace,
      rowsOf([
        '1,anna,a@example.org,2026-01-01',
        '2,ben,b@example.org,2026-01-02',
        '3,anna,c@example.org,2026-01-03',
      ]),
      { mapping },
    )
    await product.follow(workspace)
    expect(Object.keys(await viewOf(workspace))).toHaveLength(3)
    const corrected = ['1,anna,a@example.org,2026-01-01', '2,ben,bb@example.org,2026-01-02']
    await product.import(workspace, rowsOf(corrected), { mapping, replace: true })
    await product.follow(workspace)
    const fresh = await open('corrected-fresh')
    await product.import(fresh.workspace, rowsOf(corrected), { mapping })
    await product.follow(fresh.workspace)
    expect(await viewOf(workspace)).toEqual(await viewOf(fresh.workspace))
  })
})
