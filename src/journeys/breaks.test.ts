import { describe, expect, test } from 'vitest'
import { randomFrom } from '../stats/random.ts'
import { type BreakOptions, type CaseAttribute, findBreaks, type Place } from './breaks.ts'

type Random = () => number

interface Planted {
  kind?: Place['kind']
  from?: string
  to?: string
  what?: string
  designed?: boolean
  cases: number
  /** Cases of one customer; they share their region. */
  each?: number
  /** Share affected, by region. */
  affected: (region: string) => number
  /** Added to an affected run's value. */
  size?: number
  failed?: (affected: boolean) => number
  /** Another attribute, made from the region. */
  other?: (region: string, random: Random) => string
}

const regions = ['North', 'South', 'West', 'East']
const none = () => 0

/** A place whose runs last a day on average, exponentially; affected ones `size` longer. */
function plant(random: Random, planted: Planted): Place {
  const { cases: n, each = 1, size = 6, kind = 'silence' } = planted
  const region = new Int32Array(n)
  const others: string[] = []
  const otherCodes = new Int32Array(n)
  const affected = new Uint8Array(n)
  const value = new Float64Array(n)
  const days = new Float64Array(n)
  const failed = new Uint8Array(n)
  for (let i = 0; i < n; i++) {
    region[i] = i % each === 0 ? Math.floor(random() * regions.length) : region[i - 1]!
    const name = regions[region[i]!]!
    affected[i] = Number(random() < planted.affected(name))
    value[i] = -Math.log(1 - random()) + (affected[i] ? size : 0)
    days[i] = affected[i] ? value[i]! - 1 : 0
    failed[i] = Number(random() < (planted.failed ?? none)(affected[i] === 1))
    const other = planted.other?.(name, random) ?? String(Math.floor(random() * 5))
    if (!others.includes(other)) others.push(other)
    otherCodes[i] = others.indexOf(other)
  }
  const attributes: CaseAttribute[] = [
    { name: 'other', codes: otherCodes, labels: others },
    { name: 'region', codes: region, labels: regions },
  ]
  const customer = Int32Array.from({ length: n }, (_, i) => Math.floor(i / each))
  const { from = 'Order placed', to = 'Delivered', what = '', designed = true } = planted
  return { kind, from, to, what, designed, cases: { customer, affected, value, days, failed, attributes } }
}

/** Places where nothing is wrong: at the allowance where there is a design, all alike where there is none. */
function clean(random: Random, count: number, more: Partial<Planted> = {}): Place[] {
  return Array.from({ length: count }, (_, i) => {
    const rest = i % 2 === 1
    const kind = rest ? ('drop_out' as const) : ('silence' as const)
    const cases = 200 + Math.floor(random() * 1800)
    return plant(random, { kind, from: `step ${i}`, cases, affected: () => (rest ? 0.08 : 0.02), ...more })
  })
}

const quick: BreakOptions = { replicates: 300 }
const within = (
  found: { size: number | null; size_low: number | null; size_high: number | null },
  truth: number,
) => found.size_low! <= truth && truth <= found.size_high!

describe('a clean company', () => {
  test('has no break in 99 of 100 cases', () => {
    const random = randomFrom(21)
    let alarms = 0
    for (let company = 0; company < 200; company++) {
      if (findBreaks(2000, clean(random, 30), quick).breaks.length > 0) alarms++
    }
    expect(alarms).toBeLessThanOrEqual(4)
  })

  test('has none either where runs of one customer share their fate', () => {
    const random = randomFrom(22)
    let alarms = 0
    for (let company = 0; company < 100; company++) {
      const places = Array.from({ length: 10 }, () => {
        const place = plant(random, { cases: 2000, each: 5, affected: none })
        const affected = Uint8Array.from(place.cases.affected)
        for (let i = 0; i < affected.length; i += 5) affected.fill(Number(random() < 0.02), i, i + 5)
        return { ...place, cases: { ...place.cases, affected } }
      })
      if (findBreaks(2000, places, quick).breaks.length > 0) alarms++
    }
    expect(alarms).toBeLessThanOrEqual(4)
  })

  test('says how much was looked at, and that none was found', () => {
    const places = [
      plant(randomFrom(1), { cases: 500, affected: none }),
      plant(randomFrom(1), { cases: 20, affected: () => 1 }),
    ]
    expect(findBreaks(500, places)).toEqual({ looked_at: { runs: 500, places: 2, too_few: 1 }, breaks: [] })
    expect(findBreaks(0, [])).toEqual({ looked_at: { runs: 0, places: 0, too_few: 0 }, breaks: [] })
  })
})

