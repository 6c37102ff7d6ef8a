import type { Horizons } from '../collect/index.ts'
import type { Scope } from '../storage/analytics.ts'
import type { JourneyStore } from './build.ts'
import { readCustomerHistories } from './customer-history.ts'
import { type History, readHistories } from './history.ts'
import type { Journey } from './journey.ts'
import { type Place, runColumns, runRow, withdrawnColumns, withdrawnRow } from './run-row.ts'
import type { CompiledStoryboard } from './runs.ts'

/** Everything that one build of runs is over. */
export interface Build {
  store: JourneyStore
  workspace: string
  journey: Journey
  compiled: CompiledStoryboard
  snapshot: number
  as_of: number
  horizons: Horizons
  version: number
  /** Some interaction of this kind carries news: a run without any is then silent, not unknown. */
  news_seen: boolean
}

interface Page {
  histories: History[]
  /** How many runs each key had before. */
  earlier: Map<string, number>
}

interface BuiltPage {
  interactions: number
  rows: unknown[][]
  /** Keys that had more runs than they have now, with how many. */
  fewer: Map<string, number>
}

/** Keys are hashes, evenly spread: a page is a range of them. */
export async function readPage(build: Build, scope: Scope, page: number, pages: number): Promise<Page> {
  const { analytics } = build.store
  const edge = (n: number) => ((2n ** 64n * BigInt(n)) / BigInt(pages)).toString()
  const upper = page + 1 === pages ? (2n ** 64n - 1n).toString() : (BigInt(edge(page + 1)) - 1n).toString()
  const ranged: Scope = {
    ...scope,
    where: [`key BETWEEN {low:UInt64} AND {high:UInt64}`, ...(scope.where ?? [])],
    params: { ...scope.params, low: edge(page), high: upper },
  }
  const { correlate } = build.journey.storyboard
  const earlier = await analytics.ask<{ key: string; runs: number }>(
    `SELECT key, max(ordinal) + 1 AS runs FROM throughline.runs FINAL PREWHERE {{scope}} AND journey = {journey:String} AND snapshot = {snapshot:Int64} GROUP BY key`,
    ranged,
    'rebuild',
  )
  const histories =
    correlate.by === 'subject'
      ? await readHistories(analytics, ranged, correlate.subject, 'rebuild')
      : await readCustomerHistories(analytics, ranged)
  return { histories, earlier: new Map(earlier.map((row) => [row.key, Number(row.runs)])) }
}

/** Histories between which other work gets its turn: some ten milliseconds. */
const historiesAtOnce = 500

export async function buildPage(build: Build, { histories, earlier }: Page): Promise<BuiltPage> {
  const built: BuiltPage = { interactions: 0, rows: [], fewer: earlier }
  for (const [at, history] of histories.entries()) {
    if (at % historiesAtOnce === 0) await new Promise(setImmediate)
    const runs = build.compiled.runsOf(history.interactions, {
      subject: history.name,
      as_of: build.as_of,
      horizon: build.horizons.of,
      news_seen: build.news_seen,
    })
    const place = placeOf(build, history)
    for (const run of runs) built.rows.push(runRow(place, run))
    built.interactions += history.interactions.length
    if (runs.length >= (earlier.get(history.key) ?? 0)) earlier.delete(history.key)
  }
  return built
}

export async function writePage(build: Build, { rows, fewer }: BuiltPage): Promise<void> {
  const { analytics } = build.store
  await analytics.insert('throughline.runs', withdrawnColumns, goneRuns(build, fewer), 'runs')
  await analytics.insert('throughline.runs', runColumns, rows, 'runs')
}

/** A run made in the same build outranks its withdrawal. */
function goneRuns(build: Build, fewer: Map<string, number>): unknown[][] {
  return [...fewer].flatMap(([key, had]) => {
    const place = {
      workspace: build.workspace,
      snapshot: build.snapshot,
      key,
      version: build.version - 1,
      live: false,
    }
    return Array.from({ length: had }, (_, ordinal) => withdrawnRow(place, build.journey.journey, ordinal))
  })
}

function placeOf(build: Build, history: History): Place {
  const sources = new Set(history.interactions.map((each) => each.source))
  return {
    workspace: build.workspace,
    snapshot: build.snapshot,
    key: history.key,
    version: build.version,
    live: build.horizons.live(sources),
  }
}
