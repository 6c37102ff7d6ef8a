import fc from 'fast-check'
import { DateTime } from 'luxon'
import { describe, expect, test } from 'vitest'
import { happened, story, when } from '../../tools/sample-runs.ts'
import { BusinessTime, type Calendar, type Weekday, weekdays } from './business-time.ts'
import { compileStoryboard, runsOf } from './runs.ts'

const berlin: Calendar = {
  zone: 'Europe/Berlin',
  days: ['mon', 'tue', 'wed', 'thu', 'fri'],
  opens: 9 * 60,
  closes: 17 * 60,
  holidays: ['2026-12-25'],
}
const local = (text: string, zone = 'Europe/Berlin') => DateTime.fromISO(text, { zone }).toMillis()
const ends = (from: string, unit: 'business_days' | 'business_hours', count: number, calendar = berlin) =>
  DateTime.fromMillis(new BusinessTime(calendar).after(local(from), { unit, count }), {
    zone: calendar.zone,
  }).toFormat('ccc yyyy-MM-dd HH:mm')

describe('business days', () => {
  test.each([
    ['on Monday morning', '2026-12-14T10:00', 2, 'Wed 2026-12-16 17:00'],
    ['on Monday night', '2026-12-14T23:30', 2, 'Wed 2026-12-16 17:00'],
    ['on Saturday', '2026-12-19T12:00', 2, 'Tue 2026-12-22 17:00'],
    ['before Christmas', '2026-12-24T10:00', 1, 'Mon 2026-12-28 17:00'],
    ['over the change of clocks', '2026-03-27T10:00', 1, 'Mon 2026-03-30 17:00'],
  ])('that begin %s end when the last of them closes', (_, from, count, until) => {
    expect(ends(from, 'business_days', count)).toBe(until)
  })
})

describe('business hours', () => {
  test.each([
    ['within a day', '2026-12-14T10:00', 6, 'Mon 2026-12-14 16:00'],
    ['to the last minute of a day', '2026-12-14T10:00', 7, 'Mon 2026-12-14 17:00'],
    ['over a night', '2026-12-14T16:00', 2, 'Tue 2026-12-15 10:00'],
    ['over Christmas and a weekend', '2026-12-24T16:00', 2, 'Mon 2026-12-28 10:00'],
    ['from a Saturday', '2026-12-19T12:00', 1.5, 'Mon 2026-12-21 10:30'],
    ['from before opening', '2026-12-14T03:00', 8, 'Mon 2026-12-14 17:00'],
  ])('are counted %s', (_, from, count, until) => {
    expect(ends(from, 'business_hours', count)).toBe(until)
  })

  const always: Calendar = { ...berlin, days: [...weekdays], opens: 0, closes: 24 * 60, holidays: [] }
  test('are real hours on the days on which the clocks change: 23 of them in spring, 25 in autumn', () => {
    expect(ends('2026-03-29T00:00', 'business_hours', 23, always)).toBe('Mon 2026-03-30 00:00')
    expect(ends('2026-10-25T00:00', 'business_hours', 25, always)).toBe('Mon 2026-10-26 00:00')
  })

  test('of who never closes are wall-clock hours, whatever the moment', () => {
    const time = new BusinessTime(always)
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2e12 }), fc.integer({ min: 1, max: 2000 }), (at, count) => {
        expect(time.after(at, { unit: 'business_hours', count })).toBe(at + count * 3_600_000)
      }),
    )
  })

  test('end as counting minute by minute on the wall clock ends them', () => {
    const time = new BusinessTime(berlin)
    const open = (at: number) => {
      const { weekday, hour } = DateTime.fromMillis(at, { zone: berlin.zone })
      const date = DateTime.fromMillis(at, { zone: berlin.zone }).toISODate()!
      return weekday <= 5 && hour >= 9 && hour < 17 && !berlin.holidays.includes(date)
    }
    const slowly = (from: number, hours: number) => {
      let at = from
      for (let left = hours * 4; left > 0; at += 900_000) if (open(at)) left--
      return at
    }
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 4 * 365 * 96 }),
        fc.integer({ min: 1, max: 40 }),
        (quarter, hours) => {
          const from = Date.UTC(2025, 0, 1) + quarter * 900_000
          expect(time.after(from, { unit: 'business_hours', count: hours })).toBe(slowly(from, hours))
        },
      ),
      { numRuns: 60 },
    )
  })
})

const desk = (more: string) =>
  story(`
journey: desk
version: 1
correlate: { subject: order }
calendar: { zone: Europe/Berlin, days: [mon, tue, wed, thu, fri], hours: 09:00-17:00, holidays: [2026-12-25] }
${more}
outcomes: { done: { kind: success, touchpoints: [Answered] } }
`)

