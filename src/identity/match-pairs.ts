import type { Block } from './match-blocks.ts'
import { ruleColumn } from './match-blocks.ts'
import type { Records } from './match-records.ts'
import type { MatchTables } from './match-tables.ts'
import { countColumn, levelColumns, patternColumn, patternLevels, valueColumn } from './trait-levels.ts'
import { levelNumber } from './traits.ts'

/** Pairs of one pattern: how near they are in each trait. */
export interface Pattern {
  pattern: string
  levels: number[]
  count: number
}

/** Pairs drawn at random, to see how often those who are not the same agree. */
const drawn = 1_000_000

/** How common the value is that a pair shares; 0 where the values are not equal. */
export const sharedColumn = (place: number) => `c${place}`

/**
 * Joins the records by each rule and compares each pair found, once, into the table `pairs`: a pair that an earlier rule found is not
 * found again. The joins carry only keys; the values are fetched for what they found.
 */
export async function comparePairs(
  tables: MatchTables,
  { traits }: Records,
  blocks: readonly Block[],
  link: boolean,
): Promise<number> {
  const found = await tables.create('found', ['a UInt32', 'b UInt32'])
  const keys = blocks.map((_, place) => ruleColumn(place))
  for (const place of keys.keys()) await findPairs(tables, keys.slice(0, place + 1), link)
  const shared = traits.map((_, place) => sharedColumn(place))
  const counts = traits.map(
    (_, place) =>
      `if(l${place} = ${levelNumber.equal}, a.${countColumn(place)}, 0) AS ${sharedColumn(place)}`,
  )
  const table = await tables.create('pairs', [
    'a UInt32',
    'b UInt32',
    'pattern UInt64',
    ...shared.map((name) => `${name} UInt32`),
  ])
  const values = traits.map((_, place) => valueColumn(place))
  const records = (columns: readonly string[]) =>
    `(SELECT ${['row', ...columns].join(', ')} FROM ${tables.table('records')} WHERE {{workspace}})`
  await tables.run(
    `INSERT INTO ${table} (${['a', 'b', 'pattern', ...shared].join(', ')})
     WITH ${levelColumns(traits)}, ${patternColumn(traits)}
     SELECT ${['a.row', 'b.row', 'pattern', ...counts].join(', ')}
     FROM (SELECT a, b FROM ${found} WHERE {{workspace}}) AS found
     INNER JOIN ${records([...values, ...traits.map((_, place) => countColumn(place))])} AS a ON a.row = found.a
     INNER JOIN ${records(values)} AS b ON b.row = found.b`,
  )
  await tables.drop('found')
  const [row] = await tables.ask<{ n: string }>(`SELECT count() AS n FROM ${table} WHERE {{workspace}}`)
  return Number(row!.n)
}

/** Adds the pairs that agree in the last of the keys and in none before it. */
async function findPairs(tables: MatchTables, keys: readonly string[], link: boolean): Promise<void> {
  const key = keys.at(-1)!
  const wanted = link
    ? 'a.side != b.side AND (b.fresh = 0 OR a.side < b.side)'
    : 'a.row != b.row AND (b.fresh = 0 OR a.row < b.row)'
  const earlier = keys.slice(0, -1).map((each) => `AND NOT (a.${each} = b.${each} AND a.${each} != 0)`)
  const records = (fresh: string) =>
    `(SELECT row, side, fresh, ${keys.join(', ')} FROM ${tables.table('records')} WHERE {{workspace}} AND ${key} != 0 ${fresh})`
  await tables.run(
    `INSERT INTO ${tables.table('found')} (a, b) SELECT least(a.row, b.row), greatest(a.row, b.row)
     FROM ${records('')} AS b INNER JOIN ${records('AND fresh')} AS a ON a.${key} = b.${key}
     WHERE ${wanted} ${earlier.join(' ')}`,
  )
}

export async function candidatePatterns(tables: MatchTables, traits: readonly string[]): Promise<Pattern[]> {
  const rows = await tables.lines<[string, string]>(
    `SELECT pattern, count() FROM ${tables.table('pairs')} WHERE {{workspace}} GROUP BY pattern ORDER BY pattern`,
  )
  return patternsOf(rows, traits)
}

/** Patterns of pairs drawn at random from all that there are; of all of them where they are few. */
export async function randomPatterns(
  tables: MatchTables,
  { traits, count, pairs }: Records,
  link: boolean,
  seed: number,
): Promise<Pattern[]> {
  const records = `(SELECT row, side, ${traits.map((_, place) => valueColumn(place)).join(', ')} FROM ${tables.table('records')} WHERE {{workspace}})`
  const some = `(SELECT intHash64(number * 2 + ${seed}) % ${count} AS first, intHash64(number * 2 + 1 + ${seed}) % ${count} AS second
    FROM numbers(${drawn * (link ? 2 : 1)})) AS drawn INNER JOIN ${records} AS a ON a.row = drawn.first INNER JOIN ${records} AS b ON b.row = drawn.second`
  const from = pairs <= drawn ? `${records} AS a CROSS JOIN ${records} AS b` : some
  const rows = await tables.lines<[string, string]>(
    `WITH ${levelColumns(traits)}, ${patternColumn(traits)}
     SELECT pattern, count() FROM ${from}
     WHERE ${link ? 'a.side < b.side' : pairs <= drawn ? 'a.row < b.row' : 'a.row != b.row'} GROUP BY pattern ORDER BY pattern`,
  )
  return patternsOf(rows, traits)
}

const patternsOf = (rows: [string, string][], traits: readonly string[]) =>
  rows.map(([pattern, count]) => ({
    pattern,
    levels: patternLevels(pattern, traits.length),
    count: Number(count),
  }))

/** Share of all pairs, both having a value, that have an equal one: exact, where a draw would see too few. */
export async function equalShares(
  tables: MatchTables,
  { traits }: Records,
  link: boolean,
): Promise<(number | null)[]> {
  const shares: (number | null)[] = []
  for (const place of traits.keys()) {
    const [row] = await tables.ask<{ equal: number; all: number }>(
      `SELECT sum(${link ? 'x * (n - x)' : 'n * (n - 1) / 2'}) AS equal,
         ${link ? 'sum(x) * (sum(n) - sum(x))' : 'sum(n) * (sum(n) - 1) / 2'} AS all FROM (
         SELECT toFloat64(count()) AS n, toFloat64(countIf(side = 0)) AS x FROM ${tables.table('records')}
         WHERE {{workspace}} AND ${valueColumn(place)} != '' GROUP BY ${valueColumn(place)})`,
    )
    shares.push(Number(row!.all) > 0 ? Number(row!.equal) / Number(row!.all) : null)
  }
  return shares
}
