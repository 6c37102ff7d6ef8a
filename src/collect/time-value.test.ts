import fc from 'fast-check'
import { DateTime } from 'luxon'
import { describe, expect, it } from 'vitest'
import { timeFormat } from './time-format.ts'
import { parseIsoTime } from './time-value.ts'
import { endOfDay, timeZone } from './time-zone.ts'

const berlin = timeZone('Europe/Berlin')!
const iso = (text: string, zone = 'UTC') => {
  const time = parseIsoTime(text, timeZone(zone)!)
  return Number.isNaN(time) ? null : new Date(time).toISOString()
}
const formatted = (text: string, format: string, zone = 'UTC') => {
  const parse = timeFormat(format, timeZone(zone)!)
  if (typeof parse === 'string') return parse
  const time = parse(text)
  return Number.isNaN(time) ? null : new Date(time).toISOString()
}

describe('a time without a format', () => {
  it.each([
    ['2018-03-25', '2018-03-25T00:00:00.000Z'],
    ['2018-03-25 10:11', '2018-03-25T10:11:00.000Z'],
    ['2018-03-25T10:11:12', '2018-03-25T10:11:12.000Z'],
    ['2018-03-25 10:11:12.5', '2018-03-25T10:11:12.500Z'],
    ['2018-03-25 10:11:12,123456', '2018-03-25T10:11:12.123Z'],
    ['2011-12-06 13:41:31.788000+01:00', '2011-12-06T12:41:31.788Z'],
    ['2018-03-25T10:11:12Z', '2018-03-25T10:11:12.000Z'],
    ['2018-03-25T10:11:12z', '2018-03-25T10:11:12.000Z'],
    ['2018-03-25 10:11:12 +0530', '2018-03-25T04:41:12.000Z'],
    ['2018-03-25 10:11:12 UTC', '2018-03-25T10:11:12.000Z'],
    ['2018-03-25T10:11-03', '2018-03-25T13:11:00.000Z'],
    ['2018-12-31T24:00:00', '2019-01-01T00:00:00.000Z'],
    ['20180325', '2018-03-25T00:00:00.000Z'],
    ['20180325T101112Z', '2018-03-25T10:11:12.000Z'],
    ['1521972672', '2018-03-25T10:11:12.000Z'],
    ['1521972672.25', '2018-03-25T10:11:12.250Z'],
    ['1521972672000', '2018-03-25T10:11:12.000Z'],
  ])('is understood: %s', (text, expected) => {
    expect(iso(text)).toBe(expected)
  })

  it.each([
    '03/04/2018',
    '4.3.2018',
    '2018-02-30',
    '2018-13-01',
    '2018-03-25T25:00:00',
    '2018-03-25T10:61',
    '2018-03-25Tten',
    '12',
    '',
    'soon',
    '2018-03-25 10:11:12 Berlin',
    '2018-03-25T10:11:12.',
    '0000-00-00 00:00:00',
    '0050-01-01',
  ])('is refused, not guessed: %s', (text) => {
    expect(iso(text)).toBe(null)
  })
})

describe('a wall-clock time in a zone', () => {
  it('shown twice in autumn is the earlier of the two', () => {
    expect(iso('2018-10-28 02:30:00', 'Europe/Berlin')).toBe('2018-10-28T00:30:00.000Z')
  })

  it('never shown in spring is moved on by the gap', () => {
    expect(iso('2018-03-25 02:30:00', 'Europe/Berlin')).toBe('2018-03-25T01:30:00.000Z')
  })

  it('knows zones whose clocks change at midnight', () => {
    expect(iso('2017-10-15 00:00:00', 'America/Sao_Paulo')).toBe('2017-10-15T03:00:00.000Z')
    expect(iso('2018-02-17 23:30:00', 'America/Sao_Paulo')).toBe('2018-02-18T01:30:00.000Z')
  })

  it('shows the same wall clock again when written in that zone, around every change of the clocks', () => {
    const zones = [
      'Europe/Berlin',
      'America/Sao_Paulo',
      'America/New_York',
      'Australia/Lord_Howe',
      'Asia/Kathmandu',
      'Africa/Casablanca',
      'Pacific/Apia',
      '+05:30',
    ]
    const quarterHours = fc.integer({
      min: Date.UTC(2009, 0, 1) / 900_000,
      max: Date.UTC(2026, 0, 1) / 900_000,
    })
    fc.assert(
      fc.property(fc.constantFrom(...zones), quarterHours, fc.boolean(), (name, quarter, nearChange) => {
        const zone = timeZone(name)!
        const instant = nearChange ? nextChange(name, quarter * 900_000) : quarter * 900_000
        for (const near of [-7_200_000, -1_800_000, 0, 1_800_000, 5_400_000]) {
          const wall = DateTime.fromMillis(instant + near, {
            zone: name.startsWith('+') ? `UTC${name}` : name,
          })
          const parsed = zone.toUtc(
            Date.UTC(wall.year, wall.month - 1, wall.day, wall.hour, wall.minute, wall.second),
          )
          const again = DateTime.fromMillis(parsed, { zone: wall.zone })
          expect(again.toFormat('yyyy-MM-dd HH:mm')).toBe(wall.toFormat('yyyy-MM-dd HH:mm'))
          expect(parsed).toBeLessThanOrEqual(instant + near)
          expect(zone.offsetAt(instant + near)).toBe(wall.offset * 60_000)
        }
      }),
      { numRuns: 300 },
    )
  })

  it('ends its day just before the next one begins, also on days of 23 and 25 hours', () => {
    expect(new Date(endOfDay(berlin.toUtc(Date.UTC(2018, 2, 25, 5)), berlin)).toISOString()).toBe(
      '2018-03-25T21:59:59.999Z',
    )
    expect(new Date(endOfDay(berlin.toUtc(Date.UTC(2018, 9, 28, 5)), berlin)).toISOString()).toBe(
      '2018-10-28T22:59:59.999Z',
    )
    const saoPaulo = timeZone('America/Sao_Paulo')!
    expect(new Date(endOfDay(saoPaulo.toUtc(Date.UTC(2017, 9, 14, 12)), saoPaulo)).toISOString()).toBe(
      '2017-10-15T02:59:59.999Z',
    )
  })

  it('is null for a zone that does not exist', () => {
    expect(timeZone('Europe/Berlinn')).toBe(null)
    expect(timeZone('+19:00')).toBe(null)
  })
})

