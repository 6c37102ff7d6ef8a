import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Command } from 'commander'
import { ownServers, readConfig } from '../config.ts'
import {
  evidenceOf,
  type Matching,
  matchRecords,
  readTraits,
  shippedThresholds,
  withRecords,
} from '../identity/index.ts'
import type { Analytics } from '../storage/analytics.ts'
import { openAnalytics } from '../storage/analytics.ts'
import type { Globals } from './connect.ts'
import { type MatchFile, matchFile, matchFileRecords } from './match-file.ts'
import { matchText, type ToldPair } from './match-text.ts'
import { print, printJson, whole } from './show.ts'

interface Flags {
  id?: string
  trait: string[]
  seed: string
  automatic: string
  review: string
  show: string
}

export function matchCommand(program: Command, globals: () => Globals): void {
  const each = (value: string, all: string[]) => [...all, value]
  program
    .command('match <file> [second]')
    .description('Find records of the same customer in a CSV file, or between two; nothing is stored')
    .option('--id <column>', 'names a record; without it guessed, else its row')
    .option('--trait <column=trait>', 'what a column is; without it guessed', each, [])
    .option('--seed <n>', 'which pairs are drawn at random', '1')
    .option('--automatic <p>', 'probability from which pairs are merged', String(shippedThresholds.automatic))
    .option('--review <p>', 'probability from which a person is asked', String(shippedThresholds.review))
    .option('--show <n>', 'pairs of the review queue to show', '10')
    .addHelpText(
      'after',
      `
Examples:
  throughline match customers.csv
  throughline match shop.csv desk.csv --trait client=full_name --json`,
    )
    .action(async (first: string, second: string | undefined, flags: Flags) => {
      const paths = second === undefined ? [first] : [first, second]
      const files = await Promise.all(paths.map((path) => matchFile(path, flags)))
      await withEngine(async (analytics) => {
        const told = await matched(analytics, files, flags)
        if (globals().json) printJson(told)
        else print(matchText(told, whole('--show', flags.show)))
      })
    })
}

/** An engine of its own, which leaves nothing behind. */
async function withEngine(work: (analytics: Analytics) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'throughline-match-'))
  const analytics = await openAnalytics(
    join(folder, 'clickhouse'),
    ownServers(readConfig(), 'throughline match'),
  )
  try {
    await work(analytics)
  } finally {
    await analytics.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

async function matched(analytics: Analytics, files: MatchFile[], flags: Flags) {
  const names: string[] = []
  const thresholds = {
    automatic: probability('--automatic', flags.automatic),
    review: probability('--review', flags.review),
  }
  const link = files.length === 2
  return withRecords(analytics, 'main', matchFileRecords(files, names), link, async (source) => {
    const matching = await matchRecords(analytics, source, { thresholds, seed: whole('--seed', flags.seed) })
    const { pairs, review, clusters, ...figures } = matching
    const shown = await readTraits(
      analytics,
      source,
      review.slice(0, 1_000).flatMap(({ a, b }) => [a, b]),
    )
    const nameOf = (id: string) => names[Number(id) - 1]!
    return {
      files: files.map(({ path, id, columns }) => ({ path, id, columns: Object.fromEntries(columns) })),
      ...figures,
      pairs: pairs.map((pair) => toldPair(matching, pair, nameOf)),
      clusters: [...clusters].map(([name, ids]) => ({ cluster: nameOf(name), records: ids.map(nameOf) })),
      review: review.map((pair) => ({
        ...toldPair(matching, pair, nameOf),
        values: [shown.get(pair.a) ?? null, shown.get(pair.b) ?? null],
      })),
    }
  })
}

export type Told = Awaited<ReturnType<typeof matched>>

function toldPair(
  { model }: Matching,
  pair: Matching['pairs'][number],
  nameOf: (id: string) => string,
): ToldPair {
  const { a, b, probability: chance, weight, verdict } = pair
  return {
    a: nameOf(a),
    b: nameOf(b),
    probability: chance,
    weight,
    verdict,
    evidence: evidenceOf(model, pair).filter(({ level }) => level !== 'unknown'),
  }
}

function probability(flag: string, text: string): number {
  const value = Number(text)
  if (value > 0 && value < 1) return value
  throw new Error(`${flag} is '${text}'. Give a probability between 0 and 1, such as 0.99.`)
}
