import type { Scope } from '../storage/analytics.ts'
import { lifeOf } from '../storage/life.ts'
import type { JourneyStore } from './build.ts'
import type { Filters, Sampled } from './contract.ts'
import { countRuns } from './run-count.ts'
import { runScope } from './run-scope.ts'

/** One key of a run in so many stands in the sample (migration 0027). */
const every = 16
/** With more runs figures that were never asked for take longer than a person waits: a second at 200,000 (docs/bench.md). */
export const wholeRuns = 400_000
/** A sample of fewer tells too little; what is so rare is read whole. */
const fewest = 100

/**
 * How many runs of a scope are read where a sample will do; null: all of them. A journey is read from its sample when it is large,
 * unless its figures without filters are prepared already.
 */
export async function samplingOf(
  store: JourneyStore,
  scope: Scope,
  { read, ...filters }: Filters,
): Promise<Sampled> {
  if (read !== 'sample') return null
  const { journey, snapshot } = scope.params as { journey: string; snapshot: number }
  if (!(await isLarge(store, scope.workspace, journey, snapshot))) return null
  if (Object.keys(filters).length === 0 && isPrepared(store, scope.workspace, journey)) return null
  const runs = await countRuns(store, { ...scope, sampled: true })
  return runs < fewest ? null : { every, runs }
}

/** Whether a journey has so many runs that it is read from its sample; told by the sample itself. */
export async function isLarge(
  store: JourneyStore,
  workspace: string,
  journey: string,
  snapshot = 0,
): Promise<boolean> {
  const whole = { ...runScope(workspace, journey, snapshot, {}), sampled: true }
  return (await countRuns(store, whole)) * every >= wholeRuns
}

/** By journey: how often runs had been written to when its figures were made ready. */
const prepared = new WeakMap<JourneyStore['analytics'], Map<string, number>>()
const nameOf = (workspace: string, journey: string) => JSON.stringify([workspace, journey])

/** Makes figures without filters ready, and notes that they are, unless runs were written meanwhile. */
export async function preparing(
  { analytics }: JourneyStore,
  workspace: string,
  journey: string,
  prepare: () => Promise<void>,
): Promise<void> {
  const writes = analytics.writes('throughline.runs')
  await prepare()
  const known = prepared.get(analytics) ?? new Map<string, number>()
  prepared.set(analytics, known.set(nameOf(workspace, journey), writes))
}

/** Beside other processes nobody knows what they write: nothing is remembered for long. */
function isPrepared({ analytics, db }: JourneyStore, workspace: string, journey: string): boolean {
  const writes = prepared.get(analytics)?.get(nameOf(workspace, journey))
  return writes === analytics.writes('throughline.runs') && !lifeOf(db).shared
}
