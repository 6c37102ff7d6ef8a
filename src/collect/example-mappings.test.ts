import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { planImport } from './import-plan.ts'
import type { Interaction } from './interaction.ts'
import { mapFile } from './map-file.ts'
import { describeProblems, parseMapping } from './mapping.ts'
import type { RejectedRow } from './record.ts'

const root = join(dirname(fileURLToPath(import.meta.url)), '../..')
const data = join(root, '../shared/data')
const there = existsSync(data)
if (!there) console.warn(`skipped: the real data sets are not at ${data}`)

async function mapped(example: string, path: string, change = (yaml: string) => yaml) {
  const file = join(root, 'examples', example, 'mapping.yaml')
  const { mapping, problems } = parseMapping(change(readFileSync(file, 'utf8')), file)
  if (mapping === null) throw new Error(describeProblems(problems, file))
  const plan = await planImport(join(data, path), mapping)
  expect(plan.problems).toEqual([])
  const interactions: Interaction[] = []
  const rejected: RejectedRow[] = []
  for (const planned of plan.files) {
    for await (const batch of mapFile(planned)) {
      interactions.push(...batch.interactions)
      rejected.push(...batch.rejected)
    }
  }
  return { mapping, interactions, rejected }
}

it('every example has the storyboards that its mapping names', () => {
  const examples = readdirSync(join(root, 'examples'))
  expect(examples.length).toBeGreaterThan(3)
  for (const example of examples) {
    const file = join(root, 'examples', example, 'mapping.yaml')
    const { mapping, problems } = parseMapping(readFileSync(file, 'utf8'), file)
    if (mapping === null) throw new Error(describeProblems(problems, file))
    for (const storyboard of mapping.storyboards)
      expect(existsSync(join(dirname(file), storyboard)), `${example} has ${storyboard}`).toBe(true)
  }
})

/** States by the plain reading of methods A.7, from the facts alone. */
function promiseStates(interactions: Interaction[], horizon: number): Map<Interaction, string> {
  const states = new Map<Interaction, string>()
  for (const interaction of interactions) {
    const fact = (act: string) => interaction.promises.find((promise) => promise.act === act)
    const due = fact('made')?.due
    if (due === undefined || due === null) continue
    const fulfilled = fact('fulfilled')
    if (fact('voided')) states.set(interaction, 'void')
    else if (!fulfilled) states.set(interaction, due < horizon ? 'broken' : 'open')
    else if (fulfilled.at === null) states.set(interaction, 'unknown')
    else states.set(interaction, fulfilled.at <= due ? 'kept' : 'late')
  }
  return states
}

function counted(values: Iterable<string>): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const value of values) counts[value] = (counts[value] ?? 0) + 1
  return counts
}

const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length

describe.skipIf(!there)('the Olist example', () => {
  it('holds the promises and the review means that were computed independently', async () => {
    const { mapping, interactions, rejected } = await mapped('olist', 'olist')
    expect(rejected).toEqual([])
    const states = promiseStates(interactions, mapping.complete_until!)
    expect(counted(states.values())).toEqual({ kept: 4750, late: 414, broken: 1729, void: 1234, unknown: 8 })
    const stateOf = new Map([...states].map(([interaction, state]) => [interaction.record_key, state]))
    const scores = new Map<string, number[]>()
    for (const { score, subjects } of interactions) {
      const state = stateOf.get(subjects[0]!.id)!
      if (score) scores.set(state, [...(scores.get(state) ?? []), score.value])
    }
    const means = Object.fromEntries([...scores].map(([state, values]) => [state, mean(values).toFixed(3)]))
    expect(means).toMatchObject({ kept: '4.280', late: '2.498', broken: '1.808', void: '1.671' })
  })

  it('takes half a median of delivered orders as long as the data says, in a zone with summer time', async () => {
    const { interactions } = await mapped('olist', 'olist')
    const placed = new Map(
      interactions
        .filter((one) => one.touchpoint === 'Order placed')
        .map((one) => [one.record_key, one.started_at]),
    )
    const days = interactions
      .filter((one) => one.touchpoint === 'Delivered' && one.attributes.order_status === 'delivered')
      .map((one) => (one.started_at - placed.get(one.record_key)!) / 86_400_000)
      .sort((a, b) => a - b)
    expect(days[days.length >> 1]!.toFixed(2)).toBe('10.34')
    expect(mean(days).toFixed(2)).toBe('12.52')
  })

  it('finds 342 late when a promise holds until the end of its day', async () => {
    const wholeDay = 'due: {column: order_estimated_delivery_date, as: end_of_day}'
    const { mapping, interactions } = await mapped('olist', 'olist', (yaml) =>
      yaml.replace('due: $order_estimated_delivery_date', wholeDay),
    )
    expect(counted(promiseStates(interactions, mapping.complete_until!).values()).late).toBe(342)
  })

  it('counts persons by customer_unique_id, not by the id of an order', async () => {
    const { interactions } = await mapped('olist', 'olist')
    expect(new Set(interactions.map((one) => one.identifiers[0]!.value)).size).toBe(8016)
    expect(interactions.filter((one) => one.touchpoint === 'Order placed').length).toBe(8135)
    expect(interactions.filter((one) => one.touchpoint === 'Review answered').length).toBe(8225)
  })
})

describe.skipIf(!there)('the receipt example', () => {
  it('reads deadline and enddate of the trace as a promise and its fulfilment', async () => {
    const { interactions } = await mapped('receipt', 'logs/receipt.xes.gz')
    const last = Math.max(...interactions.map((one) => one.started_at))
    expect(counted(promiseStates(interactions, last).values())).toEqual({
      kept: 952,
      late: 377,
      broken: 39,
      open: 66,
    })
    expect(new Set(interactions.map((one) => one.subjects[0]!.id)).size).toBe(1434)
  })
})

describe.skipIf(!there)('the helpdesk example', () => {
  it('makes an interaction of every event', async () => {
    const { interactions, rejected } = await mapped('helpdesk', 'logs/helpdesk.xes.gz')
    expect(rejected).toEqual([])
    expect(interactions.length).toBe(21_348)
    expect(new Set(interactions.map((one) => one.subjects[0]!.id)).size).toBe(4580)
    expect(new Set(interactions.map((one) => one.touchpoint)).size).toBe(14)
    expect(new Set(interactions.map((one) => one.interaction_id)).size).toBe(21_348)
  })
})
