import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { allRuns, expectSameRows, type InProcess, openInProcess } from '../../tools/in-process.ts'
import { happened } from '../../tools/sample-runs.ts'
import { createBus } from '../events.ts'
import { commitUnder } from './commit.ts'
import {
  describeTouchpoint,
  listFeedRows,
  listQuarantine,
  listTouchpoints,
  nameTouchpoint,
  readHealth,
  readPlanViolations,
  replayQuarantine,
  saveMapping,
  saveTrackingPlan,
  undoNaming,
} from './contract.ts'
import { watchFeeds } from './feed-watch.ts'
import type { Interaction } from './interaction.ts'
import { idsOf } from './interaction-id.ts'
import { interactionColumns, interactionRow } from './interaction-row.ts'
import { ensureLiveSource } from './source.ts'
import { breaksRule, parsePlan, rulesOf } from './tracking-plan.ts'

let product: InProcess
beforeAll(async () => {
  product = await openInProcess()
})
afterAll(() => product.close())

const hour_ms = 3_600_000

/** Stores interactions as if each had come when it happened. */
async function came(workspace: string, some: Interaction[]): Promise<void> {
  const { db, analytics } = product.product
  await commitUnder({ db, analytics }, workspace, (commit_id) =>
    analytics.insert(
      'throughline.interactions',
      interactionColumns,
      some.map((each) =>
        interactionRow({ workspace, commit_id, received_at: each.started_at + 2_000 }, each),
      ),
    ),
  )
}

const storyboard = `journey: order
version: 1
correlate: { subject: order }
starts: [Placed]
silence: 1h
steps:
  - { step: Placed, tells: [number] }
  - step: Delivered
outcomes:
  delivered: { kind: success, touchpoints: [Delivered] }
  lost: { kind: abandoned, after: 2d }
`

describe('a live feed', () => {
  /** The hour in which it last came: whole, so that nothing depends on when the test runs. */
  const last = Math.floor(Date.now() / hour_ms) * hour_ms - 6 * hour_ms
  const order = (id: string, at: number): Interaction =>
    happened('Placed', 0, {
      interaction_id: idsOf(`shop ${id}`)(0),
      source: 'shop',
      started_at: at,
      channel: 'web',
      subjects: [{ type: 'order', id }],
      identifiers: [{ kind: 'email', value: `${id}@example.org` }],
    })
  const told: string[] = []
  const bus = createBus()
  bus.subscribe('feed_silent', async ({ source, since }) => void told.push(`${source} silent ${since}`))
  bus.subscribe('feed_heard', async ({ source }) => void told.push(`${source} heard`))

  test('that stops makes journeys unknown instead of silent, is told once, and is taken back when it is heard again', async () => {
    const workspace = await product.workspace('feed')
    const { db, analytics } = product.product
    const store = { db, analytics }
    await ensureLiveSource(db, workspace, 'shop')
    await product.storyboard(workspace, storyboard)
    // Eight weeks of six an hour, at any hour; of the last two days they are orders.
    const each = Array.from({ length: 57 * 24 * 6 }, (_, nth) => {
      const at = last - Math.floor(nth / 6) * hour_ms - (nth % 6) * 550_000
      return nth < 48 * 6 ? order(`o${nth}`, at) : { ...order(`o${nth}`, at), subjects: [], identifiers: [] }
    })
    await came(workspace, each)
    await product.follow(workspace)
    const open = async () => {
      await product.follow(workspace)
      const rows = await product.ask<{ n: string; until: string; abandoned: string }>(
        workspace,
        `SELECT countIf(outcome_kind = 'open') AS n, max(judged_until) AS until, countIf(outcome_kind = 'abandoned') AS abandoned
         FROM throughline.runs FINAL WHERE {{workspace}} AND journey = 'order' AND snapshot = 0 AND is_deleted = 0`,
      )
      return {
        open: Number(rows[0]!.n),
        until: Number(rows[0]!.until),
        abandoned: Number(rows[0]!.abandoned),
      }
    }
    const before = await open()
    expect(before.until).toBeGreaterThan(last + 5 * hour_ms)
    const since = last + 2_000
    for (const minute of [0, 1]) await watchFeeds(store, bus, workspace, Date.now() + minute * 60_000)
    expect(told).toEqual([`shop silent ${new Date(since).toISOString()}`])
    const during = await open()
    expect(during.until).toBe(since)
    expect(during.open).toBeGreaterThan(before.open)
    const { feeds } = await product.call(readHealth, { workspace })
    expect(feeds).toMatchObject([
      {
        source: 'shop',
        state: 'silent',
        silent_since: new Date(since).toISOString(),
        known_until: new Date(since).toISOString(),
      },
    ])
    expect(feeds[0]!.missed).toBeGreaterThan(20)
    const { interactions, nameless, late } = feeds[0]!.lately!
    expect(interactions - nameless.part).toBe(48 * 6)
    expect(late?.median).toBe(2)
    await came(workspace, [order('again', Date.now() - 1_000)])
    await watchFeeds(store, bus, workspace, Date.now() + 5_000)
    expect(told.slice(1)).toEqual(['shop heard'])
    const after = await open()
    expect(after.abandoned).toBe(before.abandoned)
    expect(after.until).toBeGreaterThan(last + 5 * hour_ms)
    const living = await allRuns(product, workspace, 'order')
    await product.rebuild(workspace, 'order')
    expectSameRows(await allRuns(product, workspace, 'order'), living)
  })

  test('counts what comes again, and what a sender with a wrong clock says', async () => {
    const workspace = await product.workspace('doors')
    const key = await product.key(workspace, 'app')
    const event = (id: string, more: object) => ({
      type: 'track',
      event: 'Opened',
      messageId: id,
      timestamp: new Date(Date.now() - 5_000).toISOString(),
      ...more,
    })
    const ahead = new Date(Date.now() + 2 * hour_ms).toISOString()
    const batch = [
      event('m1', { userId: 'u1' }),
      event('m2', { userId: 'u2', timestamp: ahead, originalTimestamp: ahead }),
    ]
    for (let time = 0; time < 3; time++) expect((await product.send(key, { batch })).status).toBe(200)
    const { db, analytics } = product.product
    await watchFeeds({ db, analytics }, bus, workspace, Date.now())
    const { feeds } = await product.call(readHealth, { workspace })
    expect(feeds).toMatchObject([
      {
        source: 'app',
        state: 'unknown',
        day: { count: 2, low: null },
        again: { part: 4, of: 6 },
        lately: { interactions: 2, ahead: { part: 1 } },
      },
    ])
    const { rows } = await product.call(listFeedRows, { workspace, source: 'app', which: 'ahead' })
    expect(rows).toHaveLength(1)
    expect(rows[0]!.late).toBeLessThan(-3_600)
  })
})

