import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type InProcess, openInProcess } from '../../tools/in-process.ts'
import { pick, rng, whole } from '../../tools/sample/random.ts'
import { kindSettings, listQuarantine, readKinds, setKinds } from '../collect/contract.ts'
import { compileKinds, identifierId } from '../collect/index.ts'
import { listLinks, readIdentity, undoLinks } from './contract.ts'

let product: InProcess
beforeAll(async () => {
  product = await openInProcess()
})
afterAll(() => product.close())

const open = async (workspace: string) => {
  await product.workspace(workspace)
  return { workspace, key: await product.key(workspace) }
}

const kinds = (given: object = {}, email: object = {}) =>
  kindSettings.parse({
    kinds: [
      { kind: 'user_id', normalise: 'text', limit: 1 },
      { kind: 'email', normalise: 'email', ...email },
      { kind: 'phone', normalise: 'phone' },
      { kind: 'anonymous_id', normalise: 'text' },
    ],
    ...given,
  })

let messages = 0
const event = (given: Record<string, unknown>) => ({
  messageId: `m${messages++}`,
  originalTimestamp: new Date(Date.UTC(2026, 0, 1) + messages * 60_000).toISOString(),
  ...given,
})
const identify = (userId: string, traits: object, more: object = {}) =>
  event({ type: 'identify', userId, traits, ...more })

const stored = (workspace: string) =>
  product.ask<{ id: string; identifiers: [string, string][] }>(
    workspace,
    `SELECT toString(interaction_id) AS id, identifiers FROM throughline.interactions FINAL WHERE {{workspace}} ORDER BY id`,
  )

/** Who is one customer, told by the forms that identifiers have under some settings. */
async function customersOf(workspace: string, settings: ReturnType<typeof kinds>): Promise<string[]> {
  const { normalise } = compileKinds(settings, 1)
  const view = await product.ask<{ id: string; customer: string }>(
    workspace,
    `SELECT toString(identifier_id) AS id, toString(customer_id) AS customer FROM throughline.identifier_customers FINAL WHERE {{workspace}}`,
  )
  const customers = new Map(view.map(({ id, customer }) => [id, customer]))
  const groups = new Map<string, Set<string>>()
  for (const { identifiers } of await stored(workspace))
    for (const [kind, value] of identifiers) {
      const id = identifierId({ kind, value })
      const customer = customers.get(id) ?? id
      groups.set(
        customer,
        (groups.get(customer) ?? new Set()).add(`${kind} ${normalise({ kind, value }).value}`),
      )
    }
  return [...groups.values()].map((group) => [...group].sort().join(', ')).sort()
}

