/** Numbers and times as people read them. Unknown is said, never shown as 0. */
export const unknown = 'unknown'

const units: [string, number][] = [
  ['d', 86_400],
  ['h', 3600],
  ['min', 60],
  ['s', 1],
]

/** Seconds in words, at most two units: `2 d 4 h`, `36 min`; from 30 days on, days alone. */
export function duration(seconds: number | null | undefined): string {
  if (seconds === null || seconds === undefined || Number.isNaN(seconds)) return unknown
  if (seconds < 0) return `−${duration(-seconds)}`
  if (seconds > 0 && seconds < 1) return 'under 1 s'
  if (seconds >= 30 * 86_400) return `${count(Math.round(seconds / 86_400))} d`
  const first = units.findIndex(([, size]) => seconds >= size)
  const [unit, size] = units[first] ?? ['s', 1]
  const [nextUnit, nextSize] = units[first + 1] ?? ['', 0]
  if (nextSize === 0) return `${Math.round(seconds)} ${unit}`
  const rounded = Math.round(seconds / nextSize) * nextSize
  const whole = Math.floor(rounded / size)
  const rest = Math.round((rounded - whole * size) / nextSize)
  const above = units[first - 1]
  if (above && rounded >= above[1]) return `1 ${above[0]}`
  return rest ? `${whole} ${unit} ${rest} ${nextUnit}` : `${whole} ${unit}`
}

export const days = (value: number | null | undefined): string =>
  value === null || value === undefined ? unknown : duration(value * 86_400)

export function count(value: number | null | undefined): string {
  return value === null || value === undefined
    ? unknown
    : value.toLocaleString('en', { maximumFractionDigits: 0 })
}

export function decimal(value: number | null | undefined, digits = 1): string {
  return value === null || value === undefined
    ? unknown
    : value.toLocaleString('en', { maximumFractionDigits: digits, minimumFractionDigits: digits })
}

export function percent(value: number | null | undefined): string {
  if (value === null || value === undefined) return unknown
  const points = value * 100
  if (points > 0 && points < 1) return '<1 %'
  if (points > 99 && points < 100) return '>99 %'
  return `${Math.round(points)} %`
}

/** Share with 95 % interval. Under 30 the share itself is not shown, only the counts. */
export interface ShareText {
  main: string
  interval: string
  tooFew: boolean
}
export function share(part: number, of: number, low?: number | null, high?: number | null): ShareText {
  if (of === 0) return { main: unknown, interval: 'none seen', tooFew: true }
  if (of < 30) return { main: `too few (${count(part)} of ${count(of)})`, interval: '', tooFew: true }
  return {
    main: percent(part / of),
    interval: `${spread(part / of, low, high)}n ${count(of)}`,
    tooFew: false,
  }
}

/** `±4 · ` when the interval is near symmetric, else `66–75 % · `. */
export function spread(value: number, low?: number | null, high?: number | null): string {
  if (low === null || low === undefined || high === null || high === undefined) return ''
  const [below, above] = [Math.round((value - low) * 100), Math.round((high - value) * 100)]
  return Math.abs(below - above) <= 1
    ? `±${Math.max(below, above) || (high > low ? '<1' : 0)} · `
    : `${Math.round(low * 100)}–${Math.round(high * 100)} % · `
}

const when: Intl.DateTimeFormatOptions = {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  hour12: false,
}

/** A moment in the viewer's own time zone: `5 May 2026, 14:03`. */
export function moment(iso: string | null | undefined, zone?: string): string {
  return iso ? new Date(iso).toLocaleString('en-GB', zone ? { ...when, timeZone: zone } : when) : unknown
}

/** The same to the second, with the zone: for titles and raw fields. */
export function exact(iso: string | null | undefined, zone?: string): string {
  if (!iso) return unknown
  const options: Intl.DateTimeFormatOptions = { ...when, second: '2-digit', timeZoneName: 'short' }
  return new Date(iso).toLocaleString('en-GB', zone ? { ...options, timeZone: zone } : options)
}

export function date(iso: string | null | undefined, zone?: string): string {
  const options: Intl.DateTimeFormatOptions = { day: 'numeric', month: 'short', year: 'numeric' }
  return iso
    ? new Date(iso).toLocaleDateString('en-GB', zone ? { ...options, timeZone: zone } : options)
    : unknown
}

export function bytes(value: number): string {
  const steps = ['B', 'kB', 'MB', 'GB']
  const step = Math.min(steps.length - 1, value < 1 ? 0 : Math.floor(Math.log10(value) / 3))
  return `${(value / 1000 ** step).toFixed(step ? 1 : 0)} ${steps[step]}`
}

/** `one run`, `3 runs`. */
export function plural(value: number, one: string, many = `${one}s`): string {
  return `${count(value)} ${value === 1 ? one : many}`
}
