import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { day, design, happened, hour, story, when } from '../../tools/sample-runs.ts'
import type { Interaction, News } from '../collect/contract.ts'
import type { Gap } from './run.ts'
import { runsOf } from './runs.ts'
import type { Storyboard } from './storyboard.ts'

const said = (more: Partial<News> = {}): News => ({
  received: null,
  needed_from_you: null,
  next_by: null,
  delivery: 'assumed',
  ...more,
})
const news = { news: said() }
const opened = design(['Opened', 'Updated', 'Resolved'], {
  outcomes: [
    { outcome: 'resolved', kind: 'success', touchpoints: ['Resolved'], attributes: {}, after: null },
  ],
})
const gapsOf = (history: Interaction[], as_of = day(100), storyboard: Storyboard = opened): Gap[] =>
  runsOf(history, storyboard, { ...when(as_of), news_seen: true })[0]!.gaps
const days = (gaps: Gap[]) =>
  gaps.map(({ from_at, to_at }) => [(from_at - day(0)) / 86_400_000, (to_at - day(0)) / 86_400_000])
const excess = (gaps: Gap[]) => gaps.reduce((sum, gap) => sum + gap.excess, 0)

describe('the worked example of methods A.6', () => {
  const gaps = gapsOf([
    happened('Opened', 0),
    happened('Updated', 1, news),
    happened('Chase', 9, { channel: 'phone', ...news }),
    happened('Resolved', 12, news),
  ])

  test('has gaps of 1, 8 and 3 days, 7 days beyond a tolerance of 2, and a silence ratio of .583', () => {
    expect(gaps.map(({ seconds }) => seconds / 86_400)).toEqual([1, 8, 3])
    expect(gaps.map((gap) => gap.excess / 86_400)).toEqual([0, 6, 1])
    expect(excess(gaps) / 86_400 / 12).toBeCloseTo(0.583, 3)
  })

  test('names the designed place of a gap, which a chase in between does not hide', () => {
    expect(gaps.map(({ from, to }) => [from, to])).toEqual([
      ['Opened', 'Updated'],
      ['Updated', 'Resolved'],
      ['Updated', 'Resolved'],
    ])
    expect(gaps.every(({ open }) => !open)).toBe(true)
  })
})

describe('news', () => {
  test('that could not be delivered is none', () => {
    expect(
      days(
        gapsOf(
          [happened('Opened', 0), happened('Updated', 1, { news: said({ delivery: 'failed' }) })],
          day(9),
        ),
      ),
    ).toEqual([[0, 9]])
  })

  test('of a live conversation is received at its end, of anything else at its start', () => {
    const until = { ended_at: day(3) }
    expect(
      days(
        gapsOf([happened('Opened', 0), happened('Call', 1, { channel: 'phone', ...news, ...until })], day(4)),
      ),
    ).toEqual([
      [0, 3],
      [3, 4],
    ])
    expect(
      days(
        gapsOf([happened('Opened', 0), happened('Mail', 1, { channel: 'email', ...news, ...until })], day(4)),
      ),
    ).toEqual([
      [0, 1],
      [1, 4],
    ])
  })

  test('is what the design tells, even where the data says nothing', () => {
    const telling = story(`
journey: case
version: 1
correlate: { subject: order }
steps: [{ step: Opened }, { step: Worked on }, { step: Updated, tells: [state] }, { step: Resolved, tells: [answer] }]
outcomes: { resolved: { kind: success, touchpoints: [Resolved] } }
`)
    const history = [
      happened('Opened', 0),
      happened('Worked on', 1),
      happened('Updated', 4),
      happened('Resolved', 5),
    ]
    const [run] = runsOf(history, telling, when(day(100)))
    expect(run!.silence_unknown).toBe(false)
    expect(run!.steps.map(({ is_news }) => is_news)).toEqual([false, false, true, true])
    expect(days(run!.gaps)).toEqual([
      [0, 4],
      [4, 5],
    ])
  })

  test('is a date the customer is told', () => {
    const told = {
      promises: [
        {
          what: 'visit',
          act: 'made' as const,
          due: day(20),
          at: day(2),
          fulfilled_by: [],
          replaced_by: [],
          voided_by: [],
        },
      ],
    }
    expect(days(gapsOf([happened('Opened', 0), happened('Call', 2, told)], day(9)))).toEqual([
      [0, 2],
      [2, 9],
    ])
  })

  test('nowhere on the journey leaves silence unknown, not long', () => {
    const [run] = runsOf([happened('Opened', 0), happened('Resolved', 50)], opened, when(day(100)))
    expect(run).toMatchObject({ silence_unknown: true, gaps: [] })
    const [seen] = runsOf([happened('Opened', 0), happened('Resolved', 50)], opened, {
      ...when(day(100)),
      news_seen: true,
    })
    expect(seen).toMatchObject({ silence_unknown: false, gaps: [{ seconds: 50 * 86_400 }] })
  })
})

