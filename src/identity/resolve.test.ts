import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { kindSettings } from '../collect/contract.ts'
import { builtInKinds, compileKinds } from '../collect/index.ts'
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

function customersOf(links: Link[], kinds = builtInKinds): Map<string, string> {
  const members = new Map(links.flatMap(({ a, b }) => [a, b]).map((each) => [each.identifier_id, each]))
  const resolution = resolve([...members.values()], links, { kinds })
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

  it('joins two forms of one identifier first, and counts them once', () => {
    const [old, now] = [member('user_id', 'ANNA'), anna]
    const same = linkBetween(old, now, { rule: 'same value', source: 'identifier kinds', first_at: 0 })
    expect(resultsOf([seen(old, mail), seen(now, mail, 5), same])).toEqual([
      'merged',
      'already one stronger links hold them together',
      'merged',
    ])
    expect(resultsOf([seen(old, mail), seen(now, mail, 5), { ...same, undone: true }])).toEqual([
      'merged',
      'refused one customer may have 1 user_id',
      'undone',
    ])
    const tablet = member('anonymous_id', 'tablet')
    const six = ['ANNA', 'anna', 'b', 'c', 'd', 'e'].map((each, nth) =>
      seen(member('user_id', each), tablet, nth),
    )
    expect(resultsOf([...six, same]).filter((each) => each.includes('is shared'))).toEqual([])
  })

  it('lets a number without a country join nobody, and says why', () => {
    expect(resultsOf([seen(anna, member('phone', '0151 1234567'))])).toEqual([
      'refused the phone has no country or is no valid number: it joins nobody',
    ])
  })

  it('gives no customer more than fifty identifiers, whatever the kinds', () => {
    const links = Array.from({ length: 80 }, (_, nth) => seen(anna, member(`kind-${nth}`, 'x1'), nth))
    expect(resultsOf(links).filter((each) => each === 'merged')).toHaveLength(mostIdentifiers - 1)
  })

  it('prefers the likelier of two matches that exclude each other', () => {
    const to = (one: Member, probability: number) =>
      linkBetween(one, phone, { rule: 'match', source: 'matching', first_at: 5, probability })
    expect(customersOf([to(anna, 0.91), to(ben, 0.99)]).get(`phone ${phone.value}`)).toBe(ben.identifier_id)
  })
})

/** Settings as any owner may set them: any order of kinds, any limits. */
const anyKinds = fc
  .record({
    order: fc.shuffledSubarray(['user_id', 'email', 'phone', 'anonymous_id', 'loyalty_card'], {
      minLength: 1,
    }),
    limits: fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 5, maxLength: 5 }),
    shared: fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 5, maxLength: 5 }),
  })
  .map(({ order, limits, shared }) =>
    compileKinds(
      kindSettings.parse({
        kinds: order.map((kind, nth) => ({
          kind,
          normalise: 'text',
          limit: limits[nth]!,
          shared_above: shared[nth]!,
        })),
      }),
      1,
    ),
  )

const kindNames = ['user_id', 'email', 'phone', 'anonymous_id', 'loyalty_card']
/** `V7` is a form of before of `v7`. */
const anyMember = fc
  .tuple(fc.constantFrom(...kindNames), fc.constantFrom('v', 'v', 'V'), fc.integer({ min: 1, max: 9 }))
  .map(([kind, form, value]) => member(kind, `${form}${value}`))
const formLink = fc
  .record({
    kind: fc.constantFrom(...kindNames),
    value: fc.integer({ min: 1, max: 9 }),
    undone: fc.boolean(),
  })
  .map(({ kind, value, undone }) =>
    linkBetween(member(kind, `V${value}`), member(kind, `v${value}`), {
      rule: 'same value',
      source: 'identifier kinds',
      first_at: 0,
      undone,
    }),
  )
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
const nameOf = (link: Link) => `${link.rule} ${link.a.identifier_id} ${link.b.identifier_id}`
const anyLinks = fc
  .array(fc.oneof({ weight: 5, arbitrary: anyLink }, { weight: 1, arbitrary: formLink }), { maxLength: 60 })
  .map((links) => [...new Map(links.map((link) => [nameOf(link), link])).values()])

