/** An invented order log: what the bench imports and sends. Deterministic. */

import { once } from 'node:events'
import { createWriteStream, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

export const touchpoints = [
  'Order placed',
  'Payment approved',
  'Handed to carrier',
  'Delivered',
  'Review answered',
] as const
export const channels = ['web', 'app', 'shop', 'phone'] as const
export const regions = Array.from({ length: 16 }, (_, place) => `region ${place + 1}`)
export const payments = ['card', 'invoice', 'transfer', 'voucher'] as const

const day = 86_400_000
const hour = 3_600_000
/** The log covers these days; the runs of the last days are still open. */
export const from = Date.UTC(2026, 0, 1)
const days = 240

const mapping = `source: orders
zone: UTC
storyboards: [storyboard.yaml]
records:
  - file: orders.csv
    key: $event_id
    identifiers: { user_id: $customer, email: $email }
    subjects: { order: $order_id }
    attributes: [region, payment]
    touchpoint: $touchpoint
    at: $at
    channel: $channel
    direction: { column: touchpoint, translate: { Order placed: inbound, Review answered: inbound, Where is my order: inbound }, otherwise: outbound }
    news: { received: { column: touchpoint, translate: { Order placed: order } } }
    promises:
      - { what: delivery, due: $estimated, when: { touchpoint: Order placed }, fulfilled_by: [Delivered], voided_by: [Order cancelled] }
`

const storyboard = `journey: order
version: 1
correlate: { subject: order }
starts: [Order placed]
silence: 5d
steps:
  - { step: Order placed, tells: [order number] }
  - { step: Payment approved, within: 2d, tells: [payment received] }
  - { step: Handed to carrier, within: 4d, tells: [parcel on its way] }
  - { step: Delivered, within: 9d, tells: [parcel delivered], moment_of_truth: true }
  - optional:
      - { step: Review answered }
outcomes:
  cancelled: { kind: failure, touchpoints: [Order cancelled] }
  delivered: { kind: success, touchpoints: [Delivered] }
  abandoned: { kind: abandoned, after: 60d }
objectives:
  - { name: Delivered in 10 days, share: 90%, outcome: delivered, within: 10d }
  - { name: Delivery promise kept, share: 95%, promise: delivery }
  - { name: Never 5 days silent, share: 95%, silence: 5d }
`

interface Lived {
  touchpoint: string
  at: number
}

/** A small linear congruential generator: the same log on every machine. */
function dice(seed: number): () => number {
  let state = (seed * 2654435761 + 12345) >>> 0
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32
  }
}

/** What one order lived: mostly the design, and the usual faults. */
function livedOf(roll: () => number, start: number): Lived[] {
  const lived: Lived[] = [{ touchpoint: 'Order placed', at: start }]
  let at = start
  const next = (touchpoint: string, least: number, spread: number) => {
    at += least + roll() * spread
    lived.push({ touchpoint, at })
  }
  const fate = roll()
  if (fate < 0.04) next('Payment failed', hour, 5 * hour)
  next('Payment approved', hour, fate < 0.1 ? 4 * day : day)
  if (fate > 0.97) {
    next('Order cancelled', day, 3 * day)
    return lived
  }
  if (fate < 0.93) next('Handed to carrier', 6 * hour, 3 * day)
  if (fate > 0.6 && fate < 0.66) next('Where is my order', 3 * day, 4 * day)
  next('Delivered', day, fate < 0.2 ? 14 * day : 5 * day)
  if (fate < 0.9) next('Review answered', day, 6 * day)
  if (fate < 0.15) next('Review answered', day, 2 * day)
  return lived
}

export const customerOf = (order: number, customers: number) =>
  (Math.imul(order, -1640531535) >>> 0) % customers

/** Writes orders.csv (in the order of time), its mapping and its storyboard; returns the number of rows. */
export async function writeOrders(folder: string, rows: number): Promise<number> {
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'mapping.yaml'), mapping)
  writeFileSync(join(folder, 'storyboard.yaml'), storyboard)
  const file = createWriteStream(join(folder, 'orders.csv'))
  file.write('event_id,order_id,customer,email,at,touchpoint,channel,region,payment,estimated\n')
  const orders = Math.ceil(rows / 5)
  const customers = Math.ceil(orders * 0.6)
  const later: string[][] = []
  let written = 0
  for (let order = 0; order < orders; order++) {
    const roll = dice(order + 1)
    const start = from + (order / orders) * days * day
    const today = Math.floor((start - from) / day)
    const customer = customerOf(order, customers)
    const about = `${channels[Math.floor(roll() ** 2 * 4)]},${regions[Math.floor(roll() ** 2 * 16)]},${payments[Math.floor(roll() ** 2 * 4)]}`
    const estimated = new Date(start + 9 * day).toISOString()
    for (const { touchpoint, at } of livedOf(roll, start)) {
      if (written === rows) break
      const line = `${written},o${order},c${customer},c${customer}@example.org,${new Date(at).toISOString()},${touchpoint},${about},${estimated}\n`
      written++
      const on = Math.floor((at - from) / day)
      later[on] ??= []
      later[on].push(line)
    }
    const due = Math.floor((((order + 1) / orders) * days * day) / day)
    for (let on = today; on < due; on++) await flush(file, later, on)
  }
  for (const on of later.keys()) await flush(file, later, on)
  file.end()
  await once(file, 'close')
  return written
}

async function flush(file: NodeJS.WritableStream, later: string[][], on: number): Promise<void> {
  const lines = later[on]
  delete later[on]
  if (lines && !file.write(lines.join(''))) await once(file, 'drain')
}

/** Writes an event log as XES and returns the number of events, at least as many as asked for. */
export async function writeXes(path: string, least: number): Promise<number> {
  const file = createWriteStream(path)
  file.write(
    '<?xml version="1.0" encoding="UTF-8"?>\n<log xes.version="1.0" xmlns="http://www.xes-standard.org/">\n',
  )
  let events = 0
  for (let trace = 0; events < least; trace++) {
    const roll = dice(trace + 1)
    const lines = [
      `<trace>\n<string key="concept:name" value="${trace}"/>\n<int key="AMOUNT_REQ" value="${Math.floor(roll() * 50) * 1000}"/>\n`,
    ]
    let at = from + trace * 600_000
    for (let left = 10 + Math.floor(roll() * 20); left > 0; left--) {
      at += roll() * day
      lines.push(
        `<event>\n<string key="org:resource" value="${Math.floor(roll() * 60)}"/>\n<string key="lifecycle:transition" value="COMPLETE"/>\n` +
          `<string key="concept:name" value="W_Activity ${Math.floor(roll() * 24)}"/>\n<date key="time:timestamp" value="${new Date(at).toISOString()}"/>\n</event>\n`,
      )
      events++
    }
    lines.push('</trace>\n')
    if (!file.write(lines.join(''))) await once(file, 'drain')
  }
  file.end('</log>\n')
  await once(file, 'close')
  return events
}

/** An event of the Segment dialect at this moment, as JSON text. */
export function eventText(event: string, order: string, id: string, at: string): string {
  const nth = Number.parseInt(order.slice(-4), 36) || 0
  return (
    `{"type":"track","event":"${event}","userId":"c${nth % 100_000}","messageId":"${id}","timestamp":"${at}","properties":{"order_id":"${order}",` +
    `"channel":"${channels[nth % 4]}","region":"${regions[nth % 16]}","payment":"${payments[nth % 4]}"},"context":{"library":{"name":"analytics.js","version":"2.1.0"}}}`
  )
}