describe('kinds set anew', () => {
  it('join the old form of a number and the new one, say so, and can be undone; no interaction changes', async () => {
    const { workspace, key } = await open('country')
    await product.send(key, {
      batch: [identify('anna', { phone: '0151 12345678' }), identify('anna', { email: 'a@x.org' })],
    })
    await product.follow(workspace)
    const before = await stored(workspace)
    const asIs = await product.call(readKinds, { workspace })
    expect(asIs.set_by).toBeNull()
    expect(asIs.not_normalised).toEqual({
      count: 1,
      at_least: false,
      examples: [{ kind: 'phone', value: '0151 12345678', interactions: 1 }],
    })
    const anna = identifierId({ kind: 'user_id', value: 'anna' })
    const apart = await product.call(readIdentity, { workspace, customer_id: anna })
    expect(apart.identifiers.map(({ kind }) => kind).sort()).toEqual(['email', 'user_id'])
    await product.call(setKinds, { workspace, settings: kinds({ default_country: 'DE' }) })
    await product.follow(workspace)
    expect(await stored(workspace)).toEqual(before)
    expect((await product.call(readKinds, { workspace })).not_normalised.count).toBe(0)
    await product.send(key, {
      batch: [
        event({
          type: 'track',
          event: 'Called',
          anonymousId: 'd1',
          properties: { phone: '+49 151 12345678' },
        }),
      ],
    })
    await product.follow(workspace)
    const shown = await product.call(readIdentity, { workspace, customer_id: anna })
    expect(shown.identifiers.map(({ kind, value }) => `${kind} ${value}`).sort()).toEqual([
      'anonymous_id d1',
      'email a@x.org',
      'phone +4915112345678',
      'phone 0151 12345678',
      'user_id anna',
    ])
    const { links } = await product.call(listLinks, { workspace, rule: 'same value' })
    expect(links).toMatchObject([{ result: 'merged', source: 'identifier kinds', first_at: null }])
    await product.call(undoLinks, { workspace, links: [links[0]!.link_id], reason: 'two people' })
    await product.follow(workspace)
    const undone = await product.call(readIdentity, { workspace, customer_id: anna })
    expect(undone.identifiers.map(({ value }) => value)).not.toContain('+4915112345678')
    await expect(
      product.call(setKinds, { workspace, settings: kinds({ default_country: 'XX' }) }),
    ).rejects.toThrow('XX')
  })

  it.each([3])(
    'whenever they are set, give the customers that the last would have given from the beginning (draw %i)',
    async (seed) => {
      const numbers = rng(seed)
      const number = () => `0151 ${12345670 + whole(numbers, 0, 5)}`
      const phone = () => pick(numbers, [number(), `+49${number().slice(1).replace(' ', '')}`])
      const email = () => `m.${whole(numbers, 1, 4)}${pick(numbers, ['', '+shop', '+x'])}@example.org`
      const events = Array.from({ length: 48 }, () =>
        pick(numbers, [
          () =>
            identify(
              `u${whole(numbers, 1, 9)}`,
              { email: email() },
              { anonymousId: `d${whole(numbers, 1, 6)}` },
            ),
          () => identify(`u${whole(numbers, 1, 9)}`, { phone: phone() }),
          () =>
            event({
              type: 'track',
              event: 'Placed',
              anonymousId: `d${whole(numbers, 1, 6)}`,
              properties: { email: email(), phone: phone() },
            }),
        ])(),
      )
      const order = () =>
        kinds()
          .kinds.map(({ kind }) => ({ kind, at: whole(numbers, 0, 1e6) }))
          .sort((a, b) => a.at - b.at)
      const drawn = (country: boolean, plus: boolean) => {
        const all = kinds(country ? { default_country: 'DE' } : {}, {
          plus_ignored: plus,
          dots_ignored_at: plus ? ['example.org'] : [],
        })
        const given = order().map(({ kind }) => all.kinds.find((each) => each.kind === kind)!)
        return {
          ...all,
          kinds: given.map((rule) => ({
            ...rule,
            limit: whole(numbers, 1, 4),
            shared_above: whole(numbers, 1, 5),
          })),
        }
      }
      const settings = [drawn(false, false), drawn(true, false), drawn(false, true), drawn(true, true)]
      const last = settings.at(-1)!
      const mixed = await open(`mixed-${seed}`)
      for (let nth = 0; nth < 4; nth++) {
        await product.send(mixed.key, { batch: events.slice(nth * 12, nth * 12 + 6) })
        await product.follow(mixed.workspace)
        await product.call(setKinds, { workspace: mixed.workspace, settings: settings[nth]! })
        await product.send(mixed.key, { batch: events.slice(nth * 12 + 6, nth * 12 + 12) })
        if (nth % 2 === 0) await product.follow(mixed.workspace)
      }
      await product.follow(mixed.workspace)
      const fresh = await open(`fresh-${seed}`)
      await product.call(setKinds, { workspace: fresh.workspace, settings: last })
      await product.send(fresh.key, { batch: events })
      await product.follow(fresh.workspace)
      expect(await customersOf(mixed.workspace, last)).toEqual(await customersOf(fresh.workspace, last))
    },
  )
})

