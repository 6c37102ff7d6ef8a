import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type InProcess, openInProcess } from '../../tools/in-process.ts'

const root = join(import.meta.dirname, '../..')
const data = join(root, '../shared/data')
const there = existsSync(data)
if (!there) console.warn(`skipped: the real data sets are not at ${data}`)

const logs = join(data, 'logs')
const example = (name: string) => readFileSync(join(root, 'examples', name), 'utf8')
const reconciles = (state: { read: number; stored: number; unchanged: number; quarantined: number }) =>
  expect(state.read).toBe(state.stored + state.unchanged + state.quarantined)

describe.skipIf(!there)(
  'imported through the product, real data give the answers of independent code',
  () => {
    let product: InProcess
    beforeAll(async () => {
      product = await openInProcess()
    })
    afterAll(() => product.close())

    async function mapOf(workspace: string, file: string, subject: string) {
      await product.workspace(workspace)
      const state = await product.import(workspace, join(logs, file))
      expect(state).toMatchObject({ state: 'done', error: null, quarantined: 0, unchanged: 0 })
      reconciles(state)
      return product.map(workspace, subject)
    }

    it('the textbook log has 8 touchpoints, 16 edges, 6 runs and 6 variants', async () => {
      const map = await mapOf('textbook', 'running-example.xes', 'case')
      const edge = (from: string, to: string) =>
        map.edges.find((each) => each.from === from && each.to === to)?.count
      expect(map).toMatchObject({ runs: 6, interactions: 42 })
      expect([map.touchpoints.length, map.edges.length, map.variants.length]).toEqual([8, 16, 6])
      expect(edge('check ticket', 'decide')).toBe(6)
      expect(edge('examine casually', 'check ticket')).toBe(4)
      expect(edge('register request', 'examine casually')).toBe(3)
      expect(map.starts).toEqual([{ touchpoint: 'register request', count: 6 }])
      expect(new Map(map.ends.map((each) => [each.touchpoint, each.count]))).toEqual(
        new Map([
          ['pay compensation', 3],
          ['reject request', 3],
        ]),
      )
    })

    it('the receipt log has 27 touchpoints, 99 edges, 116 variants of 1,434 cases', async () => {
      const map = await mapOf('receipt', 'receipt.xes.gz', 'case')
      expect(map).toMatchObject({ runs: 1434, interactions: 8577 })
      expect([map.touchpoints.length, map.edges.length, map.variants.length]).toEqual([27, 99, 116])
      expect(map.variants.slice(0, 8).map((each) => each.count)).toEqual([713, 123, 116, 115, 75, 40, 28, 25])
      expect(map.edges.slice(0, 5).map((each) => each.count)).toEqual([1177, 1165, 1119, 1079, 791])
    })

    it('the help desk log has 14 touchpoints and 226 variants of 4,580 tickets', async () => {
      const map = await mapOf('helpdesk', 'helpdesk.xes.gz', 'case')
      expect(map).toMatchObject({ runs: 4580, interactions: 21_348 })
      expect([map.touchpoints.length, map.variants.length]).toEqual([14, 226])
    })

    it('a trace read by its deadline: 952 decisions kept, 377 late, 39 broken, 66 open', async () => {
      await product.workspace('permits')
      const mapping = example('receipt/mapping.yaml').replace(/^storyboards:.*$/m, '')
      const state = await product.import('permits', join(logs, 'receipt.xes.gz'), { mapping })
      expect(state).toMatchObject({ state: 'done', subject_types: ['application'] })
      const { promises, runs } = await product.report('permits', 'subject:application')
      expect(runs).toBe(1434)
      expect(promises.decision).toMatchObject({
        kept: 952,
        late: 377,
        broken: 39,
        open: 66,
        void: 0,
        unknown: 0,
      })
    })
  },
)

describe.skipIf(!there)('the orders of Olist, imported with the example mapping', () => {
  let product: InProcess
  const folder = join(data, 'olist')
  beforeAll(async () => {
    product = await openInProcess()
    await product.workspace('olist')
    const state = await product.import('olist', folder, {
      mapping_path: join(root, 'examples/olist/mapping.yaml'),
    })
    expect(state).toMatchObject({ state: 'done', quarantined: 0, storyboards: ['storyboard.yaml'] })
    reconciles(state)
  })
  afterAll(() => product.close())

  it('are 8,135 runs of 8,016 customers', async () => {
    expect(await product.report('olist', 'order')).toMatchObject({ runs: 8135, customers: 8016 })
  })

  it('kept 68.91 % of the delivery promises fallen due, not the 91.98 % of the survivors', async () => {
    const { delivery } = (await product.report('olist', 'order')).promises
    expect(delivery).toMatchObject({ kept: 4750, late: 414, broken: 1729, void: 1234, unknown: 8, open: 0 })
    expect((100 * delivery!.kept_rate!).toFixed(2)).toBe('68.91')
  })

  it('were scored by what became of the promise: broken 1.808, void 1.671', async () => {
    const { scores } = await product.report('olist', 'order')
    const by = scores.filter((each) => each.question === 'review' && each.by === 'promise:delivery')
    const means = Object.fromEntries(by.map((each) => [each.value, each.mean!.toFixed(3)]))
    expect(means).toMatchObject({ kept: '4.280', late: '2.498', broken: '1.808', void: '1.671' })
  })

  it('took a median of 10.34 days, a mean of 12.52', async () => {
    const { delivered } = (await product.report('olist', 'order')).days
    expect([delivered!.median!.toFixed(2), delivered!.mean!.toFixed(2)]).toEqual(['10.34', '12.52'])
  })

  it('would be 342 late if a promise held until the end of its day', async () => {
    await product.workspace('whole-day')
    const mapping = example('olist/mapping.yaml').replace(
      'due: $order_estimated_delivery_date',
      'due: {column: order_estimated_delivery_date, as: end_of_day}',
    )
    expect(mapping).toContain('end_of_day}')
    const given = { mapping: mapping.replace(/^storyboards:.*$/m, '') }
    await product.import('whole-day', folder, given)
    await product.storyboard('whole-day', example('olist/storyboard.yaml'))
    const { delivery } = (await product.report('whole-day', 'order')).promises
    expect(delivery).toMatchObject({ late: 342, kept: 4750 + 414 - 342 })
  })
})