describe('a gap', () => {
  test('ends at the outcome', () => {
    expect(
      days(gapsOf([happened('Opened', 0), happened('Resolved', 4), happened('Call', 30, news)])),
    ).toEqual([[0, 4]])
  })

  test('is open at the moment of judgement, and never past a horizon', () => {
    const history = [happened('Opened', 0), happened('Updated', 1, news)]
    const [run] = runsOf(history, opened, { ...when(day(300)), horizon: () => day(6) })
    expect(run!.gaps.at(-1)).toMatchObject({
      from: 'Updated',
      to: 'Resolved',
      to_at: day(6),
      open: true,
      seconds: 5 * 86_400,
    })
  })

  test('stops at the last interaction where the time of the outcome was not observed', () => {
    const cancelled = {
      ...opened,
      outcomes: [
        {
          outcome: 'gone',
          kind: 'failure' as const,
          touchpoints: [],
          attributes: { state: ['gone'] },
          after: null,
        },
      ],
    }
    expect(
      days(
        gapsOf(
          [happened('Opened', 0, { attributes: { state: 'gone' } }), happened('Call', 3)],
          day(90),
          cancelled,
        ),
      ),
    ).toEqual([[0, 3]])
  })

  test('leaves out the time the ball is with the customer, and begins anew when it returns', () => {
    const gaps = gapsOf([
      happened('Opened', 0),
      happened('Updated', 1, { news: said({ needed_from_you: 'passport' }) }),
      happened('Passport sent', 8, { direction: 'inbound' }),
      happened('Resolved', 11, news),
    ])
    expect(days(gaps)).toEqual([
      [0, 1],
      [8, 11],
    ])
    expect(gaps[1]).toMatchObject({ from: 'Updated', to: 'Resolved', excess: 86_400 })
  })

  test('is split where the ball goes to the customer without news', () => {
    const gaps = gapsOf([
      happened('Opened', 0),
      happened('Form sent', 3, { ball_after: 'customer' }),
      happened('Form back', 9, { ball_after: 'company' }),
      happened('Resolved', 10),
    ])
    expect(days(gaps)).toEqual([
      [0, 3],
      [9, 10],
    ])
  })

  test('changes the run when its tolerance has passed', () => {
    const [run] = runsOf([happened('Opened', 0)], opened, { ...when(day(1)), news_seen: true })
    expect(run!.next_change_at).toBe(day(2) + 1)
  })
})

