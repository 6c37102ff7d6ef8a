import { sql } from 'kysely'
import pino from 'pino'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type InProcess, openInProcess } from '../../tools/in-process.ts'
import { createGroupCommit, findOfCustomer, identifierId, withdrawErased } from '../collect/index.ts'
import { correctCustomer, recordConsent } from '../identity/contract.ts'
import { journeyErasure, noteTouchedRuns } from '../journeys/index.ts'
import type { Erasing } from '../storage/erasure.ts'
import type { Certificate } from './certificate.ts'
import * as contract from './contract.ts'
import { type ErasureParts, resumeErasures } from './erasure.ts'

const storyboard = `journey: order
version: 1
correlate: { subject: order }
starts: [Placed]
silence: 2d
steps: [{ step: Placed }, { step: Paid }]
outcomes: { paid: { kind: success, touchpoints: [Paid] } }
`
const mapping = `source: shop
records:
  - file: rows.csv
    key: $id
    identifiers: { user_id: $person, email: $email }
    subjects: { order: $order }
    touchpoint: $touchpoint
    at: $at
    traits: { given_name: $given, family_name: $family }
`
const rows = `id,person,email,order,touchpoint,at,given,family
r1,u-ana,ana@example.org,o1,Placed,2024-03-01T10:00:00Z,Ana,Alves
r2,u-ana,,o1,Paid,2024-03-02T10:00:00Z,,
r3,u-ana,,o2,Paid,2024-03-03T10:00:00Z,,
r4,u-ben,ben@example.org,o2,Placed,2024-03-02T10:00:00Z,Ben,Berg
r5,u-ben,,o3,Placed,2024-03-04T10:00:00Z,,
`
const ana = identifierId({ kind: 'user_id', value: 'u-ana' })
/** Of Ana, counted by hand: what three interactions, two identifiers and one order shared with Ben leave. */
const ofAna = {
  'clickhouse.interactions': 3,
  // By order and by customer.
  'clickhouse.history': 6,
  'clickhouse.records': 3,
  'clickhouse.runs': 2,
  // Both identifiers, her given, her family and her whole name; all but the parts of her name are looked for.
  'clickhouse.profiles': 5,
  'clickhouse.sought': 3,
  'postgresql.identity_members': 2,
  'postgresql.identity_links': 1,
  'postgresql.consents': 1,
  'postgresql.corrections': 1,
}

let product: InProcess
beforeAll(async () => {
  product = await openInProcess()
})
afterAll(() => product.close())

async function shop(workspace: string): Promise<string> {
  await product.workspace(workspace)
  await product.storyboard(workspace, storyboard)
  await product.import(workspace, product.folder({ 'rows.csv': rows }), { mapping })
  await product.follow(workspace)
  await product.call(recordConsent, {
    workspace,
    identifier: { kind: 'user_id', value: 'u-ana' },
    channel: 'email',
    purpose: 'news',
    state: 'given',
    at: '2024-05-02T00:00:00.000Z',
    source: 'web form',
  })
  await product.call(correctCustomer, {
    workspace,
    customer_id: ana,
    field: 'trait:family_name',
    was: 'Alves',
    becomes: 'Álves',
    reason: 'spelt so on the passport',
  })
  return workspace
}

const previewed = async (workspace: string) =>
  (await product.call(contract.previewErasure, { workspace, customer_id: ana })).found

const erase = (workspace: string) =>
  product.call(contract.eraseCustomer, {
    workspace,
    customer_id: ana,
    confirm: ana,
    ground: 'asked by the customer',
  })

/** As a server does that starts again. */
async function resume(): Promise<void> {
  const { db, analytics } = product.product
  const commit = createGroupCommit({ db, analytics }, () => undefined)
  const log = pino({ level: 'silent' })
  await resumeErasures({ db, analytics, commit, log, data: product.data, follow: product.follow })
}

const namingAna = (found: object[]) =>
  found.filter((row) => ['u-ana', 'ana@', '"Ana"', ana].some((word) => JSON.stringify(row).includes(word)))

