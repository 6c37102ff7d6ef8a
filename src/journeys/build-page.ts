import {
  type Horizons,
  horizonsOf,
  namesFrom,
  type PlainNames,
  type SourceHorizon,
} from '../collect/index.ts'
import type { Analytics, Lane, Scope } from '../storage/analytics.ts'
import { LineBuffer } from '../storage/line-buffer.ts'
import { earliest } from './ahead.ts'
import type { History } from './history.ts'
import { readRunHistories } from './run-history.ts'
import { type Place, runColumns, runRow, type StoredRun, withdrawnColumns, withdrawnRow } from './run-row.ts'
import { type CompiledStoryboard, compileStoryboard } from './runs.ts'
import type { Storyboard } from './storyboard.ts'

/** Everything that one build of runs is over, as plain data: a thread is given it. */
export interface Build {
  workspace: string
  journey: string
  /** Changes with any of the storyboards. */
  design: string
  /** In force, oldest first. */
  storyboards: Storyboard[]
  snapshot: number
  as_of: number
  horizons: SourceHorizon[]
  /** What touchpoints and channels are called; the storyboards call them so already. */
  names: PlainNames
  version: number
  /** All runs are built again, not those of some keys. */
  all: boolean
  /** Some interaction of this kind carries news: a run without any is then silent, not unknown. */
  news_seen: boolean
}

/** Keys are hashes, evenly spread: a page is one of `pages` ranges of them, of those that the scope names. */
export interface PageTask {
  build: Build
  scope: Scope
  page: number
  pages: number
}

export interface PageBuilt {
  interactions: number
  runs: number
  /** The earliest that was left out because it lies ahead of `as_of`, epoch ms. */
  ahead_at: number | null
}

/** Reads the histories of a page, builds their runs and writes them. Pages may be built side by side. */
export async function buildPage(
  { build, scope, page, pages }: PageTask,
  analytics: Analytics,
): Promise<PageBuilt> {
  const ranged = rangeOf(scope, page, pages)
  const aside = page % 2 === 1
  const reading: Lane = aside ? 'rebuild aside' : 'rebuild'
  const earlier = build.all ? [] : await storedRuns(analytics, ranged, reading)
  const { correlate } = build.storyboards[build.storyboards.length - 1]!
  const asked = { correlate, as_of: build.as_of, names: namesFrom(build.names) }
  const histories = await readRunHistories(analytics, ranged, asked, reading)
  const lines = spare.pop() ?? new LineBuffer()
  try {
    const made = await runsOfPage(build, histories, earlier, lines)
    await writePage(build, made, analytics, aside ? 'runs aside' : 'runs')
    return { interactions: made.interactions, runs: made.runs, ahead_at: made.ahead_at }
  } finally {
    lines.clear()
    spare.push(lines)
  }
}

/** Memory for the rows of a page, used again by the next one. */
const spare: LineBuffer[] = []

function rangeOf(scope: Scope, page: number, pages: number): Scope {
  const edge = (n: number) => ((2n ** 64n * BigInt(n)) / BigInt(pages)).toString()
  const upper = page + 1 === pages ? (2n ** 64n - 1n).toString() : (BigInt(edge(page + 1)) - 1n).toString()
  return {
    ...scope,
    where: [`key BETWEEN {low:UInt64} AND {high:UInt64}`, ...(scope.where ?? [])],
    params: { ...scope.params, low: edge(page), high: upper },
  }
}

function storedRuns(analytics: Analytics, scope: Scope, lane: Lane): Promise<StoredRun[]> {
  return analytics.ask(
    `SELECT toString(key) AS key, ordinal, toString(started_at) AS started_at FROM throughline.runs FINAL
     PREWHERE {{scope}} AND journey = {journey:String} AND snapshot = {snapshot:Int64}`,
    scope,
    lane,
  )
}

