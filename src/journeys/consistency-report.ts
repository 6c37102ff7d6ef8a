import { sqlFile } from '../storage/sql-file.ts'
import { askedAgain } from './asked-again.ts'
import type { JourneyStore } from './build.ts'
import type { ConsistencyReport, Filters } from './contract.ts'
import { contradictionExamples } from './contradiction-examples.ts'
import { contradictionKinds } from './contradiction-kinds.ts'
import { contradictionPairs } from './contradiction-pairs.ts'
import { handOffPairs } from './hand-off-pairs.ts'
import { headOf, proportionOf, seenIn } from './measured-figure.ts'
import { openView } from './view.ts'

const countsSql = sqlFile(import.meta, 'consistency-report.sql')

/** Whether the company speaks with one voice and remembers (methods A.4, A.9, A.16). */
export async function consistencyReport(
  store: JourneyStore,
  workspace: string,
  name: string,
  filters: Filters,
): Promise<ConsistencyReport> {
  const view = await openView(store, workspace, name, filters)
  const [[counted], items, pairs, kinds, examples, hand_offs] = await Promise.all([
    store.analytics.ask<Record<string, string>>(countsSql, view.scope, 'analysis'),
    askedAgain(store, view),
    contradictionPairs(store, view),
    contradictionKinds(store, view),
    contradictionExamples(store, view),
    handOffPairs(store, view),
  ])
  const count = (what: string) => Number(counted![what])
  const runs = count('runs')
  return {
    ...headOf(name, view, count('anything'), runs),
    asked_twice: {
      seen: seenIn(count('asking'), runs),
      again: proportionOf(count('again'), count('items')),
      security: proportionOf(count('security_again'), count('security')),
      runs: { again: count('again_runs'), security: count('security_runs') },
      items,
    },
    contradictions: {
      seen: seenIn(count('told'), runs),
      runs: proportionOf(count('contradicted'), count('told')),
      examples,
      pairs,
      kinds,
    },
    hand_offs: {
      ...hand_offs,
      failures: hand_offs.failures.map((one) => ({ ...one, runs: count(`${one.failure}_runs`) })),
      runs: count('handed'),
      seen: seenIn(hand_offs.seamless.n, runs),
      without: proportionOf(count('whole'), runs),
    },
  }
}
