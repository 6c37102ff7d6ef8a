import { breaksOf } from './break-report.ts'
import type { JourneyStore } from './build.ts'
import { listDesigned } from './journey.ts'
import { journeyMap } from './journey-map.ts'
import { journeyReport } from './report.ts'
import { isLarge, preparing } from './sample.ts'

/**
 * After many runs were built: merges their versions, so that each is read once and as it lies (a third of the time), and
 * computes what is looked at first.
 */
export async function prepareFigures(store: JourneyStore, workspace: string): Promise<void> {
  await mergeRuns(store)
  await prepareSamples(store, workspace)
  for (const { journey } of await listDesigned(store.db, workspace))
    await preparing(store, workspace, journey, () => look(store, workspace, journey, 'all'))
}

/**
 * Reads the samples of large journeys, which takes seconds, so that the first who looks does not wait for it. What is not large is
 * left: it is read when it is asked for.
 */
export async function prepareSamples(store: JourneyStore, workspace: string): Promise<void> {
  for (const { journey } of await listDesigned(store.db, workspace))
    if (await isLarge(store, workspace, journey)) await look(store, workspace, journey, 'sample')
}

async function look(
  store: JourneyStore,
  workspace: string,
  journey: string,
  read: 'all' | 'sample',
): Promise<void> {
  await journeyReport(store, workspace, journey, { read })
  await journeyMap(store, workspace, journey, { read })
  await breaksOf(store, workspace, journey, { read })
}

/** So many rows outside of the largest part, and such a share of all, are what a build leaves that was not prepared. */
const leftRows = 10_000
const leftShare = 0.2

/** Merges what builds left unmerged because the server ended before their figures were prepared. */
export async function mergeLeftRuns(store: Pick<JourneyStore, 'analytics'>): Promise<void> {
  const { rows, largest } = await store.analytics.partsOf('runs')
  if (rows - largest >= Math.max(leftRows, leftShare * rows)) await mergeRuns(store)
}

async function mergeRuns({ analytics }: Pick<JourneyStore, 'analytics'>): Promise<void> {
  await analytics.mergeWhole('runs')
  await analytics.mergeWhole('sampled_runs')
}
