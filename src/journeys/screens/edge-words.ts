import { duration, percent } from '../../console/fmt.ts'
import type { MapEdge } from './map-graph.ts'

/** A duration where there is little room: one unit, a second one only below ten of days. */
export function brief(seconds: number | null): string {
  if (seconds === null || seconds < 60) return duration(seconds)
  const day = 86_400
  if (seconds >= 9.5 * day) return duration(Math.round(seconds / day) * day)
  if (seconds >= day) return duration(Math.round(seconds / 3600) * 3600)
  return seconds >= 3600 ? `${Math.max(1, Math.round(seconds / 3600))} h` : `${Math.round(seconds / 60)} min`
}

/** Of runs on it `18 % silent`, where enough could be observed and it is worth a word; else ''. */
export function silentShare({ silent }: MapEdge): string {
  const known = silent !== null && silent.share !== null && silent.of >= 30 && silent.share >= 0.05
  return known ? `${percent(silent.share)} silent` : ''
}
