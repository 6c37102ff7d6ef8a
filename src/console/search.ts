import type { Filters } from '../journeys/contract.ts'

/** Everything a view remembers about itself lives in the URL, as plain text fields. */
export const searchFields = [
  'since',
  'until',
  'as_of',
  'channel',
  'attribute',
  'outcome',
  'promise',
  'version',
  'read',
  'tab',
  'break',
  'edge',
  'deviation',
  'variant',
  'having',
  'sort',
  'order',
  'columns',
  'by',
  'beside',
  'selected',
  'axis',
  'shown',
  'import',
  'source',
  'reason',
  'next',
  'upload',
  'held',
  'q',
  'number',
  'email',
  'subject',
  'identifier',
  'act',
  'before',
  'what',
  'form',
  'journey',
  'delivery',
] as const
export type SearchField = (typeof searchFields)[number]
export type Search = Partial<Record<SearchField, string>>

/** Kept when moving anywhere in a workspace. */
export const lasting: SearchField[] = ['since', 'until', 'as_of', 'channel']
/** Kept besides while staying within one journey or subject and its runs. */
export const narrowing: SearchField[] = [...lasting, 'attribute', 'outcome', 'promise', 'version']
/** Which runs of a journey are listed. */
export const selecting: SearchField[] = ['break', 'edge', 'deviation', 'variant', 'having']

export function searchOf(given: Record<string, unknown>): Search {
  const found: Search = {}
  for (const field of searchFields) {
    const value = given[field]
    if (typeof value === 'string' && value !== '') found[field] = value
  }
  return found
}

export function parseSearch(text: string): Search {
  return searchOf(Object.fromEntries(new URLSearchParams(text)))
}

export function stringifySearch(search: object): string {
  const given = Object.entries(search).filter(([, value]) => typeof value === 'string' && value !== '')
  const text = new URLSearchParams(given as [string, string][]).toString()
  return text ? `?${text}` : ''
}

export function keep(search: Search, fields: SearchField[]): Search {
  return Object.fromEntries(fields.flatMap((field) => (search[field] ? [[field, search[field]]] : [])))
}

/** The part of the URL that narrows figures, as the operations take it. */
export function filtersOf(search: Search): Filters {
  const { version, read: _, ...rest } = keep(search, narrowing)
  const filters: Filters = rest
  return version && /^\d+$/.test(version) ? { ...filters, version: Number(version) } : filters
}

/** The same for figures that may be read from a sample; they are unless the address asks for all runs. */
export function samplingOf(search: Search): Filters {
  return { ...filtersOf(search), read: search.read === 'all' ? 'all' : 'sample' }
}

/** The second set of filters of a comparison, kept in one field of the address. */
export function besideOf(search: Search): Search {
  return keep(parseSearch(search.beside ?? ''), narrowing)
}
/** `all` where the second side is not narrowed: it was chosen, unlike ''. */
export function besideField(side: Search): string {
  return stringifySearch(keep(side, narrowing)).slice(1) || 'all'
}

/** A calendar day as typed, to the first or last moment of it in UTC; '' for what is no day. */
export function dayStart(day: string): string {
  return /^\d{4}-\d{2}-\d{2}$/.test(day) ? `${day}T00:00:00.000Z` : ''
}
export function dayEnd(day: string): string {
  return /^\d{4}-\d{2}-\d{2}$/.test(day) ? `${day}T23:59:59.999Z` : ''
}

/** The period of so many days that ends at `asOf` (the data's end, not today's date). */
export function lastDays(count: number, asOf: string): { since: string; until: string } {
  const until = Date.parse(asOf)
  return {
    since: dayStart(new Date(until - count * 86_400_000).toISOString().slice(0, 10)),
    until: dayEnd(asOf.slice(0, 10)),
  }
}
