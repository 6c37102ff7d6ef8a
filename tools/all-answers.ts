// Everything a store says of a workspace, so that two stores can be held against each other.

import * as access from '../src/access/contract.ts'
import { readSession } from '../src/access/contract.ts'
import * as act from '../src/act/contract.ts'
import * as collect from '../src/collect/contract.ts'
import type { Operation } from '../src/http/operation.ts'
import * as identity from '../src/identity/contract.ts'
import * as journeys from '../src/journeys/contract.ts'
import { allInteractions, allRuns, type InProcess } from './in-process.ts'

type Given = Record<string, unknown>

/** What is asked about. Found in one store, asked of each. */
export interface Asked {
  journeys: Record<string, journeys.Filters[]>
  subjects: string[]
  customers: string[]
  interactions: string[]
  runs: string[]
  groups: { kind: string; key: string }[]
  sources: string[]
}

/** Journeys with their filters; whoever and whatever is found in them is asked about too. */
export async function whatToAsk(product: InProcess, workspace: string): Promise<Asked> {
  const ask = product.call
  const filtered: Asked['journeys'] = {
    'get-connected': [
      {},
      { channel: 'web' },
      { attribute: 'region=North' },
      { outcome: 'connected' },
      { promise: 'installation=late' },
      { since: '2026-03-01T00:00:00Z', until: '2026-07-01T00:00:00Z' },
      { as_of: '2026-06-01T00:00:00Z' },
    ],
    help: [{}, { channel: 'phone' }],
  }
  const { customers } = await ask(act.searchCustomers, { workspace, q: 'an' })
  const clients = (await ask(act.searchCustomers, { workspace, q: 'c3' })).customers
  const { runs } = await ask(journeys.listRuns, { workspace, journey: 'get-connected', limit: 3 })
  const trace = await ask(journeys.readRun, { workspace, run_id: runs[0]!.run_id })
  const { groups } = await ask(identity.listGroups, { workspace })
  return {
    journeys: filtered,
    subjects: (await ask(journeys.listSubjects, { workspace })).subjects.map(({ subject }) => subject),
    customers: [...customers.slice(0, 4), ...clients.slice(0, 2)].map(({ customer_id }) => customer_id),
    interactions: trace.steps.map(({ interaction_id }) => interaction_id).slice(0, 4),
    runs: runs.map(({ run_id }) => run_id),
    groups: groups.slice(0, 3).map(({ kind, key }) => ({ kind, key })),
    sources: (await ask(collect.listSources, { workspace })).sources.map(({ source }) => source),
  }
}

/** What is not asked, and why. */
const left: Record<string, string> = {
  [access.listApiKeys.name]: 'keys of a product',
  [access.readAudit.name]: 'who did what in a product, and when',
  [collect.listKeys.name]: 'keys of a product',
  [collect.listHooks.name]: 'addresses of a product',
  [collect.listMailSources.name]: 'addresses of a product',
  [collect.readImport.name]: 'listed by list_imports',
  [act.exportData.name]: 'a file, asked for apart',
  [act.readExportProgress.name]: 'of an export under way',
  [act.listErasures.name]: 'compared by whoever erases',
  [act.readCertificate.name]: 'compared by whoever erases',
  [act.readPanel.name]: 'the address of a panel is drawn by lot; it shows what customer does',
  [act.readWebhook.name]: 'addresses of a product',
  [act.listDeliveries.name]: 'sent by a product',
  [act.readDelivery.name]: 'sent by a product',
}

const each = (name: string, values: readonly unknown[]): Given[] => values.map((value) => ({ [name]: value }))

