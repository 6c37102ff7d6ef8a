// A company that has lived: files imported twice, accounts, names and consents given, a plan declared, records matched.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import { searchCustomers } from '../src/act/contract.ts'
import { describeTouchpoint, nameTouchpoint, saveTrackingPlan } from '../src/collect/contract.ts'
import { addMember, correctCustomer, matchCustomers, recordConsent } from '../src/identity/contract.ts'
import type { InProcess } from './in-process.ts'
import { parseFaults } from './sample/faults.ts'
import { generateSample } from './sample/generate.ts'

const faults = parseFaults(readFileSync(join(import.meta.dirname, 'sample/faults.yaml'), 'utf8'))

/** Names and addresses that are to be matched: one in three is a person who came before, with a slip of the pen. */
const clientsMapping = `source: clients
zone: UTC
complete_until: 2026-09-30
records:
  - file: clients.csv
    key: $id
    identifiers: { user_id: $person }
    subjects: { contract: $contract }
    traits: { given_name: $given, family_name: $family, birth_date: $born, street: $street, city: $city, phone: $phone }
    groups: { account: $account, name: $company, role: buyer }
    touchpoint: $touchpoint
    channel: mail
    at: $at
`
const clientsColumns = 'id,person,contract,given,family,born,street,city,phone,account,company,touchpoint,at'
const given = ['Ada', 'Berta', 'Cleo', 'Dora', 'Emil', 'Fritz', 'Greta', 'Hanno', 'Ida', 'Jonas']
const family = ['Acker', 'Busch', 'Claasen', 'Dorn', 'Eckert', 'Falk', 'Gruber', 'Hahn', 'Immel']

function clientsCsv(people: number): string {
  const lines = [clientsColumns]
  for (let nth = 0; nth < people; nth++) {
    const again = nth % 3 === 2
    const who = again ? nth - 1 : nth
    const called = family[(who * 5) % family.length]!
    const started = Date.UTC(2026, 0, 1 + (nth % 200), nth % 24)
    const step = (touchpoint: string, days: number) =>
      [
        `${nth}-${touchpoint}`,
        `c${nth}`,
        `k${nth % 17}`,
        given[who % given.length],
        again ? called.slice(0, -1) : called,
        `${1950 + ((who * 7) % 50)}-0${1 + (who % 9)}-1${who % 10}`,
        `Gasse ${who * 3}`,
        who % 2 ? 'Ulm' : 'Kiel',
        `+49 151 ${4_000_000 + who * 37}`,
        nth % 4 ? `A${nth % 6}` : '',
        'Acme',
        touchpoint,
        nth % 29 === 28 ? 'some day' : new Date(started + days * 86_400_000).toISOString(),
      ].join(',')
    lines.push(step('Contract signed', 0), step('Contract renewed', 30 + (nth % 90)))
  }
  return lines.join('\n')
}

const flights = `source: flights
zone: UTC
complete_until: 2026-09-30
records:
  - file: flights.csv
    key: $id
    touchpoint: Spot shown
    channel: tv
    at: $from
    until: $to
    cost: $cost
    attributes: [region, exposure, campaign, contacts]
`
const flightsCsv = [
  'id,from,to,cost,region,exposure,campaign,contacts',
  '1,2026-03-02T18:40:00Z,2026-03-02T20:10:00Z,900.50,North,tv,spring,12000',
  '2,2026-03-02T19:00:00Z,2026-03-02T19:00:30Z,300,South,tv,spring,',
  '3,2026-03-03T07:00:00Z,2026-03-03T09:00:00Z,,North,radio,spring,4000',
].join('\n')

const plan = `touchpoints:
  Order placed:
    channels: [web, shop]
    identifiers: [email]
    attributes: { region: text, plan: text, documents_by: { one_of: [mail], required: false } }
undeclared: ignore
`

/** Fills the workspace `company`: `customers` of the sample company, its export imported again without every seventh order, and what people did. */
export async function liveCompany(product: InProcess, customers: number): Promise<void> {
  const workspace = await product.workspace('company')
  const folder = product.folder({})
  generateSample({ seed: 4, customers, faults, dir: folder })
  const mapping_path = join(folder, 'mapping.yaml')
  expect(await product.import(workspace, folder, { mapping_path })).toMatchObject({ state: 'done' })
  const orders = join(folder, 'shop_orders.csv')
  const lines = readFileSync(orders, 'utf8').split('\n')
  writeFileSync(orders, lines.filter((_, nth) => nth === 0 || nth % 7 !== 0).join('\n'))
  const again = await product.import(workspace, folder, { mapping_path, replace: true })
  expect(again).toMatchObject({ state: 'done' })
  expect(again.withdrawn).toBeGreaterThan(0)
  const clients = product.folder({ 'clients.csv': clientsCsv(60) })
  expect(await product.import(workspace, clients, { mapping: clientsMapping })).toMatchObject({
    state: 'done',
    quarantined: 4,
  })
  const flown = product.folder({ 'flights.csv': flightsCsv })
  expect(await product.import(workspace, flown, { mapping: flights })).toMatchObject({ stored: 3 })
  await product.follow(workspace)
  const help = readFileSync(join(folder, 'help.yaml'), 'utf8')
  await product.storyboard(
    workspace,
    help.replace('version: 1', 'version: 2\nvalid_from: 2026-05-01').replace('silence: 4d', 'silence: 3d'),
  )
  await act(product, workspace)
  await product.follow(workspace)
}

async function act({ call }: InProcess, workspace: string): Promise<void> {
  await call(saveTrackingPlan, { workspace, yaml: plan })
  await call(nameTouchpoint, {
    workspace,
    words: ['Survey answered', 'Problem solved'],
    name: 'Matter closed',
    reason: 'one thing',
  })
  await call(describeTouchpoint, { workspace, name: 'Order placed', owner: 'Sales', stage: 'buy' })
  const client = { kind: 'user_id', value: 'c3' }
  await call(recordConsent, {
    workspace,
    identifier: client,
    channel: 'mail',
    purpose: 'news',
    state: 'given',
    at: '2026-03-01T00:00:00Z',
    source: 'desk',
  })
  const { customers } = await call(searchCustomers, { workspace, q: 'c3' })
  const customer_id = customers.find(({ value }) => value === 'c3')!.customer_id
  const reason = 'said on the phone'
  await call(correctCustomer, {
    workspace,
    customer_id,
    field: 'trait:city',
    was: 'Ulm',
    becomes: 'Bonn',
    reason,
  })
  await call(addMember, { workspace, kind: 'household', key: 'h1', customer_id, name: 'Gasse', reason })
  await call(matchCustomers, { workspace })
}
