import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { matchSet, matchSets, scoreMatching } from '../../tools/bench/match-sets.ts'
import { madeRecords } from '../../tools/bench/people.ts'
import { type OpenAnalytics, openAnalytics } from '../storage/analytics.ts'
import { type HeldRecord, withRecords } from './held-records.ts'
import { type Matching, type MatchOptions, matchRecords } from './match.ts'
import { evidenceOf } from './match-score.ts'
import { readTraits } from './read-traits.ts'
import { compareTrait } from './trait-levels.ts'
import { normalTrait } from './trait-normal.ts'
import { type Kind, levels } from './traits.ts'

let folder: string
let analytics: OpenAnalytics
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'throughline-match-'))
  analytics = await openAnalytics(join(folder, 'clickhouse'), null)
})
afterAll(async () => {
  await analytics.close()
  rmSync(folder, { recursive: true, force: true })
})

async function value<Found>(expression: string): Promise<Found> {
  const [row] = await analytics.ask<{ found: Found }>(
    `SELECT ${expression} AS found FROM (SELECT {workspace:String} AS workspace) WHERE {{workspace}}`,
    { workspace: 'main' },
  )
  return row!.found
}

const quoted = (text: string) => `'${text.replaceAll("'", "\\'")}'`
const held = (rows: Record<string, string>[], side: (nth: number) => 0 | 1 = () => 0): HeldRecord[] =>
  rows.map((traits, nth) => ({ record_id: String(nth + 1), side: side(nth), traits }))
const matched = (
  records: Iterable<HeldRecord>,
  options: MatchOptions = {},
  { link = false, only }: { link?: boolean; only?: string[] } = {},
): Promise<Matching> =>
  withRecords(analytics, 'main', records, link, (source) =>
    matchRecords(analytics, only === undefined ? source : { ...source, only }, options),
  )

describe('the engine compares as published', () => {
  test.for([
    ['MARTHA', 'MARHTA', 0.9444, 0.9611],
    ['DIXON', 'DICKSONX', 0.7667, 0.8133],
    ['DWAYNE', 'DUANE', 0.8222, 0.84],
    ['JONES', 'JOHNSON', 0.7905, 0.8324],
  ] as const)('%s and %s by Jaro and Winkler', async ([a, b, jaro, winkler]) => {
    expect(await value<number>(`jaroSimilarity('${a}', '${b}')`)).toBeCloseTo(jaro, 4)
    expect(await value<number>(`jaroWinklerSimilarity('${a}', '${b}')`)).toBeCloseTo(winkler, 4)
  })

  test.for([
    ['name', 'martha', 'marhta', 'close'],
    ['name', 'rob', 'robert', 'alike'],
    ['name', 'robert', 'anna', 'different'],
    ['name', '', 'anna', 'unknown'],
    ['date', '19710524', '19710524', 'equal'],
    ['date', '19710524', '19710624', 'close'],
    ['date', '19710506', '19710605', 'close'],
    ['date', '19710524', '19710519', 'alike'],
    ['date', '19710524', '19840919', 'different'],
    ['identifier', '5304218', '5304281', 'close'],
    ['identifier', '5304218', '5314281', 'alike'],
    ['identifier', '5304218', '9999218', 'different'],
    ['email', 'robert255@smith.net', 'roberta25@smith.net', 'close'],
    ['email', 'robert.allen@smith.net', 'robert.allen@mail.org', 'alike'],
    ['postcode', 'sw1a1aa', 'sw1a2aa', 'close'],
    ['postcode', 'sw1a1aa', 'sw9b3cd', 'alike'],
    ['number', '14', '41', 'close'],
    ['number', '1', '2', 'different'],
    ['text', 'long st', 'longst', 'close'],
    ['code', 'nsw', 'nws', 'different'],
  ] as [Kind, string, string, string][])('%s: %s and %s are %s', async ([kind, a, b, level]) => {
    expect(levels[await value<number>(compareTrait(kind, quoted(a), quoted(b)))]).toBe(level)
  })

  test.for([
    ['name', ' Dr. Anne-Marie  MÜLLER ', 'annemariemuller'],
    ['name', 'ﬁona', 'fiona'],
    ['name', 'n/a', ''],
    ['date', '1971-05-24T00:00:00Z', '19710524'],
    ['date', '24.5.1971', '19710524'],
    ['date', '05/24/1971', '19710524'],
    ['date', '19710524', '19710524'],
    ['phone', '+49 (30) 1234-5678', '012345678'],
    ['phone', '000000', ''],
    ['email', 'Anna+shop@Example.ORG', 'anna@example.org'],
    ['email', 'none', ''],
    ['postcode', '4011.0', '4011'],
    ['postcode', 'SW1A 1AA', 'sw1a1aa'],
    ['text', 'Hauptstraße', 'hauptst'],
    ['text', '12 Long Street', '12 long st'],
  ] as [Kind, string, string][])('%s: "%s" is compared as "%s"', async ([kind, text, normal]) => {
    expect(await value<string>(normalTrait(kind, quoted(text)))).toBe(normal)
  })
})

