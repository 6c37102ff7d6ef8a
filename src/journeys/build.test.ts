import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { allRuns, expectSameRows, type InProcess, openInProcess } from '../../tools/in-process.ts'
import { pick, rng, whole } from '../../tools/sample/random.ts'
import { earliestChange } from './earliest-change.ts'

const order = `journey: order
version: 1
correlate: { subject: order }
starts: [Placed]
silence: 2d
steps: [{ step: Placed }, { step: Paid }, { optional: [{ step: Asked }] }, { step: Delivered }]
outcomes:
  delivered: { kind: success, touchpoints: [Delivered] }
  abandoned: { kind: abandoned, after: 20d }
`
const person = `journey: person
version: 1
correlate: { customer: 5d }
silence: 2d
steps: [{ step: Placed }, { step: Paid }]
outcomes: { abandoned: { kind: abandoned, after: 20d } }
`

const asking = `journey: asking
version: 1
correlate: { subjects: [order, ticket] }
steps: [{ step: Placed }]
outcomes: { abandoned: { kind: abandoned, after: 20d } }
`

const day = 86_400_000
const start = Date.UTC(2024, 0, 1)
const iso = (at: number) => new Date(at).toISOString()

let product: InProcess
beforeAll(async () => {
  product = await openInProcess()
})
afterAll(() => product.close())

async function open(workspace: string): Promise<string> {
  await product.workspace(workspace)
  for (const yaml of [order, person]) await product.storyboard(workspace, yaml)
  return workspace
}

async function runsOf(workspace: string) {
  return [await allRuns(product, workspace, 'order'), await allRuns(product, workspace, 'person')] as const
}

/** What was built step by step stands when everything is built again. */
async function expectRebuilt(workspace: string) {
  await product.follow(workspace)
  const increments = await runsOf(workspace)
  await product.rebuild(workspace)
  const rebuilt = await runsOf(workspace)
  expectSameRows(increments[0], rebuilt[0])
  expectSameRows(increments[1], rebuilt[1])
  return rebuilt
}

interface Event {
  messageId: string
  type: string
  event?: string
  userId?: string
  anonymousId?: string
  originalTimestamp: string
  traits?: Record<string, string>
  properties?: Record<string, string>
}

/** A row of a file: whoever leaves `person` empty is known by the subject alone. */
interface Row {
  id: string
  subject: string
  person: string
  touchpoint: string
  at: string
  news: string
  due: string
}

const fileMapping = `source: files
records:
  - file: rows.csv
    key: $id
    identifiers: { user_id: $person }
    subjects: { order: $subject }
    interactions:
      - touchpoint: $touchpoint
        at: $at
        promises: [{ what: delivery, due: $due, fulfilled_by: [Delivered] }]
        when: { news: absent }
      - { touchpoint: $touchpoint, at: $at, news: true, when: { news: present } }
`
const importRows = (workspace: string, rows: Row[], replace: boolean) => {
  const lines = rows.map((row) =>
    [row.id, row.subject, row.person, row.touchpoint, row.at, row.news, row.due].join(','),
  )
  const folder = product.folder({
    'rows.csv': ['id,subject,person,touchpoint,at,news,due', ...lines].join('\n'),
  })
  return product.import(workspace, folder, { mapping: fileMapping, replace })
}

/** The same draws for the same seed. */
function drawing(seed: number) {
  const numbers = rng(seed)
  return {
    below: (limit: number) => whole(numbers, 0, limit - 1),
    pick: <T>(values: readonly T[]) => pick(numbers, values),
  }
}
type Draw = ReturnType<typeof drawing>

const touchpoints = ['Placed', 'Paid', 'Asked', 'Delivered', 'Complained']

