import { afterAll, beforeAll, expect, test } from 'vitest'
import { type InProcess, openInProcess } from '../../tools/in-process.ts'
import type { Operation } from '../http/operation.ts'
import * as contract from './contract.ts'

const mapping = `source: desk
complete_until: 2026-06-30T00:00:00Z
records:
  - file: events.csv
    key: $id
    identifiers: { customer: $who }
    subjects: { case: $case }
    channel: $channel
    direction: $direction
    attributes: [region]
    promises: [{ what: answer, due: $due, when: { due: present }, fulfilled_by: [Done] }]
    interactions:
      - { touchpoint: $touchpoint, at: $at, until: $until, news: { received: it } }
`
const storyboard = (version: number, more: string) => `journey: odd
version: ${version}
correlate: { subject: case }
starts: [Asked]
silence: ${version}d
steps: [{ step: Asked, tells: [number] }, { step: Checked, within: 2d }, { step: Done }]
outcomes: { done: { kind: success, touchpoints: [Done] }, gone: { kind: abandoned, after: 60d } }
objectives:
  - { name: Fast, share: 90%, outcome: done, within: 10d }
  - { name: Told, share: 90%, silence: 5d }
  - { name: Light, share: 90%, contacts: 3 }
${more}`
const head = 'id,case,who,touchpoint,at,until,channel,direction,region,due\n'
const day = (days: number) => new Date(Date.UTC(2026, 0, 1) + days * 86_400_000).toISOString()

interface Odd {
  case: number
  touchpoint: string
  at: number
  until?: number
  channel?: string
  direction?: string
  due?: number
}
const rows = (all: Odd[]) =>
  head +
  all
    .map((one, id) =>
      [
        ...[id, one.case, `c${one.case % 20}`, one.touchpoint, day(one.at)],
        ...[one.until === undefined ? '' : day(one.until), one.channel ?? 'web', one.direction ?? 'inbound'],
        ...[one.case % 2 ? 'North' : 'South', one.due === undefined ? '' : day(one.due)],
      ].join(','),
    )
    .join('\n')
const cases = (make: (nth: number) => Omit<Odd, 'case'>[]) =>
  Array.from({ length: 40 }, (_, nth) => make(nth).map((one) => ({ ...one, case: nth }))).flat()

/** Each a workspace of its own. */
const odd: Record<string, Odd[]> = {
  instant: cases(() =>
    ['Asked', 'Checked', 'Other', 'Done'].map((touchpoint) => ({ touchpoint, at: 3, due: 3 })),
  ),
  single: cases((nth) => [{ touchpoint: 'Asked', at: nth }]),
  outside: cases((nth) => [
    { touchpoint: 'Other', at: nth },
    { touchpoint: 'Asked', at: nth + 1 },
    { touchpoint: 'Done', at: nth + 5, direction: 'outbound' },
    { touchpoint: 'Other', at: nth + 70, channel: 'phone' },
    { touchpoint: 'Asked', at: nth + 71 },
  ]),
  jumping: cases((nth) => [
    { touchpoint: 'Asked', at: nth, until: nth - 2, channel: 'phone' },
    { touchpoint: 'Checked', at: nth - 0.01, until: nth + 100 },
    { touchpoint: 'Asked', at: nth + 0.5, until: nth + 0.6, channel: 'phone' },
    { touchpoint: 'Done', at: nth + (nth % 3), due: nth - 100 },
  ]),
  long: Array.from({ length: 10_000 }, (_, place) => ({
    case: 1,
    touchpoint: ['Asked', 'Checked', 'Other'][place % 3]!,
    at: place / 60,
    channel: ['web', 'phone', ''][place % 3]!,
    direction: ['inbound', 'outbound', 'internal'][place % 3]!,
    due: place % 50 === 0 ? place / 60 + 1 : undefined,
  })).map(({ due, ...one }) => (due === undefined ? one : { ...one, due })),
}

let product: InProcess
beforeAll(async () => {
  product = await openInProcess()
  for (const [workspace, interactions] of Object.entries(odd)) {
    await product.workspace(workspace)
    await product.storyboard(workspace, storyboard(1, ''))
    const folder = product.folder({ 'events.csv': rows(interactions), 'mapping.yaml': mapping })
    const quarantined = interactions.filter(({ at, until }) => until !== undefined && until < at).length
    const stored = interactions.length - quarantined
    expect(await product.import(workspace, folder)).toMatchObject({ state: 'done', stored, quarantined })
  }
})
afterAll(() => product.close())

/** All that a journey can be asked. */
const reads = (Object.values(contract) as Partial<Operation>[]).filter(
  ({ method, path }) => method === 'GET' && /^\/api\/:workspace\/journeys\/:journey(\/|$)/.test(path ?? ''),
) as Operation[]

/** Numbers below zero that are no difference, and what no number should read as. */
function strange(value: unknown, path = ''): string[] {
  if (typeof value === 'number')
    return Number.isFinite(value) &&
      !(value < 0 && /(seconds|minutes|days|share|median|count|runs)$/.test(path))
      ? []
      : [`${path} = ${value}`]
  if (typeof value === 'string')
    return /NaN|Infinity|undefined|Invalid/.test(value) ? [`${path} = ${value}`] : []
  if (value === null || typeof value !== 'object') return []
  return Object.entries(value).flatMap(([name, inner]) => strange(inner, `${path}.${name}`))
}

async function answers(workspace: string): Promise<string[]> {
  const more = { by: 'region', from: 'Asked', to: 'Done', a: 1, b: 1 }
  const found: string[] = []
  for (const read of reads) {
    const answer = await product
      .call(read, { workspace, journey: 'odd', ...more })
      .catch((error: unknown) => {
        const { status, message } = error as { status?: number; message: string }
        return status !== undefined && status < 500 ? { told: message } : Promise.reject(error)
      })
    found.push(...strange(answer).map((words) => `${read.name}${words}`))
  }
  for (const { run_id } of (await product.runs(workspace, 'odd')).slice(0, 2))
    found.push(
      ...strange(await product.call(contract.readRun, { workspace, run_id })).map((words) => `run${words}`),
    )
  return found
}

test.each(Object.keys(odd))(
  '%s: every question about the journey has an answer in numbers',
  async (workspace) => {
    expect(reads.length).toBeGreaterThan(15)
    expect(await answers(workspace)).toEqual([])
  },
)

test('what odd histories come to, by hand', async () => {
  const runs = async (workspace: string) => (await product.report(workspace, 'odd')).runs
  expect([await runs('instant'), await runs('single'), await runs('outside'), await runs('long')]).toEqual([
    40, 40, 40, 1,
  ])
  const [instant] = await product.runs('instant', 'odd')
  expect(instant).toMatchObject({ outcome: 'done', days: 0 })
  const [outside] = await product.runs('outside', 'odd')
  expect(outside).toMatchObject({ outcome: 'done', days: 4 })
})

test('a version added while runs are open judges those that start from then on, and the page still answers', async () => {
  await product.storyboard('single', storyboard(2, `valid_from: ${day(20).slice(0, 10)}\n`))
  await product.rebuild('single', 'odd')
  const runs = async (version: number) => (await product.report('single', 'odd', { version })).runs
  expect([await runs(1), await runs(2)]).toEqual([20, 20])
  expect(await answers('single')).toEqual([])
})