/** Records that a person would sort at a glance, among people who have nothing to do with them nor with each other. */
const family = { family_name: 'Okonkwo', street: 'Mill Lane 4', city: 'Leeds', phone: '0113 496 0001' }
const crowd = [
  ...new Map([...madeRecords(400, 9, 0)].map(({ traits }) => [traits.phone, { ...traits }])).values(),
]

describe('matching', () => {
  test('finds the same person through slips, and tells why', async () => {
    const records = [
      { given_name: 'Adaeze', ...family, birth_date: '1984-03-17' },
      { given_name: 'Adaeza', ...family, birth_date: '17.03.1984', city: '' },
      ...crowd,
    ]
    const { pairs, clusters, model } = await matched(held(records))
    expect([...clusters]).toEqual([['1', ['1', '2']]])
    const evidence = evidenceOf(model, pairs[0]!)
    expect(Object.fromEntries(evidence.map(({ trait, level }) => [trait, level]))).toEqual({
      given_name: 'close',
      family_name: 'equal',
      birth_date: 'equal',
      street: 'equal',
      city: 'unknown',
      phone: 'equal',
    })
    expect(evidence.find(({ trait }) => trait === 'city')!.weight).toBe(0)
    const sum = evidence.reduce(
      (total, { weight }) => total + weight,
      Math.log2(model.lambda / (1 - model.lambda)),
    )
    expect(pairs[0]!.weight).toBeCloseTo(sum, 9)
  })

  test('merges no household: twins are a question, husband and wife are none', async () => {
    const records = [
      { given_name: 'Adaeze', ...family, birth_date: '1984-03-17' },
      { given_name: 'Chidi', ...family, birth_date: '1981-11-02' },
      { given_name: 'Kemi', ...family, birth_date: '2015-06-30' },
      { given_name: 'Tobi', ...family, birth_date: '2015-06-30' },
      ...crowd,
    ]
    const { clusters, review } = await matched(held(records))
    expect(clusters.size).toBe(0)
    expect(review.map(({ a, b }) => [a, b])).toEqual([['3', '4']])
  })

  test('splits where a cluster would hold two birth dates: father and son, and a record without a date', async () => {
    const records = [
      { given_name: 'Emeka', ...family, birth_date: '1950-01-09', email: 'emeka@okonkwo.example' },
      { given_name: 'Emeka', ...family, birth_date: '', email: 'emeka@okonkwo.example' },
      { given_name: 'Emeka', ...family, birth_date: '1979-08-23', email: '' },
      ...crowd,
    ]
    const { clusters, review } = await matched(held(records))
    expect([...clusters]).toEqual([['1', ['1', '2']]])
    expect(review.map(({ a, b }) => [a, b])).toContainEqual(['2', '3'])
  })

  test('names that changed places are found', async () => {
    const records = [
      { given_name: 'Adaeze', family_name: 'Okonkwo', birth_date: '1984-03-17', street: 'Mill Lane 4' },
      { given_name: 'Okonkwo', family_name: 'Adaeze', birth_date: '1984-03-17', street: 'Mill Lane 4' },
      ...crowd,
    ]
    const { pairs, model } = await matched(held(records))
    expect(pairs).toMatchObject([{ a: '1', b: '2', verdict: 'automatic' }])
    expect(evidenceOf(model, pairs[0]!).find(({ trait }) => trait === 'given_name')!.level).toBe('swapped')
  })

  test('asks about two birth dates where a person could be two, once for any two clusters', async () => {
    const records = [
      { given_name: 'Adaeze', ...family, birth_date: '1984-03-17' },
      { given_name: 'Adaeze', ...family, birth_date: '1984-03-17' },
      { given_name: 'Adaeze', ...family, birth_date: '1991-12-05' },
      ...crowd,
    ]
    const { clusters, review } = await matched(held(records))
    expect([...clusters]).toEqual([['1', ['1', '2']]])
    expect(review).toHaveLength(1)
  })

  test('between two files, only pairs across them', async () => {
    const records = [
      { given_name: 'Adaeze', ...family, birth_date: '1984-03-17' },
      { given_name: 'Adaeze', ...family, birth_date: '1984-03-17' },
      { given_name: 'Adaeze', ...family, birth_date: '1984-03-17' },
      ...crowd,
    ]
    const { pairs } = await matched(
      held(records, (nth) => (nth === 2 || nth % 2 === 1 ? 1 : 0)),
      {},
      { link: true },
    )
    expect(pairs.map(({ a, b }) => [a, b]).sort()).toEqual([
      ['1', '2'],
      ['1', '3'],
    ])
  })

  test('new records against all, by the model learnt before, are matched as if all were', async () => {
    const records = [...madeRecords(800, 4)]
    const whole = await matched(records)
    const fresh = records.slice(750).map(({ record_id }) => record_id)
    const added = await matched(records, { model: whole.model }, { only: fresh })
    const isFresh = new Set(fresh)
    const expected = whole.pairs.filter(({ a, b }) => isFresh.has(a) || isFresh.has(b))
    const key = ({ a, b, weight }: { a: string; b: string; weight: number }) =>
      `${a} ${b} ${weight.toFixed(6)}`
    expect(expected.length).toBeGreaterThan(5)
    expect(added.pairs.map(key).sort()).toEqual(expected.map(key).sort())
    expect(added.candidates).toBeLessThan(whole.candidates / 4)
  })

  test('a thousandfold phone makes nobody one, and two records with nothing in common are no pair', async () => {
    const records = [...madeRecords(1_000, 5, 0)].map(({ traits }) => ({ ...traits, phone: '0800 555 1234' }))
    const { clusters } = await matched(held(records))
    expect(clusters.size).toBeLessThan(3)
  })

  test('made-up people with errors and households', async () => {
    const records = [...madeRecords(1_500, 2)]
    const matching = await matched(records)
    const { automatic } = scoreMatching(
      matching,
      records.map(({ person }) => person),
    )
    expect(automatic.precision).toBeGreaterThan(0.99)
    expect(automatic.f1).toBeGreaterThan(0.9)
  })

  test('leaves no table behind, and gives what was entered back for those who compare', async () => {
    const records = held([{ given_name: 'Adaeze' }, { given_name: 'ADAEZE' }])
    await withRecords(analytics, 'main', records, false, async (source) => {
      await matchRecords(analytics, source)
      expect(await readTraits(analytics, source, ['2'])).toEqual(new Map([['2', { given_name: 'ADAEZE' }]]))
    })
    expect(
      await value<string>(
        `(SELECT count() FROM system.tables WHERE database = 'throughline' AND startsWith(name, 'matching_'))`,
      ),
    ).toBe('0')
  })

  test('records that say nothing match nobody', async () => {
    const { pairs, clusters } = await matched(held([{ given_name: '' }, { given_name: '-' }, {}]))
    expect([pairs, clusters.size]).toEqual([[], 0])
    expect((await matched(held([]))).pairs).toEqual([])
  })
})

/** The larger ones are in match-sets.torture.ts. */
const small = matchSets.filter(({ name }) => /fake_1000|RLdata500/.test(name))

describe('sets with their truth, everything as shipped', () => {
  test.for(small)('$name', { timeout: 60_000 }, async (set, { skip }) => {
    const found = await matchSet(analytics, set)
    if (found === null) return skip(`no ${set.files.join(', ')} here`)
    expect(found.score.automatic.precision).toBeGreaterThanOrEqual(0.99)
    expect(found.score.reviewed.f1).toBeGreaterThanOrEqual(set.bar)
  })
})