const mapping = (at: string) => `source: desk
records:
  - file: calls.csv
    key: $id
    identifiers: { email: $email }
    subjects: { order: $order }
    attributes: [minutes, state]
    interactions: [{ touchpoint: $what, at: ${at}, channel: $by, direction: inbound }]
`
const calls = (rows: string[]) => `id,order,email,what,by,at,minutes,state\n${rows.join('\n')}`
const rows = [
  '1,A,a@example.org,Placed,web,2025-03-01 10:00,3,new',
  '2,A,a@example.org,order_delivered,telephone,2025-03-04 10:00,many,new',
  '3,B,b@example.org,order_placed,web,2025-03-02 10:00,,paid',
  '4,B,,Delivered,phone,2025-03-05 10:00,4,odd',
  '5,C,c@example.org,Placed,fax,2025-03-05 11:00,5,paid',
]
const called = storyboard
  .replace('starts: [Placed]', 'starts: [order_placed]')
  .replace('silence: 1h', 'silence: 9d')
const oldWords = called.replace(
  '{ step: Placed, tells: [number] }',
  '{ step: Placed, touchpoints: [order_placed], channels: [phone, web], tells: [number] }',
)

describe('the catalogue', () => {
  test('names and joins words in all of history, storyboards with old words go on to work, and taken back all is as before', async () => {
    const workspace = await product.workspace('named')
    await product.import(
      workspace,
      product.folder({ 'mapping.yaml': mapping('$at'), 'calls.csv': calls(rows) }),
    )
    await product.storyboard(workspace, oldWords)
    await product.follow(workspace)
    const before = await allRuns(product, workspace, 'order', { judged: true })
    const facts = await product.ask(
      workspace,
      'SELECT * FROM throughline.interactions FINAL WHERE {{workspace}} ORDER BY interaction_id',
    )
    expect((await product.runs(workspace, 'order')).map(({ subject }) => subject).sort()).not.toEqual([
      'A',
      'B',
      'C',
    ])

    const { act: first } = await product.call(nameTouchpoint, {
      workspace,
      words: ['order_placed', 'Placed'],
      name: 'Order placed',
    })
    const { act: second } = await product.call(nameTouchpoint, {
      workspace,
      words: ['order_delivered'],
      name: 'Delivered',
    })
    const { act: third } = await product.call(nameTouchpoint, {
      workspace,
      of: 'channel',
      words: ['telephone'],
      name: 'phone',
    })
    await product.follow(workspace)
    const runs = await product.runs(workspace, 'order')
    expect(runs.map(({ subject, outcome }) => `${subject} ${outcome}`).sort()).toEqual([
      'A delivered',
      'B delivered',
      'C open',
    ])
    const steps = await product.ask<{ t: string[]; c: string[] }>(
      workspace,
      "SELECT steps.touchpoint AS t, steps.channel AS c FROM throughline.runs FINAL WHERE {{workspace}} AND journey = 'order' AND subject = 'A' AND snapshot = 0",
    )
    expect(steps).toEqual([{ t: ['Order placed', 'Delivered'], c: ['web', 'phone'] }])
    expect(
      await product.ask(
        workspace,
        'SELECT * FROM throughline.interactions FINAL WHERE {{workspace}} ORDER BY interaction_id',
      ),
    ).toEqual(facts)

    const { touchpoints, channels } = await product.call(listTouchpoints, { workspace })
    expect(touchpoints.map(({ name, interactions }) => `${name} ${interactions}`)).toEqual([
      'Order placed 3',
      'Delivered 2',
    ])
    expect(channels.find(({ name }) => name === 'phone')).toMatchObject({
      interactions: 2,
      words: [
        { word: 'phone', interactions: 1 },
        { word: 'telephone', interactions: 1 },
      ],
    })
    await product.call(describeTouchpoint, { workspace, name: 'order_placed', owner: 'Shop', stage: 'Buy' })
    const { act: fourth } = await product.call(nameTouchpoint, {
      workspace,
      words: ['Order placed'],
      name: 'Bought',
    })
    expect((await product.call(listTouchpoints, { workspace })).touchpoints[0]).toMatchObject({
      name: 'Bought',
      owner: 'Shop',
      stage: 'Buy',
    })
    await expect(
      product.call(nameTouchpoint, { workspace, words: ['Delivered'], name: 'order_placed' }),
    ).rejects.toThrow(/Bought/)

    for (const { act_id } of [second, fourth, first, third])
      await product.call(undoNaming, { workspace, act_id })
    await product.follow(workspace)
    expectSameRows(await allRuns(product, workspace, 'order', { judged: true }), before)
  })

  test('a tracking plan counts what the same rules count one by one, and drops nothing', async () => {
    const workspace = await product.workspace('planned')
    await product.import(
      workspace,
      product.folder({ 'mapping.yaml': mapping('$at'), 'calls.csv': calls(rows) }),
    )
    await product.call(nameTouchpoint, { workspace, words: ['order_placed'], name: 'Placed' })
    const yaml = `touchpoints:
  Placed: { channels: [web], identifiers: [email], attributes: { minutes: number, state: { one_of: [new] } } }
  Delivered: { identifiers: [email], attributes: { minutes: number, state: { one_of: [new, paid], required: false } } }
`
    await product.call(saveTrackingPlan, { workspace, yaml })
    const found = await product.call(readPlanViolations, { workspace, days: 28 })
    const held = rows.map((line) => line.split(','))
    const rules = rulesOf(parsePlan(yaml).plan!)
    const expected = rules.flatMap((rule) => {
      const broken = held.filter(([, , email = '', what, channel = '', , minutes = '', state = '']) => {
        const at = what === 'order_placed' ? 'Placed' : what
        const identifiers = email === '' ? [] : [{ kind: 'email', value: email }]
        return (
          at === rule.touchpoint && breaksRule(rule, { channel, identifiers, attributes: { minutes, state } })
        )
      })
      return broken.length === 0 ? [] : [`${rule.touchpoint} ${rule.kind} ${rule.name} ${broken.length}`]
    })
    const told = found.violations.map(
      ({ touchpoint, kind, name, interactions }) => `${touchpoint} ${kind} ${name} ${interactions}`,
    )
    expect(told.sort()).toEqual([...expected, 'order_delivered undeclared  1'].sort())
    expect(found.violations.every(({ examples }) => examples.length > 0)).toBe(true)
    expect(found.interactions).toBe(4)
  })
})

