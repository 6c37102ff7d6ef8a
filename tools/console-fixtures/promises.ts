import type { Filters, PromisesReport } from '../../src/journeys/contract.ts'
import { median } from './figures.ts'
import { headOf, measuredRuns, proportion, ratio } from './measures.ts'
import { asOf } from './report.ts'

const day = 86_400_000
type Promised = { days: number; lasted: number; state: string }
type Calibrated = PromisesReport['promises'][number]['calibration']

function calibrationOf(promised: Promised[]): Calibrated {
  const done = promised.filter(({ state }) => state === 'kept' || state === 'late')
  const stated = median(promised.map(({ days }) => days))
  const needed = median(
    done.map(({ lasted }) => lasted),
    0.9,
  )
  if (stated === null || needed === null) return null
  const due = promised.filter(({ state }) => state !== 'open' && state !== 'void')
  const say = Math.ceil(needed)
  return {
    promises: promised.length,
    stated_days: stated,
    done_by_stated: done.filter(({ lasted }) => lasted <= stated).length / promised.length,
    needed_days: needed,
    say_days: say,
    words: `Say ${say} days to keep it 90 % of the time.`,
    curve: [...Map.groupBy(due, ({ days }) => Math.round(days))]
      .sort(([a], [b]) => a - b)
      .map(([days, some]) => ({
        days,
        ...proportion(some.filter(({ state }) => state === 'kept').length, some.length),
      })),
  }
}

export function promisesOf(asked: Filters): PromisesReport {
  const { runs, measured } = measuredRuns(asked)
  const promises = runs.flatMap((run) => run.promises)
  const of = (...states: string[]) => promises.filter(({ state }) => states.includes(state)).length
  const promised = promises.flatMap(({ made_at, due, fulfilled_at, state }, place) =>
    made_at && due
      ? [
          {
            days:
              (Date.parse(due) - Date.parse(made_at)) / day + (state === 'kept' ? place % 5 : place % 3) - 2,
            lasted: (Date.parse(fulfilled_at ?? asOf) - Date.parse(made_at)) / day,
            state,
          },
        ]
      : [],
  )
  const due = of('kept', 'late', 'renegotiated', 'broken')
  return {
    ...headOf(measured.length, runs.length),
    promises: [
      {
        what: 'decision',
        states: { kept: of('kept'), late: of('late'), broken: of('broken'), open: of('open') },
        kept: proportion(of('kept'), due),
        honest: proportion(of('kept', 'renegotiated'), due),
        survivors: proportion(of('kept'), of('kept', 'late')),
        late: { n: of('late', 'broken'), median_days: 3.7, p90_days: 12.4 },
        calibration: measured.length ? calibrationOf(promised) : null,
      },
    ],
    coverage: ratio(measured.length ? 0.57 : null, measured.length),
  }
}