function eventsOf(random: Draw, round: number, known: Event[]): Event[] {
  const events: Event[] = []
  for (let i = 0; i < 25; i++) {
    const who = random.below(8)
    // One in six is sent again with another content of the same message, one in six tells who is who.
    const again = known.length > 0 && random.below(6) === 0 ? known[random.below(known.length)]! : null
    if (again?.type === 'track') {
      events.push({
        ...again,
        event: random.pick(touchpoints),
        originalTimestamp: iso(start + random.below(60) * day),
      })
    } else if (random.below(6) === 0) {
      const traits = { email: `p${random.below(8)}@example.org` }
      events.push({
        messageId: `i${round}-${i}`,
        type: 'identify',
        userId: `p${who}`,
        anonymousId: `a${who}`,
        traits,
        originalTimestamp: iso(start + round * day),
      })
    } else {
      const someone = random.below(2) === 0 ? { userId: `p${who}` } : { anonymousId: `a${who}` }
      const about: Record<string, string> = random.below(4) === 0 ? {} : { order_id: `o${random.below(12)}` }
      const at = start + (round * 8 + random.below(16) - 8) * day + random.below(3) * 3_600_000
      events.push({
        messageId: `m${round}-${i}`,
        type: 'track',
        event: random.pick(touchpoints),
        ...someone,
        properties: about,
        originalTimestamp: iso(at),
      })
    }
  }
  return events
}

function rowsOf(random: Draw, round: number, before: Row[]): Row[] {
  const kept = before
    .filter(() => random.below(12) > 0)
    .map((row) => (random.below(8) > 0 ? row : newRow(random, round, row.id)))
  const added = Array.from({ length: 12 }, (_, i) => newRow(random, round, `r${round}-${i}`))
  return random.below(2) === 0 ? [...kept, ...added] : [...added, ...kept]
}

function newRow(random: Draw, round: number, id: string): Row {
  const at = start + (round * 8 + random.below(16) - 8) * day
  return {
    id,
    subject: random.below(8) === 0 ? '' : `o${random.below(12)}`,
    person: random.below(2) === 0 ? '' : `p${random.below(8)}`,
    touchpoint: random.pick(touchpoints),
    at: iso(at),
    news: round > 2 && random.below(5) === 0 ? 'yes' : '',
    due: random.below(3) === 0 ? iso(at + random.below(20) * day) : '',
  }
}

describe('runs brought up to date step by step', () => {
  for (const seed of [1]) {
    it(`equal runs built at once, whatever arrives late, twice, corrected or merged (seed ${seed})`, async () => {
      const random = drawing(seed)
      const workspace = await open(`steps-${seed}`)
      const key = await product.key(workspace)
      const known: Event[] = []
      let rows: Row[] = []
      for (let round = 0; round < 5; round++) {
        const events = eventsOf(random, round, known)
        known.push(...events)
        const sent = [...events, ...events.slice(0, 5)].sort(() => random.below(3) - 1)
        expect((await product.send(key, { batch: sent })).status).toBe(200)
        if (round % 2 === 1) await product.follow(workspace)
        rows = rowsOf(random, round, rows)
        expect(await importRows(workspace, rows, random.below(3) > 0)).toMatchObject({
          state: 'done',
          quarantined: 0,
        })
        await product.follow(workspace)
      }
      const [orders, people] = await expectRebuilt(workspace)
      expect(orders.length).toBeGreaterThan(8)
      expect(people.length).toBeGreaterThan(8)
    }, 180_000)
  }

  it('are left alone while nothing happens, though the file that gave them ended with work undone', async () => {
    const workspace = await open('quiet')
    const row = { subject: 'o1', person: 'p1', news: '', due: iso(start + 3 * day) }
    await importRows(workspace, [{ ...row, id: '1', touchpoint: 'Placed', at: iso(start) }], false)
    await product.follow(workspace)
    const versions = () =>
      product.ask(
        workspace,
        'SELECT max(version) AS v, count() AS n FROM throughline.runs WHERE {{workspace}}',
      )
    const before = await versions()
    await product.follow(workspace)
    expect(await versions()).toEqual(before)
  })

  it('are judged further when the file they wait for reaches further, and less far when it shrinks', async () => {
    const workspace = await open('horizon')
    const row = { person: 'p1', news: '', due: '' }
    const placed = {
      ...row,
      id: '1',
      subject: 'o1',
      touchpoint: 'Placed',
      at: iso(start),
      due: iso(start + 3 * day),
    }
    const later = { ...row, id: '2', subject: 'o2', touchpoint: 'Placed', at: iso(start + 30 * day) }
    const stateOf = async () => {
      const [run] = (await product.runs(workspace, 'order')).filter((each) => each.subject === 'o1')
      return [run!.promises, run!.outcome]
    }
    await importRows(workspace, [placed], true)
    expect(await stateOf()).toEqual([[{ what: 'delivery', state: 'open' }], 'open'])
    await importRows(workspace, [placed, later], true)
    expect(await stateOf()).toEqual([[{ what: 'delivery', state: 'broken' }], 'abandoned'])
    await expectRebuilt(workspace)
    await importRows(workspace, [placed], true)
    expect(await stateOf()).toEqual([[{ what: 'delivery', state: 'open' }], 'open'])
    await expectRebuilt(workspace)
  })

  it('know that news is recorded as soon as the first news arrives, in every run', async () => {
    const workspace = await open('news')
    const row = { person: '', due: '', touchpoint: 'Placed' }
    const silent = { ...row, id: '1', subject: 'o1', news: '', at: iso(start) }
    const told = { ...row, id: '2', subject: 'o2', news: 'yes', at: iso(start + 9 * day) }
    const unknown = async () => (await allRuns(product, workspace, 'order')).map((run) => run.silence_unknown)
    await importRows(workspace, [silent], true)
    expect(await unknown()).toEqual([1])
    await importRows(workspace, [silent, told], true)
    expect(await unknown()).toEqual([0, 0])
    await importRows(workspace, [silent], true)
    expect(await unknown()).toEqual([1])
  })
})

