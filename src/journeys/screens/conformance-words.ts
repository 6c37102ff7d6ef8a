import { count, decimal, plural } from '../../console/fmt.ts'

/** Conformance as it is read; a lower bound says so. */
export function conformanceText(conformance: number | null, bound: boolean | undefined): string {
  const value = decimal(conformance, 2)
  return bound && conformance !== null ? `≥ ${value}` : value
}

/** Why a run's conformance is a bound; '' where it is not. */
export const boundWords = (bound: boolean | undefined) =>
  bound ? 'at least: so long a run is not compared exactly' : ''

/** How many runs are as designed, and of how many the mean knows a lower bound only. */
export function meanWords(as_designed: number, bounds: number | undefined): string {
  const designed = `${count(as_designed)} exactly as designed`
  return bounds ? `${designed}; of ${plural(bounds, 'very long run')} a lower bound` : designed
}