describe('a planted break', () => {
  test('is found as a whole, its size inside the interval in 93 of 100 companies', () => {
    const random = randomFrom(31)
    let found = 0
    let inside = 0
    for (let company = 0; company < 200; company++) {
      const broken = plant(random, { cases: 800, each: 2, affected: () => 0.15, size: 6 })
      const { breaks } = findBreaks(800, [...clean(random, 8), broken], quick)
      const [first] = breaks
      if (first?.from !== 'Order placed' || first.segment !== '') continue
      found++
      if (within(first, 6)) inside++
    }
    expect(found).toBeGreaterThanOrEqual(198)
    expect(inside / found).toBeGreaterThanOrEqual(0.93)
  })

  test('is found in its segment alone, with the runs and the size of that segment', () => {
    const random = randomFrom(32)
    let found = 0
    let inside = 0
    for (let company = 0; company < 200; company++) {
      const affected = (region: string) => (region === 'North' ? 0.3 : 0.01)
      const broken = plant(random, { kind: 'wait', cases: 1200, affected, size: 9 })
      const { breaks } = findBreaks(1200, [...clean(random, 8), broken], quick)
      const [first] = breaks
      if (breaks.length !== 1 || first!.segment !== 'region=North') continue
      found++
      const { attributes, affected: flags } = broken.cases
      const north = [...Uint8Array.from(flags).entries()].filter(([i]) => attributes[1]!.codes[i] === 0)
      expect([first!.runs, first!.of]).toEqual([north.filter(([, flag]) => flag).length, north.length])
      if (within(first!, 9)) inside++
    }
    expect(found).toBeGreaterThanOrEqual(196)
    expect(inside / found).toBeGreaterThanOrEqual(0.93)
  })

  test('is found in a segment although the place as a whole looks well', () => {
    const affected = (region: string) => (region === 'North' ? 0.07 : 0.004)
    const place = plant(randomFrom(33), { cases: 8000, affected })
    const { breaks } = findBreaks(8000, [place])
    expect(breaks.map(({ segment }) => segment)).toEqual(['region=North'])
  })

  test('is found in two values of one attribute', () => {
    const affected = (region: string) => (region === 'North' || region === 'East' ? 0.3 : 0.01)
    const { breaks } = findBreaks(4000, [plant(randomFrom(34), { cases: 4000, affected })])
    expect(breaks.map(({ segment }) => segment).sort()).toEqual(['region=East', 'region=North'])
  })

  test('is found in two values although the place as a whole looks well', () => {
    const affected = (region: string) => (region === 'North' || region === 'East' ? 0.035 : 0)
    const { breaks } = findBreaks(20_000, [plant(randomFrom(39), { cases: 20_000, affected })])
    expect(breaks.map(({ segment }) => segment).sort()).toEqual(['region=East', 'region=North'])
  })

  test('is named by its cause, not by what goes along with it', () => {
    const affected = (region: string) => (region === 'North' ? 0.3 : 0.01)
    const other = (region: string, random: Random) => (region === 'North' || random() < 0.4 ? 'van' : 'bike')
    const { breaks } = findBreaks(4000, [plant(randomFrom(35), { cases: 4000, affected, other })])
    expect(breaks.map(({ segment }) => segment)).toEqual(['region=North'])
  })

  test('that is everywhere is not blamed on a segment', () => {
    const affected = (region: string) => (region === 'North' ? 0.3 : 0.2)
    const { breaks } = findBreaks(4000, [plant(randomFrom(36), { cases: 4000, affected })])
    expect(breaks.map(({ segment }) => segment)).toEqual([''])
  })

  test('without a design is found against the median place of its kind', () => {
    const random = randomFrom(37)
    const rest = Array.from({ length: 9 }, (_, i) =>
      plant(random, { kind: 'skipped_step', to: `step ${i}`, cases: 2000, affected: () => 0.1 }),
    )
    const failed = (affected: boolean) => (affected ? 0.3 : 0.1)
    const broken = plant(random, {
      kind: 'skipped_step',
      to: 'Checked',
      cases: 2000,
      affected: () => 0.2,
      failed,
    })
    const { breaks } = findBreaks(2000, [...rest, broken])
    expect(breaks).toHaveLength(1)
    const [found] = breaks
    expect(found).toMatchObject({ to: 'Checked', unit: 'share' })
    expect(within(found!, 0.2)).toBe(true)
    expect(found!.customer_days).toBeCloseTo(found!.size! * found!.runs, 6)
    expect(found!.words).toMatch(
      /^2\d % of runs never see 'Checked', and fail \d+(\.\d)? percentage points more often than the rest\.$/,
    )
  })

  test.each(['hand_off', 'contradiction', 'forced_switch'] as const)(
    'of a kind that should be nowhere is not excused by another place as bad: %s',
    (kind) => {
      const places = ['Here', 'There'].map((from) => exact(kind, { from }))
      expect(findBreaks(100, places).breaks).toHaveLength(2)
      const undesigned = places.map((place) => ({ ...place, designed: false }))
      expect(findBreaks(100, undesigned).breaks).toHaveLength(0)
    },
  )

  test('of fewer than 30 affected runs is counted, not told', () => {
    const place = plant(randomFrom(38), { cases: 100, affected: none })
    ;(place.cases.affected as Uint8Array).fill(1, 0, 29)
    expect(findBreaks(100, [place])).toEqual({ looked_at: { runs: 100, places: 1, too_few: 1 }, breaks: [] })
    ;(place.cases.affected as Uint8Array).fill(1, 0, 30)
    expect(findBreaks(100, [place])).toMatchObject({
      looked_at: { too_few: 0 },
      breaks: [{ runs: 30, of: 100 }],
    })
  })
})

