/** Contacts beside the design: a call about documents that is handed on, the appointment looked up, a visit to the store. */
import { DAY, HOUR, midnight, office } from './calendar.ts'
import { promised } from './design.ts'
import type { Fault, SlipKind } from './faults.ts'
import { bare, type Leg, type Lived, type Order } from './lived.ts'
import { between, type Rng, rng } from './random.ts'

/** The fault of this kind, if it hits the order at this place. */
export type Slips = (kind: SlipKind, place: string) => Fault[]

/** Within a day a customer who comes by another channel would have been made to. */
const wellApart = 26 * HOUR
const calls = 0.45
const visits = 0.3
const looks = 0.3
/** Now and then the portal is down, or nobody opens the history. */
const failsAnyway = 0.004

/** Adds what the customer did between the steps; pure in seed, order and slips. */
export function addContacts(seed: number, order: Order, slips: Slips): void {
  const r = rng(seed, 8, order.number)
  for (const leg of order.legs) {
    if (leg.place === 'Documents requested → Documents received' && !leg.fault)
      askAboutDocuments(order, r, leg, slips)
    if (leg.place === `${promised.from} → ${promised.to}`) awaitVisit(order, r, leg, slips)
  }
}

/** The service line answers and hands the caller on to the back office, in the same call. */
function askAboutDocuments(order: Order, r: Rng, { place, from, to }: Leg, slips: Slips): void {
  if (r() >= calls || !to || to.at - from.at < 2.4 * wellApart) return
  const at = office(between(r, from.at + wellApart, to.at - 1.2 * wellApart), r)
  const first = talk(r, 'Documents question', at, 1, 4)
  const second = talk(r, 'Documents explained', first.until as number, 2, 9)
  if (to.at - (second.until as number) < wellApart) return
  second.slips = slips('hand_off', place)
  second.failed = second.slips.length > 0 || r() < failsAnyway
  order.contacts.push(first, second)
}

/** Some come by the store, some look the date up on the portal; where that fails they call. */
function awaitVisit(order: Order, r: Rng, { place, from, to }: Leg, slips: Slips): void {
  const chance = r()
  if (!to || !from.due || chance >= visits + looks) return
  const due = Date.parse(`${from.due}T00:00:00Z`)
  const store = chance < visits
  const [earliest, latest] = [from.at + wellApart, due - (store ? 0.5 : 3.5) * DAY]
  if (earliest >= latest) return
  const at = office(between(r, earliest, latest), r)
  if (at >= due - HOUR) return
  if (store) visitStore(order, r, at, from.due, place, slips)
  else lookUp(order, r, at, due, slips('forced_switch', place))
}

function visitStore(order: Order, r: Rng, at: number, due: string, place: string, slips: Slips): void {
  const visit = bare('Store visited', at)
  const wrong = slips('contradiction', place)
  const unread = slips('hand_off', place)
  visit.slips = [...wrong, ...unread]
  visit.due = due
  visit.failed = unread.length > 0 || r() < failsAnyway
  if (wrong.length > 0) visit.told = 2
  order.contacts.push(visit)
}

function lookUp(order: Order, r: Rng, at: number, due: number, slips: Fault[]): void {
  const look = bare('Appointment viewed', at)
  const call = talk(r, 'Appointment question', office(at + between(r, 0.3, 4) * HOUR, r), 2, 8)
  const failed = slips.length > 0 || r() < failsAnyway
  const called = failed && (call.until as number) < midnight(due)
  order.contacts.push(look)
  if (!called) return
  look.failed = true
  look.slips = slips
  order.contacts.push(call)
}

function talk(r: Rng, touchpoint: string, at: number, low: number, high: number): Lived {
  const lived = bare(touchpoint, at)
  lived.until = lived.at + Math.floor(between(r, low, high)) * 60_000
  return lived
}