describe('tolerance', () => {
  const promised = (due: number, what = 'answer') => ({
    what,
    act: 'made' as const,
    due: day(due),
    at: day(0),
    fulfilled_by: [],
    replaced_by: [],
    voided_by: [],
  })

  test('lasts until the customer was told to hear', () => {
    expect(gapsOf([happened('Opened', 0, { news: said({ next_by: day(7) }) })], day(9))).toMatchObject([
      { tolerance: 7 * 86_400, excess: 2 * 86_400 },
    ])
  })

  test('lasts until the first date promised and still ahead', () => {
    const history = [
      happened('Opened', 0, { promises: [promised(10), promised(6, 'call')] }),
      happened('Updated', 7, news),
    ]
    expect(gapsOf(history, day(12)).map(({ tolerance }) => tolerance / 86_400)).toEqual([6, 3])
  })

  test('rests on a promise the design implies, from the start of its step', () => {
    const implied = story(`
journey: case
version: 1
correlate: { subject: order }
steps: [{ step: Opened, promise: { what: answer, due_in: 5d, fulfilled_by: [Updated] } }, { step: Updated, tells: [state] }]
outcomes: { done: { kind: success, touchpoints: [Updated] } }
`)
    const [run] = runsOf([happened('Opened', 0, { ended_at: day(1) })], implied, when(day(9)))
    expect(run!.gaps).toMatchObject([{ tolerance: 6 * 86_400, excess: 3 * 86_400, open: true }])
  })

  test('no longer rests on a promise that is fulfilled or past', () => {
    const made = { ...promised(10), fulfilled_by: ['Updated'] }
    expect(
      gapsOf([happened('Opened', 0, { promises: [made] }), happened('Updated', 3, news)], day(12)).map(
        ({ tolerance }) => tolerance / 86_400,
      ),
    ).toEqual([10, 2])
    expect(
      gapsOf([happened('Opened', 0, { promises: [promised(2)] }), happened('Updated', 3, news)], day(12))[1]!
        .tolerance,
    ).toBe(2 * 86_400)
  })

  test('is else the one of the designed step reached, else the one of the storyboard', () => {
    const own = story(`
journey: case
version: 1
silence: 4d
correlate: { subject: order }
steps: [{ step: Opened, silence: 6h }, { step: Updated, tells: [state] }]
outcomes: { done: { kind: success, touchpoints: [Updated] } }
`)
    const [run] = runsOf([happened('Opened', 0), happened('Call', 1, news)], own, when(day(2)))
    expect(run!.gaps.map(({ tolerance }) => tolerance / 3600)).toEqual([6, 6])
    const [later] = runsOf(
      [happened('Opened', 0), happened('Odd', 1, news)],
      { ...own, starts: ['Odd'] },
      when(day(2)),
    )
    expect(later!.gaps.map(({ tolerance }) => tolerance / 86_400)).toEqual([4])
  })
})

describe('whatever happened', () => {
  const at = fc.integer({ min: 1, max: 23 * 30 })
  const event = fc.record({ hours: at, news: fc.boolean(), due: fc.option(fc.integer({ min: 1, max: 40 })) })
  const history = fc.array(event, { maxLength: 8 }).map((events) => [
    happened('Opened', 0),
    ...events.map(({ hours, news: told, due }) =>
      happened('Note', hours / 24, {
        news: told ? said() : null,
        promises:
          told && due !== null
            ? [
                {
                  what: 'answer',
                  act: 'made',
                  due: hour(hours) + due * 86_400_000,
                  at: hour(hours),
                  fulfilled_by: [],
                  replaced_by: [],
                  voided_by: [],
                },
              ]
            : [],
      }),
    ),
  ])

  test('one more piece of news never makes silence longer', () => {
    fc.assert(
      fc.property(history, at, (some, hours) => {
        const more = [...some, happened('Note', hours / 24, news)]
        expect(excess(gapsOf(more, day(31)))).toBeLessThanOrEqual(excess(gapsOf(some, day(31))) + 1e-6)
      }),
      { numRuns: 500 },
    )
  })

  test('cutting a run in two at a piece of news leaves the sum of excess as it was', () => {
    const plain = history.map((some) => some.map((each) => ({ ...each, promises: [] })))
    fc.assert(
      fc.property(plain, at, (some, hours) => {
        const cut = happened('Note', hours / 24, news)
        const before = some.filter(({ started_at }) => started_at < cut.started_at)
        const after = some.filter(({ started_at }) => started_at >= cut.started_at)
        const halves =
          excess(gapsOf([...before, cut], cut.started_at)) + excess(gapsOf([cut, ...after], day(31)))
        expect(halves).toBeCloseTo(excess(gapsOf([...some, cut], day(31))), 3)
      }),
      { numRuns: 500 },
    )
  })
})
