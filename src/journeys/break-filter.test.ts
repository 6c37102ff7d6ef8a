import { afterAll, beforeAll, expect, test } from 'vitest'
import { type InProcess, openInProcess } from '../../tools/in-process.ts'
import { pick, rng } from '../../tools/sample/random.ts'
import { type Filters, listRuns, readBreaks } from './contract.ts'

let product: InProcess
beforeAll(async () => {
  product = await openInProcess()
})
afterAll(() => product.close())

const storyboard = `journey: case
version: 1
correlate: { subject: case }
starts: [Asked]
steps: [{ step: Asked }, { step: Decided }]
outcomes: { decided: { kind: success, touchpoints: [Decided] } }
`
const mapping = `source: cases
zone: UTC
records:
  - file: cases.csv
    key: $id
    identifiers: { user_id: $customer }
    subjects: { case: $case }
    touchpoint: $touchpoint
    channel: $channel
    at: $at
    attributes: [region, team]
`
const channels = ['web', 'phone', 'shop'] as const
const regions = ['North', 'South', ''] as const

function table(cases: number): string {
  const random = rng(7)
  const lines = ['id,customer,case,touchpoint,channel,at,region,team']
  for (let each = 0; each < cases; each++) {
    const about = `${pick(random, regions)},team ${each}`
    const at = Date.UTC(2026, 0, 1) + each * 3_600_000
    const line = (touchpoint: string, when: number) =>
      `${lines.length},c${each},k${each},${touchpoint},${pick(random, channels)},${new Date(when).toISOString()},${about}`
    lines.push(line('Asked', at))
    if (random() < 0.7) lines.push(line('Decided', at + 86_400_000))
  }
  return lines.join('\n')
}

const filters: Filters[] = [
  {},
  { channel: 'web' },
  { channel: 'fax' },
  { attribute: 'region=North' },
  { attribute: 'region=' },
  { attribute: 'region=East' },
  { attribute: 'team=team 9' },
  { attribute: 'nothing=at all' },
  { since: '2026-01-03', until: '2026-01-05' },
  { outcome: 'decided' },
  { outcome: 'decided', channel: 'phone', attribute: 'region=South', since: '2026-01-02' },
  { channel: 'shop', attribute: 'region=North', until: '2026-01-06' },
]

test('breaks look at exactly the runs that the same filters leave in the list', async () => {
  const workspace = await product.workspace('filtered')
  await product.storyboard(workspace, storyboard)
  await product.import(workspace, product.folder({ 'mapping.yaml': mapping, 'cases.csv': table(200) }))
  for (const filter of filters) {
    const asked = { workspace, journey: 'case', ...filter }
    const { total } = await product.call(listRuns, { ...asked, limit: 1, offset: 0 })
    const { looked_at } = await product.call(readBreaks, asked)
    expect(looked_at.runs, JSON.stringify(filter)).toBe(total)
    if (['East', 'fax', 'nothing'].some((word) => JSON.stringify(filter).includes(word)))
      expect(total).toBe(0)
    else expect(total).toBeGreaterThan(0)
  }
})

test('a list in pages is the whole list, from either end and whatever narrows it', async () => {
  const workspace = 'filtered'
  for (const filter of [
    {},
    { channel: 'web' },
    { channel: 'fax' },
    { outcome: 'decided', since: '2026-01-02' },
  ])
    for (const order of ['asc', 'desc'] as const) {
      const asked = { workspace, journey: 'case', ...filter, order }
      const list = async (limit: number, offset: number) =>
        (await product.call(listRuns, { ...asked, limit, offset })).runs.map((run) => run.run_id)
      const whole = await list(500, 0)
      const pages = [...(await list(7, 0)), ...(await list(60, 7)), ...(await list(500, 67))]
      expect(pages, JSON.stringify(asked)).toEqual(whole)
      expect(new Set(whole).size).toBe(whole.length)
    }
})
