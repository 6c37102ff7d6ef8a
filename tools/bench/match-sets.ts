import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { matchFile, matchFileRecords } from '../../src/cli/match-file.ts'
import { readCsv } from '../../src/collect/index.ts'
import { type HeldRecord, type Matching, matchRecords, withRecords } from '../../src/identity/index.ts'
import type { Analytics } from '../../src/storage/analytics.ts'

/** Records with the truth about them, read from outside the project. */
export interface MatchSet {
  name: string
  files: string[]
  /** What F1 must reach when a person answers every pair offered. */
  bar: number
  /** Who each record is, in the order of the files. */
  truth(files: readonly string[]): Promise<string[]>
}

const folder = join('..', 'shared', 'data', 'identity')
const columnOf = async (path: string, column: string) => {
  const values: string[] = []
  for await (const { rows } of readCsv(path)) for (const { record } of rows) values.push(record[column]!)
  return values
}
const recordIds = async (files: readonly string[]) => {
  const ids = await Promise.all(files.map((path) => columnOf(path, 'rec_id')))
  return ids.flat().map((id) => /rec-(\d+)-/.exec(id)![1]!)
}

export const matchSets: MatchSet[] = [
  {
    name: 'splink fake_1000',
    files: ['splink/fake_1000.csv'],
    bar: 0.9,
    truth: ([path]) => columnOf(path!, 'cluster'),
  },
  { name: 'febrl dataset1', files: ['febrl/dataset1.csv'], bar: 0.97, truth: recordIds },
  { name: 'febrl dataset2', files: ['febrl/dataset2.csv'], bar: 0.95, truth: recordIds },
  {
    name: 'febrl dataset4a+4b',
    files: ['febrl/dataset4a.csv', 'febrl/dataset4b.csv'],
    bar: 0.97,
    truth: recordIds,
  },
  {
    name: 'RLdata500',
    files: ['rldata/RLdata500.csv'],
    bar: 0.95,
    truth: ([path]) => columnOf(join(path!, '..', 'identity.RLdata500.csv'), 'identity.RLdata500'),
  },
]

/** Matches a set with its columns guessed and everything else as shipped; null where its files are not here. */
export async function matchSet(analytics: Analytics, set: MatchSet) {
  const paths = set.files.map((file) => join(folder, file))
  if (!paths.every((path) => existsSync(path))) return null
  const files = await Promise.all(paths.map((path) => matchFile(path, { trait: [] })))
  const truth = await set.truth(paths)
  const sides: number[] = []
  const link = files.length === 2
  const records = (async function* (): AsyncGenerator<HeldRecord> {
    for await (const record of matchFileRecords(files, [])) {
      sides.push(record.side)
      yield record
    }
  })()
  return withRecords(analytics, 'main', records, link, async (source) => {
    const matching = await matchRecords(analytics, source)
    const who = (id: string) => truth[Number(id) - 1]!
    const score = scoreMatching(matching, truth, (a, b) => !link || sides[a - 1] !== sides[b - 1])
    return { matching, score, who }
  })
}

export interface Score {
  precision: number
  recall: number
  f1: number
}

/**
 * Over the pairs within the final clusters, that count: what the machine merged, and that with each pair of the review queue joined
 * of which a truthful person says that it is one. Ids are numbers from 1.
 */
export function scoreMatching(
  { clusters, review }: Pick<Matching, 'clusters' | 'review'>,
  truth: readonly (string | number)[],
  counts: (a: number, b: number) => boolean = () => true,
): { automatic: Score; reviewed: Score; accepted: number } {
  const who = (id: number) => truth[id - 1]!
  const all = Map.groupBy(
    truth.map((_, place) => place + 1),
    who,
  )
  const possible = pairsWithin(all.values(), counts, () => true)
  const merged = [...clusters.values()].map((ids) => ids.map(Number))
  const accepted = review.filter(({ a, b }) => who(Number(a)) === who(Number(b)))
  const joined = joinedBy(
    merged,
    accepted.map(({ a, b }) => [Number(a), Number(b)]),
  )
  const score = (groups: readonly number[][]): Score => {
    const right = pairsWithin(groups, counts, (a, b) => who(a) === who(b))
    const precision = right / pairsWithin(groups, counts, () => true)
    const recall = right / possible
    return { precision, recall, f1: (2 * precision * recall) / (precision + recall) }
  }
  return { automatic: score(merged), reviewed: score(joined), accepted: accepted.length }
}

type PairTest = (a: number, b: number) => boolean

function pairsWithin(groups: Iterable<number[]>, counts: PairTest, right: PairTest): number {
  let pairs = 0
  for (const ids of groups)
    for (const [place, a] of ids.entries())
      for (const b of ids.slice(place + 1)) if (counts(a, b) && right(a, b)) pairs++
  return pairs
}

function joinedBy(clusters: readonly number[][], pairs: readonly (readonly [number, number])[]): number[][] {
  const home = new Map<number, number[]>()
  for (const ids of clusters) for (const id of ids) home.set(id, ids)
  const groups = new Set(clusters)
  for (const [a, b] of pairs) {
    const [first, second] = [home.get(a) ?? [a], home.get(b) ?? [b]]
    if (first === second) continue
    const both = [...first, ...second]
    groups.delete(first)
    groups.delete(second)
    groups.add(both)
    for (const id of both) home.set(id, both)
  }
  return [...groups]
}
