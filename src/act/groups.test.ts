import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { allRuns, expectSameRows, type InProcess, openInProcess } from '../../tools/in-process.ts'
import { pick, rng, whole } from '../../tools/sample/random.ts'
import { identifierId } from '../collect/index.ts'
import { addMember, decideIdentity, listGroups, readGroup, removeMember } from '../identity/contract.ts'
import { readCustomer, readGroupView } from './contract.ts'

let product: InProcess
beforeAll(async () => {
  product = await openInProcess()
})
afterAll(() => product.close())

const at = (day: number, hour = 10) => new Date(Date.UTC(2026, 3, day, hour)).toISOString()
const user = (value: string) => identifierId({ kind: 'user_id', value })
const reason = 'the sales team says so'

const deal = `journey: deal
version: 1
correlate: { account: 10d }
silence: 3d
steps: [{ step: Asked }, { step: Offered }, { step: Signed }]
outcomes: { won: { kind: success, touchpoints: [Signed] } }
`
const order = `journey: order
version: 1
correlate: { subject: order }
steps: [{ step: Asked }, { step: Signed }]
outcomes: { done: { kind: success, touchpoints: [Signed] } }
`

const crm = `source: crm
records:
  - file: people.csv
    key: $id
    identifiers: { user_id: $person }
    groups: { account: $company, role: $role, name: $called, traits: { plan: $plan } }
    touchpoint: Entered
    at: $at
    direction: internal
`
const people = (...lines: string[]) =>
  product.folder({ 'people.csv': ['id,person,company,role,called,plan,at', ...lines].join('\n') })

async function sending(workspace: string) {
  const key = await product.key(workspace, 'shop')
  let sent = 0
  return async (...batch: object[]) => {
    const named = batch.map((event) => ({ messageId: `${workspace} ${sent++}`, ...event }))
    expect((await product.send(key, { batch: named })).status).toBe(200)
    await product.follow(workspace)
  }
}
const track = (event: string, day: number, userId: string, properties: object = {}) => ({
  type: 'track',
  event,
  userId,
  timestamp: at(day),
  properties,
})
const joins = (userId: string, groupId: string, day: number, traits: object = {}) => ({
  type: 'group',
  userId,
  groupId,
  timestamp: at(day),
  traits,
})

describe('a group', () => {
  const workspace = 'main'
  const read = (key: string, kind = 'account') => product.call(readGroup, { workspace, kind, key })
  const members = async (key: string, kind?: string) =>
    (await read(key, kind)).members.map(({ customer_id }) => customer_id)

  it('has the members that mappings and group calls name, with their roles, and what is said of it', async () => {
    const send = await sending(workspace)
    await product.storyboard(workspace, order)
    await product.import(
      workspace,
      people('1,ana,acme,buyer,Ácme Ltd,gold,2026-04-01', '2,bo,acme,user,,,2026-04-02'),
      { mapping: crm },
    )
    await send(
      joins('cy', 'acme', 3, { name: 'Acme Limited', role: 'owner', seats: 40 }),
      joins('ana', 'sousa', 4, { name: 'Sousa', group_type: 'household', role: 'parent' }),
      track('Asked', 5, 'bo', { order_id: 'O-1' }),
    )
    const acme = await read('acme')
    expect(acme).toMatchObject({ name: 'Acme Limited', traits: { seats: '40' }, members_in_all: 3 })
    expect(acme.members.map(({ roles, said_by }) => [roles, said_by])).toEqual([
      [['buyer'], ['crm']],
      [['user'], ['crm']],
      [['owner'], ['shop']],
    ])
    expect(await members('sousa', 'household')).toEqual([user('ana')])
  })

  it('is found by part of its name or key, without accents, and counts its customers', async () => {
    const found = async (q: string) => (await product.call(listGroups, { workspace, q })).groups
    expect(await found('acme lim')).toEqual([
      { kind: 'account', key: 'acme', name: 'Acme Limited', members: 3 },
    ])
    expect((await found('')).map(({ key }) => key)).toEqual(['acme', 'sousa'])
    expect(await found('nobody')).toEqual([])
  })

  it('shows when each member was last heard of and what is open; the customer’s page shows their groups', async () => {
    const view = await product.call(readGroupView, { workspace, kind: 'account', key: 'acme' })
    expect(view.members.find(({ customer_id }) => customer_id === user('bo'))).toMatchObject({
      last_at: at(5),
      last_touchpoint: 'Asked',
      open_runs: [{ journey: 'order', subject: 'O-1' }],
    })
    const ana = await product.call(readCustomer, { workspace, customer_id: user('ana') })
    expect(ana.groups).toMatchObject([
      { kind: 'account', key: 'acme', roles: ['buyer'] },
      { kind: 'household', key: 'sousa', name: 'Sousa', roles: ['parent'] },
    ])
  })

  it('follows the ledger: two members that are one customer are one member', async () => {
    await product.call(decideIdentity, {
      workspace,
      a: { kind: 'user_id', value: 'cy' },
      b: { kind: 'email', value: 'cy@acme.test' },
      apart: false,
      reason,
    })
    const email = identifierId({ kind: 'email', value: 'cy@acme.test' })
    const view = await product.call(readCustomer, { workspace, customer_id: email })
    expect(view.groups).toMatchObject([{ key: 'acme', roles: ['owner'] }])
  })

  it('obeys people over sources, remembers who said it and why, and forgets what a source takes back', async () => {
    const where = { workspace, kind: 'account', key: 'acme', reason }
    await product.call(removeMember, { ...where, customer_id: user('ana') })
    expect(await members('acme')).toEqual([user('bo'), user('cy')])
    await expect(product.call(removeMember, { ...where, customer_id: user('ana') })).rejects.toThrow(
      "is not in account 'acme'",
    )
    await product.call(addMember, { ...where, customer_id: user('ana'), role: 'advisor' })
    await product.call(addMember, {
      workspace,
      kind: 'household',
      key: 'new',
      name: 'Neu',
      customer_id: user('bo'),
      reason,
    })
    expect((await read('acme')).acts).toMatchObject([
      { act: 'add', role: 'advisor', by: 'command line', reason },
      { act: 'remove', reason },
    ])
    expect(await read('new', 'household')).toMatchObject({ name: 'Neu', members_in_all: 1 })
    await product.import(workspace, people('1,ana,acme,buyer,Ácme Ltd,gold,2026-04-01'), {
      mapping: crm,
      replace: true,
    })
    expect(await members('acme')).toEqual([user('ana'), user('cy')])
    expect((await product.call(listGroups, { workspace, q: 'neu' })).groups).toMatchObject([{ members: 1 }])
    await expect(read('never')).rejects.toThrow("account 'never'")
  })
})

