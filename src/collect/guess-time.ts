import { timeFormat } from './time-format.ts'
import { parseIsoTime } from './time-value.ts'
import { utc } from './time-zone.ts'

/** How the times of a column are written, as far as its first values tell. */
export interface TimeGuess {
  /** Luxon tokens; null = ISO 8601 or epoch, understood without a format. */
  format: string | null
  /** No time of day in it. */
  date_only: boolean
  /** Share of the filled values that fit. */
  share: number
  /** The same values would fit with day and month exchanged. */
  ambiguous: string | null
}

const dateForms = [
  'd/M/yyyy',
  'M/d/yyyy',
  'd.M.yyyy',
  'd-M-yyyy',
  'M-d-yyyy',
  'yyyy/M/d',
  'yyyy.MM.dd',
  'd MMM yyyy',
  'd-MMM-yyyy',
  'd MMMM yyyy',
  'MMM d, yyyy',
  'MMMM d, yyyy',
  'yyMMdd',
]
const clockForms = [
  '',
  ' H:mm',
  ' H:mm:ss',
  ' H:mm:ss.u',
  ' h:mm a',
  ' h:mm:ss a',
  ', H:mm',
  ', H:mm:ss',
  ', h:mm:ss a',
]
const wholeForms = [
  'EEE MMM dd HH:mm:ss ZZZ yyyy',
  'EEE, d MMM yyyy HH:mm:ss ZZZ',
  'd/MMM/yyyy:HH:mm:ss ZZZ',
  'yyyy-MM-dd H:mm',
  'yyyy-MM-dd H:mm:ss',
]
const exchanged: Record<string, string> = { 'd/M': 'M/d', 'M/d': 'd/M', 'd-M-': 'M-d-', 'M-d-': 'd-M-' }

const earliest = Date.UTC(1990, 0, 1)
const latest = Date.UTC(2090, 0, 1)

/** The time format most filled values fit, or null where it is no column of times. Numbers need a telling name. */
export function guessTime(values: readonly string[], column: string): TimeGuess | null {
  const filled = [...new Set(values)].slice(0, 400)
  if (filled.length === 0) return null
  const telling = /date|time|stamp|_at$|_on$|created|\bts\b/i.test(column)
  const numeric = filled.filter((value) => /^\d+(\.\d+)?$/.test(value)).length / filled.length > 0.5
  if (numeric && !telling) return null
  const iso = shareOf(filled, (text) => parseIsoTime(text, utc))
  if (iso >= 0.9)
    return {
      format: null,
      date_only: filled.every((value) => /^\d{4}-?\d\d-?\d\d$/.test(value)),
      share: iso,
      ambiguous: null,
    }
  if (!filled.some((value) => /\d[\s/.:,-]|^\d{6}$/.test(value))) return null
  return bestForm(filled, numeric)
}

function bestForm(filled: string[], numeric: boolean): TimeGuess | null {
  let best: TimeGuess | null = null
  const forms = numeric
    ? ['yyMMdd']
    : [...wholeForms, ...dateForms.flatMap((date) => clockForms.map((clock) => date + clock))]
  for (const format of forms) {
    const parse = timeFormat(format, utc)
    if (typeof parse === 'string') continue
    const share = shareOf(filled, parse)
    if (share > (best?.share ?? 0.6))
      best = { format, date_only: !/[hH]/.test(format), share, ambiguous: null }
  }
  if (best?.format) best.ambiguous = ambiguity(filled, best.format, best.share)
  return best
}

function ambiguity(filled: string[], format: string, share: number): string | null {
  const start = Object.keys(exchanged).find((order) => format.startsWith(order))
  if (start === undefined) return null
  const other = exchanged[start] + format.slice(start.length)
  const parse = timeFormat(other, utc)
  return typeof parse !== 'string' && shareOf(filled, parse) >= share ? other : null
}

function shareOf(values: string[], parse: (text: string) => number): number {
  let fit = 0
  for (const value of values) {
    const time = parse(value)
    if (time >= earliest && time < latest) fit++
  }
  return fit / values.length
}
