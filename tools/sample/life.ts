/** What one customer lives through with one order, with the faults that hit it. Times are wall times. */
import { awake, DAY, dateOf, HOUR, midnight, office, visitDay, weekday } from './calendar.ts'
import { addContacts, type Slips } from './contacts.ts'
import { promised, stations, TOLERANCE_DAYS } from './design.ts'
import { type Fault, isSlip, placeOf } from './faults.ts'
import { bare, type Leg, type Lived, type Order } from './lived.ts'
import { type Person, traits } from './people.ts'
import { between, type Rng, rng, weighted } from './random.ts'

/** Whether a fault concerns this order at all. */
export function concerns(fault: Fault, order: Order): boolean {
  const traitsOf: Record<string, string> = {
    region: order.person.region,
    acquired_by: order.person.acquired_by,
    plan: order.plan,
    documents_by: order.documents_by,
  }
  return Object.entries(fault.segment ?? {}).every(([trait, value]) => traitsOf[trait] === value)
}

/** Days after which natural life goes on, by the step that comes next. Well inside the tolerance. */
const naturally: Record<string, [number, number]> = {
  'Documents requested': [0.1, 1.1],
  'Documents checked': [0.2, 1.2],
  'Appointment promised': [0.1, 1],
  'First bill': [0.3, 1.3],
}
const cancelsAnyway = 0.0025
const givesUpAnyway = 0.006
const spread = 0.4

/** Lives one order from `start`; pure in seed, number, person and faults. */
export function liveOrder(
  seed: number,
  number: number,
  person: Person,
  start: number,
  faults: Fault[],
): Order {
  const r = rng(seed, 2, number)
  const order: Order = {
    order_no: `F${500_000 + number}`,
    number,
    person,
    plan: weighted(r, traits.plan ?? {}),
    documents_by: weighted(r, traits.documents_by ?? {}),
    sold_by: soldBy(r, start),
    events: [],
    contacts: [],
    legs: [],
    cancelled: null,
  }
  const lasting = (place: string) =>
    hits(seed, order, faults).find((fault) => !isSlip(fault) && placeOf(fault) === place) ?? null
  const slips: Slips = (kind, place) =>
    hits(seed, order, faults).filter((fault) => fault.kind === kind && placeOf(fault) === place)
  const last = walk(order, r, start, lasting)
  if (last.touchpoint === 'First bill' && r() < 0.4)
    happen(order, 'Survey answered', awake(last.at + between(r, 1, 4) * DAY, r))
  if (r() < 0.08) ask(order, r)
  addContacts(seed, order, slips)
  for (const { place, to } of order.legs) to?.slips.push(...slips('asked_twice', place))
  return order
}

/** Stores and the hotline sell from 9 to 19, not on Sundays; all else is bought online. */
function soldBy(r: Rng, start: number): Order['sold_by'] {
  const hour = (start - midnight(start)) / HOUR
  const wanted = weighted(r, { online: 0.4, store: 0.33, hotline: 0.27 })
  return hour < 9 || hour >= 19 || weekday(start) === 0 ? 'online' : wanted
}

type Lasting = (place: string) => Fault | null

/** The faults that would hit this order, should it come by. */
function hits(seed: number, order: Order, faults: Fault[]): Fault[] {
  return faults.filter((fault, i) => concerns(fault, order) && rng(seed, 3, order.number, i)() < fault.share)
}

/** Goes from step to step until the bill, or until the customer drops out; gives the last step reached. */
function walk(order: Order, r: Rng, start: number, lasting: Lasting): Lived {
  let from = happen(order, stations[0] as string, start)
  for (const to of stations.slice(1)) {
    const place = `${from.touchpoint} → ${to}`
    const fault = lasting(place)
    const leg: Leg = { place, from, to: null, fault }
    order.legs.push(leg)
    if (leaves(order, r, leg, to)) return from
    if (fault?.kind === 'skipped_step') continue
    leg.to = arrive(order, r, leg, to)
    if (fault?.kind === 'repeated_step') repeat(order, r, leg)
    from = leg.to
  }
  return from
}

