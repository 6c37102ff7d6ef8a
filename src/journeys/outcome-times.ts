import { cumulativeIncidence } from '../stats/aalen-johansen.ts'
import { sqlFile } from '../storage/sql-file.ts'
import type { Chance } from './bound-chance.ts'
import type { JourneyStore } from './build.ts'
import type { View } from './view.ts'

const outcomeTimesSql = sqlFile(import.meta, 'outcome-times.sql')

/**
 * The chance that a run open at an age (seconds) still reaches an outcome `within` seconds of its start, by what became
 * of all runs (Aalen–Johansen, methods B.16; other outcomes compete): (F(within) − F(age)) / S(age). Null where no run
 * was watched beyond that age.
 */
export async function chancesOf(
  store: JourneyStore,
  view: View,
  outcome: string,
  within: number | null,
): Promise<(age: number) => Chance | null> {
  const rows = await store.analytics.ask<Record<'lasted' | 'cause' | 'n', string | number>>(
    outcomeTimesSql,
    { ...view.scope, params: { ...view.scope.params, outcome } },
    'analysis',
  )
  const column = (name: 'lasted' | 'cause' | 'n') => rows.map((row) => Number(row[name]))
  return chanceBy(column('lasted'), column('cause'), column('n'), within)
}

/** The same from durations, causes (1 = the outcome) and counts. */
export function chanceBy(lasted: number[], causes: number[], counts: number[], within: number | null) {
  const { times, at_risk, share, causes: found } = cumulativeIncidence(lasted, causes, counts)
  const last = times.at(-1)
  const after = (time: number) => {
    let low = 0
    for (let high = times.length; low < high; ) {
      const middle = (low + high) >> 1
      if (times[middle]! <= time) low = middle + 1
      else high = middle
    }
    return low
  }
  const at = (values: ArrayLike<number> | undefined, time: number, first: number) =>
    after(time) === 0 ? first : (values?.[after(time) - 1] ?? first)
  const reached = (time: number) => at(found[0]?.share, time, 0)
  return (age: number): Chance | null => {
    const open = at(share, age, 1)
    if (last === undefined || age >= last || open <= 0) return null
    const made = Math.min(1, Math.max(0, (reached(within ?? last) - reached(age)) / open))
    return { share: made, of: at_risk[after(age)]! }
  }
}
