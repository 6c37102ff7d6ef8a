import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { builtInKinds } from '../collect/index.ts'
import { mostIdentifiers } from './limits.ts'
import type { Link } from './link.ts'
import { type Member, resolve } from './resolve.ts'
import { linkBetween } from './seen-together.ts'

const member = (kind: string, value: string): Member => ({
  identifier_id: String(
    [...`${kind}${value}`].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 1e12, 7),
  ),
  kind,
  value,
})
const anna = member('user_id', 'anna')
const ben = member('user_id', 'ben')
const mail = member('email', 'a@example.org')
const phone = member('phone', '+4915112345678')

const seen = (one: Member, other: Member, first_at = 0): Link =>
  linkBetween(one, other, { rule: 'seen together', source: 'shop', first_at })

function customersOf(links: Link[]): Map<string, string> {
  const members = new Map(links.flatMap(({ a, b }) => [a, b]).map((each) => [each.identifier_id, each]))
  const resolution = resolve([...members.values()], links)
  return new Map(resolution.members.map((each) => [`${each.kind} ${each.value}`, each.customer_id]))
}

const resultsOf = (links: Link[]) => {
  const members = new Map(links.flatMap(({ a, b }) => [a, b]).map((each) => [each.identifier_id, each]))
  return resolve([...members.values()], links).verdicts.map(({ result, reason }) =>
    `${result} ${reason}`.trim(),
  )
}

describe('resolving identifiers into customers', () => {
  it('makes one customer of identifiers seen together, also through a third', () => {
    const customers = customersOf([seen(anna, mail), seen(mail, phone)])
    expect(new Set(customers.values())).toEqual(new Set([anna.identifier_id]))
  })

  it('never gives one customer two user ids: the shared phone stays with whom it was first seen with', () => {
    const links = [seen(ben, phone, 200), seen(anna, phone, 100)]
    expect(resultsOf(links)).toEqual(['refused one customer may have 1 user_id', 'merged'])
    expect(customersOf(links).get(`phone ${phone.value}`)).toBe(anna.identifier_id)
  })

  it('takes a tablet that six people signed in on from all of them', () => {
    const tablet = member('anonymous_id', 'tablet')
    const links = Array.from({ length: 6 }, (_, nth) => seen(member('user_id', `u${nth}`), tablet, nth))
    expect(new Set(resultsOf(links))).toEqual(
      new Set(['refused anonymous_id tablet is shared: seen with 6 different user_id']),
    )
    expect(resultsOf(links.slice(1)).filter((each) => each === 'merged')).toHaveLength(1)
  })

  it.each(['unknown', 'test@test.com', '  ', '00000', 'N/A', 'null'])(
    'refuses "%s": it stands for nobody',
    (value) => {
      expect(resultsOf([seen(anna, member('email', value))])).toEqual(['refused the value stands for nobody'])
    },
  )

  it('takes a number of one repeated figure for what it is: customer 111 is somebody', () => {
    expect(resultsOf([seen(member('user_id', '111'), mail)])).toEqual(['merged'])
    expect(resultsOf([seen(anna, member('phone', '111111'))])).toEqual([
      'refused the value stands for nobody',
    ])
  })

  it('keeps apart what a person said is apart, whatever a source shows', () => {
    const apart = linkBetween(mail, phone, {
      rule: 'person',
      source: 'eva',
      first_at: 9,
      apart: true,
      reason: 'mother and son',
    })
    const customers = customersOf([seen(mail, anna, 1), seen(anna, phone, 2), apart])
    expect(customers.get(`email ${mail.value}`)).toBe(anna.identifier_id)
    expect(customers.get(`phone ${phone.value}`)).toBe(phone.identifier_id)
  })

  it('tells how strong the weakest link is on the way to the strongest identifier', () => {
    const match = linkBetween(mail, phone, {
      rule: 'match',
      source: 'matching',
      first_at: 5,
      probability: 0.97,
    })
    const members = resolve([anna, mail, phone], [seen(anna, mail), match]).members
    expect(members.map(({ strength }) => strength)).toEqual([1, 1, 0.97])
  })

  it('prefers the likelier of two matches that exclude each other', () => {
    const to = (one: Member, probability: number) =>
      linkBetween(one, phone, { rule: 'match', source: 'matching', first_at: 5, probability })
    expect(customersOf([to(anna, 0.91), to(ben, 0.99)]).get(`phone ${phone.value}`)).toBe(ben.identifier_id)
  })
})

const anyMember = fc
  .tuple(
    fc.constantFrom('user_id', 'email', 'phone', 'anonymous_id', 'loyalty_card'),
    fc.integer({ min: 1, max: 9 }),
  )
  .map(([kind, value]) => member(kind, `v${value}`))
const anyLink = fc
  .record({
    one: anyMember,
    other: anyMember,
    rule: fc.constantFrom('seen together' as const, 'match' as const, 'person' as const),
    probability: fc.constantFrom(0.5, 0.9, 0.99),
    first_at: fc.integer({ min: 0, max: 20 }),
    apart: fc.boolean(),
    undone: fc.boolean(),
  })
  .filter(({ one, other }) => one.identifier_id !== other.identifier_id)
  .map(({ one, other, rule, probability, first_at, apart, undone }) =>
    linkBetween(one, other, {
      rule,
      source: 'any',
      first_at,
      probability: rule === 'match' ? probability : 1,
      apart: apart && rule === 'person',
      undone,
    }),
  )
const anyLinks = fc
  .array(anyLink, { maxLength: 60 })
  .map((links) => [
    ...new Map(
      links.map((link) => [`${link.rule} ${link.a.identifier_id} ${link.b.identifier_id}`, link]),
    ).values(),
  ])

describe('whatever the links', () => {
  it('the same set gives the same customers in any order', () => {
    fc.assert(
      fc.property(anyLinks, fc.infiniteStream(fc.nat()), (links, numbers) => {
        const shuffled = links
          .map((link) => ({ link, at: numbers.next().value as number }))
          .sort((a, b) => a.at - b.at)
          .map(({ link }) => link)
        expect(new Map([...customersOf(shuffled)].sort())).toEqual(new Map([...customersOf(links)].sort()))
      }),
    )
  })

  it('no customer has more identifiers than its limits, and none that a person set apart', () => {
    fc.assert(
      fc.property(anyLinks, (links) => {
        const members = new Map(links.flatMap(({ a, b }) => [a, b]).map((each) => [each.identifier_id, each]))
        const placed = resolve([...members.values()], links).members
        const customers = Map.groupBy(placed, ({ customer_id }) => customer_id)
        for (const group of customers.values()) {
          expect(group.length).toBeLessThanOrEqual(mostIdentifiers)
          for (const [kind, each] of Map.groupBy(group, (one) => one.kind))
            expect(each.length).toBeLessThanOrEqual(builtInKinds.ruleOf(kind).limit)
        }
        const customerOf = new Map(placed.map((each) => [each.identifier_id, each.customer_id]))
        for (const { a, b, apart, undone } of links)
          if (apart && !undone)
            expect(customerOf.get(a.identifier_id)).not.toBe(customerOf.get(b.identifier_id))
      }),
    )
  })

  it('a customer’s id is that of its strongest identifier, so every id it ever had leads to it', () => {
    fc.assert(
      fc.property(anyLinks, (links) => {
        const members = new Map(links.flatMap(({ a, b }) => [a, b]).map((each) => [each.identifier_id, each]))
        for (const each of resolve([...members.values()], links).members)
          expect(members.has(each.customer_id)).toBe(true)
      }),
    )
  })
})