/** By itself or by a fault: the customer stops sending documents, cancels, or never hears from the company again. */
function leaves(order: Order, r: Rng, leg: Leg, to: string): boolean {
  const chance = r()
  const sending = to === 'Documents received'
  if (leg.fault?.kind === 'abandoned') {
    chase(order, r, leg.from.at + TOLERANCE_DAYS * DAY, leg.from.at + 4 * TOLERANCE_DAYS * DAY)
    return true
  }
  if (leg.fault && leg.fault.kind !== 'drop_out') return false
  if (!leg.fault && chance >= (sending ? givesUpAnyway : cancelsAnyway)) return false
  if (!sending)
    order.cancelled = happen(order, 'Order cancelled', awake(leg.from.at + between(r, 0.2, 1.5) * DAY, r))
  return true
}

/** The step done over and over while the next one is on its way, which comes no later for that. */
function repeat(order: Order, r: Rng, { from, to, fault }: Leg): void {
  const mean = Math.round(fault?.size.times ?? 1)
  const chance = r()
  const times = Math.max(1, mean + (chance < 0.2 ? -1 : chance < 0.4 ? 1 : 0))
  const pause = ((to?.at ?? from.at) - from.at) / (times + 1)
  for (let i = 1; i <= times; i++) happen(order, from.touchpoint, from.at + i * pause)
}

function arrive(order: Order, r: Rng, leg: Leg, to: string): Lived {
  const { from, fault } = leg
  if (to === promised.to) return visit(order, r, leg)
  if (to === 'Documents received') return happen(order, to, awake(from.at + sendingDays(r) * DAY, r))
  const [low, high] = naturally[to] ?? [0.2, 1]
  const natural = between(r, low, high)
  const added = fault ? (fault.size.days ?? 0) * between(r, 1 - spread, 1 + spread) : 0
  const at = office(from.at + (natural + added) * DAY, r)
  if (fault?.kind === 'wait') keepPosted(order, r, from.at, at)
  if (fault?.kind === 'silence') chase(order, r, from.at + TOLERANCE_DAYS * DAY, at)
  const lived = happen(order, to, at)
  if (to === promised.from) lived.due = dateOf(visitDay(midnight(at) + between(r, 5, 12) * DAY))
  return lived
}

/** Customers take about three days to send what was asked for, never more than nine. */
function sendingDays(r: Rng): number {
  const normal = Math.sqrt(-2 * Math.log(1 - r())) * Math.cos(2 * Math.PI * r())
  return Math.min(9, Math.max(0.2, 2.8 * Math.exp(0.5 * normal)))
}

/** The technician's visit: on the day promised, or late; without a promise within two days. */
function visit(order: Order, r: Rng, { from, fault }: Leg): Lived {
  const due = from.due ? Date.parse(`${from.due}T00:00:00Z`) : visitDay(midnight(from.at) + 2 * DAY)
  let day = due
  if (fault?.kind === 'missed_promise') {
    const late = Math.max(1, Math.round((fault.size.days ?? 1) * between(r, 1 - spread, 1 + spread)))
    day = visitDay(due + late * DAY)
  }
  const at = day + between(r, 8, 16) * HOUR
  if (day > due) chase(order, r, due + 1.3 * DAY, at)
  const lived = happen(order, promised.to, at)
  lived.until = lived.at + Math.floor(between(r, 40, 100)) * 60_000
  return lived
}

/** News at least every three days, so that waiting is not silence. */
function keepPosted(order: Order, r: Rng, from: number, to: number): void {
  for (let at = from + between(r, 2, 3) * DAY; at < to - 0.3 * DAY; at += between(r, 2, 3) * DAY) {
    const day = awake(at, r)
    if (day < to - HOUR) happen(order, 'Progress update', day)
  }
}

/** Six in ten customers left without news call, some twice; the call tells them nothing. */
function chase(order: Order, r: Rng, from: number, to: number): void {
  const calls = r() < 0.6 ? (r() < 0.3 ? 2 : 1) : 0
  for (let i = 0; i < calls; i++) {
    const at = office(between(r, from, to), r)
    if (at < to - HOUR) happen(order, 'Status asked', at)
  }
}

/** A harmless question in chat, somewhere between ordering and the visit. */
function ask(order: Order, r: Rng): void {
  const calm = order.legs.filter((leg) => leg.to && !leg.fault)
  const leg = calm[Math.floor(r() * calm.length)]
  if (!leg?.to) return
  const at = awake(between(r, leg.from.at, leg.to.at), r)
  if (at < leg.to.at - HOUR) happen(order, 'Question asked', at)
}

function happen(order: Order, touchpoint: string, at: number): Lived {
  const lived = bare(touchpoint, at)
  order.events.push(lived)
  return lived
}
