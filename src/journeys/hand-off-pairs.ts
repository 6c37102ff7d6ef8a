import { sqlFile } from '../storage/sql-file.ts'
import type { JourneyStore } from './build.ts'
import type { ConsistencyReport } from './contract.ts'
import { proportionOf } from './measured-figure.ts'
import { ratiosOf } from './ratios.ts'
import { handOffFailures } from './seamless.ts'
import type { View } from './view.ts'

const handOffsSql = sqlFile(import.meta, 'hand-off-pairs.sql')

type HandOffs = ConsistencyReport['hand_offs']

interface PairRow extends Record<string, unknown> {
  observed: (string | number)[]
  failed: (string | number)[]
}

/** Hand-offs by where from and where to, what failed at them, and how seamless runs were (methods A.9). */
export async function handOffPairs(
  store: JourneyStore,
  view: View,
): Promise<
  Pick<HandOffs, 'seamless' | 'pairs'> & { failures: Omit<HandOffs['failures'][number], 'runs'>[] }
> {
  const [rows, { seamless }] = await Promise.all([
    store.analytics.ask<PairRow>(handOffsSql, view.scope, 'analysis'),
    ratiosOf(store, view, { seamless: { of: 'seamless', per: 'if(seamless IS NULL, NULL, 1)' } }, 1),
  ])
  const sum = (of: 'observed' | 'failed', place: number) =>
    rows.reduce((all, row) => all + Number(row[of][place]), 0)
  return {
    seamless,
    failures: handOffFailures.map((failure, place) => ({
      failure,
      ...proportionOf(sum('failed', place), sum('observed', place)),
    })),
    pairs: rows.slice(0, 100).map((row) => ({
      kind: String(row.kind),
      from: String(row.from),
      to: String(row.to),
      hand_offs: Number(row.hand_offs),
      observed: Number(row.hand_offs_observed),
      failed: Number(row.hand_offs_failed),
      runs: Number(row.runs),
      failed_runs: Number(row.failed_runs),
    })),
  }
}