/** Of operations that want more than a workspace, a journey or a type of subject, and of those asked in several ways. */
const ways: Record<string, (asked: Asked) => Given[]> = {
  [readSession.name]: () => [{}],
  customers: () => each('q', ['', 'an', 'Berta', 'example', '4711', 'Gasse']),
  customer: ({ customers }) => each('customer_id', customers),
  customer_pop: () => [{ number: '+49 151 4000037' }, { identifier: 'c4' }, { subject: 'k3' }],
  export_customer: ({ customers }) => each('customer_id', customers),
  preview_erasure: ({ customers }) => each('customer_id', customers),
  read_identity: ({ customers }) => each('customer_id', customers),
  read_said: ({ customers }) => each('customer_id', customers),
  group: ({ groups }) => groups,
  read_group: ({ groups }) => groups,
  list_groups: () => [{}, { q: 'Ac' }, { kind: 'household' }],
  interaction: ({ interactions }) => each('interaction_id', interactions),
  run: ({ runs }) => each('run_id', runs),
  list_feed_rows: ({ sources }) =>
    sources.flatMap((source) => each('which', collect.feedRowKinds).map((which) => ({ source, ...which }))),
  read_mapping: ({ sources }) => each('source', sources),
  read_plan_violations: () => [{ days: 366 }],
  list_reviews: () => [{}, { verdict: 'automatic' }],
  list_links: () => [{ limit: 1000 }, { rule: 'match', limit: 1000 }],
  journey_edge: (asked) =>
    ofJourneys(asked, [
      { from: 'Order placed', to: 'Documents requested' },
      { from: 'Installed', to: 'First bill' },
    ]),
  split_journey: (asked) =>
    ofJourneys(asked, each('by', ['outcome', 'channel', 'attribute:region', 'promise:installation'])),
  runs: (asked) => ofJourneys(asked, [{ limit: 1000, order: 'asc' }, ...sorted, ...narrowed]),
  propose_storyboard: ({ subjects }) => each('subject', subjects),
}

const sorted = each('sort', journeys.runSorts).map((by) => ({ ...by, limit: 20 }))
const narrowed = [
  { edge: 'Order placed|Documents requested' },
  { variant: 'Order placed|Documents requested' },
  { break: 'silence|Documents received|Documents checked|' },
  ...each('having', ['silent', 'chase', 'repeat', 'came_again|7', 'forced_switch', 'complaint']),
]

const ofJourneys = ({ journeys }: Asked, given: readonly Given[]): Given[] =>
  Object.entries(journeys).flatMap(([journey, filtered]) =>
    filtered.flatMap((filters) => given.map((more) => ({ journey, ...filters, ...more }))),
  )

/** Every operation that only reads, with what it is asked. @throws Error naming one that nothing is known of. */
export function everyQuestion(asked: Asked): { operation: Operation; given: Given }[] {
  const domains = [access, collect, identity, journeys, act]
  const operations = new Set(
    domains.flatMap((domain) => Object.values(domain) as unknown[]).filter(isOperation),
  )
  return [...operations]
    .filter(({ method, name }) => method === 'GET' && !Object.hasOwn(left, name))
    .flatMap((operation) => givenOf(operation, asked).map((given) => ({ operation, given })))
}

function givenOf(operation: Operation, asked: Asked): Given[] {
  const known = ways[operation.name]?.(asked)
  if (known) return known
  const takes = (given: Given) => operation.input.safeParse({ workspace: 'main', ...given }).success
  if (operation.path.includes(':journey') && takes({ journey: 'a' })) return ofJourneys(asked, [{}])
  if (operation.path.includes(':subject') && takes({ subject: 'a' })) return each('subject', asked.subjects)
  if (takes({})) return [{}]
  throw new Error(`${operation.name}: say in tools/all-answers.ts what it is asked, or why it is not.`)
}

function isOperation(value: unknown): value is Operation {
  return typeof value === 'object' && value !== null && 'method' in value && 'input' in value
}

/** Answers by the name of what was asked; refusals stand with their words. */
export async function allAnswers(
  product: InProcess,
  workspace: string,
  asked: Asked,
): Promise<Record<string, unknown>> {
  const answers: Record<string, unknown> = { interactions: await allInteractions(product, workspace) }
  for (const { operation, given } of everyQuestion(asked))
    answers[`${operation.name} ${JSON.stringify(given)}`] = await product
      .call(operation as never, { workspace, ...given } as never)
      .then(
        (answer) => timeless(answer, operation.name),
        (error: Error) => `refused: ${error.message}`,
      )
  for (const journey of Object.keys(asked.journeys))
    answers[`every run of ${journey}`] = await allRuns(product, workspace, journey, { judged: true })
  for (const sql of ownSql) answers[sql] = await ownAnswer(product, workspace, sql)
  for (const what of act.exportedThings)
    for (const form of ['csv', 'xes', 'ocel'] as const)
      answers[`export of ${what} as ${form}`] = await exported(
        product,
        workspace,
        `what=${what}&form=${form}`,
      )
  return answers
}

