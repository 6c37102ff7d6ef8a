import { clusteredErrors } from '../stats/clustered-survival.ts'
import { kaplanMeier, reachedBy, type Survival, survivalBetween } from '../stats/kaplan-meier.ts'
import { curveHours, type SilenceReport } from './contract.ts'
import { chasedShare, type JudgedChase, sampleOf } from './learnt-tolerance.ts'

/** Steps of the curve that are kept: the eye tells no more apart. */
const mostSteps = 180

/**
 * The silence curve (methods A.6): the share of customers who have chased by so long after the last news, by
 * Kaplan–Meier over gaps, the next news as censoring, with 95 % intervals over customers. At its steps, thinned to 180 with
 * the one at which the tolerance is learnt among them; at the hours of the table; and where watching ends. Empty when nobody chased.
 */
export function silenceCurve(times: readonly JudgedChase[]): SilenceReport['curve'] {
  const sample = sampleOf(times)
  const curve = kaplanMeier(sample.durations, sample.ended)
  const last = curve.times.at(-1)
  if (last === undefined || !sample.ended.includes(true)) return []
  const hours = curveHours.map((hour) => hour * 3600).filter((seconds) => seconds < last)
  const shown = [...new Set([...stepsOf(curve), ...hours, last])].sort((a, b) => a - b)
  const places = shown.map((seconds) => curve.times.findLastIndex((each) => each <= seconds))
  const known = places.filter((place) => place >= 0)
  const error = curve.error.slice()
  clusteredErrors(sample, curve, known).forEach((each, index) => {
    error[known[index]!] = each
  })
  return shown.map((seconds, index) => pointAt({ ...curve, error }, seconds, places[index]!))
}

/** `place`: the last row of the curve until then. Without a chase, or when all have, there is no interval. */
function pointAt(curve: Survival, seconds: number, place: number): SilenceReport['curve'][number] {
  const { value, low, high } = survivalBetween(curve, seconds)
  const sure = place >= 0 && curve.error[place]! > 0
  return {
    hours: seconds / 3600,
    share: 1 - value!,
    low: sure ? 1 - high! : null,
    high: sure ? 1 - low! : null,
    at_risk: curve.at_risk[curve.times.findIndex((each) => each >= seconds)]!,
  }
}

function stepsOf(curve: Survival): number[] {
  const steps = [...curve.times.keys()].filter((place) => curve.events[place]! > 0)
  const stride = Math.max(1, (steps.length - 1) / (mostSteps - 1))
  const count = Math.min(steps.length, mostSteps)
  const kept = Array.from({ length: count }, (_, nth) => curve.times[steps[Math.round(nth * stride)]!]!)
  return [...kept, reachedBy(curve, chasedShare) ?? kept[0]!]
}
