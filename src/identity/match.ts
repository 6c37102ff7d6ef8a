import type { Analytics } from '../storage/analytics.ts'
import { clusterRecords, type Edge, nameClusters } from './clusters.ts'
import { type Block, blockRecords } from './match-blocks.ts'
import { contradictionsWithin } from './match-contradictions.ts'
import { learnModel, type MatchModel } from './match-model.ts'
import { candidatePatterns, comparePairs, equalShares, type Pattern, randomPatterns } from './match-pairs.ts'
import { normaliseRecords, type RecordSource, type Records } from './match-records.ts'
import { reviewQueue } from './match-review.ts'
import { type MatchPair, scorePairs, type Thresholds } from './match-score.ts'
import { type MatchTables, withMatchTables } from './match-tables.ts'

/** What a matching does, in this order; `merge` is for those who keep its result. */
export const matchStages = ['normalise', 'block', 'compare', 'learn', 'score', 'cluster', 'merge'] as const
export type MatchStage = (typeof matchStages)[number]

export const shippedThresholds: Thresholds = { automatic: 0.99, review: 0.2 }

export interface MatchOptions {
  thresholds?: Thresholds
  /** A model learnt before; absent: learnt from these records. */
  model?: MatchModel
  /** Which pairs are drawn at random. */
  seed?: number
  /** The name of the cluster that a record had before. */
  before?: ReadonlyMap<string, string>
  /** Told of each stage as it begins. */
  say?: (stage: MatchStage) => void
}

export interface Matching {
  model: MatchModel
  thresholds: Thresholds
  blocks: Block[]
  records: number
  /** Share of records with a value, by trait of the model. */
  filled: number[]
  /** Pairs that there are, and those that were compared. */
  pairs_possible: number
  candidates: number
  /** Pairs from the threshold of review on, surest first. */
  pairs: MatchPair[]
  /** Pairs left out because so many agree but for the given name: households. */
  households: number
  /** Ids of the records of each cluster, by its name. */
  clusters: Map<string, string[]>
  /** Pairs that a person has to decide, surest first: one for any two clusters. */
  review: MatchPair[]
}

/**
 * Finds records of the same customer by probabilistic matching (docs/methods/matching.md).
 */
export function matchRecords(
  analytics: Analytics,
  source: RecordSource,
  {
    thresholds = shippedThresholds,
    model: known,
    seed = 1,
    before,
    say = () => undefined,
  }: MatchOptions = {},
): Promise<Matching> {
  return withMatchTables(analytics, source.scope.workspace, async (tables) => {
    say('normalise')
    const records = await normaliseRecords(tables, source, known?.traits)
    const silent = records.traits.length === 0 || records.count < 2
    say('block')
    const blocks = silent ? [] : await blockRecords(tables, records, source)
    say('compare')
    const candidates = silent ? 0 : await comparePairs(tables, records, blocks, source.link)
    say('learn')
    const patterns = silent ? [] : await candidatePatterns(tables, records.traits)
    const model = known ?? (await learn(tables, records, patterns, source.link, silent ? null : seed))
    say('score')
    const { pairs, households } = silent
      ? { pairs: [], households: 0 }
      : await scorePairs(tables, model, patterns, thresholds)
    say('cluster')
    const edges = pairs.filter(({ verdict }) => verdict === 'automatic').map(edgeOf)
    const together = clusterRecords(edges)
    const { clusters } = clusterRecords(edges, await contradictionsWithin(tables, model, together.clusters))
    const ids = new Map(pairs.flatMap(idsByRow))
    return {
      model,
      thresholds,
      blocks,
      records: records.count,
      filled: records.filled,
      pairs_possible: records.pairs,
      candidates,
      pairs,
      households,
      clusters: nameClusters(
        clusters.map((rows) => rows.map((row) => ids.get(row)!)),
        before,
      ),
      review: reviewQueue(pairs, clusters),
    }
  })
}

const edgeOf = ({ rows: [a, b], weight }: MatchPair): Edge => ({ a, b, weight })
const idsByRow = ({ a, b, rows }: MatchPair): [number, string][] => [
  [rows[0], a],
  [rows[1], b],
]

/** `seed`: null where records say nothing that could be drawn. */
async function learn(
  tables: MatchTables,
  records: Records,
  candidates: Pattern[],
  link: boolean,
  seed: number | null,
): Promise<MatchModel> {
  if (seed === null) return learnModel({ records, candidates, random: [], equal: [] })
  const random = await randomPatterns(tables, records, link, seed)
  return learnModel({ records, candidates, random, equal: await equalShares(tables, records, link) })
}