describe('interactions ahead of the clock', () => {
  const minute = 60_000
  afterEach(() => vi.restoreAllMocks())

  it('stand in the runs of subjects, customers and what is linked once their time has come, and nothing else touches them', async () => {
    const workspace = await open('ahead')
    await product.storyboard(workspace, asking)
    const key = await product.key(workspace)
    const now = Date.now()
    const event = (messageId: string, at: number, properties: object, userId = 'p1') => ({
      ...{ messageId, type: 'track', event: 'Placed', userId, properties },
      originalTimestamp: iso(now + at * minute),
    })
    const batch = [
      event('1', -1, { order_id: 'o1' }),
      event('2', 10, { order_id: 'o1' }),
      event('3', 20, { order_id: 'o2' }, 'p2'),
      event('4', 20, { order_id: 'o1', ticket_id: 't1' }),
      event('5', 10, { ticket_id: 't1' }, 'p3'),
    ]
    expect((await product.send(key, { batch })).status).toBe(200)
    const steps = async () => {
      const of = async (journey: string) =>
        (await allRuns(product, workspace, journey)).map(
          (run) => (run['steps.touchpoint'] as string[]).length,
        )
      return { order: await of('order'), asking: await of('asking'), person: (await of('person')).sort() }
    }
    const at = async (minutes: number) => {
      vi.spyOn(Date, 'now').mockReturnValue(now + minutes * minute + 5_000)
      await product.follow(workspace)
      return steps()
    }
    expect(await at(0)).toEqual({ order: [1], asking: [1], person: [1] })
    expect(await earliestChange(product.product, workspace, now)).toBeLessThanOrEqual(
      now + 10 * minute + 5_000,
    )
    expect(await at(10)).toEqual({ order: [2], asking: [2], person: [1, 2] })
    const later = await at(20)
    expect({ ...later, order: later.order.sort(), asking: later.asking.sort() }).toEqual({
      order: [1, 3],
      asking: [1, 4],
      person: [1, 1, 3],
    })
    expect(await earliestChange(product.product, workspace, Date.now())).toBeGreaterThan(
      Date.now() + 60 * minute,
    )
    await expectRebuilt(workspace)
  })
})

