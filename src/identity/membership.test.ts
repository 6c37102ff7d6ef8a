import fc from 'fast-check'
import { expect, it } from 'vitest'
import { groupsOfIdentifiers, type Membership, membershipsOf, type Said, type Word } from './membership.ts'

const said = (identifier_id: string, key: string, since: number, more: Partial<Said> = {}): Said => ({
  identifier_id,
  kind: 'account',
  group_id: `account ${key}`,
  key,
  role: '',
  source: 'crm',
  since,
  ...more,
})
const word = (identifier_id: string, key: string, act: Word['act'], at: number): Word => {
  const { source: _, since: __, ...place } = said(identifier_id, key, 0)
  return { ...place, act, by: 'eva@desk.test', at }
}
const customers = new Map([
  ['ana', ['ana', 'ana-phone']],
  ['bo', ['bo']],
])
const placed = (memberships: Membership[]) =>
  [...groupsOfIdentifiers(customers, memberships)].map(([id, groups]) => [id, groups.map(({ key }) => key)])

it('a membership that several say is one, since the earliest, with the first role that was said', () => {
  const found = membershipsOf(
    [said('ana', 'acme', 5), said('ana', 'acme', 3, { source: 'shop', role: 'buyer' })],
    [],
  )
  expect(found).toMatchObject([{ since: 3, role: 'buyer', said_by: ['crm', 'shop'] }])
})

it('the latest word of a person stands over sources, whenever they spoke', () => {
  const out = word('ana', 'acme', 'remove', 8)
  expect(membershipsOf([said('ana', 'acme', 9)], [out])).toEqual([])
  expect(membershipsOf([said('ana', 'acme', 9)], [word('ana', 'acme', 'add', 7), out])).toEqual([])
  expect(membershipsOf([said('ana', 'acme', 9)], [word('ana', 'acme', 'add', 10), out])).toMatchObject([
    { since: 9, said_by: ['eva@desk.test', 'crm'] },
  ])
})

it('an identifier is of the group it was first in, one that is in none of the first of its customer', () => {
  const memberships = membershipsOf(
    [said('ana', 'beta', 4), said('ana', 'acme', 2), said('bo', 'beta', 1)],
    [],
  )
  expect(placed(memberships)).toEqual([
    ['ana', ['acme']],
    ['ana-phone', ['acme']],
    ['bo', ['beta']],
  ])
  expect(placed([...memberships, ...membershipsOf([said('ana-phone', 'gamma', 9)], [])])[1]).toEqual([
    'ana-phone',
    ['gamma'],
  ])
})

it('does not depend on the order in which it is told', () => {
  const one = fc.record({
    id: fc.constantFrom('ana', 'ana-phone', 'bo'),
    key: fc.constantFrom('acme', 'beta'),
    since: fc.integer({ min: 0, max: 3 }),
  })
  fc.assert(
    fc.property(fc.array(one, { maxLength: 8 }), (drawn) => {
      const all = drawn.map(({ id, key, since }) => said(id, key, since))
      const sorted = (each: Said[]) => placed(membershipsOf(each, [])).sort()
      expect(sorted(all.toReversed())).toEqual(sorted(all))
    }),
  )
})
