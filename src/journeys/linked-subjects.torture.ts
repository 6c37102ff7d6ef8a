import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { allRuns, expectSameRows, type InProcess, openInProcess } from '../../tools/in-process.ts'
import { timesOf } from '../../tools/plain/linked.ts'
import { pick, rng, whole } from '../../tools/sample/random.ts'

const order = `journey: order
version: 1
correlate: { subjects: [order, parcel, return] }
silence: 2d
steps: [{ step: Placed }, { step: Packed }, { step: Delivered }, { optional: [{ step: Returned }] }]
outcomes:
  delivered: { kind: success, touchpoints: [Delivered] }
  abandoned: { kind: abandoned, after: 20d }
`
/** A customer's runs by issue, of which later ones are judged by another version. */
const issue = (version: number, more: string, steps: string) => `journey: issue
version: ${version}
${more}correlate: { customer: ${version * 4}d, issue: about }
silence: 2d
steps: [${steps}]
outcomes: { delivered: { kind: success, touchpoints: [Delivered] } }
`
const mapping = `source: files
records:
  - file: rows.csv
    key: $id
    identifiers: { user_id: $person }
    subjects: { order: $order, parcel: $parcel, return: $return }
    attributes: [about]
    interactions: [{ touchpoint: $touchpoint, at: $at }]
`
const day = 86_400_000
const start = Date.UTC(2024, 0, 1)

interface Row {
  touchpoint: string
  on: number
  order?: string
  parcel?: string
  return?: string
  person?: string
  about?: string
}

let product: InProcess
beforeAll(async () => {
  product = await openInProcess()
})
afterAll(() => product.close())

async function bring(workspace: string, rows: Map<string, Row>, replace = true) {
  const lines = [...rows].map(([id, row]) =>
    [
      id,
      row.person ?? 'p1',
      row.order ?? '',
      row.parcel ?? '',
      row.return ?? '',
      row.touchpoint,
      row.about ?? '',
      new Date(start + row.on * day).toISOString(),
    ].join(','),
  )
  const folder = product.folder({
    'rows.csv': ['id,person,order,parcel,return,touchpoint,about,at', ...lines].join('\n'),
  })
  const state = await product.import(workspace, folder, { mapping, replace })
  expect(state).toMatchObject({ state: 'done', quarantined: 0 })
}

async function open(workspace: string) {
  await product.workspace(workspace)
  await product.storyboard(workspace, order)
  await product.storyboard(workspace, issue(1, '', '{ step: Placed }, { step: Delivered }'))
  await product.storyboard(
    workspace,
    issue(2, 'valid_from: 2024-01-20\n', '{ step: Packed }, { step: Delivered }'),
  )
  return workspace
}

/** What was built step by step stands when everything is built again. */
async function expectRebuilt(workspace: string) {
  const runs = async () =>
    [await allRuns(product, workspace, 'order'), await allRuns(product, workspace, 'issue')] as const
  const step = await runs()
  await product.rebuild(workspace)
  const rebuilt = await runs()
  expectSameRows(step[0], rebuilt[0])
  expectSameRows(step[1], rebuilt[1])
  return rebuilt
}

const told = async (workspace: string, filters = {}) =>
  (await product.runs(workspace, 'order', filters))
    .map(({ subject, steps, outcome }) => `${subject} ${steps} ${outcome}`)
    .sort()

