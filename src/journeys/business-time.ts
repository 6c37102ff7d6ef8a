import { timeZone } from '../collect/index.ts'

const day = 86_400_000
const minute = 60_000

export const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const
export type Weekday = (typeof weekdays)[number]

/** When a company works (docs/storyboards.md). Minutes are of the zone's wall clock, from midnight. */
export interface Calendar {
  zone: string
  days: Weekday[]
  opens: number
  closes: number
  /** `2026-12-25` */
  holidays: string[]
}

/** A stretch of a company's working time. */
export interface BusinessSpan {
  unit: 'business_days' | 'business_hours'
  count: number
}

/** Wall-clock seconds, or business time. */
export type Span = number | BusinessSpan

/** The instants at which one day opens and closes; null = closed all day. */
type Opening = { opens: number; closes: number } | null

/** Counts business time of one calendar; each day is worked out once. */
export class BusinessTime {
  private readonly openings = new Map<number, Opening>()
  private readonly calendar: Calendar
  private readonly zone: NonNullable<ReturnType<typeof timeZone>>
  private readonly closed: Set<number>

  /** @throws Error for a zone that does not exist, which reading a storyboard reports. */
  constructor(calendar: Calendar) {
    const zone = timeZone(calendar.zone)
    if (zone === null) throw new Error(`There is no time zone '${calendar.zone}'.`)
    this.calendar = calendar
    this.zone = zone
    this.closed = new Set(calendar.holidays.map((date) => Date.parse(date) / day))
  }

  /**
   * The instant (epoch ms) at which a span that begins at `at` is over. Business days: the day of the beginning does
   * not count, and the last one ends when it closes (as periods in working days do by Regulation (EEC, Euratom)
   * 1182/71, article 3). Business hours: real time while open, so that a day on which clocks change is as long as it was.
   */
  after(at: number, { unit, count }: BusinessSpan): number {
    let date = Math.floor((at + this.zone.offsetAt(at)) / day)
    if (unit === 'business_days') {
      let last = at
      for (let left = count; left > 0; ) {
        const opening = this.opening(++date)
        if (opening === null) continue
        left--
        last = opening.closes
      }
      return last
    }
    for (let left = count * 60 * minute; ; date++) {
      const opening = this.opening(date)
      if (opening === null || opening.closes <= at) continue
      const from = Math.max(at, opening.opens)
      if (from + left <= opening.closes) return from + left
      left -= opening.closes - from
    }
  }

  private opening(date: number): Opening {
    const known = this.openings.get(date)
    if (known !== undefined) return known
    if (this.openings.size > 50_000) this.openings.clear()
    const made = this.openingOf(date)
    this.openings.set(date, made)
    return made
  }

  /** Days are counted from 1 January 1970, a Thursday. */
  private openingOf(date: number): Opening {
    const weekday = weekdays[(((date + 3) % 7) + 7) % 7]!
    if (!this.calendar.days.includes(weekday) || this.closed.has(date)) return null
    const instant = (minutes: number) => this.zone.toUtc(date * day + minutes * minute)
    return { opens: instant(this.calendar.opens), closes: instant(this.calendar.closes) }
  }
}

const made = new WeakMap<Calendar, BusinessTime>()

/** The business time of a calendar, made once. */
export function businessTime(calendar: Calendar | null): BusinessTime | null {
  if (calendar === null) return null
  const time = made.get(calendar) ?? new BusinessTime(calendar)
  made.set(calendar, time)
  return time
}

/** When a span that begins at `at` (epoch ms) is over. A storyboard without a calendar has no business spans. */
export function spanEnd(at: number, span: Span, business: BusinessTime | null): number {
  return typeof span === 'number' ? at + span * 1000 : business!.after(at, span)
}

/** The least wall-clock seconds a span can mean for whoever begins it when it lasts longest. */
export function wallSeconds(span: Span): number {
  if (typeof span === 'number') return span
  return span.count * (span.unit === 'business_days' ? 86_400 : 3600)
}
