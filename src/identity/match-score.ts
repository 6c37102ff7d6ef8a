import { probabilityOf, weightOf } from '../stats/fellegi-sunter.ts'
import {
  type Cap,
  capOf,
  commonness,
  commonTerms,
  type MatchModel,
  mostlyHouseholds,
  patternWeight,
} from './match-model.ts'
import { type Pattern, sharedColumn } from './match-pairs.ts'
import type { MatchTables } from './match-tables.ts'
import { patternLevels } from './trait-levels.ts'
import { type Level, levels } from './traits.ts'

/** Probabilities from which a pair is merged without a person, and from which one is asked; below, it is never offered. */
export interface Thresholds {
  automatic: number
  review: number
}

/** Two records that are probably the same customer. */
export interface MatchPair {
  /** Ids of the records. */
  a: string
  b: string
  /** Their places among all records. */
  rows: [number, number]
  probability: number
  /** log2 of the odds. */
  weight: number
  verdict: 'automatic' | 'review'
  /** Number of the level, by trait of the model. */
  levels: number[]
  /** Records that have the shared value, by trait; 0 where the values are not equal. */
  shared: number[]
}

const patternsAtOnce = 20_000
/**
 * Pairs that agree but for one thing a human has one of, and that nothing personal speaks for: a customer whose given name was entered
 * wrongly, or two of one household. They are offered unless other pairs show that such are households, and where they are at most this
 * share of the others.
 */
const mostHouseholds = 0.2

/** Reads the pairs whose probability reaches the threshold of review, surest first. */
export async function scorePairs(
  tables: MatchTables,
  model: MatchModel,
  candidates: readonly Pattern[],
  thresholds: Thresholds,
): Promise<{ pairs: MatchPair[]; households: number }> {
  const caps = await writeWeights(tables, model, candidates)
  const scored = `(SELECT pairs.* EXCEPT (workspace), household FROM (SELECT * FROM ${tables.table('pairs')} WHERE {{workspace}}) AS pairs
     INNER JOIN (SELECT pattern, weight, household FROM ${tables.table('weights')} WHERE {{workspace}}) AS weights USING (pattern)
     WHERE weight + ${commonnessColumn(model)} >= {least:Float64})`
  const params = { least: weightOf(thresholds.review) - 1e-9 }
  const [row] = await tables.ask<{ households: string; others: string }>(
    `SELECT countIf(household) AS households, countIf(NOT household) AS others FROM ${scored}`,
    params,
  )
  const households = Number(row!.households)
  const offered =
    mostlyHouseholds(model, candidates) !== true && households <= mostHouseholds * Number(row!.others)
  const shared = model.traits.map((_, place) => sharedColumn(place))
  const records = `(SELECT row, record_id FROM ${tables.table('records')} WHERE {{workspace}})`
  const rows = await tables.lines<[string, string, number, number, string, ...number[]]>(
    `SELECT toString(x.record_id), toString(y.record_id), p.a, p.b, toString(p.pattern)${shared.map((name) => `, p.${name}`).join('')}
     FROM ${scored} AS p INNER JOIN ${records} AS x ON x.row = p.a INNER JOIN ${records} AS y ON y.row = p.b
     ${offered ? '' : 'WHERE NOT p.household'}`,
    params,
  )
  const sure = weightOf(thresholds.automatic)
  const pairs = rows.map(([a, b, first, second, pattern, ...counts]): MatchPair => {
    const levels = patternLevels(pattern, model.traits.length)
    const weight = pairWeight(model, levels, counts)
    const verdict = weight >= sure && caps.get(pattern) === 'automatic' ? 'automatic' : 'review'
    return {
      a,
      b,
      rows: [first, second],
      weight,
      probability: probabilityOf(weight),
      verdict,
      levels,
      shared: counts,
    }
  })
  pairs.sort((x, y) => y.weight - x.weight || x.rows[0] - y.rows[0] || x.rows[1] - y.rows[1])
  return { pairs, households: offered ? 0 : households }
}

/** The weight of a pair: what each level is worth, and how common what they share is. */
export function pairWeight(model: MatchModel, levels: readonly number[], shared: readonly number[]): number {
  return shared.reduce(
    (sum, count, place) => (count > 0 ? sum + commonness(model, place, count) : sum),
    patternWeight(model, levels),
  )
}

/** Patterns that a pair may have at all, each with its weight. */
async function writeWeights(
  tables: MatchTables,
  model: MatchModel,
  candidates: readonly Pattern[],
): Promise<Map<string, Cap>> {
  const table = await tables.create('weights', ['pattern UInt64', 'weight Float64', 'household UInt8'])
  const caps = new Map<string, Cap>()
  const rows: string[] = []
  for (const { pattern, levels } of candidates) {
    const cap = capOf(model.traits, levels)
    if (cap === 'never') continue
    caps.set(pattern, cap)
    rows.push(`["${pattern}",${patternWeight(model, levels)},${cap === 'household' ? 1 : 0}]`)
  }
  for (let from = 0; from < rows.length; from += patternsAtOnce)
    await tables.run(
      `INSERT INTO ${table} (pattern, weight, household) SELECT pattern, weight, household FROM (
         SELECT *, {workspace:String} AS workspace FROM format('JSONCompactEachRow', 'pattern UInt64, weight Float64, household UInt8', {rows:String}))
       WHERE {{workspace}}`,
      { rows: rows.slice(from, from + patternsAtOnce).join('\n') },
    )
  return caps
}

function commonnessColumn(model: MatchModel): string {
  const terms = model.traits.flatMap((_, place) => {
    const { usual, own, least } = commonTerms(model, place)
    const count = sharedColumn(place)
    return usual === null
      ? []
      : [`if(${count} = 0, 0, log2(${usual} / (greatest(${count} - ${own}, 0) + ${least})))`]
  })
  return `(${['0', ...terms].join(' + ')})`
}

/** What one trait says about a pair. */
export interface Evidence {
  trait: string
  level: Level
  /** log2: above 0 for one customer, below against. */
  weight: number
}

/** Why a pair has its weight: what each trait says; with the prior, the sum is the weight of the pair. */
export function evidenceOf(
  model: MatchModel,
  { levels: pattern, shared }: Pick<MatchPair, 'levels' | 'shared'>,
): Evidence[] {
  return model.traits.map((trait, place) => {
    const level = pattern[place]!
    const common = shared[place]! > 0 ? commonness(model, place, shared[place]!) : 0
    return { trait, level: levels[level]!, weight: model.weights[place]![level]! + common }
  })
}
