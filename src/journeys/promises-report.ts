import { kaplanMeier, timeBy } from '../stats/kaplan-meier.ts'
import { sqlFile } from '../storage/sql-file.ts'
import type { JourneyStore } from './build.ts'
import { type Calibration, calibrate, type JudgedPromise } from './calibration.ts'
import type { Filters, PromisesReport } from './contract.ts'
import { headOf, proportionOf } from './measured-figure.ts'
import { observedRuns } from './observed-runs.ts'
import { promiseTable } from './promise-table.ts'
import { ratiosOf } from './ratios.ts'
import { type PromiseState, promiseStates } from './run.ts'
import { openView, type View } from './view.ts'

const promisesSql = sqlFile(import.meta, 'promises-report.sql')

/** Runs that lateness and calibration are read from; the ledger counts all. */
const mostRuns = 100_000
const day = 86_400

/** The ledger of a journey’s promises (methods A.7): kept over all fallen due, and what could be promised instead. */
export async function promisesReport(
  store: JourneyStore,
  workspace: string,
  name: string,
  filters: Filters,
): Promise<PromisesReport> {
  const view = await openView(store, workspace, name, filters)
  const [ledger, single, { runs, promised }, { coverage }] = await Promise.all([
    promiseTable(store, view),
    judgedPromises(store, view),
    observedRuns(store, view, { promised: 'notEmpty(promises.what)' }),
    ratiosOf(store, view, { coverage: { of: 'promised_wait.covered', per: 'promised_wait.waited' } }, 1),
  ])
  const promises = Object.entries(ledger).map(([what, counts]) => {
    const own = single.get(what) ?? []
    const due = counts.kept + counts.late + counts.renegotiated + counts.broken
    return {
      what,
      states: Object.fromEntries(promiseStates.map((state) => [state, counts[state]])),
      kept: proportionOf(counts.kept, due),
      honest: proportionOf(counts.kept + counts.renegotiated, due),
      survivors: proportionOf(counts.kept, counts.kept + counts.late),
      late: lateness(own),
      calibration: calibrationOf(calibrate(own)),
    }
  })
  return { ...headOf(name, view, promised, runs), promises, coverage }
}

async function judgedPromises(store: JourneyStore, view: View): Promise<Map<string, JudgedPromise[]>> {
  const rows = await store.analytics.ask<Record<string, string | null>>(
    promisesSql,
    { ...view.scope, params: { ...view.scope.params, most: mostRuns } },
    'analysis',
  )
  const at = (value: string | null | undefined) => (value == null ? null : Number(value))
  const grouped = Map.groupBy(rows, ({ what }) => what!)
  return new Map(
    [...grouped].map(([what, own]) => [
      what,
      own.map((row) => ({
        made_at: at(row.made_at),
        due: at(row.due),
        due_last: at(row.due_last),
        state: row.state as PromiseState,
        fulfilled_at: at(row.fulfilled_at),
        judged_until: Number(row.judged_until),
      })),
    ]),
  )
}

/** Those late or broken, from the day due: broken ones are not fulfilled yet. */
function lateness(promises: readonly JudgedPromise[]): PromisesReport['promises'][number]['late'] {
  const late = promises.flatMap(({ state, due_last, fulfilled_at, judged_until }) =>
    (state === 'late' || state === 'broken') && due_last !== null
      ? [
          {
            days: Math.max(0, (fulfilled_at ?? judged_until) - due_last) / 1000 / day,
            done: state === 'late',
          },
        ]
      : [],
  )
  const curve = kaplanMeier(
    late.map(({ days }) => days),
    late.map(({ done }) => done),
  )
  return { n: late.length, median_days: timeBy(curve, 0.5), p90_days: timeBy(curve, 0.9) }
}

function calibrationOf(found: Calibration | null): PromisesReport['promises'][number]['calibration'] {
  if (found === null) return null
  const { promises, curve, stated, done_by_stated, needed, say_days } = found
  return {
    promises,
    stated_days: stated / day,
    done_by_stated,
    needed_days: needed === null ? null : needed / day,
    say_days,
    words:
      say_days === null
        ? 'No date would be kept 90 % of the time, as far as can be seen.'
        : `Say ${say_days} ${say_days === 1 ? 'day' : 'days'} to keep it 90 % of the time.`,
    curve: curve.map(({ days, kept, of, share, low, high }) => ({ days, count: kept, of, share, low, high })),
  }
}
