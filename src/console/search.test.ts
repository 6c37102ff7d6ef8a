import { describe, expect, it } from 'vitest'
import {
  besideField,
  besideOf,
  dayEnd,
  dayStart,
  filtersOf,
  keep,
  lastDays,
  lasting,
  parseSearch,
  stringifySearch,
} from './search.ts'

describe('the address of a view', () => {
  it('comes back as it was written, with = and spaces in a value', () => {
    const search = { attribute: 'region=North West', tab: 'runs', since: '2026-01-01T00:00:00.000Z' }
    expect(parseSearch(stringifySearch(search))).toEqual(search)
  })
  it('keeps numbers as text, so that a year stays a filter', () =>
    expect(parseSearch('?outcome=2024')).toEqual({ outcome: '2024' }))
  it('drops what no screen knows', () => expect(parseSearch('?evil=1&tab=')).toEqual({}))
  it('keeps a second set of filters in one field, without what is no filter', () => {
    const side = { attribute: 'region=North West', since: '2026-01-01T00:00:00.000Z' }
    const beside = besideField({ ...side, tab: 'runs' })
    expect(besideOf(parseSearch(stringifySearch({ beside })))).toEqual(side)
    expect(besideOf({ beside: besideField({}) })).toEqual({})
    expect(besideField({})).toBe('all')
  })
  it('is empty when nothing is chosen', () => expect(stringifySearch({ tab: undefined })).toBe(''))
  it('keeps the period but not the outcome when moving to another journey', () =>
    expect(keep({ since: 'a', outcome: 'paid', tab: 'runs' }, lasting)).toEqual({ since: 'a' }))
  it('gives operations the filters only, the version as a number', () =>
    expect(filtersOf({ tab: 'runs', channel: 'phone', version: '2' })).toEqual({
      channel: 'phone',
      version: 2,
    }))
})

describe('a period', () => {
  it('covers its last day wholly', () =>
    expect([dayStart('2026-02-01'), dayEnd('2026-02-28')]).toEqual([
      '2026-02-01T00:00:00.000Z',
      '2026-02-28T23:59:59.999Z',
    ]))
  it('of the last days ends with the data, not today', () =>
    expect(lastDays(30, '2018-10-22T11:00:00.000Z')).toEqual({
      since: '2018-09-22T00:00:00.000Z',
      until: '2018-10-22T23:59:59.999Z',
    }))
  it('that is half typed filters nothing', () => expect(dayStart('2026-0')).toBe(''))
})
