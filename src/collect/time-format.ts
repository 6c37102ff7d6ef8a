import { DateTime, FixedOffsetZone, IANAZone } from 'luxon'
import { localTime, type ParseTime } from './time-value.ts'
import type { TimeZone } from './time-zone.ts'

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const monthNames = 'January|February|March|April|May|June|July|August|September|October|November|December'
const shortMonths = 'Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sept?|Oct|Nov|Dec'
const weekdays = 'Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday'

/** Luxon's tokens that are read by one expression; a format with any other goes to luxon itself, fifty times slower. */
const tokens: Record<string, { form: string; part: Part | null }> = {
  yyyy: { form: '\\d{4}', part: 'year' },
  y: { form: '\\d{1,4}', part: 'year' },
  yy: { form: '\\d{2}', part: 'shortYear' },
  MM: { form: '\\d{2}', part: 'month' },
  M: { form: '\\d{1,2}', part: 'month' },
  MMM: { form: shortMonths, part: 'monthName' },
  MMMM: { form: monthNames, part: 'monthName' },
  dd: { form: '\\d{2}', part: 'day' },
  d: { form: '\\d{1,2}', part: 'day' },
  HH: { form: '\\d{2}', part: 'hour' },
  H: { form: '\\d{1,2}', part: 'hour' },
  hh: { form: '\\d{2}', part: 'hour' },
  h: { form: '\\d{1,2}', part: 'hour' },
  a: { form: '[ap]\\.?m\\.?', part: 'half' },
  mm: { form: '\\d{2}', part: 'minute' },
  m: { form: '\\d{1,2}', part: 'minute' },
  ss: { form: '\\d{2}', part: 'second' },
  s: { form: '\\d{1,2}', part: 'second' },
  SSS: { form: '\\d{3}', part: 'fraction' },
  S: { form: '\\d{1,3}', part: 'fraction' },
  u: { form: '\\d{1,9}', part: 'fraction' },
  EEE: { form: weekdays.replace(/(\w{3})\w*/g, '$1'), part: null },
  EEEE: { form: weekdays, part: null },
  Z: { form: '[+-]\\d{1,2}', part: 'offset' },
  ZZ: { form: 'Z|[+-]\\d{2}:\\d{2}', part: 'offset' },
  ZZZ: { form: 'Z|[+-]\\d{4}', part: 'offset' },
}
type Part =
  | 'year'
  | 'shortYear'
  | 'month'
  | 'monthName'
  | 'day'
  | 'hour'
  | 'half'
  | 'minute'
  | 'second'
  | 'fraction'
  | 'offset'

/**
 * A parser for times written in luxon's tokens (`dd/MM/yyyy HH:mm`), English month names; `epoch_s` and `epoch_ms` for
 * numbers. A string where nothing can be parsed in that format.
 */
export function timeFormat(format: string, zone: TimeZone): ParseTime | string {
  if (format === 'epoch_s')
    return (text) => (/^-?\d+(\.\d+)?$/.test(text) ? Math.floor(Number(text) * 1000) : Number.NaN)
  if (format === 'epoch_ms')
    return (text) => (/^-?\d+(\.\d+)?$/.test(text) ? Math.floor(Number(text)) : Number.NaN)
  const pieces = [...format.matchAll(/'([^']*)'|([A-Za-z])\2*|[^A-Za-z']+/g)]
  if (!pieces.some((piece) => piece[2]))
    return `no token of a time in '${format}': write for example dd/MM/yyyy HH:mm`
  const parts: Part[] = []
  let form = ''
  for (const piece of pieces) {
    if (!piece[2]) {
      form += (piece[1] ?? piece[0]).replace(/[.*+?^${}()|[\]\\/]/g, '\\$&').replace(/\s+/g, '\\s+')
      continue
    }
    const token = tokens[piece[0]]
    if (!token) return luxonFormat(format, zone)
    form += token.part === null ? `(?:${token.form})` : `(${token.form})`
    if (token.part !== null) parts.push(token.part)
  }
  const has = (...names: Part[]) => names.some((name) => parts.includes(name))
  if (!(has('year', 'shortYear') && has('month', 'monthName') && has('day'))) {
    return `'${format}' names no whole date: year (yyyy), month (MM) and day (dd) are needed`
  }
  return partsFormat(new RegExp(`^${form}$`, 'i'), parts, zone)
}

function partsFormat(form: RegExp, parts: Part[], zone: TimeZone): ParseTime {
  return (text) => {
    const found = form.exec(text)
    if (!found) return Number.NaN
    let year = 0,
      month = 1,
      day = 1,
      hour = 0,
      minute = 0,
      second = 0,
      milli = 0
    let half = ''
    let offset: string | null = null
    for (let i = 0; i < parts.length; i++) {
      const value = found[i + 1]!
      switch (parts[i]!) {
        case 'year':
          year = Number(value)
          break
        // Luxon's cut-off: 60 is 2060, 61 is 1961.
        case 'shortYear':
          year = Number(value) + (Number(value) > 60 ? 1900 : 2000)
          break
        case 'month':
          month = Number(value)
          break
        case 'monthName':
          month = months.indexOf(value.slice(0, 3).toLowerCase()) + 1
          break
        case 'day':
          day = Number(value)
          break
        case 'hour':
          hour = Number(value)
          break
        case 'half':
          half = value.charAt(0).toLowerCase()
          break
        case 'minute':
          minute = Number(value)
          break
        case 'second':
          second = Number(value)
          break
        case 'fraction':
          milli = Math.floor(Number(`0.${value}`) * 1000 + 1e-6)
          break
        case 'offset':
          offset = value
          break
      }
    }
    if (half !== '') {
      if (hour < 1 || hour > 12) return Number.NaN
      hour = (hour % 12) + (half === 'p' ? 12 : 0)
    }
    if (hour > 23 || minute > 59 || second > 60) return Number.NaN
    const local = localTime(year, month, day, hour, minute, second, milli)
    return offset === null ? zone.toUtc(local) : local - offsetMillis(offset)
  }
}

function offsetMillis(text: string): number {
  if (text === 'Z' || text === 'z') return 0
  const digits = text.slice(1).replace(':', '')
  const hours = Number(digits.slice(0, 2))
  const minutes = Number(digits.slice(2) || 0)
  const size = (hours * 60 + minutes) * 60_000
  return text.charAt(0) === '-' ? -size : size
}

/** Everything else luxon knows: week dates, ordinal days, zone names. */
function luxonFormat(format: string, zone: TimeZone): ParseTime | string {
  const probe = DateTime.fromFormatExplain('', format, { locale: 'en' })
  if (probe.invalidReason === 'conflicting specification') return `'${format}' contradicts itself`
  const luxonZone = IANAZone.isValidZone(zone.name)
    ? IANAZone.create(zone.name)
    : FixedOffsetZone.instance(zone.offsetAt(0) / 60_000)
  return (text) => {
    const time = DateTime.fromFormat(text, format, { locale: 'en', zone: luxonZone })
    return time.isValid ? time.toMillis() : Number.NaN
  }
}