describe('a run in business time', () => {
  const asked = (from: string) => happened('Asked', 0, { started_at: local(from) })
  const answered = (at: string) => happened('Answered', 0, { started_at: local(at) })

  test('is late when the bound in business days has passed, in words', () => {
    const within = desk('steps: [{ step: Asked }, { step: Answered, within: 2bd }]')
    const run = (at: string) =>
      runsOf([asked('2026-12-24T10:00'), answered(at)], within, when(local('2027-02-01T00:00')))[0]!
    expect(run('2026-12-29T17:00').deviations).toEqual([])
    expect(run('2026-12-29T17:01').deviations.map(({ words }) => words)).toEqual([
      "'Answered' came more than 2 business days after 'Asked'",
    ])
  })

  test('has promises due in business hours', () => {
    const due = desk(
      'steps: [{ step: Asked, promise: { what: answer, due_in: 6bh, fulfilled_by: [Answered] } }, { step: Answered }]',
    )
    const run = runsOf(
      [asked('2026-12-24T15:00'), answered('2026-12-28T13:00')],
      due,
      when(local('2027-02-01T00:00')),
    )[0]!
    expect(run.promises[0]).toMatchObject({ state: 'kept', due: local('2026-12-28T13:00') })
  })
})

describe('a promise by the end of the day', () => {
  const promised = (zone: string, due: string) =>
    story(`
journey: desk
version: 1
correlate: { subject: order }
zone: ${zone}
steps: [{ step: Asked, promise: { what: answer, ${due}, fulfilled_by: [Answered] } }, { step: Answered }]
outcomes: { done: { kind: success, touchpoints: [Answered] } }
`)
  const dueOf = (zone: string, due: string, attributes: Record<string, string> = {}) =>
    runsOf(
      [happened('Asked', 0, { started_at: Date.UTC(2026, 0, 5, 23, 30), attributes })],
      promised(zone, due),
      when(Date.UTC(2026, 1, 1)),
    )[0]!.promises[0]!.due

  test('is due at the last moment of that day where the customer is', () => {
    expect(dueOf('UTC', 'due: end_of_day')).toBe(Date.UTC(2026, 0, 6) - 1)
    expect(dueOf('Europe/Berlin', 'due: end_of_day')).toBe(Date.UTC(2026, 0, 6, 23) - 1)
    expect(dueOf('Europe/Berlin', 'due_in: 2d, due: end_of_day')).toBe(Date.UTC(2026, 0, 8, 23) - 1)
  })

  test('takes the zone from an attribute of the run; one that is no zone counts as none', () => {
    const zone = '{ attribute: time_zone, otherwise: UTC }'
    expect(dueOf(zone, 'due: end_of_day', { time_zone: 'America/New_York' })).toBe(
      Date.UTC(2026, 0, 6, 5) - 1,
    )
    expect(dueOf(zone, 'due: end_of_day', { time_zone: 'Mars' })).toBe(Date.UTC(2026, 0, 6) - 1)
    expect(dueOf(zone, 'due: end_of_day')).toBe(Date.UTC(2026, 0, 6) - 1)
  })
})

/** A calendar that counts the days it is asked about. */
function counting(calendar: Calendar): { calendar: Calendar; days: () => number } {
  let asked = 0
  const days = Object.assign([...calendar.days], {
    includes(this: Weekday[], day: Weekday) {
      asked++
      return calendar.days.includes(day)
    },
  })
  return { calendar: { ...calendar, days }, days: () => asked }
}

test('100,000 spans over ten years work out each day once', () => {
  const { calendar, days } = counting(berlin)
  const time = new BusinessTime(calendar)
  for (let index = 0; index < 100_000; index++) {
    const at = Date.UTC(2020, 0, 1) + index * 3_155_760
    time.after(
      at,
      index % 2 === 0 ? { unit: 'business_days', count: 2 } : { unit: 'business_hours', count: 6 },
    )
  }
  expect(days()).toBeGreaterThan(3650)
  expect(days()).toBeLessThan(3670)
})

test('a run of 10,000 interactions works out each day once, however many bounds and promises count in it', () => {
  const storyboard = desk(
    'steps: [{ repeat: { up_to: 50, steps: [{ step: Asked, within: 6bh, promise: { what: answer, due_in: 2bd, fulfilled_by: [Answered] } }, { step: Answered, within: 6bh }] } }]',
  )
  const { calendar, days } = counting(storyboard.calendar!)
  const history = Array.from({ length: 10_000 }, (_, index) =>
    happened(index % 2 === 0 ? 'Asked' : 'Answered', index / 4),
  )
  const compiled = compileStoryboard({ ...storyboard, calendar })
  const when2040 = when(Date.UTC(2040, 0, 1))
  expect(compiled.runsOf(history, when2040)[0]!.promises.length).toBeGreaterThan(9)
  expect(days()).toBeGreaterThan(20)
  expect(days()).toBeLessThan(2510)
  const once = days()
  compiled.runsOf(history, when2040)
  expect(days()).toBe(once)
})
