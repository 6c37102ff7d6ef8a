import { describe, expect, test } from 'vitest'
import { goodStoryboard } from '../../tools/sample-runs.ts'
import { parseStoryboard } from './storyboard.ts'

const calendar =
  'calendar: { zone: Europe/Berlin, days: [mon, tue], hours: 09:00-17:30, holidays: [2026-12-25] }\n'
const withTop = (top: string, text = goodStoryboard) => text.replace('silence: 3d\n', `silence: 3d\n${top}`)

describe('the calendar', () => {
  test('is read with its hours as minutes of the day', () => {
    const { storyboard, problems } = parseStoryboard(withTop(calendar))
    expect(problems).toEqual([])
    expect(storyboard!.calendar).toEqual({
      zone: 'Europe/Berlin',
      days: ['mon', 'tue'],
      opens: 540,
      closes: 1050,
      holidays: ['2026-12-25'],
    })
  })

  test.each([
    [
      'zone: Europe/Berlin',
      'zone: Mars',
      'calendar.zone',
      "'Mars' is no time zone: write a name such as Europe/Berlin, or UTC",
    ],
    [
      '[mon, tue]',
      '[monday]',
      'calendar.days',
      "'monday' is no day of the week: write mon, tue, wed, thu, fri, sat, sun",
    ],
    ['09:00-17:30', '17:30-09:00', 'calendar.hours', 'write when it opens and closes, such as 09:00-17:00'],
    ['09:00-17:30', '9-5', 'calendar.hours', "'9-5' are no hours of one day"],
    ['2026-12-25', '2026-02-30', 'calendar.holidays', "'2026-02-30' is no date: write it as 2026-12-25"],
    ['days: [mon, tue], ', '', 'calendar.days', 'is missing: write `calendar: {'],
    ['holidays', 'holydays', 'calendar.holydays', "unknown field 'holydays'; did you mean 'holidays'?"],
  ])('refuses %s written as %s', (from, to, field, message) => {
    const { problems } = parseStoryboard(withTop(calendar.replace(from, to)))
    expect(problems).toEqual([{ line: 6, field, message: expect.stringContaining(message) }])
  })
})

describe('business time', () => {
  test('is counted where the company works: within and due_in', () => {
    const text = withTop(calendar)
      .replace('within: 14d', 'within: 2bd')
      .replace('due_in: 10d', 'due_in: 6.5bh')
    const { storyboard, problems } = parseStoryboard(text)
    expect(problems).toEqual([])
    expect(JSON.stringify(storyboard)).toContain('"within":{"unit":"business_days","count":2}')
    expect(JSON.stringify(storyboard)).toContain('"due_in":{"unit":"business_hours","count":6.5}')
  })

  test.each([
    [
      'silence: 3d',
      'silence: 3bd',
      "'3bd' is business time, but a customer waits in wall-clock time: write 2d or 48h",
    ],
    ['silence: 5d, owner', 'silence: 8bh, owner', "'8bh' is business time, but a customer waits"],
    ['after: 60d', 'after: 60bd', "'60bd' is business time, but a customer waits"],
    ['outcome: delivered, within: 20d', 'outcome: delivered, within: 20bd', "'20bd' is business time"],
    ['{ subject: order }', '{ customer: 5bd }', "'5bd' is business time"],
    ['within: 14d', 'within: 1.5bd', "'1.5bd' is not a duration"],
    ['within: 14d', 'within: 9000bd', "'9000bd' is too long: 2000bd, 16000bh or 50 years are the most"],
    ['within: 14d', 'within: 99999999999d', "'99999999999d' is too long: 50 years are the most"],
    ['within: 14d', 'within: 0d', "'0d' is no time at all: write 1s or more, or remove it"],
  ])('is refused for %s written as %s', (from, to, message) => {
    const { problems } = parseStoryboard(withTop(calendar).replace(from, to))
    expect(problems).toEqual([expect.objectContaining({ message: expect.stringContaining(message) })])
  })

  test('of a calendar that is hardly ever open, years by the clock, is refused with how long it would be', () => {
    const rare = 'calendar: { zone: UTC, days: [mon], hours: 09:00-09:01 }\n'
    const { problems } = parseStoryboard(withTop(rare).replace('within: 14d', 'within: 6000bh'))
    expect(problems).toEqual([
      {
        line: 13,
        field: 'Bill paid.within',
        message:
          '6000bh are some 6899 years by this calendar, which is open 0.02 hours a week; 50 years are the most: write less, or more hours',
      },
    ])
    const days = parseStoryboard(withTop(rare).replace('within: 14d', 'within: 2000bd'))
    expect(days.problems).toEqual([])
  })

  test('needs a calendar', () => {
    const { problems } = parseStoryboard(goodStoryboard.replace('within: 14d', 'within: 2bd'))
    expect(problems).toEqual([
      {
        line: 12,
        field: 'Bill paid.within',
        message: expect.stringContaining(
          '2bd is business time, which needs to know when you work: add `calendar:',
        ),
      },
    ])
  })
})

describe('a promise due at the end of a day', () => {
  const endOfDay = goodStoryboard.replace('due_in: 10d', 'due: end_of_day')

  test('needs the zone in which the day ends', () => {
    expect(parseStoryboard(endOfDay).problems).toEqual([
      {
        line: 9,
        field: 'Order placed.promise.due',
        message: expect.stringContaining('where does the day end?'),
      },
    ])
    expect(parseStoryboard(withTop('zone: Asia/Tokyo\n', endOfDay)).storyboard!.zone).toEqual({
      attribute: null,
      otherwise: 'Asia/Tokyo',
    })
  })

  test('may take the zone of the customer from an attribute, with another where it is not known', () => {
    const zone = 'zone: { attribute: time_zone, otherwise: UTC }\n'
    expect(parseStoryboard(withTop(zone, endOfDay)).storyboard!.zone).toEqual({
      attribute: 'time_zone',
      otherwise: 'UTC',
    })
    expect(parseStoryboard(withTop('zone: { attribute: time_zone }\n', endOfDay)).problems).toEqual([
      expect.objectContaining({ field: 'zone.otherwise', message: expect.stringContaining('is missing') }),
    ])
  })

  test('is refused where it says something else', () => {
    const { problems } = parseStoryboard(goodStoryboard.replace('due_in: 10d', 'due: noon'))
    expect(problems[0]!.message).toBe("'noon' is not a time of day: write end_of_day, or `due_in` alone")
  })
})
