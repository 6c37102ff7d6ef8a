import type { Scope } from '../storage/analytics.ts'
import type { MatchTables } from './match-tables.ts'
import { mostTraits, valueColumn } from './trait-levels.ts'
import { normalTrait } from './trait-normal.ts'
import { traitNamed } from './traits.ts'

/**
 * Where records come from: SQL that gives `record_id` UInt64, `side` UInt8 (0 or 1; which of two files, where only records of
 * different files are matched) and `traits` Map(String, String), with a hole for its workspace.
 */
export interface RecordSource {
  sql: string
  scope: Scope
  /** Only records of different sides are matched. */
  link: boolean
  /** Only pairs with one of these records; absent: all. */
  only?: readonly string[]
}

export interface Records {
  count: number
  /** By side. */
  sides: [number, number]
  fresh: number
  /** Pairs that there are at all. */
  pairs: number
  traits: string[]
  /** Share of records with a value, by trait. */
  filled: number[]
}

const birthParts = ['birth_year', 'birth_month', 'birth_day']

/** Writes the normal values of all records into the table `values`, in the order of their ids. */
export async function normaliseRecords(
  tables: MatchTables,
  source: RecordSource,
  known?: readonly string[],
): Promise<Records> {
  const traits = known === undefined ? await usedTraits(tables, source) : [...known]
  const columns = traits.map((_, place) => `${valueColumn(place)} String`)
  const table = await tables.create(
    'values',
    ['row UInt32', 'record_id UInt64', 'side UInt8', 'fresh UInt8', ...columns],
    'row',
  )
  const normal = traits.map((name, place) => `${normalOf(name, traits)} AS ${valueColumn(place)}`)
  const names = traits.map((_, place) => valueColumn(place))
  const fresh = source.only === undefined ? '1' : 'record_id IN {only_ids:Array(UInt64)}'
  await tables.analytics.command(
    `INSERT INTO ${table} (row, record_id, side, fresh${names.map((name) => `, ${name}`).join('')})
     SELECT row_number() OVER (ORDER BY record_id, side) - 1, record_id, side, ${fresh}${names.map((name) => `, ${name}`).join('')}
     FROM (SELECT record_id, side${normal.map((each) => `, ${each}`).join('')} FROM (${source.sql}))`,
    { ...source.scope, params: { ...source.scope.params, only_ids: (source.only ?? []).map(BigInt) } },
    'match',
    'throughline.matching',
  )
  return measure(tables, source, traits)
}

/** Traits with a value in more than one record, as they are compared: a date of its parts, a full name as its two. */
async function usedTraits({ analytics }: MatchTables, source: RecordSource): Promise<string[]> {
  const found = await analytics.ask<{ trait: string; filled: string }>(
    `SELECT trait, count() AS filled FROM (${source.sql})
     ARRAY JOIN mapKeys(traits) AS trait, mapValues(traits) AS value WHERE trim(value) != ''
     GROUP BY trait ORDER BY filled DESC, trait`,
    source.scope,
    'match',
  )
  const names = new Set(found.filter(({ filled }) => Number(filled) > 1).map(({ trait }) => trait))
  if (birthParts.every((part) => names.has(part))) {
    if (!names.has('birth_date')) names.add('birth_date')
    for (const part of birthParts) names.delete(part)
  }
  if (names.delete('full_name')) {
    names.add('given_name')
    names.add('family_name')
  }
  return [...names].slice(0, mostTraits)
}

function normalOf(name: string, traits: readonly string[]): string {
  const value = (trait: string) => `traits['${trait.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}']`
  const { kind } = traitNamed(name)
  if (name === 'birth_date' && traits.includes('birth_date'))
    return normalTrait(
      kind,
      `if(${value(name)} != '' OR ${value('birth_day')} = '', ${value(name)}, ${birthOf(value)})`,
    )
  if (name === 'given_name' || name === 'family_name')
    return normalTrait(kind, `if(${value(name)} != '', ${value(name)}, ${partOf(name, value('full_name'))})`)
  return normalTrait(kind, value(name))
}

const birthOf = (value: (trait: string) => string) =>
  `concat(${birthParts.map((part) => `replaceRegexpOne(trim(${value(part)}), '\\\\.0+$', '')`).join(", '-', ")})`

/** `Family, Given` or `Given Family`: the family name is the last word. */
function partOf(name: string, full: string): string {
  const whole = `trim(${full})`
  const given = `if(position(${whole}, ',') > 0, splitByChar(',', ${whole})[2], extract(${whole}, '^(.*)\\\\s\\\\S+$'))`
  const family = `if(position(${whole}, ',') > 0, splitByChar(',', ${whole})[1], extract(${whole}, '(\\\\S+)$'))`
  return name === 'given_name' ? given : family
}

async function measure(tables: MatchTables, { link }: RecordSource, traits: string[]): Promise<Records> {
  const filled = traits.map((_, place) => `countIf(${valueColumn(place)} != '')`)
  const [row] = await tables.ask<{ n: string; left: string; fresh: string; filled: string[] }>(
    `SELECT count() AS n, countIf(side = 0) AS left, countIf(fresh) AS fresh, [${filled.join(', ')}]::Array(UInt64) AS filled
     FROM ${tables.table('values')} WHERE {{workspace}}`,
  )
  const count = Number(row!.n)
  const left = Number(row!.left)
  return {
    count,
    sides: [left, count - left],
    fresh: Number(row!.fresh),
    pairs: link ? left * (count - left) : (count * (count - 1)) / 2,
    traits,
    filled: row!.filled.map((each) => Number(each) / Math.max(1, count)),
  }
}
