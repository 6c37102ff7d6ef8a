import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type InProcess, openInProcess } from '../../tools/in-process.ts'
import { createApiKey, revokeApiKey } from '../access/contract.ts'
import { identifierId } from '../collect/index.ts'
import { decideIdentity, readIdentity, undoLinks } from '../identity/contract.ts'
import {
  makePanel,
  popCustomer,
  readCustomer,
  readInteraction,
  readPanel,
  searchCustomers,
} from './contract.ts'

const workspace = 'main'
let product: InProcess
let key: string

const at = (day: number, hour = 10) => new Date(Date.UTC(2026, 5, day, hour)).toISOString()
const track = (event: string, day: number, who: object, properties: object = {}, traits?: object) => ({
  type: 'track',
  messageId: `${event} ${day} ${JSON.stringify(who)}`,
  event,
  timestamp: at(day),
  ...who,
  properties,
  ...(traits ? { context: { traits } } : {}),
})

beforeAll(async () => {
  product = await openInProcess()
  key = await product.key(workspace, 'shop')
  await product.storyboard(
    workspace,
    `journey: order
version: 1
correlate: { subject: order }
steps: [{ step: Order placed, promise: { what: delivery, due_in: 5d, fulfilled_by: [Delivered] } }, { step: Delivered }]
outcomes: { done: { kind: success, touchpoints: [Delivered] } }
`,
  )
  await send([
    track('Page viewed', 1, { anonymousId: 'phone-browser' }, { channel: 'web' }),
    {
      type: 'identify',
      messageId: 'i1',
      userId: 'u-7',
      anonymousId: 'phone-browser',
      timestamp: at(2),
      traits: { firstName: 'José', lastName: 'Álvarez', email: 'jose@example.org', phone: '+49 171 2345678' },
    },
    track('Order placed', 3, { userId: 'u-7' }, { order_id: 'A-4711', channel: 'web' }),
    track(
      'Message written',
      4,
      { userId: 'u-7' },
      {
        order_id: 'A-4711',
        channel: 'email',
        subject: 'Where is it?',
        text: 'I have been waiting since Monday.',
      },
      { email: 'jose@example.org' },
    ),
    track('Rang', 5, { anonymousId: 'call-1' }, { channel: 'phone', phone: '+49171 2345678' }),
    track('Order placed', 3, { userId: 'u-8' }, { order_id: 'B-1', channel: 'web' }),
    {
      type: 'identify',
      messageId: 'i2',
      userId: 'u-8',
      timestamp: at(2),
      traits: { name: 'Josefine Alvers', email: 'fine@example.org' },
    },
  ])
  await product.follow(workspace)
})
afterAll(() => product.close())

async function send(batch: object[]) {
  const answer = await product.send(key, { batch })
  expect(answer.status).toBe(200)
}

const search = async (q: string) =>
  (await product.call(searchCustomers, { workspace, q })).customers.map(({ name }) => name)

describe('a customer is found', () => {
  it.each([
    ['by name, without its accents', 'jose alv', ['José Álvarez', 'Josefine Alvers']],
    ['by the whole name first', 'josé álvarez', ['José Álvarez']],
    ['with a slip of the pen', 'jsoe alvarze', ['José Álvarez']],
    ['by part of an address', 'fine@exa', ['Josefine Alvers']],
    ['by part of a telephone number, as it is dialled at home', '0171 23', ['José Álvarez']],
    ['by the number of an order, in small letters', 'a-4711', ['José Álvarez']],
    ['by an id', 'u-8', ['Josefine Alvers']],
    ['by two letters inside of a word', 'lv', ['José Álvarez', 'Josefine Alvers']],
    ['by letters as they are, not as a pattern', 'j%z', []],
    ['by a number as it is: another figure is another order', 'a-4712', []],
    ['not by what nobody is called', 'Zebedee', []],
    ['not by nothing', '  ', []],
  ])('%s', async (_, q, names) => {
    expect(await search(q)).toEqual(names)
  })

  it('by the name they had here before, and shown by the one they have', async () => {
    const called = (name: string, day: number) =>
      send([{ type: 'identify', messageId: `p${day}`, userId: 'u-11', timestamp: at(day), traits: { name } }])
    await called('Petra Vorher', 2)
    await product.follow(workspace)
    await called('Petra Danach', 3)
    await product.follow(workspace)
    expect(await search('vorher')).toEqual(['Petra Danach'])
    expect(await search('petra')).toEqual(['Petra Danach'])
  })
})

const jose = () => identifierId({ kind: 'user_id', value: 'u-7' })
const view = (customer_id = jose()) => product.call(readCustomer, { workspace, customer_id })