describe('a run of subjects seen with each other', () => {
  it('holds what carries only the parcel, or the return that was seen with the parcel', async () => {
    const workspace = await open('linked')
    const rows = new Map<string, Row>([
      ['1', { touchpoint: 'Placed', on: 0, order: 'o1' }],
      ['2', { touchpoint: 'Placed', on: 0, order: 'o2' }],
      ['3', { touchpoint: 'Packed', on: 1, order: 'o1', parcel: 'x1' }],
      ['4', { touchpoint: 'Delivered', on: 2, parcel: 'x1' }],
      ['5', { touchpoint: 'Returned', on: 5, parcel: 'x1', return: 'r1' }],
      ['6', { touchpoint: 'Refunded', on: 9, return: 'r1' }],
      ['7', { touchpoint: 'Delivered', on: 2, parcel: 'x9' }],
    ])
    await bring(workspace, rows)
    expect(await told(workspace)).toEqual(['o1 5 delivered', 'o2 1 open'])
  })

  it('gets what came before the link, when the link comes last', async () => {
    const workspace = await open('late-link')
    const rows = new Map<string, Row>([
      ['1', { touchpoint: 'Placed', on: 0, order: 'o1' }],
      ['4', { touchpoint: 'Delivered', on: 2, parcel: 'x1' }],
      ['6', { touchpoint: 'Refunded', on: 9, return: 'r1' }],
    ])
    await bring(workspace, rows)
    expect(await told(workspace)).toEqual(['o1 1 open'])
    rows.set('5', { touchpoint: 'Returned', on: 5, parcel: 'x1', return: 'r1' })
    await bring(workspace, rows)
    expect(await told(workspace)).toEqual(['o1 1 open'])
    rows.set('3', { touchpoint: 'Packed', on: 1, order: 'o1', parcel: 'x1' })
    await bring(workspace, rows)
    expect(await told(workspace)).toEqual(['o1 5 delivered'])
    rows.set('7', { touchpoint: 'Called', on: 10, return: 'r1' })
    await bring(workspace, rows)
    expect(await told(workspace)).toEqual(['o1 6 delivered'])
    rows.delete('3')
    await bring(workspace, rows)
    expect(await told(workspace)).toEqual(['o1 1 open'])
  })

  it('shares a parcel of two orders, but not the orders themselves', async () => {
    const workspace = await open('shared')
    await bring(
      workspace,
      new Map<string, Row>([
        ['1', { touchpoint: 'Placed', on: 0, order: 'o1' }],
        ['2', { touchpoint: 'Placed', on: 0, order: 'o2' }],
        ['3', { touchpoint: 'Packed', on: 1, order: 'o1', parcel: 'x1' }],
        ['4', { touchpoint: 'Packed', on: 1, order: 'o2', parcel: 'x1' }],
        ['5', { touchpoint: 'Delivered', on: 2, parcel: 'x1' }],
      ]),
    )
    expect(await told(workspace)).toEqual(['o1 4 delivered', 'o2 4 delivered'])
  })

  it('does not know, as of a past day, of a link made later', async () => {
    const workspace = await open('past')
    await bring(
      workspace,
      new Map<string, Row>([
        ['1', { touchpoint: 'Placed', on: 0, order: 'o1' }],
        ['2', { touchpoint: 'Packed', on: 1, parcel: 'x1' }],
        ['3', { touchpoint: 'Delivered', on: 5, order: 'o1', parcel: 'x1' }],
      ]),
    )
    expect(await told(workspace, { as_of: '2024-01-03' })).toEqual(['o1 1 open'])
    expect(await told(workspace, { as_of: '2024-01-06' })).toEqual(['o1 3 delivered'])
  })
})

/** Rows of many small companies side by side, each with orders, parcels and returns of its own, and no two at one time. */
function manyCompanies(seed: number, companies: number): Map<string, Row> {
  const numbers = rng(seed)
  const below = (limit: number) => whole(numbers, 0, limit - 1)
  const rows = new Map<string, Row>()
  for (let company = 0; company < companies; company++) {
    const id = (type: string, limit: number) => `${type}${company}-${below(limit)}`
    const count = 3 + below(9)
    for (let nth = 0; nth < count; nth++) {
      rows.set(`${company}-${nth}`, {
        touchpoint: pick(numbers, ['Placed', 'Packed', 'Delivered', 'Returned', 'Called']),
        on: nth + below(20) / 24,
        ...(below(5) < 2 ? { order: id('o', 2) } : {}),
        ...(below(2) === 0 ? { parcel: id('x', 3) } : {}),
        ...(below(2) === 0 ? { return: id('r', 3) } : {}),
      })
    }
  }
  return rows
}