/** What was built step by step stands when runs are built anew. */
async function expectAnew(workspace: string) {
  await product.follow(workspace)
  const runs = await allRuns(product, workspace, 'deal')
  await product.rebuild(workspace)
  expectSameRows(runs, await allRuns(product, workspace, 'deal'))
  return runs
}

const told = (runs: Record<string, unknown>[]) =>
  runs
    .map((run) => `${run.subject_type} ${run.subject}: ${(run['steps.touchpoint'] as string[]).join(', ')}`)
    .sort()

describe('journeys of an account', () => {
  it('hold what all members live, and follow memberships that come late, leave or merge', async () => {
    const workspace = await product.workspace('deals')
    const send = await sending(workspace)
    await product.storyboard(workspace, deal)
    await send(
      track('Asked', 1, 'ana', { order_id: 'O-1' }),
      track('Offered', 2, 'bo'),
      track('Asked', 3, 'dee'),
      joins('ana', 'acme', 4),
    )
    expect(told(await expectAnew(workspace))).toEqual(['account acme: Asked'])
    await send(joins('bo', 'acme', 6), joins('dee', 'beta', 6))
    expect(told(await expectAnew(workspace))).toEqual(['account acme: Asked, Offered', 'account beta: Asked'])
    const where = { workspace, kind: 'account', key: 'acme', reason }
    await product.call(removeMember, { ...where, customer_id: user('bo') })
    expect(told(await expectAnew(workspace))).toEqual(['account acme: Asked', 'account beta: Asked'])
    await product.call(addMember, { ...where, customer_id: user('bo') })
    await send(track('Signed', 8, 'bo'), joins('bo', 'beta', 1))
    expect(told(await expectAnew(workspace))).toEqual([
      'account acme: Asked',
      'account beta: Offered, Asked, Signed',
    ])
    await send({ type: 'track', event: 'Offered', anonymousId: 'laptop', timestamp: at(9) })
    const one = { a: { kind: 'user_id', value: 'ana' }, b: { kind: 'anonymous_id', value: 'laptop' }, reason }
    await product.call(decideIdentity, { workspace, ...one, apart: false })
    const merged = await expectAnew(workspace)
    expect(told(merged)).toContain('account acme: Asked, Offered')
    await product.call(decideIdentity, { workspace, ...one, apart: true })
    expect(told(await expectAnew(workspace))).toContain('account acme: Asked')
  })

  it.each([2])(
    'are the same in whatever order it all arrives, step by step or at once (%i)',
    async (seed) => {
      const [workspace, other] = [
        await product.workspace(`drawn-${seed}`),
        await product.workspace(`again-${seed}`),
      ]
      for (const each of [workspace, other]) await product.storyboard(each, deal)
      const r = rng(seed)
      const send = await sending(workspace)
      const sent: object[] = []
      const said: (typeof addMember | typeof removeMember)[] = []
      const inputs: { kind: string; key: string; customer_id: string; reason: string }[] = []
      const who = () => `u${whole(r, 1, 5)}`
      for (let step = 0; step < 12; step++) {
        const group = pick(r, ['acme', 'beta', 'gamma'])
        const device = { anonymousId: `d${whole(r, 1, 3)}` }
        const event = track(pick(r, ['Asked', 'Offered', 'Signed']), whole(r, 1, 25), who())
        const drawn = [event, { ...event, ...device }, joins(who(), group, whole(r, 1, 25)), null]
        const chosen = step < 3 ? drawn[step]! : drawn[whole(r, 0, 3)]!
        if (chosen !== null) {
          const timestamp = new Date(Date.parse(chosen.timestamp) + step * 60_000).toISOString()
          const named = { ...chosen, timestamp, messageId: `m${step}` }
          sent.push(named)
          await send(named)
          continue
        }
        const input = { kind: 'account', key: group, customer_id: user(who()), reason }
        const act = pick(r, [addMember, removeMember])
        try {
          await product.call(act, { workspace, ...input })
          said.push(act)
          inputs.push(input)
        } catch (error) {
          // Whoever was never heard of, or is no member, is refused.
          expect(String(error)).toMatch(/There is no|is not in/)
        }
      }
      const runs = await expectAnew(workspace)
      expect(runs.length).toBeGreaterThan(0)
      await (await sending(other))(...sent.toReversed())
      for (const [nth, act] of said.entries()) await product.call(act, { workspace: other, ...inputs[nth]! })
      expectSameRows(runs, await expectAnew(other))
    },
  )
})
