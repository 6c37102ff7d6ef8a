import { endOfDay, type TimeZone } from '../collect/index.ts'

/** Moments in the last minute of a day mean the day: sources write 23:59, 23:59:59 or 23:59:59.999. */
const minute = 60_000

/**
 * Whether two dates told (epoch ms) can both be true: they are the same, or one only names the day, by its first moment or
 * last minute where the customer is, and the other is an hour of that day.
 */
export function datesAgree(one: number, other: number, zone: TimeZone): boolean {
  if (one === other) return true
  if (endOfDay(one, zone) !== endOfDay(other, zone)) return false
  return namesDay(one, zone) || namesDay(other, zone)
}

/** No hour was told. */
export function namesDay(moment: number, zone: TimeZone): boolean {
  const last = endOfDay(moment, zone)
  return last - moment < minute || endOfDay(moment - 1, zone) !== last
}
