import type { Survival } from './kaplan-meier.ts'
import type { ClusteredTimes } from './survival-bootstrap.ts'

/**
 * Standard errors of a Kaplan–Meier curve at some of its rows (`places`), what is of one cluster (customer) taken
 * together: the infinitesimal jackknife, as R's `survfit(…, cluster)` gives it. Greenwood's takes all as independent.
 */
export function clusteredErrors(
  { durations, ended, clusters }: ClusteredTimes,
  curve: Survival,
  places: readonly number[],
): number[] {
  const rows = rowsOf(durations, curve)
  const names = new Map<string | number, number>()
  const cluster = Uint32Array.from(rows, (_, i) => numbered(names, clusters[i]!))
  const { own, watched } = influence(curve)
  return places.map((place) => {
    if (curve.share[place] === 0) return 0
    const sums = new Float64Array(names.size)
    rows.forEach((row, i) => {
      const happened = ended[i] && row <= place ? own[row]! : 0
      sums[cluster[i]!]! += happened - watched[Math.min(row, place)]!
    })
    return curve.share[place]! * Math.sqrt(sums.reduce((sum, each) => sum + each * each, 0))
  })
}

/** What one more event, and having been watched until then, would change in the logarithm of the share. */
function influence({ at_risk, events }: Survival): { own: Float64Array; watched: Float64Array } {
  const own = at_risk.map((watched, row) => 1 / (watched - events[row]!))
  let sum = 0
  const watched = at_risk.map((all, row) => {
    sum += events[row]! === 0 ? 0 : (events[row]! / all) * own[row]!
    return sum
  })
  return { own, watched }
}

/** The row of the curve at which each duration ended. */
function rowsOf(durations: ArrayLike<number>, { times }: Survival): Uint32Array {
  const row = new Map(Array.from(times, (time, place) => [time, place] as const))
  return Uint32Array.from({ length: durations.length }, (_, i) => row.get(durations[i]!)!)
}

function numbered(names: Map<string | number, number>, name: string | number): number {
  const known = names.get(name)
  if (known !== undefined) return known
  names.set(name, names.size)
  return names.size - 1
}
