import type { Scope } from '../storage/analytics.ts'
import type { JourneyStore } from './build.ts'

/** How many runs a scope has. Only counted: all else that is told of runs takes as long as a picture of them. */
export async function countRuns({ analytics }: JourneyStore, scope: Scope): Promise<number> {
  const [row] = await analytics.ask<{ runs: string }>(
    'SELECT count() AS runs FROM throughline.runs FINAL WHERE {{scope}}',
    scope,
    'analysis',
  )
  return Number(row!.runs)
}