interface MadePage extends PageBuilt {
  /** Runs as rows of the table, written out at once: the histories they come from are many times larger. */
  lines: LineBuffer
  /** Runs of before that are no more, or no longer where they were. */
  gone: StoredRun[]
}

/** Histories between which other work gets its turn: some ten milliseconds. */
const historiesAtOnce = 50

/** `earlier`: the runs these keys had before; none in a build of all runs, which clears away what it did not write. */
async function runsOfPage(
  build: Build,
  histories: Iterable<History>,
  earlier: StoredRun[],
  lines: LineBuffer,
): Promise<MadePage> {
  const built: MadePage = { interactions: 0, runs: 0, ahead_at: null, lines, gone: [] }
  const present = new Set<string>()
  const { runsOf } = compiledOf(build)
  const horizons = horizonsOf(build.horizons, build.as_of)
  let at = 0
  for (const history of histories) {
    if (at++ % historiesAtOnce === 0) await new Promise(setImmediate)
    const runs = runsOf(history.interactions, {
      subject: history.name,
      as_of: build.as_of,
      horizon: horizons.of,
      news_seen: build.news_seen,
    })
    const place = placeOf(build, horizons, history)
    for (const run of runs) {
      lines.add(JSON.stringify(runRow(place, run)))
      if (earlier.length > 0) present.add(`${history.key} ${run.ordinal} ${run.started_at}`)
    }
    built.ahead_at = earliest(built.ahead_at, aheadOf(history, build.as_of))
    built.interactions += history.interactions.length
    built.runs += runs.length
  }
  built.gone = earlier.filter((run) => !present.has(`${run.key} ${run.ordinal} ${run.started_at}`))
  return built
}

function aheadOf({ interactions }: History, as_of: number): number | null {
  let ahead = Number.POSITIVE_INFINITY
  for (const { started_at } of interactions) if (started_at > as_of && started_at < ahead) ahead = started_at
  return ahead === Number.POSITIVE_INFINITY ? null : ahead
}

/** Made ready once in each thread, with the alignments of its variants. */
const ready = new Map<string, CompiledStoryboard>()

function compiledOf({ journey, design, storyboards }: Build): CompiledStoryboard {
  const name = `${journey} ${design}`
  const known = ready.get(name) ?? compileStoryboard(...storyboards)
  if (ready.size >= 50) ready.clear()
  ready.set(name, known)
  return known
}

async function writePage(
  build: Build,
  { lines, gone }: MadePage,
  analytics: Analytics,
  lane: Lane,
): Promise<void> {
  // A run made in the same build outranks its withdrawal.
  const place = { workspace: build.workspace, snapshot: build.snapshot, version: build.version - 1 }
  const withdrawn = gone.map((run) => withdrawnRow(place, build.journey, run))
  await analytics.insert('throughline.runs', withdrawnColumns, withdrawn, lane)
  await analytics.insertLines('throughline.runs', runColumns, lines.bytes(), lane)
}

/**
 * After a build of all runs: what earlier builds wrote and this one did not replace is withdrawn. Deleting it would change every
 * part of the table (six seconds at 200,000 runs, measured).
 */
export async function clearEarlier(
  analytics: Analytics,
  { workspace, journey, snapshot, version }: Build,
): Promise<void> {
  await analytics.command(
    `INSERT INTO throughline.runs (workspace, journey, snapshot, key, ordinal, version, is_deleted, started_at)
     SELECT workspace, journey, snapshot, key, ordinal, {version:UInt64}, 1, started_at FROM throughline.runs FINAL
     WHERE {{workspace}} AND journey = {journey:String} AND snapshot = {snapshot:Int64} AND version < {version:UInt64}`,
    { workspace, params: { journey, snapshot, version } },
    'runs',
  )
}

function placeOf(build: Build, horizons: Horizons, history: History): Place {
  const sources = new Set(history.interactions.map((each) => each.source))
  return {
    workspace: build.workspace,
    snapshot: build.snapshot,
    key: history.key,
    version: build.version,
    live: horizons.live(sources),
  }
}
