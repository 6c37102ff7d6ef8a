import { guessTime, type TimeGuess } from './guess-time.ts'
import type { FlatRecord } from './record.ts'

/** What the first rows tell about one column. */
export interface ColumnProfile {
  name: string
  /** Lower-case words of the name: `InvoiceNo` is [invoice, no]. */
  words: string[]
  /** Share of rows with a value. */
  filled: number
  distinct: number
  /** All values different in every row looked at, and none missing. */
  unique: boolean
  /** Distinct values per filled row: 1 = each row its own. */
  sparse: number
  numeric: number
  /** Share of the values like 17850.0. */
  floating: number
  zeros: number
  emails: number
  phones: number
  clock: number
  length: number
  min: number
  max: number
  time: TimeGuess | null
  samples: string[]
}

/** Rows the profile is made from; uniqueness is judged from all rows that are given. */
export const profiledRows = 2000

/** Profiles of all columns seen in the first rows, in their order. */
export function profileColumns(records: readonly FlatRecord[]): ColumnProfile[] {
  const first = records.slice(0, profiledRows)
  const names = new Set(first.flatMap((record) => Object.keys(record)))
  return [...names].map((name) => profile(name, first, records))
}

function profile(name: string, first: readonly FlatRecord[], all: readonly FlatRecord[]): ColumnProfile {
  const values = first.map((record) => record[name]?.trim() ?? '').filter((value) => value !== '')
  const share = (test: RegExp) =>
    values.length === 0 ? 0 : values.filter((value) => test.test(value)).length / values.length
  const numbers = values.filter((value) => /^-?\d+(\.\d+)?$/.test(value)).map(Number)
  const distinct = new Set(values)
  return {
    name,
    words: wordsOf(name),
    filled: values.length / Math.max(1, first.length),
    distinct: distinct.size,
    sparse: distinct.size / Math.max(1, values.length),
    unique: distinct.size === first.length && isUnique(name, all),
    numeric: share(/^-?\d+(\.\d+)?$/),
    floating: share(/^\d+\.0$/),
    zeros: share(/^0(\.0)?$/),
    emails: share(/^[^\s@]+@[^\s@]+\.[^\s@]+$/),
    phones: share(/^\+?[\d\s()/.-]{7,20}$/),
    clock: share(/^\d{1,2}:\d{2}(:\d{2})?$/),
    length: values.reduce((sum, value) => sum + value.length, 0) / Math.max(1, values.length),
    min: numbers.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY),
    max: numbers.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY),
    time: guessTime(values, name),
    samples: [...distinct].slice(0, 5),
  }
}

function isUnique(name: string, records: readonly FlatRecord[]): boolean {
  const seen = new Set<string>()
  for (const record of records) {
    const value = record[name]?.trim() ?? ''
    if (value === '' || seen.has(value)) return false
    seen.add(value)
  }
  return records.length > 0
}

/** The words of a column's name: order_purchase_timestamp, InvoiceNo, case:concept:name. */
export function wordsOf(name: string): string[] {
  return name
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')
}

const timeWords = new Set(['timestamp', 'date', 'datetime', 'time', 'at', 'on', 'ts', 'dt', 'utc'])

/** A name for what happened, after its column: order_purchase_timestamp is `Order purchase`; `date` is nothing. */
export function inWords(name: string): string | null {
  const words = wordsOf(name)
  while (words.length > 1 && timeWords.has(words.at(-1)!)) words.pop()
  while (words.length > 1 && timeWords.has(words[0]!)) words.shift()
  if (words.length === 0 || (words.length === 1 && timeWords.has(words[0]!))) return null
  const text = words.join(' ')
  return text.charAt(0).toUpperCase() + text.slice(1)
}
