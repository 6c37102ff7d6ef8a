import { once } from 'node:events'
import { createWriteStream, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { popCustomer, readCustomer, searchCustomers } from '../../src/act/contract.ts'
import { identifierId } from '../../src/collect/keys.ts'
import { atRest } from './at-rest.ts'
import { atLeast, atMost, type Told, told } from './figure.ts'
import { importInto } from './load-part.ts'
import { from } from './orders.ts'
import type { Bench, Part } from './part.ts'
import { quantile } from './quantiles.ts'
import type { Server } from './server.ts'

const times = 100
const given = [
  'Ana',
  'Bruno',
  'Carla',
  'Dieter',
  'Émilie',
  'Farid',
  'Grete',
  'Hannah',
  'Ivo',
  'Jelena',
  'Kofi',
  'Lúcia',
]
const syllables = [
  'ba',
  'ker',
  'lin',
  'mor',
  'san',
  'tos',
  'vi',
  'ler',
  'gru',
  'ber',
  'nak',
  'ol',
  'sen',
  'ma',
  'rei',
  'ter',
]

/** Made up of a number: three syllables give 4,096 family names. */
const familyOf = (person: number) =>
  [0, 4, 8].map((shift) => syllables[((Math.imul(person, -1640531535) >>> 0) >> shift) & 15]).join('')
const nameOf = (person: number) => `${given[person % given.length]} ${familyOf(person)}`
const phoneOf = (person: number) => `+3519${String(10_000_000 + person).slice(0, 8)}`

/** A file of rows for everybody in the order log, and how it is read. */
interface Rows {
  source: string
  mapping: string
  header: string
  row: (person: number) => string
}

const at = new Date(from).toISOString()
const mappingOf = (source: string, key: string, identifiers: string, more = '') => `source: ${source}
records:
  - file: ${source}.csv
    key: ${key}
    identifiers: { ${identifiers} }
    touchpoint: Seen
    at: $at
    channel: web
${more}`

/** Everybody registers, with a name and a number: each row has an identifier that is new. */
const registered: Rows = {
  source: 'register',
  mapping: mappingOf(
    'register',
    '$customer',
    'user_id: $customer, phone: $phone',
    '    traits: { full_name: $name }\n',
  ),
  header: 'customer,phone,name,at',
  row: (person) => `c${person},${phoneOf(person)},${nameOf(person)},${at}`,
}

/** Everybody comes again, as they are known; one in ten on a device that is new. */
const seenAgain: Rows = {
  source: 'visits',
  mapping: mappingOf('visits', '$visit', 'user_id: $customer, phone: $phone, anonymous_id: $device'),
  header: 'visit,customer,phone,device,at',
  row: (person) =>
    `v${person},c${person},${phoneOf(person)},${person % 10 === 0 ? `device-${person}` : ''},${at}`,
}

async function write(
  folder: string,
  { source, mapping, header, row }: Rows,
  people: number,
): Promise<string> {
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'mapping.yaml'), mapping)
  const file = createWriteStream(join(folder, `${source}.csv`))
  file.write(`${header}\n`)
  for (let person = 0; person < people; person++)
    if (!file.write(`${row(person)}\n`)) await once(file, 'drain')
  file.end()
  await once(file, 'close')
  return folder
}

/** Stored, and whose they are known: nothing of them is left to do. */
async function resolved(
  bench: Bench,
  server: Server,
  rows: Rows,
  people: number,
  note: string,
): Promise<Told> {
  const folder = await write(join(bench.folder, rows.source), rows, people)
  bench.say(`${rows.source}: ${people} interactions`)
  const { interactions, built_s, stored_s } = await importInto(server, join(bench.folder, 'data'), folder, [
    '--mapping',
    join(folder, 'mapping.yaml'),
  ])
  await atRest(server.pid)
  return atLeast(
    `stored and resolved, ${note}`,
    interactions / built_s,
    'interactions/s',
    10_000,
    `${interactions} in ${built_s.toFixed(1)} s; stored after ${stored_s.toFixed(1)} s`,
  )
}

/** How long each of some calls took, in ms. */
async function timed(calls: number, call: (nth: number) => Promise<unknown>): Promise<number[]> {
  const took: number[] = []
  for (let nth = 0; nth < calls; nth++) {
    const began = performance.now()
    await call(nth)
    took.push(performance.now() - began)
  }
  return took
}

const p95 = (name: string, took: number[], bar: number): Told =>
  atMost(name, quantile(took, 0.95), 'ms', bar, `median ${Math.round(quantile(took, 0.5))} ms`)

async function searches(server: Server, customers: number): Promise<Told[]> {
  const person = (nth: number) => (nth * 7919 + 13) % customers
  const asked: [name: string, q: (nth: number) => string][] = [
    ['a whole name', (nth) => nameOf(person(nth))],
    ['the first letters of a name', (nth) => nameOf(person(nth)).slice(0, 6)],
    ['a name with a slip', (nth) => nameOf(person(nth)).replace(/(.)(.)$/, '$2$1')],
    ['part of a number', (nth) => phoneOf(person(nth)).slice(-7)],
    ['an order', (nth) => `o${person(nth)}`],
    ['nobody’s name', (nth) => `Zyxwv Qpqpqp${nth}`],
  ]
  const figures: Told[] = []
  const all: number[] = []
  for (const [name, q] of asked) {
    const took = await timed(times, (nth) => server.call(searchCustomers, { q: q(nth), limit: 10 }))
    all.push(...took)
    figures.push(
      told(
        `search by ${name}, p95`,
        quantile(took, 0.95),
        'ms',
        `median ${Math.round(quantile(took, 0.5))} ms`,
      ),
    )
  }
  return [p95('search p95', all, 150), ...figures]
}

export const customersPart: Part = {
  name: 'customers',
  title: 'One customer among all: found, shown, resolved on the way in',
  minutes: 20,
  run: async (bench: Bench) => {
    const server = await bench.loaded()
    const customers = Math.ceil(Math.ceil(bench.size / 5) * 0.6)
    const all = await resolved(bench, server, registered, customers, 'each with an identifier that is new')
    const some = await resolved(bench, server, seenAgain, customers, 'one in ten with one that is new')
    const idOf = (nth: number) =>
      identifierId({ kind: 'user_id', value: `c${(nth * 7919 + 13) % customers}` })
    const view = (nth: number) => server.call(readCustomer, { customer_id: idOf(nth) })
    await view(0)
    return [
      told('customers', customers, '', `${bench.size} interactions`),
      all,
      some,
      p95('customer view p95', await timed(times, (nth) => view(nth + 1)), 100),
      p95(
        'screen pop by a number p95',
        await timed(times, (nth) =>
          server.call(popCustomer, { number: phoneOf((nth * 31) % customers).slice(4) }),
        ),
        1_000,
      ),
      ...(await searches(server, customers)),
    ]
  },
}