/** The first quarter of an hour after an instant at which the zone's offset changes, within 400 days, else the instant. */
function nextChange(name: string, from: number): number {
  if (name.startsWith('+')) return from
  const offset = (at: number) => DateTime.fromMillis(at, { zone: name }).offset
  let low = from
  for (let at = from; at < from + 400 * 86_400_000; at += 86_400_000) {
    if (offset(at + 86_400_000) === offset(at)) continue
    low = at
    let high = at + 86_400_000
    while (high - low > 900_000) {
      const middle = Math.floor((low + high) / 2 / 900_000) * 900_000
      if (offset(middle) === offset(at)) low = middle
      else high = middle
    }
    return high
  }
  return from
}

describe('a time with a format', () => {
  it.each([
    ['25/03/2018', 'dd/MM/yyyy', '2018-03-25T00:00:00.000Z'],
    ['3/4/2018', 'd/M/yyyy', '2018-04-03T00:00:00.000Z'],
    ['3/4/2018', 'M/d/yyyy', '2018-03-04T00:00:00.000Z'],
    ['25.03.18 7:05', 'dd.MM.yy H:mm', '2018-03-25T07:05:00.000Z'],
    ['990101 0:00:31', 'yyMMdd H:mm:ss', '1999-01-01T00:00:31.000Z'],
    ['Tue Oct 31 22:10:47 +0000 2017', 'EEE MMM dd HH:mm:ss ZZZ yyyy', '2017-10-31T22:10:47.000Z'],
    ['3/4/2018 12:05 AM', 'M/d/yyyy h:mm a', '2018-03-04T00:05:00.000Z'],
    ['3/4/2018 12:05 pm', 'M/d/yyyy h:mm a', '2018-03-04T12:05:00.000Z'],
    ['5 September 2018', 'd MMMM yyyy', '2018-09-05T00:00:00.000Z'],
    ['2018-03-25T10:11:12.123456+02:00', "yyyy-MM-dd'T'HH:mm:ss.uZZ", '2018-03-25T08:11:12.123Z'],
    ['2018-W12-7', "kkkk-'W'WW-c", '2018-03-25T00:00:00.000Z'],
    ['1521972672', 'epoch_s', '2018-03-25T10:11:12.000Z'],
  ])('%s as %s', (text, format, expected) => {
    expect(formatted(text, format)).toBe(expected)
  })

  it('is refused where the text does not fit it whole', () => {
    expect(formatted('25/03/2018 10:00', 'dd/MM/yyyy')).toBe(null)
    expect(formatted('13/13/2018', 'dd/MM/yyyy')).toBe(null)
    expect(formatted('3/4/2018 13:05 PM', 'M/d/yyyy h:mm a')).toBe(null)
  })

  it('reads what luxon writes in the same format', () => {
    const formats = [
      'dd/MM/yyyy HH:mm:ss',
      'd.M.yy H:mm:ss',
      'EEE, d MMM yyyy HH:mm:ss ZZZ',
      'MMMM d, yyyy h:mm:ss a',
      'yyyyMMddHHmmss',
      'EEEE d MMMM yyyy HH:mm:ss.SSS',
    ]
    fc.assert(
      fc.property(
        fc.constantFrom(...formats),
        fc.integer({ min: 631_152_000, max: 2_800_000_000 }),
        (format, seconds) => {
          const written = DateTime.fromSeconds(seconds, { zone: 'utc', locale: 'en' }).toFormat(format)
          expect(formatted(written, format)).toBe(new Date(seconds * 1000).toISOString())
        },
      ),
    )
  })

  it('must name a whole date', () => {
    expect(formatted('10:00', 'HH:mm')).toContain('names no whole date')
    expect(formatted('x', '///')).toContain('no token of a time')
  })
})