describe('all that is known of one customer', () => {
  it('comes in one call: who they are, what they said last, what is owed, what happened', async () => {
    const shown = await view()
    expect(shown.name).toBe('José Álvarez')
    expect(shown.timeline.map(({ touchpoint }) => touchpoint)).toEqual([
      'Rang',
      'Message written',
      'Order placed',
      'Page viewed',
    ])
    expect(shown.last_words[1]).toMatchObject({
      channel: 'email',
      about: 'Where is it?',
      text: 'I have been waiting since Monday.',
    })
    expect(shown.runs).toMatchObject([{ journey: 'order', subject: 'A-4711', outcome_kind: 'open' }])
    expect(shown.promises_owed).toMatchObject([{ what: 'delivery', subject: 'A-4711', due: at(8) }])
    expect(shown.channels.map(({ channel }) => channel)).toEqual(['phone', 'email', 'web'])
  })

  it('follows the ledger: taking the telephone’s link back takes the call out of the view, and putting it back returns it', async () => {
    const identity = await product.call(readIdentity, { workspace, customer_id: jose() })
    const calls = identity.links.filter(
      ({ a, b }) => [a.kind, b.kind].includes('phone') && a.value !== 'call-1' && b.value !== 'call-1',
    )
    const change = { workspace, links: calls.map(({ link_id }) => link_id), reason: 'somebody else rang' }
    await product.call(undoLinks, change)
    await product.follow(workspace)
    expect((await view()).timeline.map(({ touchpoint }) => touchpoint)).not.toContain('Rang')
    await product.call(undoLinks, { ...change, undone: false })
    await product.follow(workspace)
    expect((await view()).timeline[0]!.touchpoint).toBe('Rang')
  })

  it('is found by an id they had before, and says so', async () => {
    const old = identifierId({ kind: 'anonymous_id', value: 'phone-browser' })
    expect(await view(old)).toMatchObject({ customer_id: jose(), redirected_from: old })
  })

  it('takes what carries only their order, and not what carries somebody else’s', async () => {
    await product.call(decideIdentity, {
      workspace,
      a: { kind: 'user_id', value: 'u-9' },
      b: { kind: 'user_id', value: 'u-10' },
      apart: true,
      reason: 'two people',
    })
    const folder = product.folder({
      'till.csv': 'order,at\nA-4711,2026-06-06T12:00:00Z\nB-1,2026-06-07T12:00:00Z\n',
    })
    const mapping =
      'source: till\nrecords:\n  - file: till.csv\n    key: $order\n    subjects: { order: $order }\n    touchpoint: Collected\n    at: $at\n    channel: shop\n'
    expect(await product.import(workspace, folder, { mapping })).toMatchObject({ stored: 2 })
    const shown = await view()
    expect(shown.timeline[0]).toMatchObject({
      touchpoint: 'Collected',
      channel: 'shop',
      started_at: at(6, 12),
    })
    expect(shown.timeline.filter(({ touchpoint }) => touchpoint === 'Collected')).toHaveLength(1)
  })

  it('has the whole of each interaction behind its line', async () => {
    const { timeline } = await view()
    const written = timeline.find(({ touchpoint }) => touchpoint === 'Message written')!
    expect(
      await product.call(readInteraction, { workspace, interaction_id: written.interaction_id }),
    ).toMatchObject({
      text: 'I have been waiting since Monday.',
    })
  })
})

describe('a screen pop', () => {
  it('tells from the caller’s number, without a country, who it is and what they wrote', async () => {
    const { customers, view: popped } = await product.call(popCustomer, { workspace, number: '0171 2345678' })
    expect(customers).toHaveLength(1)
    expect(popped!.last_words.map(({ about }) => about)).toContain('Where is it?')
  })

  it('of an order number is whoever ordered; of an unknown one nobody', async () => {
    const { view: ordered } = await product.call(popCustomer, { workspace, subject: 'B-1' })
    expect(ordered!.name).toBe('Josefine Alvers')
    expect(await product.call(popCustomer, { workspace, subject: 'C-9' })).toEqual({
      customers: [],
      view: null,
    })
  })
})

describe('a panel for another desk', () => {
  it('shows the customer without sign-in, in a frame of the one site, and nothing once it is changed', async () => {
    const { path } = await product.call(makePanel, {
      workspace,
      customer_id: jose(),
      site: 'https://desk.example/tickets',
    })
    const panel = path.split('/').at(-1)!
    const shown = await product.product.app.request(`/api/panel/${panel}`)
    expect(await shown.json()).toMatchObject({ name: 'José Álvarez' })
    const page = await product.product.app.request(path)
    expect(page.headers.get('content-security-policy')).toContain('frame-ancestors https://desk.example')
    const [content, signature] = panel.split('.')
    const other = Buffer.from(Buffer.from(content!, 'base64url').toString().replace(jose(), '1')).toString(
      'base64url',
    )
    const changed = await product.product.app.request(`/api/panel/${other}.${signature}`)
    expect(changed.status).toBe(403)
    await expect(product.call(readPanel, { panel: 'x' })).rejects.toThrow('not made by this server')
  })
})

describe('a program with an API key', () => {
  it('reads its workspace as a member may, no other, and nothing once the key is revoked', async () => {
    await product.workspace('elsewhere')
    const { api_key, key: made } = await product.call(createApiKey, { workspace, name: 'switchboard' })
    const get = (path: string) =>
      product.product.app.request(path, { headers: { authorization: `Bearer ${api_key}` } })
    const popped = await get(`/api/${workspace}/pop?number=01712345678`)
    expect(await popped.json()).toMatchObject({ view: { name: 'José Álvarez' } })
    expect((await get('/api/elsewhere/customers?q=a')).status).toBe(404)
    expect((await get(`/api/${workspace}/api-keys`)).status).toBe(403)
    const making = await product.product.app.request('/api/workspaces', {
      method: 'POST',
      headers: { authorization: `Bearer ${api_key}` },
      body: '{"workspace":"mine"}',
    })
    expect(making.status).toBe(403)
    await product.call(revokeApiKey, { workspace, key_id: made.key_id })
    expect((await get(`/api/${workspace}/pop?number=01712345678`)).status).toBe(401)
  })
})
