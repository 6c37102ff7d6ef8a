import { fillHistories, readHorizons } from '../collect/index.ts'
import { badInput } from '../http/errors.ts'
import type { Scope } from '../storage/analytics.ts'
import type { JourneyStore } from './build.ts'
import { Comparison } from './comparison.ts'
import type { StoryboardsCompared } from './contract.ts'
import { customerKeys } from './customer-keys.ts'
import { storyboardFrom } from './journey.ts'
import { newsSeen } from './news-seen.ts'
import type { Run } from './run.ts'
import { readRunHistories } from './run-history.ts'
import { epoch } from './run-scope.ts'
import { compileStoryboard } from './runs.ts'
import type { Storyboard } from './storyboard.ts'
import { readStoryboardVersion, usableStoryboard } from './storyboard-store.ts'
import { correlationOf } from './versions.ts'

const keysPerPage = 10_000
/** Histories between which other work gets its turn: some ten milliseconds. */
const historiesAtOnce = 250

/** Runs that start in this period; absent = any. */
interface Period {
  since?: string | undefined
  until?: string | undefined
}

/**
 * All histories of a journey judged by two versions of its storyboard, each as if it had always been in force.
 * Nothing is stored. @throws Problem for two that do not make the same runs.
 */
export async function compareVersions(
  store: JourneyStore,
  workspace: string,
  a: Storyboard,
  b: Storyboard,
  period: Period,
): Promise<StoryboardsCompared> {
  const { journey } = a
  if (correlationOf(a) !== correlationOf(b))
    throw badInput(
      'b',
      `Versions ${a.version} and ${b.version} of ${journey} correlate differently: they do not speak of the same runs.`,
      'Compare two versions with the same `correlate`.',
    )
  const comparison = new Comparison()
  const as_of = Date.now()
  const horizons = await readHorizons(store.db, workspace, as_of)
  const news_seen = await newsSeen(store.analytics, workspace, { storyboard: b }, as_of)
  const judges = [a, b].map((storyboard) => compileStoryboard(storyboard))
  const asked = inPeriod(period)
  let read = 0
  for await (const history of historiesOf(store, workspace, b, as_of)) {
    if (read++ % historiesAtOnce === 0) await new Promise(setImmediate)
    const when = { subject: history.name, as_of, horizon: horizons.of, news_seen }
    const [first, second] = judges.map((judge) => judge.runsOf(history.interactions, when).filter(asked))
    comparison.add(first!, second!)
  }
  const found = comparison.result()
  return {
    journey,
    as_of: new Date(
      Number.isFinite(horizons.latest) ? Math.min(as_of, horizons.latest) : as_of,
    ).toISOString(),
    ...found,
    a: { version: a.version, ...found.a },
    b: { version: b.version, ...found.b },
  }
}

/** One version of a journey that is there. @throws Problem 404. */
export async function versionOf(
  store: JourneyStore,
  workspace: string,
  journey: string,
  version: number,
): Promise<Storyboard> {
  const { yaml } = await readStoryboardVersion(store.db, workspace, journey, version)
  return storyboardFrom(yaml)
}

/** A version that is only written so far. @throws Problem with every fault by line, or for another journey. */
export function candidateOf(journey: string, yaml: string, file: string): Storyboard {
  const storyboard = usableStoryboard(yaml, file)
  if (storyboard.journey === journey) return storyboard
  throw badInput(
    'yaml',
    `${file} is a storyboard of '${storyboard.journey}', not of '${journey}'.`,
    `Write journey: ${journey} in it.`,
  )
}

function inPeriod({ since, until }: Period): (run: Run) => boolean {
  const from = since === undefined ? Number.NEGATIVE_INFINITY : epoch('since', since)
  const to = until === undefined ? Number.POSITIVE_INFINITY : epoch('until', until)
  return ({ started_at }) => started_at >= from && started_at < to
}

/** Keys are hashes, evenly spread: a page is a range of them. */
async function* historiesOf(
  store: JourneyStore,
  workspace: string,
  { correlate }: Storyboard,
  as_of: number,
) {
  await fillHistories(store, workspace)
  const { analytics } = store
  const params = { kind: correlate.by === 'subject' ? correlate.subject : '' }
  const keys =
    correlate.by === 'subject'
      ? 'throughline.history WHERE {{workspace}} AND kind = {kind:String}'
      : `(${customerKeys})`
  const [row] = await analytics.ask<{ n: string }>(
    `SELECT uniq(key) AS n FROM ${keys}`,
    { workspace, params },
    'rebuild',
  )
  const pages = Math.max(1, Math.ceil(Number(row!.n) / keysPerPage))
  const edge = (page: number) => (2n ** 64n * BigInt(page)) / BigInt(pages)
  for (let page = 0; page < pages; page++) {
    const scope: Scope = {
      workspace,
      where: ['key BETWEEN {low:UInt64} AND {high:UInt64}'],
      params: { ...params, low: edge(page), high: edge(page + 1) - 1n },
    }
    yield* await readRunHistories(analytics, scope, correlate, as_of)
  }
}
