import { endOfDay, type TimeZone, timeZone, utc } from '../collect/index.ts'
import { spanEnd } from './business-time.ts'
import type { HistoryEntry } from './history-order.ts'
import type { Plan } from './plan.ts'
import type { DesignedPromise, Storyboard } from './storyboard.ts'

/** When a promise of the design made at `at` (epoch ms) is due. The day that ends is the customer's (methods A.7). */
export function dueAt(
  { due_in, due }: DesignedPromise,
  at: number,
  { storyboard, business }: Plan,
  interactions: HistoryEntry[],
): number {
  const moment = due_in === null ? at : spanEnd(at, due_in, business)
  return due === null ? moment : endOfDay(moment, customerZone(storyboard, interactions))
}

/** Where the customer's days end: as the first interaction that names a zone has it, else the company's calendar, else UTC. */
export function customerZone({ zone, calendar }: Storyboard, interactions: HistoryEntry[]): TimeZone {
  if (zone === null) return (calendar && timeZone(calendar.zone)) ?? utc
  const { attribute, otherwise } = zone
  if (attribute !== null) {
    for (const { attributes } of interactions) {
      const named = attributes[attribute]
      const found = named === undefined ? null : timeZone(named)
      if (found !== null) return found
    }
  }
  return timeZone(otherwise) ?? utc
}
