import { sqlFile } from '../storage/sql-file.ts'
import type { JourneyStore } from './build.ts'
import type { PlaceTime } from './contract.ts'
import { ratioOf } from './ratios.ts'
import type { View } from './view.ts'

const placesSql = sqlFile(import.meta, 'time-places.sql')

const day = 86_400
const holders = ['active', 'company', 'customer', 'third_party', 'unknown'] as const
type Row = Record<'all' | 'place' | 'runs' | 'pools' | 'a' | 'aa' | 'ab' | (typeof holders)[number], string>

/** What the time of runs comes to by place; the place '' holds runs whose time cannot be parted so. */
export interface TimeByPlace {
  days: number
  places: PlaceTime[]
}

/**
 * The time of runs by place (methods A.1): a run is at a step from when it begins until the next begins. Steps are taken
 * together by the name that `together` gives them. Longest first.
 */
export async function timeByPlace(
  store: JourneyStore,
  view: View,
  together: ReadonlyMap<string, string> = new Map(),
): Promise<TimeByPlace> {
  // An array without an entry has no type to the engine.
  const named = { nodes: [...together.keys(), ''], places: [...together.values(), ''] }
  const rows = await store.analytics.ask<Row>(
    placesSql,
    { ...view.scope, params: { ...view.scope.params, ...named } },
    'analysis',
  )
  const all = rows.find((row) => Number(row.all) === 1)
  const places = all === undefined ? [] : rows.filter((row) => row !== all).map((row) => placeOf(row, all))
  return { days: Number(all?.a ?? 0) / day, places }
}

/** Over all places the products of their time with the whole are the squares of the whole. */
function placeOf(row: Row, all: Row): PlaceTime {
  const [runs, customers, a, aa, ab] = [row.runs, all.pools, row.a, row.aa, row.ab].map(Number) as [
    number,
    number,
    number,
    number,
    number,
  ]
  const share = ratioOf({ runs, customers, a, b: Number(all.a), aa, ab, bb: Number(all.ab) }, 1)
  return {
    place: row.place,
    runs,
    days: a / day,
    mean_days: runs === 0 ? null : a / runs / day,
    share: share.value,
    low: share.low,
    high: share.high,
    holders: Object.fromEntries(
      holders.map((holder) => [holder, Number(row[holder]) / day]),
    ) as PlaceTime['holders'],
  }
}