const onRecord = (workspace: string) => product.call(contract.listErasures, { workspace, limit: 10 })

async function certified(workspace: string): Promise<Certificate['removed']> {
  const { under_way, erasures } = await onRecord(workspace)
  expect(under_way).toBe(0)
  return erasures[0]!.removed
}

it('a certificate tells of all that was found, as the preview did: also of what goes with the interactions that are withdrawn', async () => {
  const workspace = await shop('whole')
  const found = await previewed(workspace)
  expect(found).toMatchObject(ofAna)
  const { removed } = await erase(workspace)
  expect(removed).toEqual(found)
})

it('what a fault cut off is gone on with, and its certificate is that of an erasure nothing happened to', async () => {
  const workspace = await shop('faulty')
  const found = await previewed(workspace)
  const { db } = product.product
  await sql`CREATE FUNCTION throughline.refuse() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE ''the disk is full''; END'`.execute(
    db,
  )
  await sql`CREATE TRIGGER refuse BEFORE DELETE ON throughline.corrections EXECUTE FUNCTION throughline.refuse()`.execute(
    db,
  )
  await expect(erase(workspace)).rejects.toThrow()
  // Consents go before corrections: they are gone, and nobody has kept how many there were.
  expect(
    (await sql`SELECT 1 FROM throughline.consents WHERE workspace = ${workspace}`.execute(db)).rows,
  ).toEqual([])
  await sql`DROP TRIGGER refuse ON throughline.corrections`.execute(db)
  await resume()
  expect(await certified(workspace)).toEqual(found)
})

it('a run of others that is built anew while runs are removed stays as it was built', async () => {
  const workspace = await shop('meanwhile')
  const { db, analytics } = product.product
  const identifiers = [{ identifier_id: ana, kind: 'user_id', value: 'u-ana' }]
  const erasing: Erasing = { workspace, erasure_id: 9_999, identifiers, received_before: null }
  await findOfCustomer({ analytics }, erasing)
  await noteTouchedRuns({ db, analytics }, erasing)
  await withdrawErased({ db, analytics }, erasing)
  await product.follow(workspace)
  const key = await product.key(workspace)
  const event = { type: 'track', event: 'Paid', userId: 'u-ben', messageId: 'm1' }
  const asking = { ...event, properties: { order_id: 'o2' }, originalTimestamp: '2024-03-04T10:00:00Z' }
  const meanwhile: ErasureParts['analytics'] = {
    ...analytics,
    command: async (...given) => {
      await analytics.command(...given)
      if (!given[0].includes('INSERT INTO throughline.erasing_runs')) return
      await product.send(key, { batch: [asking] })
      await product.follow(workspace)
    },
  }
  await journeyErasure({ db, analytics: meanwhile }).remove(erasing)
  const [run] = (await product.runs(workspace, 'order')).filter(({ subject }) => subject === 'o2')
  expect(run).toMatchObject({ outcome: 'paid' })
})

it('an erasure fails with a table that cannot be written anew, stays on record, and ends when it can', async () => {
  const workspace = await shop('refused')
  const found = await previewed(workspace)
  const { analytics } = product.product
  await analytics.command(
    `ALTER TABLE throughline.history DELETE WHERE throwIf(workspace = 'refused', 'the disk is full') SETTINGS mutations_sync = 0`,
  )
  await expect(erase(workspace)).rejects.toThrow()
  await resume()
  expect(await onRecord(workspace)).toMatchObject({ under_way: 1, erasures: [] })
  await analytics.command(`KILL MUTATION WHERE database = 'throughline' AND table = 'history'`)
  await resume()
  expect(await certified(workspace)).toEqual(found)
  for (const table of ['history', 'interactions', 'records', 'runs', 'profiles', 'sought'])
    expect(
      await product.ask(workspace, `SELECT * FROM throughline.${table} WHERE {{workspace}}`).then(namingAna),
    ).toEqual([])
})
