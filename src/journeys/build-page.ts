import type { Horizons } from '../collect/index.ts'
import type { Analytics, Scope } from '../storage/analytics.ts'
import type { JourneyStore } from './build.ts'
import type { History } from './history.ts'
import type { Journey } from './journey.ts'
import { readRunHistories } from './run-history.ts'
import { type Place, runColumns, runRow, type StoredRun, withdrawnColumns, withdrawnRow } from './run-row.ts'
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
  /** All runs are built again, not those of some keys. */
  all: boolean
  /** Some interaction of this kind carries news: a run without any is then silent, not unknown. */
  news_seen: boolean
}

interface Page {
  histories: History[]
  /** The runs its keys had before; empty in a build of all runs, which clears away what it did not write. */
  earlier: StoredRun[]
}

interface BuiltPage {
  interactions: number
  rows: unknown[][]
  /** Runs of before that are no more, or no longer where they were. */
  gone: StoredRun[]
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
  const earlier = build.all ? [] : await storedRuns(analytics, ranged)
  const histories = await readRunHistories(analytics, ranged, correlate, build.as_of)
  return { histories, earlier }
}

function storedRuns(analytics: Analytics, scope: Scope): Promise<StoredRun[]> {
  return analytics.ask(
    `SELECT toString(key) AS key, ordinal, toString(started_at) AS started_at FROM throughline.runs FINAL
     PREWHERE {{scope}} AND journey = {journey:String} AND snapshot = {snapshot:Int64}`,
    scope,
    'rebuild',
  )
}

/** Histories between which other work gets its turn: some ten milliseconds. */
const historiesAtOnce = 500

export async function buildPage(build: Build, { histories, earlier }: Page): Promise<BuiltPage> {
  const built: BuiltPage = { interactions: 0, rows: [], gone: [] }
  const present = new Set<string>()
  for (const [at, history] of histories.entries()) {
    if (at % historiesAtOnce === 0) await new Promise(setImmediate)
    const runs = build.compiled.runsOf(history.interactions, {
      subject: history.name,
      as_of: build.as_of,
      horizon: build.horizons.of,
      news_seen: build.news_seen,
    })
    const place = placeOf(build, history)
    for (const run of runs) {
      built.rows.push(runRow(place, run))
      if (earlier.length > 0) present.add(`${history.key} ${run.ordinal} ${run.started_at}`)
    }
    built.interactions += history.interactions.length
  }
  built.gone = earlier.filter((run) => !present.has(`${run.key} ${run.ordinal} ${run.started_at}`))
  return built
}

export async function writePage(build: Build, { rows, gone }: BuiltPage): Promise<void> {
  const { analytics } = build.store
  // A run made in the same build outranks its withdrawal.
  const place = { workspace: build.workspace, snapshot: build.snapshot, version: build.version - 1 }
  const withdrawn = gone.map((run) => withdrawnRow(place, build.journey.journey, run))
  await analytics.insert('throughline.runs', withdrawnColumns, withdrawn, 'runs')
  await analytics.insert('throughline.runs', runColumns, rows, 'runs')
}

/** After a build of all runs: what earlier builds wrote and this one did not replace is gone. */
export async function clearEarlier({ store, workspace, journey, snapshot, version }: Build): Promise<void> {
  const earlier = `FROM throughline.runs WHERE {{workspace}} AND journey = {journey:String} AND snapshot = {snapshot:Int64} AND version < {version:UInt64}`
  const scope = { workspace, params: { journey: journey.journey, snapshot, version } }
  const left = await store.analytics.ask(`SELECT 1 ${earlier} LIMIT 1`, scope, 'rebuild')
  if (left.length > 0) await store.analytics.command(`DELETE ${earlier}`, scope, 'runs')
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