it('random subjects make the runs that the plain definition says, now and as of a past day', async () => {
  const workspace = await open('plain')
  const rows = manyCompanies(7, 40)
  await bring(workspace, rows)
  const sightings = [...rows.values()].map(({ on, order, parcel, return: returned }) => ({
    at: start + Math.round(on * day),
    subjects: Object.fromEntries(
      Object.entries({ order, parcel, return: returned }).flatMap(([type, id]) => (id ? [[type, id]] : [])),
    ) as Record<string, string>,
  }))
  const byCompany = Map.groupBy(
    sightings,
    ({ subjects }) => /\d+/.exec(Object.values(subjects)[0] ?? '')?.[0],
  )
  let [linked, far] = [0, 0]
  for (const days of [3.5, 6, null]) {
    const as_of = days === null ? Number.MAX_SAFE_INTEGER : start + days * day
    if (days !== null) await product.report(workspace, 'order', { as_of: new Date(as_of).toISOString() })
    const stored = await allRuns(product, workspace, 'order', { snapshot: days === null ? 0 : as_of })
    const plain = new Map<string, number[]>()
    for (const own of byCompany.values())
      for (const order of new Set(own.flatMap(({ subjects }) => subjects.order ?? []))) {
        const times = timesOf(['order', order], own, ['parcel', 'return'], as_of)
        const own_times = own.filter(({ at, subjects }) => at <= as_of && subjects.order === order)
        // An order that is not seen yet has no run, whatever else is linked to it.
        if (own_times.length > 0) plain.set(order, times)
        linked += Number(times.length > own_times.length)
        far += Number(
          own.some(({ at, subjects }) => times.includes(at) && !subjects.order && !subjects.parcel),
        )
      }
    expect(
      Object.fromEntries(
        stored.map((row) => [row.subject as string, (row['steps.started_at'] as string[]).map(Number)]),
      ),
    ).toEqual(Object.fromEntries(plain))
  }
  expect(linked).toBeGreaterThan(100)
  expect(far).toBeGreaterThan(20)
}, 120_000)

describe('runs of linked subjects, and of customers by issue, brought up to date step by step', () => {
  for (const seed of [1]) {
    it(`equal runs built at once, whatever comes, changes and goes (seed ${seed})`, async () => {
      const numbers = rng(seed)
      const below = (limit: number) => whole(numbers, 0, limit - 1)
      const workspace = await open(`steps-${seed}`)
      const rows = new Map<string, Row>()
      const drawn = (): Row => ({
        touchpoint: pick(numbers, ['Placed', 'Packed', 'Delivered', 'Returned', 'Called']),
        on: below(40),
        ...(below(2) === 0 ? { order: `o${below(5)}` } : {}),
        ...(below(2) === 0 ? { parcel: `x${below(12)}` } : {}),
        ...(below(3) === 0 ? { return: `r${below(12)}` } : {}),
        ...(below(2) === 0 ? { about: pick(numbers, ['bill', 'router']) } : {}),
        person: `p${below(3)}`,
      })
      for (let round = 0; round < 8; round++) {
        for (const id of [...rows.keys()]) {
          const fate = below(8)
          if (fate === 0) rows.delete(id)
          if (fate === 1) rows.set(id, drawn())
        }
        for (let each = 0; each < 6; each++) rows.set(`${round}-${each}`, drawn())
        await bring(workspace, rows, below(4) > 0)
        await product.follow(workspace)
        if (round % 3 === 1) await expectRebuilt(workspace)
      }
      const [last, issues] = await expectRebuilt(workspace)
      expect(last.length).toBeGreaterThan(3)
      expect(new Set(issues.map((row) => row.storyboard_version))).toEqual(new Set([1, 2]))
      expect(last.some((row) => (row['steps.touchpoint'] as string[]).length > 4)).toBe(true)
    }, 120_000)
  }
})
