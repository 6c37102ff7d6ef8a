import { expect, test } from 'vitest'
import { breaksRule, parsePlan, rulesOf, ruleWords } from './tracking-plan.ts'

const plan = `
touchpoints:
  Order placed:
    channels: [web, app]
    identifiers: [email]
    attributes:
      order_no: text
      amount: number
      shipped_on: { type: time, required: false }
      state: { one_of: [new, paid], required: false }
  Called:
undeclared: ignore
`

test('a plan is a list of rules in its own order', () => {
  const { plan: read, problems } = parsePlan(plan)
  expect(problems).toEqual([])
  expect(rulesOf(read!).map(ruleWords)).toEqual([
    'comes in a channel other than web, app',
    'has no email',
    'lacks order_no',
    'lacks amount',
    'amount is no number',
    'shipped_on is no time',
    'state is none of new, paid',
  ])
})

test('an interaction breaks the rules it breaks, and what is not there is of no wrong type', () => {
  const rules = rulesOf(parsePlan(plan).plan!)
  const broken = (attributes: Record<string, string>, channel = 'web') =>
    rules
      .filter((rule) =>
        breaksRule(rule, { channel, identifiers: [{ kind: 'email', value: 'a@b.c' }], attributes }),
      )
      .map(ruleWords)
  expect(
    broken({ order_no: '1', amount: '12.50', state: 'paid', shipped_on: '2025-05-05T10:00:00Z' }),
  ).toEqual([])
  expect(broken({ order_no: '1', amount: 'twelve' }, 'phone')).toEqual([
    'comes in a channel other than web, app',
    'amount is no number',
  ])
  expect(broken({ amount: '1e3', state: 'lost', shipped_on: 'May' })).toEqual([
    'lacks order_no',
    'shipped_on is no time',
    'state is none of new, paid',
  ])
})

test('what an author got wrong comes back in words, and never as an exception', () => {
  expect(parsePlan('touchpoints: { A: { chanels: [web] } }').problems).toEqual([
    'touchpoints.A: Unrecognized key: "chanels"',
  ])
  for (const text of [
    '',
    '- a',
    'touchpoints: 3',
    'touchpoints: { A: { attributes: { x: integer } } }',
    'a: [',
    'x: &a [*a]',
  ])
    expect(parsePlan(text).problems.length).toBeGreaterThan(0)
})
