import { endOfDay, type TimeZone } from '../collect/index.ts'

/** Moments in the last minute of a day mean the day: sources write 23:59, 23:59:59 or 23:59:59.999. */
const minute = 60_000

/** Whether a date told (epoch ms) only names the day, by its first moment or last minute where the customer is. */
export function namesDay(moment: number, zone: TimeZone): boolean {
  const last = endOfDay(moment, zone)
  return last - moment < minute || endOfDay(moment - 1, zone) !== last
}
