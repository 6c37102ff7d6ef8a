import { sqlFile } from '../storage/sql-file.ts'
import { type EndsWithin, endsWithin } from './bound-chance.ts'
import type { JourneyStore } from './build.ts'
import type { View } from './view.ts'

const lengthsSql = sqlFile(import.meta, 'promise-lengths.sql')
const day = 86_400

/** Open promises that are alike. Seconds; null = not known when it was made, or when it is due. */
export interface OpenPromises {
  promised: number | null
  lasted: number | null
  /** The customer was told another date: in the end it is renegotiated at best. */
  moved: boolean
  n: number
}

/**
 * The promises of one kind that are open, and the chance that one which has lasted so many seconds is fulfilled when it is due: by
 * how long those of as many days took, else, where too few did, all of the kind. Void ones are not in it.
 */
export async function promiseLengths(
  store: JourneyStore,
  view: View,
  what: string,
): Promise<{ open: OpenPromises[]; endsWithin: EndsWithin }> {
  const asked = await store.analytics.ask<
    Record<'open' | 'moved' | 'promised' | 'lasted' | 'over' | 'n', string | number | null>
  >(lengthsSql, { ...view.scope, params: { ...view.scope.params, what } }, 'analysis')
  const known = (value: string | number | null) => (value === null ? null : Number(value))
  const rows = asked.map((row) => ({
    open: Number(row.open) === 1,
    moved: Number(row.moved) === 1,
    promised: known(row.promised),
    lasted: known(row.lasted),
    over: Number(row.over),
    n: Number(row.n),
  }))
  return { open: rows.filter(({ open }) => open), endsWithin: promisesEndWithin(rows) }
}

interface Length extends Pick<OpenPromises, 'promised' | 'lasted' | 'n'> {
  over: number
}

/** The same from lengths of which some are not over. */
export function promisesEndWithin(lengths: readonly Length[]): EndsWithin {
  const seen = lengths.filter(
    ({ promised, lasted }) => promised !== null && lasted !== null && promised >= 0 && lasted >= 0,
  )
  const chanceOf = (some: readonly Length[]) =>
    endsWithin(
      some.map(({ lasted }) => lasted!),
      some.map(({ over }) => over),
      some.map(({ n }) => n),
    )
  const all = chanceOf(seen)
  const byDays = new Map(
    [...Map.groupBy(seen, ({ promised }) => Math.round(promised! / day))].map(([days, some]) => [
      days,
      chanceOf(some),
    ]),
  )
  return (spent, bound) => byDays.get(Math.round(bound / day))?.(spent, bound) ?? all(spent, bound)
}
