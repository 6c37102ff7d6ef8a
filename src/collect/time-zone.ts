import { FixedOffsetZone, IANAZone, type Zone } from 'luxon'

const day = 86_400_000
const quarter = 900_000

/** A zone that answers offsets fast; made by `timeZone`. */
export interface TimeZone {
  name: string
  /** Milliseconds ahead of UTC at an instant. */
  offsetAt(utc: number): number
  /**
   * The instant a wall clock shows this time; `local` is the wall clock written as if it were UTC.
   * A time shown twice (autumn) is the earlier; a time never shown (spring) is moved on by the gap.
   */
  toUtc(local: number): number
}

const known = new Map<string, TimeZone>()

/** The zone of that name (`Europe/Berlin`, `UTC`, `+02:00`), or null if there is none. */
export function timeZone(name: string): TimeZone | null {
  const existing = known.get(name)
  if (existing) return existing
  const zone = zoneNamed(name)
  if (zone === null) return null
  const made = zone.isUniversal ? fixedZone(name, zone.offset(0) * 60_000) : movingZone(name, zone)
  known.set(name, made)
  return made
}

export const utc: TimeZone = fixedZone('UTC', 0)
known.set('UTC', utc)

function zoneNamed(name: string): Zone | null {
  if (/^(utc|gmt|z|etc\/utc)$/i.test(name)) return FixedOffsetZone.utcInstance
  const fixed = /^(?:utc|gmt)?([+-])(\d{1,2})(?::?([0-5]\d))?$/i.exec(name)
  if (fixed) {
    const minutes = Number(fixed[2]) * 60 + Number(fixed[3] ?? 0)
    return minutes > 14 * 60 ? null : FixedOffsetZone.instance(fixed[1] === '-' ? -minutes : minutes)
  }
  return IANAZone.isValidZone(name) ? IANAZone.create(name) : null
}

function fixedZone(name: string, offset: number): TimeZone {
  return { name, offsetAt: () => offset, toUtc: (local) => local - offset }
}

/** Offsets are asked once per day, and once per quarter of an hour on days on which the clocks change. */
function movingZone(name: string, zone: Zone): TimeZone {
  const days = new Map<number, number>()
  const quarters = new Map<number, number>()
  const asked = (cache: Map<number, number>, key: number, ask: () => number) => {
    let offset = cache.get(key)
    if (offset === undefined) {
      if (cache.size > 50_000) cache.clear()
      offset = ask()
      cache.set(key, offset)
    }
    return offset
  }
  const at = (instant: number) => zone.offset(instant) * 60_000
  const offsetAt = (instant: number) => {
    const dayNumber = Math.floor(instant / day)
    const steady = asked(days, dayNumber, () => {
      const start = at(dayNumber * day)
      return start === at((dayNumber + 1) * day) ? start : Number.NaN
    })
    if (!Number.isNaN(steady)) return steady
    const part = Math.floor(instant / quarter)
    return asked(quarters, part, () => at(part * quarter))
  }
  const toUtc = (local: number) => {
    const before = offsetAt(local - day)
    const after = offsetAt(local + day)
    const early = local - before
    if (before === after || offsetAt(early) === before) return early
    const late = local - after
    return offsetAt(late) === after ? late : early
  }
  return { name, offsetAt, toUtc }
}

/** The last millisecond of the day, as the zone's calendar has it, that the instant lies in. */
export function endOfDay(instant: number, zone: TimeZone): number {
  const local = instant + zone.offsetAt(instant)
  return zone.toUtc((Math.floor(local / day) + 1) * day) - 1
}