/** What a product draws or measures itself, by who tells it: two products do so twice. */
const own: Record<string, readonly string[]> = {
  list_imports: ['import_id', 'path'],
  list_feed_rows: ['late'],
  read_health: ['late', 'as_of'],
  read_matching: ['seconds'],
  list_links: ['link_id'],
  read_identity: ['link_id'],
}

/** An answer without them, nor when things were done here. Links stand in the order of what they join: in which they are learnt no store promises. */
function timeless(value: unknown, name: string): unknown {
  if (typeof value === 'string' && isHere(value)) return 'while this was tested'
  if (Array.isArray(value)) {
    const list = value.map((each) => timeless(each, name))
    return name === 'list_links'
      ? list.toSorted((one, other) => (textOf(one) < textOf(other) ? -1 : 1))
      : list
  }
  if (typeof value !== 'object' || value === null) return value
  const left = Object.entries(value).filter(([field]) => !own[name]?.includes(field))
  return Object.fromEntries(left.map(([field, each]) => [field, timeless(each, name)]))
}

const isHere = (text: string) =>
  /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(text) &&
  Date.parse(text) >= performance.timeOrigin &&
  Date.parse(text) <= Date.now()
const textOf = (value: unknown) => JSON.stringify(value)

async function ownAnswer(product: InProcess, workspace: string, sql: string): Promise<string> {
  const body = JSON.stringify({ sql, format: 'csv' })
  return (await fetched(product, `/api/${workspace}/sql`, { method: 'POST', body })).text()
}

const exported = async (product: InProcess, workspace: string, query: string): Promise<string> =>
  (await fetched(product, `/api/${workspace}/export?${query}`, {})).text()

const fetched = ({ product }: InProcess, path: string, init: RequestInit) =>
  product.app.request(path, {
    ...init,
    headers: { 'content-type': 'application/json', authorization: `Bearer ${product.token}` },
  })

const ownSql = [
  'SELECT outcome, count(), sum(steps) FROM runs GROUP BY outcome ORDER BY outcome',
  'SELECT touchpoint, count() AS n FROM interactions WHERE interaction_id IN (SELECT interaction_id FROM steps) GROUP BY touchpoint ORDER BY touchpoint',
  'SELECT r.outcome, count() AS gaps, round(sum(g.seconds)) AS seconds FROM gaps AS g JOIN runs AS r ON r.run_id = g.run_id GROUP BY r.outcome ORDER BY r.outcome',
]

/**
 * Which answers differ. Numbers may differ in the last places of a double: sums of several shards, as those of several threads, are added
 * in any order.
 */
export function differing(ours: Record<string, unknown>, theirs: Record<string, unknown>): string[] {
  return Object.keys(ours).flatMap((name) => {
    const where = difference(ours[name], theirs[name], '')
    return where === null ? [] : [`${name}: ${where}`]
  })
}

function difference(one: unknown, other: unknown, path: string): string | null {
  if (typeof one === 'number' && typeof other === 'number')
    return Math.abs(one - other) <= 1e-9 * Math.max(Math.abs(one), Math.abs(other))
      ? null
      : told(one, other, path)
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null)
    return one === other ? null : told(one, other, path)
  const names = new Set([...Object.keys(one), ...Object.keys(other)])
  for (const name of names) {
    const found = difference(one[name as never], other[name as never], `${path}.${name}`)
    if (found !== null) return found
  }
  return null
}

const told = (one: unknown, other: unknown, path: string) =>
  `${path} is ${JSON.stringify(one)?.slice(0, 200)} and ${JSON.stringify(other)?.slice(0, 200)}`
