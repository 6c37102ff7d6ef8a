import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { applyLinks, type Link, limitOf, type Member } from './merge.ts'

const member = (kind: string, value: string): Member => ({
  identifier_id: String(
    [...`${kind}${value}`].reduce((sum, letter) => sum * 31 + letter.charCodeAt(0), 7) % 1e12,
  ),
  kind,
  value,
})
const link = (a: Member, b: Member): Link => ({ a, b, source: 'test' })
const anna = member('user_id', 'anna')
const ben = member('user_id', 'ben')
const mail = member('email', 'a@example.org')
const phone = member('phone', '+491')

describe('merging identifiers into customers', () => {
  it('makes one customer of identifiers seen together, also through a third', () => {
    const members = new Map()
    applyLinks(members, [link(anna, mail), link(mail, phone)])
    expect(new Set([...members.values()].map((each) => each.customer_id)).size).toBe(1)
  })

  it('never gives one customer two user ids: the shared phone stays with whom it came first', () => {
    const members = new Map()
    const verdicts = applyLinks(members, [link(anna, phone), link(ben, phone)])
    expect(verdicts.map((each) => each.result)).toEqual(['merged', 'refused'])
    expect(members.get(anna.identifier_id).customer_id).not.toBe(members.get(ben.identifier_id).customer_id)
    expect(members.get(phone.identifier_id).customer_id).toBe(members.get(anna.identifier_id).customer_id)
  })

  it('refuses values that stand for nobody', () => {
    expect(applyLinks(new Map(), [link(anna, member('email', 'Test@test.com'))])[0]!.result).toBe('refused')
  })

  it('keeps every limit whatever the links, and never moves an identifier out of its customer', () => {
    const identifier = fc
      .tuple(fc.constantFrom('user_id', 'email', 'phone', 'anonymous_id'), fc.integer({ min: 1, max: 9 }))
      .map(([kind, value]) => member(kind, `v${value}`))
    fc.assert(
      fc.property(fc.array(fc.tuple(identifier, identifier), { maxLength: 60 }), (pairs) => {
        const members = new Map()
        applyLinks(
          members,
          pairs.map(([a, b]) => link(a, b)),
        )
        const counts = new Map<string, number>()
        for (const each of members.values()) {
          const slot = `${each.customer_id} ${each.kind}`
          counts.set(slot, (counts.get(slot) ?? 0) + 1)
        }
        for (const [slot, count] of counts) expect(count).toBeLessThanOrEqual(limitOf(slot.split(' ')[1]!))
      }),
      { seed: 1 },
    )
  })

  it('gives the same customers whether links come in one batch or one by one', () => {
    const links = [
      link(anna, mail),
      link(ben, phone),
      link(mail, member('anonymous_id', 'x')),
      link(phone, mail),
    ]
    const at_once = new Map()
    applyLinks(at_once, links)
    const stepwise = new Map()
    for (const each of links) applyLinks(stepwise, [each])
    expect([...stepwise.values()]).toEqual([...at_once.values()])
  })
})
