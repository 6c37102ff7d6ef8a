import type { JourneyStore } from './build.ts'
import type { View } from './view.ts'

/** How many runs there are, and for how many each condition over a row of `runs` holds. */
export async function observedRuns<Name extends string>(
  store: JourneyStore,
  view: View,
  conditions: Record<Name, string>,
): Promise<Record<Name | 'runs', number>> {
  const counted = Object.entries<string>(conditions).map(
    ([name, condition]) => `countIf(${condition}) AS ${name}`,
  )
  const [row] = await store.analytics.ask<Record<string, string>>(
    `SELECT ${['count() AS runs', ...counted].join(', ')} FROM throughline.runs FINAL WHERE {{scope}}`,
    view.scope,
    'analysis',
  )
  return Object.fromEntries(Object.entries(row!).map(([name, n]) => [name, Number(n)])) as Record<
    Name | 'runs',
    number
  >
}
