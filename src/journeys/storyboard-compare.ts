import { fillHistories, type Horizons, type Names, readHorizons, readNames } from '../collect/index.ts'
import { badInput } from '../http/errors.ts'
import type { Scope } from '../storage/analytics.ts'
import type { JourneyStore } from './build.ts'
import { unwatched, type Watch } from './comparing.ts'
import { Comparison } from './comparison.ts'
import type { StoryboardsCompared } from './contract.ts'
import { correlationParams, customerKeys } from './customer-keys.ts'
import { storyboardFrom } from './journey.ts'
import { newsSeen } from './news-seen.ts'
import type { Run } from './run.ts'
import { type Reading, readRunHistories } from './run-history.ts'
import { epoch } from './run-scope.ts'
import { compileStoryboard } from './runs.ts'
import type { Storyboard } from './storyboard.ts'
import { storyboardNamed } from './storyboard-named.ts'
import { readStoryboardVersion, usableStoryboard } from './storyboard-store.ts'
import { correlationOf } from './versions.ts'

const keysPerPage = 10_000
/** Histories between which other work gets its turn: some ten milliseconds. */
const historiesAtOnce = 250

/** Runs that start in the days asked for; with fewer than so many, all are taken. */
const fewestRuns = 100

/** Which runs are looked at; absent = all. */
interface Asked {
  since?: string | undefined
  until?: string | undefined
  last_days?: number | undefined
  at_most?: number | undefined
}

/**
 * The histories of a journey judged by two versions of its storyboard, each as if it had always been in force.
 * Nothing is stored. @throws Problem for two that do not make the same runs.
 */
export async function compareVersions(
  store: JourneyStore,
  workspace: string,
  a: Storyboard,
  b: Storyboard,
  asked: Asked,
  watch: Watch = unwatched,
): Promise<StoryboardsCompared> {
  const { journey } = a
  if (correlationOf(a) !== correlationOf(b))
    throw badInput(
      'b',
      `Versions ${a.version} and ${b.version} of ${journey} correlate differently: they do not speak of the same runs.`,
      'Compare two versions with the same `correlate`.',
    )
  if (asked.last_days !== undefined && asked.since !== undefined)
    throw badInput('last_days', 'last_days and since both say where the period begins.', 'Leave one out.')
  const now = Date.now()
  const horizons = await readHorizons(store.db, workspace, now)
  const as_of = Number.isFinite(horizons.latest) ? Math.min(now, horizons.latest) : now
  const news_seen = await newsSeen(store.analytics, workspace, { storyboard: b }, now)
  const names = await readNames(store.db, workspace)
  const judging = { store, workspace, a, b, now, horizons, names, news_seen, watch, at_most: asked.at_most }
  let period = periodOf(asked, as_of)
  let compared = await compareIn(judging, period)
  const widened = asked.last_days !== undefined && compared.comparison.size < fewestRuns
  if (widened) {
    period = periodOf({ until: asked.until }, as_of)
    compared = await compareIn(judging, period)
  }
  const found = compared.comparison.result()
  return {
    journey,
    as_of: new Date(as_of).toISOString(),
    period: { since: timeOf(period.from), until: timeOf(period.to), widened, sampled: compared.sampled },
    ...found,
    a: { version: a.version, ...found.a },
    b: { version: b.version, ...found.b },
  }
}

interface Judging {
  store: JourneyStore
  workspace: string
  a: Storyboard
  b: Storyboard
  now: number
  horizons: Horizons
  names: Names
  news_seen: Awaited<ReturnType<typeof newsSeen>>
  watch: Watch
  at_most: number | undefined
}

/** Epoch ms, without the end; infinite = unbounded. */
interface Period {
  from: number
  to: number
}

async function compareIn(
  {
    store,
    workspace,
    a,
    b,
    now,
    horizons,
    names,
    news_seen,
    watch,
    at_most = Number.POSITIVE_INFINITY,
  }: Judging,
  { from, to }: Period,
): Promise<{ comparison: Comparison; sampled: boolean }> {
  const comparison = new Comparison()
  const judges = [a, b].map((storyboard) => compileStoryboard(storyboardNamed(storyboard, names)))
  const within = ({ started_at }: Run) => started_at >= from && started_at < to
  for await (const { histories, before, after, of } of pagesOf(store, workspace, {
    correlate: b.correlate,
    as_of: now,
    names,
    from,
  })) {
    // Keys are hashes: whole pages are a fair draw of the subjects, a part of one need not be.
    if (comparison.size >= at_most) return { comparison, sampled: true }
    let here = 0
    for (const history of histories) {
      if (here++ % historiesAtOnce === 0) {
        watch.note(Math.min(after, before + here - 1), of)
        await new Promise(setImmediate)
        watch.goOn()
      }
      const when = { subject: history.name, as_of: now, horizon: horizons.of, news_seen }
      const [first, second] = judges.map((judge) => judge.runsOf(history.interactions, when).filter(within))
      comparison.add(first!, second!)
    }
  }
  return { comparison, sampled: false }
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

function periodOf({ since, until, last_days }: Asked, as_of: number): Period {
  const to = until === undefined ? Number.POSITIVE_INFINITY : epoch('until', until)
  if (last_days !== undefined) return { from: Math.min(to, as_of) - last_days * 86_400_000, to }
  return { from: since === undefined ? Number.NEGATIVE_INFINITY : epoch('since', since), to }
}

const timeOf = (at: number) => (Number.isFinite(at) ? new Date(at).toISOString() : null)

/** Keys are hashes, evenly spread: a page is a range of them. `before` and `after`: about how many of all keys are read by then. */
async function* pagesOf(
  store: JourneyStore,
  workspace: string,
  { correlate, as_of, names, from }: Reading & { from: number },
) {
  await fillHistories(store, workspace)
  const { analytics } = store
  const params = correlationParams(correlate)
  const keys =
    correlate.by === 'subject'
      ? 'throughline.history WHERE {{workspace}} AND kind = {kind:String}'
      : `(${customerKeys(correlate)})`
  const [row] = await analytics.ask<{ n: string }>(
    `SELECT uniq(key) AS n FROM ${keys}`,
    { workspace, params },
    'rebuild',
  )
  const of = Number(row!.n)
  const pages = Math.max(1, Math.ceil(of / keysPerPage))
  const edge = (page: number) => (2n ** 64n * BigInt(page)) / BigInt(pages)
  const alive = aliveSince(correlate, from)
  for (let page = 0; page < pages; page++) {
    const scope: Scope = {
      workspace,
      where: ['key BETWEEN {low:UInt64} AND {high:UInt64}', ...alive.where],
      params: { ...params, ...alive.params, low: edge(page), high: edge(page + 1) - 1n },
    }
    const at = (page: number) => Math.round((of * page) / pages)
    const histories = await readRunHistories(analytics, scope, { correlate, as_of, names })
    yield { histories, before: at(page), after: at(page + 1), of }
  }
}

/** Only a subject with an interaction since then can have a run that starts since then; where others are linked, theirs may be it. */
function aliveSince(correlate: Storyboard['correlate'], from: number) {
  if (!Number.isFinite(from) || correlate.by !== 'subject' || correlate.linked.length > 0)
    return { where: [], params: {} }
  return {
    where: [
      'key IN (SELECT key FROM throughline.history WHERE {{workspace}} AND kind = {kind:String} AND started_at >= {alive_since:Int64} AND key BETWEEN {low:UInt64} AND {high:UInt64})',
    ],
    params: { alive_since: from },
  }
}