/** 40 of 100 runs affected, each 3.5 days against 1. */
function exact(kind: Place['kind'], more: Partial<Place> = {}): Place {
  const affected = Uint8Array.from({ length: 100 }, (_, i) => Number(i < 40))
  return {
    kind,
    from: 'Asked',
    to: 'Answered',
    what: '',
    designed: true,
    cases: {
      customer: affected.map((_, i) => i),
      affected,
      value: Float64Array.from(affected, (flag) => (flag ? 3.5 : 1)),
      days: Float64Array.from(affected, (flag) => (flag ? 1.5 : 0)),
      failed: affected,
      attributes: [],
    },
    ...more,
  }
}

describe('what is said of a break', () => {
  test('is its share with Wilson’s interval, its size against the rest and the days lost', () => {
    expect(findBreaks(100, [exact('silence')]).breaks).toEqual([
      {
        kind: 'silence',
        from: 'Asked',
        to: 'Answered',
        segment: '',
        what: '',
        runs: 40,
        of: 100,
        low: expect.closeTo(0.3094, 4),
        high: expect.closeTo(0.498, 4),
        size: 2.5,
        size_low: 2.5,
        size_high: 2.5,
        unit: 'days',
        customer_days: 60,
        words:
          "40 % of runs hear nothing for too long after 'Asked' and before 'Answered', 2.5 days more than the rest.",
      },
    ])
  })

  test.each([
    [
      'wait',
      "40 % of runs wait too long after 'Asked' and before 'Answered', 2.5 days more than the rest.",
      2.5,
      60,
    ],
    [
      'missed_promise',
      "40 % of runs do not get 'visit' when promised at 'Asked', but 3.5 days late.",
      3.5,
      60,
    ],
    ['repeated_step', "40 % of runs go through 'Answered' again, 3.5 extra times each.", 3.5, 60],
    [
      'skipped_step',
      "40 % of runs never see 'Answered', and fail 100 percentage points more often than the rest.",
      1,
      40,
    ],
    ['drop_out', "40 % of runs go no further after 'Asked'.", 1, 40],
    [
      'contradiction',
      "40 % of runs are told two things that cannot both be true about the visit, first by 'Asked', then by 'Answered', and fail 100 percentage points more often than the rest.",
      1,
      40,
    ],
    [
      'forced_switch',
      "40 % of runs that come by 'Asked' must turn to 'Answered', and fail 100 percentage points more often than the rest.",
      1,
      40,
    ],
  ] as const)('fits its kind: %s', (kind, words, size, customer_days) => {
    const { breaks } = findBreaks(100, [exact(kind, { what: 'visit' })])
    expect(breaks).toMatchObject([{ words, size, customer_days }])
  })

  test('names the segment', () => {
    const place = exact('silence')
    const codes = place.cases.affected
    const attributes = [{ name: 'region', codes, labels: ['South', 'North'] }]
    const [found] = findBreaks(100, [{ ...place, cases: { ...place.cases, attributes } }]).breaks
    expect(found).toMatchObject({ segment: 'region=North', runs: 40, of: 40, size: 2.5 })
    expect(found!.words).toMatch(/^Where region is North, 100 % of runs hear nothing/)
  })

  test('is measured against the design where everybody is affected', () => {
    const place = exact('wait')
    const { breaks } = findBreaks(100, [
      { ...place, cases: { ...place.cases, affected: new Uint8Array(100).fill(1) } },
    ])
    expect(breaks).toMatchObject([
      { runs: 100, of: 100, size: 0.6, words: expect.stringContaining('more than allowed') },
    ])
  })

  test('is ranked by days lost, and a silent wait is told once', () => {
    const small = exact('silence', { from: 'Earlier' })
    const cases = { ...small.cases, days: small.cases.days, value: small.cases.value }
    const large = {
      ...exact('missed_promise'),
      cases: { ...cases, days: Float64Array.from({ length: 100 }, () => 9) },
    }
    const { breaks } = findBreaks(100, [small, exact('wait', { from: 'Earlier' }), large])
    expect(breaks.map(({ kind, customer_days }) => [kind, customer_days])).toEqual([
      ['missed_promise', 360],
      ['silence', 60],
    ])
  })

  test('does not depend on the order of the places', () => {
    const random = randomFrom(40)
    const places = [
      ...clean(random, 6),
      plant(random, { cases: 900, affected: () => 0.2 }),
      exact('missed_promise'),
    ]
    expect(findBreaks(900, [...places].reverse())).toEqual(findBreaks(900, places))
  })
})

test('a hundred places of 200,000 runs, a fifth of them broken, take less than 1.5 seconds', () => {
  const random = randomFrom(50)
  const ordinary = plant(random, { cases: 200_000, affected: () => 0.01 })
  const broken = plant(random, { cases: 200_000, affected: (region) => (region === 'North' ? 0.3 : 0.01) })
  const places = Array.from({ length: 100 }, (_, i) => ({
    ...(i % 5 === 0 ? broken : ordinary),
    from: `step ${i}`,
  }))
  const began = process.cpuUsage()
  expect(findBreaks(200_000, places).breaks).toHaveLength(20)
  expect(process.cpuUsage(began).user / 1000).toBeLessThan(1500)
})
