import { timeZone, utc } from '../collect/index.ts'
import { type Calendar, type Weekday, weekdays } from './business-time.ts'
import type { CustomerZone } from './storyboard.ts'
import {
  at,
  complain,
  type Findings,
  mapAt,
  nameAt,
  namesAt,
  type Place,
  shown,
  textAt,
} from './storyboard-field.ts'

const example = 'calendar: { zone: Europe/Berlin, days: [mon, tue, wed, thu, fri], hours: 09:00-17:00 }'

/** The hours in which the company works; absent, or (reported) not readable = null. */
export function readCalendar(findings: Findings, place: Place): Calendar | null {
  if (place.tree === undefined) return null
  const map = mapAt(findings, place, ['zone', 'days', 'hours', 'holidays'], example)
  if (map === null) return null
  const field = (key: string) => at(map, key, place.field)
  for (const key of ['zone', 'days', 'hours']) {
    if (!map.entries.has(key)) complain(findings, field(key), `is missing: write \`${example}\``)
  }
  const zone = zoneAt(findings, field('zone'))
  const days = namesAt(findings, field('days')).filter((day): day is Weekday => {
    if (weekdays.some((known) => known === day)) return true
    complain(findings, field('days'), `'${day}' is no day of the week: write ${weekdays.join(', ')}`)
    return false
  })
  const hours = hoursAt(findings, field('hours'))
  const holidays = namesAt(findings, field('holidays')).filter((date) => {
    if (isDate(date)) return true
    complain(findings, field('holidays'), `'${date}' is no date: write it as 2026-12-25`)
    return false
  })
  return zone === null || hours === null || days.length === 0 ? null : { zone, days, ...hours, holidays }
}

/** The zone of the customer, in which a promised day ends; absent, or (reported) not readable = null. */
export function readZone(findings: Findings, place: Place): CustomerZone | null {
  if (place.tree === undefined) return null
  if (place.tree.kind === 'scalar') {
    const otherwise = zoneAt(findings, place)
    return otherwise === null ? null : { attribute: null, otherwise }
  }
  const written = 'zone: { attribute: time_zone, otherwise: Europe/Berlin }'
  const map = mapAt(findings, place, ['attribute', 'otherwise'], written)
  if (map === null) return null
  const field = (key: string) => at(map, key, place.field)
  for (const key of ['attribute', 'otherwise']) {
    if (!map.entries.has(key)) complain(findings, field(key), `is missing: write \`${written}\``)
  }
  const attribute = nameAt(findings, field('attribute'))
  const otherwise = zoneAt(findings, field('otherwise'))
  return attribute === null || otherwise === null ? null : { attribute, otherwise }
}

/**
 * Epoch ms of a date, which begins where the company is (its calendar's zone, else the customer's, else UTC), or of a
 * time with its offset; null when absent or (reported) neither.
 */
export function validFromAt(
  findings: Findings,
  place: Place,
  { calendar, zone }: { calendar: Calendar | null; zone: CustomerZone | null },
): number | null {
  const text = textAt(findings, place)
  if (text === null) return null
  if (isDate(text)) {
    const where = timeZone(calendar?.zone ?? zone?.otherwise ?? 'UTC')
    return (where ?? utc).toUtc(Date.parse(text))
  }
  const at = isDate(text.slice(0, 10)) && /T.*(Z|[+-]\d\d:?\d\d)$/.test(text) ? Date.parse(text) : Number.NaN
  if (!Number.isNaN(at)) return at
  return complain(
    findings,
    place,
    `'${text}' is no date: write 2026-01-01, or a time as 2026-01-01T09:00:00+01:00`,
  )
}

/** Whether a text is a day of the calendar, `2026-12-25`. */
export function isDate(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && new Date(`${text}T00:00:00Z`).toJSON()?.slice(0, 10) === text
}

function zoneAt(findings: Findings, place: Place): string | null {
  const name = textAt(findings, place)
  if (name === null || timeZone(name) !== null) return name
  return complain(findings, place, `'${name}' is no time zone: write a name such as Europe/Berlin, or UTC`)
}

function hoursAt(findings: Findings, place: Place): { opens: number; closes: number } | null {
  if (place.tree === undefined) return null
  const text = place.tree.kind === 'scalar' ? place.tree.text : ''
  const match = /^(\d{2}):([0-5]\d)\s*-\s*(\d{2}):([0-5]\d)$/.exec(text.trim())
  const [opens, closes] = match
    ? [Number(match[1]) * 60 + Number(match[2]), Number(match[3]) * 60 + Number(match[4])]
    : [0, 0]
  if (opens < closes && closes <= 24 * 60) return { opens, closes }
  return complain(
    findings,
    place,
    `${shown(place.tree)} are no hours of one day: write when it opens and closes, such as 09:00-17:00`,
  )
}
