/** The sample company as export files, with the truth about them. Deterministic in seed, customers, faults. */
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DAY, END, FIRST, HOUR, midnight, weekday } from './calendar.ts'
import type { Fault } from './faults.ts'
import { liveOrder } from './life.ts'
import type { Order } from './lived.ts'
import { person } from './people.ts'
import { rng } from './random.ts'
import { Records } from './records.ts'
import { ticketOf } from './ticket.ts'
import { type Truth, TruthSoFar } from './truth.ts'

export interface SampleWanted {
  seed: number
  customers: number
  faults: Fault[]
  /** Folder for the exports, their mapping and the storyboards. */
  dir: string
}

const company = ['mapping.yaml', 'get-connected.yaml', 'help.yaml']
const secondOrders = 0.03

/** Writes the exports below `dir` as a stream and returns the truth; `seen` is shown every order lived. */
export function generateSample(wanted: SampleWanted, seen: (order: Order) => void = () => {}): Truth {
  const { seed, customers, faults, dir } = wanted
  mkdirSync(dir, { recursive: true })
  for (const name of company) copyFileSync(join(import.meta.dirname, 'company', name), join(dir, name))
  const records = new Records(dir, seed)
  const truth = new TruthSoFar(faults)
  let orders = 0
  const live = (index: number, start: number) => {
    const order = liveOrder(seed, orders++, person(seed, index), start, faults)
    records.order(order)
    const ticket = ticketOf(seed, order)
    if (ticket) records.ticket(ticket)
    truth.add(order)
    seen(order)
  }
  const start = starts(customers)
  let today = FIRST
  for (let i = 0; i < customers; i++) {
    const at = start(i)
    if (midnight(at) > today) {
      today = midnight(at)
      records.flush(today)
    }
    records.customer(person(seed, i))
    live(i, at)
    const r = rng(seed, 7, i)
    if (i > 0 && r() < secondOrders) live(Math.floor(r() * i), at + 60_000)
  }
  records.close()
  const files = Object.fromEntries(Object.entries(records.files).map(([name, file]) => [name, file.counts]))
  return { seed, customers, orders, faults: truth.faults(), files, lost: records.lost }
}

/** When the i-th of n customers orders: evenly over the days, fewer on Sundays, between 7 and 22. */
function starts(customers: number): (i: number) => number {
  const days: number[] = []
  for (let day = FIRST; day < END; day += DAY) days.push(day)
  const weight = (day: number) => (weekday(day) === 0 ? 0.6 : 1)
  const total = days.reduce((sum, day) => sum + weight(day), 0)
  let before = 0
  let nth = 0
  return (i) => {
    const place = ((i + 0.5) / customers) * total
    while (place >= before + weight(days[nth] as number)) before += weight(days[nth++] as number)
    const day = days[nth] as number
    return Math.floor(day + (7 + (15 * (place - before)) / weight(day)) * HOUR)
  }
}

/** Writes the truth beside, never into, the exports. */
export function writeTruth(file: string, truth: Truth): void {
  writeFileSync(file, `${JSON.stringify(truth, null, 2)}\n`)
}
