import type { Output } from '../http/operation.ts'
import { cumulativeIncidence } from '../stats/aalen-johansen.ts'
import { sum } from '../stats/quantile.ts'
import { sqlFile } from '../storage/sql-file.ts'
import type { JourneyStore } from './build.ts'
import type { readProfile } from './contract.ts'
import type { View } from './view.ts'

const endsSql = sqlFile(import.meta, 'run-ends.sql')

const kinds = ['success', 'failure', 'abandoned'] as const
/** Points of a curve that are shown. */
const shown = 60

interface Ends {
  kind: string
  last_step: string
  days: number | null
  n: number
}

/** Where runs are lost, and what became of them over time: success, failure and being given up compete (methods B.16). */
export async function runEnds(
  store: JourneyStore,
  view: View,
): Promise<Pick<Output<typeof readProfile>, 'lost' | 'ends'>> {
  const answered = await store.analytics.ask<Record<keyof Ends, string | number | null>>(
    endsSql,
    view.scope,
    'analysis',
  )
  const rows = answered.map(
    (row): Ends => ({
      kind: String(row.kind),
      last_step: String(row.last_step),
      days: row.days === null ? null : Number(row.days),
      n: Number(row.n),
    }),
  )
  return { lost: lostOf(rows), ends: endsOf(rows) }
}

function lostOf(rows: Ends[]): Output<typeof readProfile>['lost'] {
  const lost = rows.filter(({ kind }) => kind === 'failure' || kind === 'abandoned')
  const all = sum(lost.map(({ n }) => n))
  return [...Map.groupBy(lost, ({ last_step }) => last_step)]
    .map(([last_step, of]) => {
      const runs = sum(of.map(({ n }) => n))
      const failed = sum(of.map(({ kind, n }) => (kind === 'failure' ? n : 0)))
      return { last_step, runs, failed, abandoned: runs - failed, share: runs / all }
    })
    .sort((a, b) => b.runs - a.runs || (a.last_step < b.last_step ? -1 : 1))
}

function endsOf(rows: Ends[]): Output<typeof readProfile>['ends'] {
  const timed = rows.filter(({ days }) => days !== null)
  const { times, share, causes } = cumulativeIncidence(
    timed.map(({ days }) => days!),
    timed.map(({ kind }) => kinds.indexOf(kind as (typeof kinds)[number]) + 1),
    timed.map(({ n }) => n),
  )
  const every = Math.max(1, Math.ceil(times.length / shown))
  const points = [...times.keys()].filter((at) => at % every === 0 || at === times.length - 1)
  const of = (cause: number, at: number) => ({
    share: causes[cause]?.share[at] ?? 0,
    error: causes[cause]?.error[at] ?? 0,
  })
  return {
    runs: sum(timed.map(({ n }) => n)),
    untimed: sum(rows.map(({ days, n }) => (days === null ? n : 0))),
    curve: points.map((at) => ({
      days: times[at]!,
      open: share[at]!,
      success: of(0, at),
      failure: of(1, at),
      abandoned: of(2, at),
    })),
  }
}