describe('identifiers that say nothing, too much or something unseen', () => {
  const mapping = `source: shop
records:
  - file: rows.csv
    key: $id
    identifiers: { user_id: $person, email: $email, phone: $phone }
    subjects: { order: $id }
    interactions: [{ touchpoint: Placed, at: $at }]
`
  const long = 'x'.repeat(1_048_576)
  const written: [name: string, email: string, phone: string, kept: string[]][] = [
    ['empty', '', '', []],
    ['blank', '   ', '\u00a0', []],
    ['unseen', '\u200b\u200f', '\ufeff', []],
    [
      'marks',
      '\u202ean\u200bna@x.org\u200f',
      '\u200e+4915112345678',
      ['email anna@x.org', 'phone +4915112345678'],
    ],
    ['case', 'ANNA@X.ORG', '', ['email anna@x.org']],
    [
      'wide',
      'ａｎｎａ＠ｘ．ｏｒｇ',
      '＋４９１５１１２３４５６７８',
      ['email anna@x.org', 'phone +4915112345678'],
    ],
    ['no country', '', '0151 12345678', ['phone 0151 12345678']],
    ['no number', '', '12', ['phone 12']],
  ]

  it('are the same by a mapped file and by the door, and one of a megabyte waits in the quarantine with the limit', async () => {
    const byFile = await open('bad-file')
    const rows = [...written, ['long', long, '', []] as const].map(
      ([name, email, phone]) => `${name},,"${email}","${phone}",2026-01-01`,
    )
    const state = await product.import(
      byFile.workspace,
      product.folder({ 'rows.csv': ['id,person,email,phone,at', ...rows].join('\n') }),
      { mapping },
    )
    expect(state).toMatchObject({ state: 'done', stored: written.length, quarantined: 1 })
    const byDoor = await open('bad-door')
    const sent = written.map(([name, email, phone]) =>
      event({
        type: 'track',
        event: 'Placed',
        anonymousId: `a-${name}`,
        properties: { order_id: name, email, phone },
      }),
    )
    const poison = [
      identify('u1', { email: long }),
      identify('u2', { email: 'x'.repeat(501) }),
      event({ type: 'alias', userId: 'u3', previousId: 'y'.repeat(600) }),
    ]
    const answer = await product.send(byDoor.key, { batch: [...sent, ...poison] })
    expect(answer.status).toBe(200)
    for (const [workspace, reasons] of [
      [byFile.workspace, ['an identifier longer than 500 characters: is this the right field?']],
      [
        byDoor.workspace,
        [
          'an identifier longer than 500 characters: is this the right field?',
          'an identifier longer than 500 characters: is this the right field?',
          'more than 32768 bytes: send less with one event',
        ],
      ],
    ] as const) {
      const { quarantine } = await product.call(listQuarantine, { workspace })
      expect(quarantine.map(({ reason }) => reason).sort()).toEqual(reasons)
      const kept = await product.ask<{ name: string; identifiers: [string, string][] }>(
        workspace,
        `SELECT subjects[1].2 AS name, identifiers FROM throughline.interactions FINAL WHERE {{workspace}}`,
      )
      const shown = kept.map(({ name, identifiers }) => [
        name,
        identifiers.filter(([kind]) => kind !== 'anonymous_id').map(([kind, value]) => `${kind} ${value}`),
      ])
      expect(Object.fromEntries(shown)).toEqual(
        Object.fromEntries(written.map(([name, , , said]) => [name, said])),
      )
    }
  })

  it('as merge calls obey the limits, and are refused where they do not name two', async () => {
    const { workspace, key } = await open('merge')
    const two = (a: object, b: object, more: object[] = []) =>
      product.send(key, event({ mergeProperties: [a, b, ...more] }), '/v1/merge')
    const user = (value: string) => ({ type: 'user_id', value })
    await two(user('anna'), { type: 'email', value: 'A@x.org' })
    await two(user('ben'), { type: 'email', value: 'a@x.org' })
    await two(user('anna'), user('carl'))
    expect(await (await two(user('dora'), user(' '))).json()).toMatchObject({
      quarantined: [{ field: 'mergeProperties' }],
    })
    await product.follow(workspace)
    const { links } = await product.call(listLinks, { workspace })
    expect(links.map(({ result, reason }) => `${result} ${reason}`.trim()).sort()).toEqual([
      'merged',
      'refused one customer may have 1 user_id',
      'refused one customer may have 1 user_id',
    ])
  })
})
