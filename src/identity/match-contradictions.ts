import { contradicts, type MatchModel } from './match-model.ts'
import type { MatchTables } from './match-tables.ts'
import { levelColumns, patternColumn, patternLevels, valueColumn } from './trait-levels.ts'
import { levelNumber, traitNamed } from './traits.ts'

const recordsAtOnce = 50_000

/**
 * Pairs of records within one cluster, compared before or not, that differ in something of which a human has only one: two birth
 * dates. Two records alone were compared already.
 */
export async function contradictionsWithin(
  tables: MatchTables,
  model: MatchModel,
  clusters: readonly (readonly number[])[],
): Promise<[number, number][]> {
  const { traits } = model
  const single = traits.flatMap((name, place) => (traitNamed(name).single ? [place] : []))
  const members = clusters.flatMap((rows, place) =>
    rows.length > 2 ? rows.map((row) => `[${place},${row}]`) : [],
  )
  if (single.length === 0 || members.length === 0) return []
  const table = await tables.create('members', ['cluster UInt32', 'row UInt32'])
  for (let from = 0; from < members.length; from += recordsAtOnce)
    await tables.run(
      `INSERT INTO ${table} (cluster, row) SELECT cluster, row FROM (
         SELECT *, {workspace:String} AS workspace FROM format('JSONCompactEachRow', 'cluster UInt32, row UInt32', {rows:String}))
       WHERE {{workspace}}`,
      { rows: members.slice(from, from + recordsAtOnce).join('\n') },
    )
  const columns = traits.map((_, place) => valueColumn(place)).join(', ')
  const values = `(SELECT cluster, row, ${columns} FROM (SELECT * FROM ${table} WHERE {{workspace}}) AS m
    INNER JOIN (SELECT row, ${columns} FROM ${tables.table('records')} WHERE {{workspace}}) AS r USING (row))`
  const pairs = await tables.lines<[number, number, string]>(
    `WITH ${levelColumns(traits)}, ${patternColumn(traits)}
     SELECT a.row, b.row, toString(pattern) FROM ${values} AS a INNER JOIN ${values} AS b ON a.cluster = b.cluster
     WHERE a.row < b.row AND (${single.map((place) => `l${place} = ${levelNumber.different}`).join(' OR ')})`,
  )
  return pairs.flatMap(([a, b, pattern]): [number, number][] =>
    contradicts(traits, patternLevels(pattern, traits.length)) ? [[a, b]] : [],
  )
}
