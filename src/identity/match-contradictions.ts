import { contradicts, type MatchModel } from './match-model.ts'
import type { MatchTables } from './match-tables.ts'
import { compareTrait, valueColumn } from './trait-levels.ts'
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
  const members = clusters.flatMap((rows, place) => (rows.length > 2 ? rows.map((row) => `[${place},${row}]`) : []))
  if (single.length === 0 || members.length === 0) return []
  const table = await tables.create('members', ['cluster UInt32', 'row UInt32'])
  for (let from = 0; from < members.length; from += recordsAtOnce)
    await tables.run(
      `INSERT INTO ${table} (cluster, row) SELECT cluster, row FROM (
         SELECT *, {workspace:String} AS workspace FROM format('JSONCompactEachRow', 'cluster UInt32, row UInt32', {rows:String}))
       WHERE {{workspace}}`,
      { rows: members.slice(from, from + recordsAtOnce).join('\n') },
    )
  const values = `(SELECT cluster, row, ${single.map(valueColumn).join(', ')} FROM (SELECT * FROM ${table} WHERE {{workspace}}) AS m
    INNER JOIN (SELECT row, ${single.map(valueColumn).join(', ')} FROM ${tables.table('records')} WHERE {{workspace}}) AS r USING (row))`
  const compared = single.map((place) =>
    compareTrait(traitNamed(traits[place]!).kind, `a.${valueColumn(place)}`, `b.${valueColumn(place)}`),
  )
  const pairs = await tables.lines<[number, number, ...number[]]>(
    `SELECT a.row, b.row, ${compared.map((level, place) => `${level} AS level${place}`).join(', ')}
     FROM ${values} AS a INNER JOIN ${values} AS b ON a.cluster = b.cluster
     WHERE a.row < b.row AND (${single.map((_, place) => `level${place} = ${levelNumber.different}`).join(' OR ')})`,
  )
  return pairs.flatMap(([a, b, ...found]): [number, number][] => {
    const levels = traits.map((_, place) => found[single.indexOf(place)] ?? levelNumber.unknown)
    return contradicts(model, levels) ? [[a, b]] : []
  })
}