test('after a mapping is mended held records are tried, then taken in exactly once, also by two at once', async () => {
  const workspace = await product.workspace('held')
  const state = await product.import(
    workspace,
    product.folder({
      'mapping.yaml': mapping('{ column: at, format: "dd.MM.yyyy HH:mm" }'),
      'calls.csv': calls(rows),
    }),
  )
  expect(state).toMatchObject({ stored: 0, quarantined: 5 })
  const { reasons } = await product.call(listQuarantine, { workspace })
  const asked = { workspace, source: 'desk', reason: reasons[0]!.reason }
  const tried = await product.call(replayQuarantine, { ...asked, only_try: true })
  expect(tried.stored).toBe(0)
  await product.call(saveMapping, { workspace, source: 'desk', mapping: mapping('$at') })
  const all = { workspace, source: 'desk' }
  expect(await product.call(replayQuarantine, { ...all, only_try: true })).toEqual({
    stored: 5,
    still_quarantined: 0,
  })
  expect((await product.call(listQuarantine, { workspace })).total).toBe(5)
  await Promise.all([product.call(replayQuarantine, all), product.call(replayQuarantine, all)])
  expect((await product.call(listQuarantine, { workspace })).total).toBe(0)
  const count = async () =>
    (
      await product.ask<{ n: string }>(
        workspace,
        'SELECT count() AS n FROM throughline.interactions FINAL WHERE {{workspace}}',
      )
    )[0]!.n
  expect(Number(await count())).toBe(5)
  const again = await product.import(
    workspace,
    product.folder({ 'mapping.yaml': mapping('$at'), 'calls.csv': calls(rows) }),
  )
  expect(again).toMatchObject({ stored: 0, unchanged: 5, quarantined: 0 })
  expect(Number(await count())).toBe(5)
})
