// Everything a store says of a workspace, so that two stores can be held against each other.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import { readCustomer, searchCustomers } from '../src/act/contract.ts'
import { listSources } from '../src/collect/contract.ts'
import type { Operation, Output } from '../src/http/operation.ts'
import { listLinks } from '../src/identity/contract.ts'
import * as journeys from '../src/journeys/contract.ts'
import { allInteractions, allRuns, type InProcess } from './in-process.ts'
import { parseFaults } from './sample/faults.ts'
import { generateSample } from './sample/generate.ts'

const faults = parseFaults(readFileSync(join(import.meta.dirname, 'sample/faults.yaml'), 'utf8'))

/** What is asked of the sample company: journeys with their filters, and names of people. */
export const asked: Asked = {
  journeys: { 'get-connected': [{}, { channel: 'web' }], help: [{}] },
  people: ['an'],
}

/** The sample company, its first export and one from which every seventh order is gone. */
export async function liveCompany(product: InProcess, customers: number): Promise<void> {
  const folder = product.folder({})
  generateSample({ seed: 4, customers, faults, dir: folder })
  await product.workspace('company')
  const mapping_path = join(folder, 'mapping.yaml')
  expect(await product.import('company', folder, { mapping_path })).toMatchObject({ state: 'done' })
  const orders = join(folder, 'shop_orders.csv')
  const lines = readFileSync(orders, 'utf8').split('\n')
  writeFileSync(orders, lines.filter((_, nth) => nth === 0 || nth % 7 !== 0).join('\n'))
  const again = await product.import('company', folder, { mapping_path, replace: true })
  expect(again).toMatchObject({ state: 'done' })
  expect(again.withdrawn).toBeGreaterThan(0)
  await product.follow('company')
}

interface Asked {
  journeys: Record<string, journeys.Filters[]>
  people: string[]
}

/** Answers by the name of what was asked; refusals stand with their words. */
export async function allAnswers(
  product: InProcess,
  workspace: string,
  asked: Asked,
): Promise<Record<string, unknown>> {
  const answers: Record<string, unknown> = { interactions: await allInteractions(product, workspace) }
  const ask = async (name: string, question: () => Promise<unknown>) => {
    answers[name] = await question().catch((error: Error) => `refused: ${error.message}`)
  }
  await ask('sources', () => product.call(listSources, { workspace }))
  await ask('links', async () => linksOf(await product.call(listLinks, { workspace, limit: 1_000 })))
  for (const [journey, filtered] of Object.entries(asked.journeys)) {
    answers[`runs of ${journey}`] = await allRuns(product, workspace, journey, { judged: true })
    for (const operation of aboutJourneys)
      for (const filters of filtered)
        await ask(`${operation.name} of ${journey} ${JSON.stringify(filters)}`, () =>
          product.call(operation as never, { workspace, journey, ...filters } as never),
        )
  }
  for (const sql of ownSql) await ask(sql, () => ownAnswer(product, workspace, sql))
  for (const q of asked.people) {
    const found = await product.call(searchCustomers, { workspace, q })
    answers[`customers ${q}`] = found
    for (const { customer_id } of found.customers.slice(0, 2))
      await ask(`customer ${customer_id}`, () => product.call(readCustomer, { workspace, customer_id }))
  }
  return answers
}

/** In the order of what they join: their numbers tell in which order they were learnt, which no store promises. */
const linksOf = ({ links }: Output<typeof listLinks>) =>
  links
    .map(({ link_id: _, ...link }) => link)
    .sort((one, other) => (JSON.stringify(one) < JSON.stringify(other) ? -1 : 1))

async function ownAnswer({ product }: InProcess, workspace: string, sql: string): Promise<string> {
  const answer = await product.app.request(`/api/${workspace}/sql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${product.token}` },
    body: JSON.stringify({ sql, format: 'csv' }),
  })
  return answer.text()
}

/** What is asked of a journey by its name alone. */
const aboutJourneys = (Object.values(journeys) as unknown[])
  .filter(isOperation)
  .filter(
    ({ method, path, input }) =>
      method === 'GET' &&
      path.includes(':journey') &&
      input.safeParse({ workspace: 'main', journey: 'order' }).success,
  )

function isOperation(value: unknown): value is Operation {
  return typeof value === 'object' && value !== null && 'method' in value && 'input' in value
}

const ownSql = [
  'SELECT outcome, count(), sum(steps) FROM runs GROUP BY outcome ORDER BY outcome',
  'SELECT touchpoint, count() AS n FROM interactions WHERE interaction_id IN (SELECT interaction_id FROM steps) GROUP BY touchpoint ORDER BY touchpoint',
  'SELECT r.outcome, count() AS gaps, round(sum(g.seconds)) AS seconds FROM gaps AS g JOIN runs AS r ON r.run_id = g.run_id GROUP BY r.outcome ORDER BY r.outcome',
]
