import { breaksOf } from './break-report.ts'
import type { JourneyStore } from './build.ts'
import { listDesigned } from './journey.ts'
import { journeyMap } from './journey-map.ts'
import { journeyReport } from './report.ts'

/**
 * After many runs were built: merges their versions, so that each is read once and as it lies (a third of the time), and
 * computes what is looked at first.
 */
export async function prepareFigures(store: JourneyStore, workspace: string): Promise<void> {
  await store.analytics.command(
    'OPTIMIZE TABLE throughline.runs FINAL SETTINGS optimize_skip_merged_partitions = 1',
    undefined,
    'breaks',
  )
  for (const { journey } of await listDesigned(store.db, workspace)) {
    await journeyReport(store, workspace, journey, {})
    await journeyMap(store, workspace, journey, {})
    await breaksOf(store, workspace, journey, {})
  }
}