describe('whatever the links and the settings', () => {
  it('the same set gives the same customers in any order', () => {
    fc.assert(
      fc.property(anyLinks, anyKinds, fc.infiniteStream(fc.nat()), (links, kinds, numbers) => {
        const shuffled = links
          .map((link) => ({ link, at: numbers.next().value as number }))
          .sort((a, b) => a.at - b.at)
          .map(({ link }) => link)
        const [one, other] = [shuffled, links].map((each) => new Map([...customersOf(each, kinds)].sort()))
        expect(one).toEqual(other)
      }),
    )
  })

  it('undoing the last acts, however many, restores exactly the customers before them', () => {
    const act = fc.record({ link: anyLink, nth: fc.nat(), kind: fc.constantFrom('add', 'undo', 'redo') })
    fc.assert(
      fc.property(anyLinks, anyKinds, fc.array(act, { maxLength: 8 }), (links, kinds, acts) => {
        let now = links
        for (const { link, nth, kind } of acts) {
          const person = { ...link, rule: 'person' as const }
          if (kind === 'add') now = [...now.filter((each) => nameOf(each) !== nameOf(person)), person]
          else
            now = now.map((each, at) =>
              at === nth % now.length ? { ...each, undone: kind === 'undo' } : each,
            )
        }
        // Undone, a link that was added stays on record: it must not count.
        const restored = [
          ...links,
          ...now
            .filter((each) => !links.some((other) => nameOf(other) === nameOf(each)))
            .map((each) => ({ ...each, undone: true })),
        ]
        const [before, after] = [links, restored].map((each) => customersOf(each, kinds))
        for (const [identifier, customer] of before!) expect(after!.get(identifier)).toBe(customer)
      }),
    )
  })

  it('no customer has more than its limits, two forms of one counting once, nor what a person set apart', () => {
    fc.assert(
      fc.property(anyLinks, anyKinds, (links, kinds) => {
        const members = new Map(links.flatMap(({ a, b }) => [a, b]).map((each) => [each.identifier_id, each]))
        const placed = resolve([...members.values()], links, { kinds }).members
        const customers = Map.groupBy(placed, ({ customer_id }) => customer_id)
        const isOne = new Set(
          links
            .filter(({ rule, undone }) => rule === 'same value' && !undone)
            .flatMap(({ a, b }) => [`${a.kind} ${a.value}`, `${b.kind} ${b.value}`]),
        )
        const formOf = ({ kind, value }: Member) =>
          isOne.has(`${kind} ${value}`) ? value.toLowerCase() : value
        for (const group of customers.values())
          for (const [kind, each] of Map.groupBy(group, (one) => one.kind))
            expect(new Set(each.map(formOf)).size).toBeLessThanOrEqual(kinds.ruleOf(kind).limit)
        const customerOf = new Map(placed.map((each) => [each.identifier_id, each.customer_id]))
        for (const { a, b, apart, undone } of links)
          if (apart && !undone)
            expect(customerOf.get(a.identifier_id)).not.toBe(customerOf.get(b.identifier_id))
      }),
    )
  })

  it('a customer’s id is that of its strongest identifier, so every id it ever had leads to it', () => {
    fc.assert(
      fc.property(anyLinks, anyKinds, (links, kinds) => {
        const members = new Map(links.flatMap(({ a, b }) => [a, b]).map((each) => [each.identifier_id, each]))
        const placed = resolve([...members.values()], links, { kinds }).members
        for (const each of placed) {
          const named = members.get(each.customer_id)!
          for (const other of placed)
            if (other.customer_id === each.customer_id)
              expect(kinds.rankOf(named.kind)).toBeLessThanOrEqual(kinds.rankOf(other.kind))
        }
      }),
    )
  })

  it('old and new forms together make the customers that the new forms alone would', () => {
    fc.assert(
      fc.property(
        // Of two links seen at once the ids decide, and two forms have two ids.
        fc.uniqueArray(anyLink, { maxLength: 40, selector: ({ first_at }) => first_at }),
        anyKinds,
        (drawn, kinds) => {
          const links = drawn.map((link) => ({
            ...link,
            probability: 1,
            rule: 'seen together' as const,
            apart: false,
            undone: false,
          }))
          const now = (each: Member) => member(each.kind, each.value.toLowerCase())
          const alone = links
            .map(({ a, b, ...link }) => linkBetween(now(a), now(b), link))
            .filter(({ a, b }) => a.identifier_id !== b.identifier_id)
          const earliest = new Map<string, Link>()
          for (const link of alone.sort((one, other) => other.first_at - one.first_at))
            earliest.set(nameOf(link), link)
          const forms = links
            .flatMap(({ a, b }) => [a, b])
            .filter((each) => each.value.startsWith('V'))
            .map((each) => linkBetween(each, now(each), { rule: 'same value', source: '', first_at: 0 }))
          const both = customersOf(
            [...links, ...new Map(forms.map((each) => [nameOf(each), each])).values()],
            kinds,
          )
          const groups = (customers: Map<string, string>) =>
            [...Map.groupBy(customers, ([, customer]) => customer).values()]
              .map((group) =>
                [...new Set(group.map(([identifier]) => identifier.toLowerCase()))].sort().join(', '),
              )
              .sort()
          const expected = customersOf([...earliest.values()], kinds)
          // One whose two forms were only seen with each other is known by these alone.
          for (const identifier of both.keys())
            if (!expected.has(identifier.toLowerCase())) expected.set(identifier.toLowerCase(), identifier)
          expect(groups(both)).toEqual(groups(expected))
        },
      ),
    )
  })
})
