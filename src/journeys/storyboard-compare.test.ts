import { afterAll, beforeAll, expect, it } from 'vitest'
import { allRuns, expectSameRows, type InProcess, openInProcess } from '../../tools/in-process.ts'
import { Comparisons } from './comparing.ts'
import { addStoryboard, compareCandidate, compareStoryboards, readStoryboard } from './contract.ts'

const version = (number: number, steps: string, more = '') => `journey: order
version: ${number}
${more}correlate: { subject: order }
steps: [${steps}]
outcomes: { delivered: { kind: success, touchpoints: [Delivered] } }
`
const mapping = `source: files
records:
  - { file: rows.csv, key: $id, subjects: { order: $order }, interactions: [{ touchpoint: $touchpoint, at: $at }] }
`

let product: InProcess
beforeAll(async () => {
  product = await openInProcess()
  await product.workspace('versions')
  await product.storyboard('versions', version(1, '{ step: Placed }, { step: Delivered }'))
  // Five orders in January, five in February; each is called about once.
  const rows = Array.from({ length: 10 }, (_, order) => {
    const month = order < 5 ? '01' : '02'
    return ['Placed', 'Called', 'Delivered'].map(
      (touchpoint, step) => `${order}-${step},o${order},${touchpoint},2026-${month}-0${step + 1}T09:00:00Z`,
    )
  })
  const folder = product.folder({ 'rows.csv': ['id,order,touchpoint,at', ...rows.flat()].join('\n') })
  expect(await product.import('versions', folder, { mapping })).toMatchObject({
    state: 'done',
    quarantined: 0,
  })
}, 60_000)
afterAll(() => product.close())

const judged = async () => {
  const rows = await allRuns(product, 'versions', 'order')
  return rows.map((row) => `${row.subject} ${row.storyboard_version} ${row.conformance === 1}`).sort()
}

it('a version with a date judges the runs from then on; the others keep theirs, and a rebuild changes nothing', async () => {
  const called = '{ step: Placed }, { step: Called }, { step: Delivered }'
  const added = await product.storyboard('versions', version(2, called, 'valid_from: 2026-02-01\n'))
  expect(added).toMatchObject({ version: 2, valid_from: '2026-02-01T00:00:00.000Z' })
  const after = await judged()
  expect(after.slice(0, 6)).toEqual([
    'o0 1 false',
    'o1 1 false',
    'o2 1 false',
    'o3 1 false',
    'o4 1 false',
    'o5 2 true',
  ])
  const rows = await allRuns(product, 'versions', 'order')
  await product.rebuild('versions')
  expectSameRows(rows, await allRuns(product, 'versions', 'order'))
  expect((await product.report('versions', 'order')).version).toBe(2)
  expect((await product.report('versions', 'order', { version: 1 })).runs).toBe(5)
})

it('the same runs are compared under both', async () => {
  const compared = await product.call(compareStoryboards, {
    workspace: 'versions',
    journey: 'order',
    a: 1,
    b: 2,
  })
  expect(compared.runs).toMatchObject({ both: 10, only_a: 0, only_b: 0, other_outcome: 0 })
  expect(compared.a.as_designed).toMatchObject({ met: 0, of: 10 })
  expect(compared.b.as_designed).toMatchObject({ met: 10, of: 10 })
  expect(compared.differences.as_designed).toMatchObject({ value: 1 })
  expect(compared.b.silent).toMatchObject({ of: 0, share: null })
  const january = await product.call(compareStoryboards, {
    workspace: 'versions',
    journey: 'order',
    a: 1,
    b: 2,
    until: '2026-02-01',
  })
  expect(january.a.runs).toBe(5)
})

it('without versions, the one in force is compared with the one before', async () => {
  const given = { workspace: 'versions', journey: 'order' }
  const compared = await product.call(compareStoryboards, given)
  expect([compared.a.version, compared.b.version]).toEqual([1, 2])
  const first = await product.call(compareStoryboards, { ...given, a: 1 })
  expect([first.a.version, first.b.version]).toEqual([1, 2])
  const call = (more: object) => product.call(compareStoryboards, { ...given, ...more })
  await expect(call({ b: 1 })).rejects.toThrow('order has no version before 1.')
  await expect(call({ a: 2 })).rejects.toThrow('Version 2 of order is the one in force')
  await expect(call({ a: 'x' })).rejects.toThrow(`'a' is "x". Give a whole number.`)
  await expect(call({ a: 7 })).rejects.toThrow("no storyboard 'order' version 7")
  await expect(call({ journey: 'odrer' })).rejects.toThrow("no storyboard 'odrer'")
})

