import { blockKeys } from './block-keys.ts'
import { type BlockRule, chooseRules, type MeasuredKey } from './blocking.ts'
import type { RecordSource, Records } from './match-records.ts'
import type { MatchTables } from './match-tables.ts'
import { countColumn, valueColumn } from './trait-levels.ts'

/** One join by which candidate pairs are found. */
export interface Block {
  /** What has to agree, in words. */
  name: string
  pairs: number
  /** Records left out of this rule, because more than `largest` agree. */
  too_common: number
}

/** Records that agree in a rule, at most; who has a value so common is found by another rule. */
const largest = 400
/** Candidate pairs for each record, and how many at least however few they are. */
const pairsEach = 15
const pairsAtLeast = 2_000_000

export const ruleColumn = (place: number) => `r${place}`

/** Chooses the rules and writes the table `records`: normal values, how common each is, and the keys of the rules. */
export async function blockRecords(
  tables: MatchTables,
  records: Records,
  source: RecordSource,
): Promise<Block[]> {
  const keys = await measureKeys(tables, records)
  const priced = new Map<BlockRule, Block>()
  const budget = Math.max(pairsAtLeast, pairsEach * records.count)
  const chosen = await chooseRules(keys, records.pairs, budget, async (rule) => {
    const block = await measureRule(tables, rule, keys, source.link)
    priced.set(rule, block)
    return block.too_common > 0.9 * records.count ? null : block.pairs
  })
  const rules = chosen.map(({ rule }) => ({
    sql: keyOf(rule, keys),
    too_common: (priced.get(rule)?.too_common ?? 0) > 0,
  }))
  await writeRecords(tables, records, rules)
  return chosen.map(({ rule, pairs }) => priced.get(rule) ?? { name: 'every pair', pairs, too_common: 0 })
}

async function measureKeys(tables: MatchTables, { traits, count }: Records): Promise<MeasuredKey[]> {
  const measured: MeasuredKey[] = []
  for (const key of blockKeys(traits)) {
    const [row] = await tables.ask<{ filled: string; agreeing: number }>(
      `SELECT sum(n) AS filled, sum(n * (n - 1)) AS agreeing FROM (
         SELECT ${key.sql} AS key, toFloat64(count()) AS n FROM ${tables.table('values')}
         WHERE {{workspace}} GROUP BY key HAVING key != '')`,
    )
    const collides = Number(row!.agreeing) / Math.max(1, count * (count - 1))
    measured.push({ ...key, filled: Number(row!.filled) / Math.max(1, count), collides })
  }
  // What nearly all share, or nearly nobody has, finds nobody.
  return measured.filter(({ filled, collides }) => filled > 0.02 && collides < 0.5)
}

async function measureRule(
  tables: MatchTables,
  rule: BlockRule,
  keys: readonly MeasuredKey[],
  link: boolean,
): Promise<Block> {
  const pairs = link ? 'x * (n - x)' : 'fresh * (n - (fresh + 1) / 2)'
  const [row] = await tables.ask<{ pairs: number; too_common: number }>(
    `SELECT sumIf(${pairs}, n <= ${largest}) AS pairs, sumIf(n, n > ${largest}) AS too_common FROM (
       SELECT ${keyOf(rule, keys)} AS key, toFloat64(count()) AS n, toFloat64(countIf(side = 0)) AS x, toFloat64(countIf(fresh)) AS fresh
       FROM ${tables.table('values')} WHERE {{workspace}} GROUP BY key HAVING key != 0)`,
  )
  const name = rule.map((place) => keys[place]!.name).join(' + ')
  return { name, pairs: Number(row!.pairs), too_common: Number(row!.too_common) }
}

/** A number; 0 where a part is missing. */
function keyOf(rule: BlockRule, keys: readonly MeasuredKey[]): string {
  if (rule.length === 0) return '1'
  const parts = rule.map((place) => keys[place]!.sql)
  return `if(${parts.map((part) => `${part} = ''`).join(' OR ')}, 0, cityHash64(${parts.join(', ')}))`
}

async function writeRecords(
  tables: MatchTables,
  { traits }: Records,
  rules: { sql: string; too_common: boolean }[],
): Promise<void> {
  const from = tables.table('values')
  const values = traits.map((_, place) => valueColumn(place))
  const counts = traits.map((_, place) => countColumn(place))
  const keys = rules.map((_, place) => ruleColumn(place))
  const table = await tables.create(
    'records',
    [
      'row UInt32',
      'record_id UInt64',
      'side UInt8',
      'fresh UInt8',
      ...values.map((name) => `${name} String`),
      ...counts.map((name) => `${name} UInt32`),
      ...keys.map((name) => `${name} UInt64`),
    ],
    'row',
  )
  const joins = traits.map(
    (_, place) => `ANY LEFT JOIN (SELECT ${values[place]}, toUInt32(count()) AS ${counts[place]} FROM ${from}
      WHERE {{workspace}} AND ${values[place]} != '' GROUP BY ${values[place]} HAVING ${counts[place]} > 1) AS c${place} USING (${values[place]})`,
  )
  const made = rules.map(({ sql, too_common }, place) =>
    too_common
      ? `if(${sql} IN (SELECT ${sql} AS key FROM ${from} WHERE {{workspace}} GROUP BY key HAVING count() > ${largest}), 0, ${sql}) AS ${keys[place]}`
      : `${sql} AS ${keys[place]}`,
  )
  const columns = ['row', 'record_id', 'side', 'fresh', ...values]
  await tables.run(
    `INSERT INTO ${table} (${[...columns, ...counts, ...keys].join(', ')})
     SELECT ${[...columns, ...counts.map((name) => `greatest(${name}, 1)`), ...made].join(', ')}
     FROM (SELECT ${columns.join(', ')} FROM ${from} WHERE {{workspace}}) AS t ${joins.join('\n')}`,
  )
  await tables.drop('values')
}
