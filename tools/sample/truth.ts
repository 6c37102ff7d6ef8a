/** What really went wrong, as the exports show it: the answer key that nothing in src/ knows. */

import { DAY, END, toUtc } from './calendar.ts'
import { ABANDONED_DAYS, promised } from './design.ts'
import type { FileCounts } from './export-file.ts'
import { type Fault, isSlip, placeOf, type SlipKind, segmentOf } from './faults.ts'
import { concerns } from './life.ts'
import type { Leg, Order } from './lived.ts'
import { slipped } from './slip-truth.ts'

export interface FaultTruth {
  kind: Fault['kind']
  from: string
  to: string
  /** '' or `region=North`. */
  segment: string
  /** The promise it makes the company miss, else ''. */
  what: string
  share: number
  /** Runs it hit whose place is whole in the exports. */
  touched: number
  /** Runs that passed the place in the segment, whole in the exports; of a slip those of which it could be said. */
  exposed: number
  /**
   * As realised. silence, wait: mean days of the touched minus mean of the untouched at this place and
   * segment. missed_promise: mean days late. repeated_step: mean extra times. Else: touched / exposed.
   */
  size: number | null
  unit: 'days' | 'times' | 'share'
  /** Orders touched. */
  runs: string[]
}

export interface Truth {
  seed: number
  customers: number
  orders: number
  faults: FaultTruth[]
  /** Rows written, and how many of them are doubled, late or broken, by file. */
  files: Record<string, FileCounts>
  /** Records that never reached an export. */
  lost: number
}

const units: Record<Fault['kind'], FaultTruth['unit']> = {
  silence: 'days',
  wait: 'days',
  missed_promise: 'days',
  repeated_step: 'times',
  skipped_step: 'share',
  drop_out: 'share',
  abandoned: 'share',
  asked_twice: 'share',
  contradiction: 'share',
  hand_off: 'share',
  forced_switch: 'share',
}

interface Sums {
  runs: string[]
  /** Sum of the measure over the touched, and over the untouched with their number. */
  hit: number
  rest: number
  untouched: number
}

/** Adds up what each fault did, order by order. */
export class TruthSoFar {
  #faults: Fault[]
  #sums: Sums[]

  constructor(faults: Fault[]) {
    this.#faults = faults
    this.#sums = faults.map(() => ({ runs: [], hit: 0, rest: 0, untouched: 0 }))
  }

  /** Takes note of an order after its records were written. */
  add(order: Order): void {
    // Whose order row was lost has no beginning in the exports, hence no run.
    if (!order.events[0]?.observed) return
    for (const [i, fault] of this.#faults.entries()) {
      if (!concerns(fault, order)) continue
      const seen = isSlip(fault) ? seenSlip(fault, order) : seenLeg(fault, order)
      const sums = this.#sums[i] as Sums
      if (seen === null) continue
      if (seen.hit) {
        sums.runs.push(order.order_no)
        sums.hit += seen.measured
      } else {
        sums.untouched++
        sums.rest += seen.measured
      }
    }
  }

  faults(): FaultTruth[] {
    return this.#faults.map((fault, i) => {
      const { runs, hit, rest, untouched } = this.#sums[i] as Sums
      return {
        kind: fault.kind,
        from: fault.from,
        to: fault.to,
        segment: segmentOf(fault),
        what: fault.kind === 'missed_promise' ? promised.what : '',
        share: fault.share,
        touched: runs.length,
        exposed: runs.length + untouched,
        size: sizeOf(fault.kind, runs.length, hit, rest, untouched),
        unit: units[fault.kind],
        runs,
      }
    })
  }
}

/** What the exports show of an order where a fault could hit it; null = not enough. */
type Seen = { hit: boolean; measured: number } | null

function seenSlip(fault: Fault, order: Order): Seen {
  const hit = slipped(fault, order)
  return hit === null ? null : { hit, measured: 1 }
}

function seenLeg(fault: Fault, order: Order): Seen {
  const leg = order.legs.find(({ place }) => place === placeOf(fault))
  const measured = leg ? measure[fault.kind as LegKind](leg, order) : null
  return measured === null ? null : { hit: leg?.fault === fault, measured }
}

function sizeOf(
  kind: Fault['kind'],
  touched: number,
  hit: number,
  rest: number,
  untouched: number,
): number | null {
  if (touched === 0) return null
  if (units[kind] === 'share') return touched / (touched + untouched)
  if (kind !== 'silence' && kind !== 'wait') return hit / touched
  return untouched === 0 ? null : hit / touched - rest / untouched
}

type LegKind = Exclude<Fault['kind'], SlipKind>

/** The measure of one passage; null = the exports do not show it whole. */
const measure: Record<LegKind, (leg: Leg, order: Order) => number | null> = {
  silence: lasted,
  wait: lasted,
  missed_promise: ({ from, to }) =>
    to?.observed && from.observed && from.due ? (toUtc(to.at) - endOfDay(from.due)) / DAY : null,
  repeated_step: (leg, order) => {
    const seen = order.events.filter(
      (lived) => lived.touchpoint === leg.from.touchpoint && lived.observed,
    ).length
    return leg.to?.observed && seen > 0 ? seen - 1 : null
  },
  skipped_step: (leg, order) => {
    const next = leg.fault ? order.legs[order.legs.indexOf(leg) + 1] : leg
    return leg.from.observed && next?.to?.observed ? 1 : null
  },
  drop_out: ended,
  abandoned: ended,
}

/** Whether an order goes no further can be said once it is over: billed, cancelled or given up. */
function ended({ from }: Leg, { events, cancelled }: Order): number | null {
  const last = Math.max(...events.filter(({ observed }) => observed).map(({ at }) => at))
  const billed = events.some(({ touchpoint, observed }) => touchpoint === 'First bill' && observed)
  const over = billed || cancelled?.observed || last < END - ABANDONED_DAYS * DAY
  return from.observed && over ? 1 : null
}

function lasted({ from, to }: Leg): number | null {
  return from.observed && to?.observed ? (toUtc(to.at) - toUtc(from.at)) / DAY : null
}

function endOfDay(date: string): number {
  return toUtc(Date.parse(`${date}T23:59:59.999Z`))
}