describe('a subject without a customer', () => {
  const row = { news: '', due: '' }
  const placed = { ...row, id: '1', subject: 'o1', person: '', touchpoint: 'Placed', at: iso(start) }
  const people = async (workspace: string) =>
    (await allRuns(product, workspace, 'person')).map((run) => run['steps.touchpoint'])

  it('learns its customer later, and the customer all that happened to the subject', async () => {
    const workspace = await open('unknown')
    await importRows(workspace, [placed], false)
    expect(await product.report(workspace, 'order')).toMatchObject({
      runs: 1,
      customers: 0,
      customers_unknown: 1,
    })
    expect(await people(workspace)).toEqual([])
    const asked = { ...row, id: '2', subject: 'o1', person: 'p1', touchpoint: 'Asked', at: iso(start + day) }
    await importRows(workspace, [placed, asked], false)
    expect(await product.report(workspace, 'order')).toMatchObject({
      runs: 1,
      customers: 1,
      customers_unknown: 0,
    })
    expect(await people(workspace)).toEqual([['Placed', 'Asked']])
    await expectRebuilt(workspace)
  })

  it('passes to whoever turns out to have been first, and leaves the one before', async () => {
    const workspace = await open('passed-on')
    const asked = {
      ...row,
      id: '2',
      subject: 'o1',
      person: 'p1',
      touchpoint: 'Asked',
      at: iso(start + 2 * day),
    }
    const paid = { ...row, id: '3', subject: 'o1', person: 'p2', touchpoint: 'Paid', at: iso(start + day) }
    await importRows(workspace, [placed, asked], true)
    expect(await people(workspace)).toEqual([['Placed', 'Asked']])
    await importRows(workspace, [placed, asked, paid], true)
    expect((await people(workspace)).sort()).toEqual([['Asked'], ['Placed', 'Paid']])
    await expectRebuilt(workspace)
    await importRows(workspace, [placed, asked], true)
    expect(await people(workspace)).toEqual([['Placed', 'Asked']])
    await expectRebuilt(workspace)
  })

  it('is unattached when an interaction has neither subject nor identifier: counted, in no run', async () => {
    const workspace = await open('unattached')
    const walk_in = { ...row, id: '9', subject: '', person: '', touchpoint: 'Walked in', at: iso(start) }
    await importRows(workspace, [placed, walk_in, { ...walk_in, id: '10' }], false)
    const map = await product.map(workspace, 'order')
    expect(map).toMatchObject({
      runs: 1,
      interactions: 1,
      unattached: [{ touchpoint: 'Walked in', count: 2 }],
    })
  })
})

describe('figures as of a moment that is past', () => {
  it('are those of a workspace that holds only what had happened by then', async () => {
    const random = drawing(9)
    const moment = start + 20 * day
    const events = Array.from({ length: 120 }, (_, i) => ({
      messageId: `m${i}`,
      type: 'track',
      event: random.pick(touchpoints),
      userId: `p${random.below(8)}`,
      properties: { order_id: `o${random.below(15)}` },
      originalTimestamp: iso(start + random.below(40) * day),
    }))
    const past = events.filter((each) => Date.parse(each.originalTimestamp) <= moment)
    expect(past.length).toBeGreaterThan(40)
    const figures = async (workspace: string, sent: unknown[]) => {
      await open(workspace)
      expect((await product.send(await product.key(workspace), { batch: sent })).status).toBe(200)
      await product.follow(workspace)
      const given = { judged: true, snapshot: moment }
      const of = async (journey: string) => ({
        report: await product.report(workspace, journey, { as_of: iso(moment) }),
        runs: await allRuns(product, workspace, journey, given),
      })
      return { order: await of('order'), person: await of('person') }
    }
    const whole_story = await figures('whole', events)
    const known_then = await figures('then', past)
    for (const journey of ['order', 'person'] as const) {
      expect(whole_story[journey].runs.length).toBeGreaterThan(5)
      expect(whole_story[journey].report).toEqual(known_then[journey].report)
      expectSameRows(whole_story[journey].runs, known_then[journey].runs)
    }
  })
})