it('a storyboard that is not added yet is compared, and left out', async () => {
  const given = { workspace: 'versions', journey: 'order', a: 2 }
  const yaml = version(9, '{ step: Placed }, { optional: [{ step: Called }] }, { step: Delivered }')
  const compared = await product.call(compareCandidate, { ...given, yaml })
  expect(compared.b).toMatchObject({ version: 9, runs: 10, as_designed: { met: 10, of: 10 } })
  const { versions } = await product.call(readStoryboard, given)
  expect(versions.map((each) => each.version)).toEqual([2, 1])
  const other = product.call(compareCandidate, {
    ...given,
    yaml: yaml.replace('journey: order', 'journey: o'),
  })
  await expect(other).rejects.toThrow("is a storyboard of 'o', not of 'order'")
  await expect(product.call(compareCandidate, { ...given, yaml: 'journey: order' })).rejects.toThrow(
    'is missing',
  )
})

it('the runs that change are counted by what changes, and some are named, the latest first', async () => {
  const given = { workspace: 'versions', journey: 'order' }
  const { runs, examples, a, b } = await product.call(compareStoryboards, { ...given, a: 1, b: 2 })
  expect(runs.changed).toMatchObject({ met: 10, of: 10, share: 1 })
  expect(runs.changed_in).toEqual({
    outcome: 0,
    promises: 0,
    silence: 0,
    conformance: 10,
    deviations: 10,
  })
  expect([a.deviating, b.deviating]).toEqual([{ added: 10 }, {}])
  expect(examples).toHaveLength(10)
  expect(examples[0]).toMatchObject({ started_at: '2026-02-01T09:00:00.000Z' })
  expect(examples[0]!.changes.map(({ of }) => of)).toEqual(['conformance', 'deviations'])
  const same = await product.call(compareStoryboards, { ...given, a: 2, b: 2 })
  expect(same.runs.changed).toMatchObject({ met: 0, of: 10 })
  expect(same.examples).toEqual([])
})

it('the last days are all runs where fewer than 100 start in them, and the answer says so', async () => {
  const given = { workspace: 'versions', journey: 'order', a: 1, b: 2 }
  const last = await product.call(compareStoryboards, { ...given, last_days: 30 })
  expect(last.period).toEqual({ since: null, until: null, widened: true, sampled: false })
  expect(last.runs.both).toBe(10)
  const since = await product.call(compareStoryboards, { ...given, since: '2026-01-15' })
  expect(since.period).toMatchObject({ since: '2026-01-15T00:00:00.000Z', widened: false })
  expect(since.runs.both).toBe(5)
  await expect(
    product.call(compareStoryboards, { ...given, last_days: 30, since: '2026-01-15' }),
  ).rejects.toThrow('last_days and since both say')
})

it('a comparison is listed while it lasts, with how far it is, and ends when its caller goes', async () => {
  const comparisons = new Comparisons()
  const caller = new AbortController()
  const about = { workspace: 'versions', journey: 'order', work: 'mine', words: 'versions 1 and 2' }
  const compared = comparisons.during(about, caller.signal, async (watch) => {
    watch.note(3, 10)
    expect(comparisons.of('versions')).toEqual([
      { work: 'mine', journey: 'order', words: 'versions 1 and 2', done: 3, of: 10 },
    ])
    expect(comparisons.of('main')).toEqual([])
    caller.abort()
    watch.goOn()
  })
  await expect(compared).rejects.toThrow('The comparison of versions 1 and 2 of order was left')
  expect(comparisons.of('versions')).toEqual([])
})

it('a caller that has gone is not judged for', async () => {
  const answer = await product.product.app.request(
    '/api/versions/journeys/order/storyboards/compare?a=1&b=2',
    { headers: { authorization: `Bearer ${product.product.token}` }, signal: AbortSignal.abort() },
  )
  expect(answer.status).toBe(499)
})

it('the versions are listed with what they judge', async () => {
  await product.storyboard(
    'versions',
    version(3, '{ step: Placed }, { step: Delivered }', 'valid_from: 2026-01-15\n'),
  )
  const { versions } = await product.call(readStoryboard, { workspace: 'versions', journey: 'order' })
  expect(versions.map(({ version, in_force, from }) => [version, in_force, from])).toEqual([
    [3, true, '2026-01-15T00:00:00.000Z'],
    [2, false, null],
    [1, true, null],
  ])
})

it('a version that correlates otherwise is refused beside others, and takes their place without a date', async () => {
  const other = (more: string) =>
    version(4, '{ step: Placed }', more)
      .replace('{ subject: order }', '{ subject: parcel }')
      .replace('[Delivered]', '[Placed]')
  const call = (yaml: string) => product.call(addStoryboard, { workspace: 'versions', yaml })
  await expect(call(other('valid_from: 2026-03-01\n'))).rejects.toThrow(
    'Version 1 makes runs of subject order, version 4 of subject parcel',
  )
  expect(await call(other(''))).toMatchObject({ version: 4, valid_from: null })
  expect(await judged()).toEqual([])
  await expect(
    product.call(compareStoryboards, { workspace: 'versions', journey: 'order', a: 3, b: 4 }),
  ).rejects.toThrow('correlate differently')
})
