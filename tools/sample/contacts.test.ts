import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import type { Fault } from './faults.ts'
import { generateSample } from './generate.ts'
import type { Lived, Order } from './lived.ts'

const root = mkdtempSync(join(tmpdir(), 'throughline-contacts-'))
afterAll(() => rmSync(root, { recursive: true }))

function company(faults: Fault[]) {
  const orders: Order[] = []
  const truth = generateSample({ seed: 5, customers: 1500, faults, dir: root }, (order) => orders.push(order))
  return { orders, truth }
}
const lived = (orders: Order[], touchpoint: string): Lived[] =>
  orders.flatMap(({ contacts }) => contacts.filter((each) => each.touchpoint === touchpoint))
const hour = 3_600_000

test('customers call, come by and look things up without faults too, and hardly ever in vain', () => {
  const { orders } = company([])
  for (const touchpoint of ['Documents explained', 'Store visited', 'Appointment viewed']) {
    const all = lived(orders, touchpoint)
    expect(all.length, touchpoint).toBeGreaterThan(200)
    expect(all.filter(({ failed }) => failed).length / all.length, touchpoint).toBeLessThan(0.02)
  }
  expect(lived(orders, 'Store visited').every(({ told, slips }) => told === 0 && slips.length === 0)).toBe(
    true,
  )
})

test('nobody is driven from one channel to another within a day without a fault', () => {
  const { orders } = company([])
  for (const { contacts, legs } of orders)
    for (const { at, until, touchpoint } of contacts) {
      if (touchpoint === 'Documents explained' || touchpoint === 'Appointment question') continue
      const leg = legs.find(({ from, to }) => from.at < at && to && to.at > at)
      expect(at - leg!.from.at).toBeGreaterThan(24 * hour)
      if (until !== null) expect(leg!.to!.at - until).toBeGreaterThan(24 * hour)
    }
})

test('a slip takes no time: the steps of every order stay when they were', () => {
  const place = { from: 'Appointment promised', to: 'Installed', segment: null, size: {} }
  const slips: Fault[] = [
    { ...place, kind: 'contradiction', share: 0.5 },
    { ...place, kind: 'hand_off', share: 0.5 },
    { ...place, kind: 'forced_switch', share: 0.5 },
    { ...place, kind: 'asked_twice', from: 'Order placed', to: 'Documents requested', share: 0.5 },
  ]
  const times = (orders: Order[]) =>
    orders.map(({ events }) => events.map(({ touchpoint, at }) => [touchpoint, at]))
  const { orders, truth } = company(slips)
  expect(times(orders)).toEqual(times(company([]).orders))
  for (const { touched, exposed, size } of truth.faults) {
    expect(touched).toBeGreaterThan(100)
    expect(size).toBeCloseTo(touched / exposed, 9)
  }
})
