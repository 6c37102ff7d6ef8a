import { type TimeZone, utc } from './time-zone.ts'

/** Epoch milliseconds, or NaN where the text is no time. */
export type ParseTime = (text: string) => number

const formUnderstood = 'ISO 8601 (2024-03-31 or 2024-03-31T08:15:00+02:00) and epoch seconds or milliseconds'

/** What to tell someone whose time was not understood. */
export const timeRemedy = `not a time: understood are ${formUnderstood}; for anything else give the format, for example {column: …, format: "dd/MM/yyyy HH:mm"}`

/**
 * Reads ISO 8601 (`T` or blank between, any or no fraction, offset or none), epoch seconds and epoch milliseconds.
 * Times without an offset are wall-clock times of the zone. Day-first and month-first dates are never guessed.
 */
export function parseIsoTime(text: string, zone: TimeZone = utc): number {
  const length = text.length
  if (length >= 10 && text.charCodeAt(4) === 45 && text.charCodeAt(7) === 45) return extended(text, zone)
  if (/^\d{8}(T\d{4}(\d\d)?([.,]\d+)?(Z|[+-]\d\d(:?\d\d)?)?)?$/i.test(text)) return basic(text, zone)
  if (/^\d{9,10}(\.\d+)?$/.test(text)) return Math.floor(Number(text) * 1000)
  if (/^\d{12,13}(\.\d+)?$/.test(text)) return Math.floor(Number(text))
  return Number.NaN
}

function basic(text: string, zone: TimeZone): number {
  const date = `${text.slice(0, 4)}-${text.slice(4, 6)}-${text.slice(6, 8)}`
  if (text.length === 8) return extended(date, zone)
  const time = text.slice(9)
  const seconds = /^\d{6}/.test(time) ? `:${time.slice(4)}` : time.slice(4)
  return extended(`${date}T${time.slice(0, 2)}:${time.slice(2, 4)}${seconds}`, zone)
}

/** yyyy-MM-dd[( |T)HH:mm[:ss[.fraction]]][offset], read by position: this is the hot path of an import. */
function extended(text: string, zone: TimeZone): number {
  const year = two(text, 0) * 100 + two(text, 2)
  const date = localTime(year, two(text, 5), two(text, 8), 0, 0, 0, 0)
  const length = text.length
  if (length === 10) return zone.toUtc(date)
  const mark = text.charCodeAt(10)
  if (mark !== 32 && mark !== 84 && mark !== 116) return Number.NaN
  if (length < 16 || text.charCodeAt(13) !== 58) return Number.NaN
  const hour = two(text, 11)
  const minute = two(text, 14)
  let at = 16
  let second = 0
  let milli = 0
  if (text.charCodeAt(at) === 58) {
    second = two(text, 17)
    at = 19
    const point = text.charCodeAt(at)
    if (point === 46 || point === 44) {
      let weight = 100
      const digits = ++at
      for (; at < length && isDigit(text.charCodeAt(at)); at++) {
        milli += (text.charCodeAt(at) - 48) * weight
        weight /= 10
      }
      if (at === digits) return Number.NaN
      milli = Math.floor(milli + 1e-9)
    }
  }
  const midnight = hour === 24 && minute === 0 && second === 0 && milli === 0
  if (!((hour < 24 || midnight) && minute < 60 && second < 61)) return Number.NaN
  const local = date + ((hour * 60 + minute) * 60 + second) * 1000 + milli
  if (at === length) return zone.toUtc(local)
  return local - offsetOf(text, at)
}

const offsetForm = /^ ?(?:(?:z|utc|gmt)|([+-])(\d\d)(?::?([0-5]\d))?)$/i

/** Milliseconds of `Z`, `+02:00`, `+0200`, `+02`, ` UTC`; NaN for anything else. */
function offsetOf(text: string, at: number): number {
  if (at === text.length - 1 && text.charCodeAt(at) === 90) return 0
  const found = offsetForm.exec(text.slice(at))
  if (!found) return Number.NaN
  if (found[1] === undefined) return 0
  const minutes = Number(found[2]) * 60 + Number(found[3] ?? 0)
  if (minutes > 18 * 60) return Number.NaN
  return (found[1] === '-' ? -minutes : minutes) * 60_000
}

/** Wall-clock time as if it were UTC; NaN for a day that does not exist, such as 30 February. */
export function localTime(
  year: number,
  month: number,
  day: number,
  hour: number,
  minute: number,
  second: number,
  milli: number,
): number {
  if (!(month >= 1 && month <= 12 && day >= 1 && day <= daysOf(year, month))) return Number.NaN
  // Date.UTC reads years below 100 as 19xx.
  return year < 100 ? Number.NaN : Date.UTC(year, month - 1, day, hour, minute, second, milli)
}

function daysOf(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57
}

/** Two digits at a place, or NaN. */
function two(text: string, at: number): number {
  const tens = text.charCodeAt(at)
  const ones = text.charCodeAt(at + 1)
  return isDigit(tens) && isDigit(ones) ? (tens - 48) * 10 + ones - 48 : Number.NaN
}
