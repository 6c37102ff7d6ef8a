import type { BusinessSpan, Span } from './business-time.ts'

const unitSeconds: Record<string, number> = { s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 }

/** Longest duration a storyboard may state: 50 years in seconds. */
export const longestDuration = 50 * 365.25 * 86_400

/** Seconds of `30s 15m 48h 3d 2w` (a number, possibly with decimals, and one unit); null when it is none. */
export function durationSeconds(text: string): number | null {
  const match = /^\s*(\d{1,12}(?:\.\d{1,6})?)\s*([smhdw])\s*$/.exec(text)
  if (!match) return null
  const seconds = Number(match[1]) * unitSeconds[match[2]!]!
  return seconds > 0 && seconds <= longestDuration ? seconds : null
}

/** Longest stretch of business time: some eight years of days. */
const mostBusiness = { business_days: 2000, business_hours: 16_000 }

/** Business time, `2bd` (days, whole) or `6bh` (hours); null when it is none. */
export function businessSpan(text: string): BusinessSpan | null {
  const match = /^\s*(\d{1,5}(?:\.\d{1,6})?)\s*b([dh])\s*$/.exec(text)
  if (!match) return null
  const unit = match[2] === 'd' ? 'business_days' : 'business_hours'
  const count = Number(match[1])
  const whole = unit === 'business_hours' || Number.isInteger(count)
  return whole && count > 0 && count <= mostBusiness[unit] ? { unit, count } : null
}

/** What is wrong with a number and a unit that is none of both: too long or no time at all; null when it is not even that. */
export function durationFault(text: string): string | null {
  const match = /^\s*(\d+(?:\.\d+)?)\s*(b[dh]|[smhdw])\s*$/.exec(text)
  if (match === null) return null
  if (Number(match[1]) === 0) return 'is no time at all: write 1s or more, or remove it'
  const whole = match[2] !== 'bd' || Number.isInteger(Number(match[1]))
  if (!whole) return null
  const most = `${mostBusiness.business_days}bd, ${mostBusiness.business_hours}bh or 50 years`
  return `is too long: ${match[2]!.startsWith('b') ? most : '50 years'} are the most`
}

/** A span as a storyboard writes it: `3d`, `2bd`. */
export function spanText(span: Span): string {
  if (typeof span === 'number') return durationText(span)
  return `${span.count}${span.unit === 'business_days' ? 'bd' : 'bh'}`
}

/** A duration as people say it, in its largest fitting unit: `9 days`, `1 hour`, `20 minutes`. */
export function durationWords(seconds: number): string {
  const size = Math.max(0, seconds)
  if (size >= 86_400) return counted(Math.round(size / 86_400), 'day')
  if (size >= 3600) return counted(Math.round(size / 3600), 'hour')
  if (size >= 60) return counted(Math.round(size / 60), 'minute')
  return counted(Math.round(size), 'second')
}

/** A duration as a storyboard writes it: the largest unit that divides it, `3d`. */
export function durationText(seconds: number): string {
  for (const unit of ['w', 'd', 'h', 'm'] as const) {
    if (seconds >= unitSeconds[unit]! && seconds % unitSeconds[unit]! === 0) {
      return `${seconds / unitSeconds[unit]!}${unit}`
    }
  }
  return `${seconds}s`
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}
