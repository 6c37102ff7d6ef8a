import { duration } from '../../console/fmt.ts'
import type { SilenceReport } from '../contract.ts'

export type Learnt = SilenceReport['learnt']

export interface ToleranceMark {
  place: string
  days: number
  low: number
  /** Null = the interval has no upper end while watched. */
  high: number | null
}

const days = (seconds: number) => seconds / 86_400

function markOf(place: string, { seconds, low, high }: Learnt): ToleranceMark[] {
  if (seconds === null) return []
  return [{ place, days: days(seconds), low: days(low ?? 0), high: high === null ? null : days(high) }]
}

/** The tolerances that could be learnt: the journey’s first, then each place’s by how many gaps taught it. */
export function toleranceMarks({ learnt, places }: SilenceReport): ToleranceMark[] {
  return [
    ...markOf('the whole journey', learnt),
    ...places
      .filter((place) => place.learnt_from === 'place')
      .slice(0, 10)
      .flatMap((place) => markOf(`after ${place.from}, ${place.channel || 'channel unknown'}`, place.learnt)),
  ]
}

/** How the declared tolerance stands to what customers bear; '' when that is not known. */
export function toleranceVerdict(declared: number, { seconds, low, high }: Learnt): string {
  if (seconds === null) return ''
  if (high !== null && declared > high)
    return `The storyboard tolerates ${duration(declared)}: longer than customers bear. One in ten has chased after ${duration(seconds)}.`
  if (low !== null && declared < low)
    return `The storyboard tolerates ${duration(declared)}: customers bear more. One in ten has chased only after ${duration(seconds)}.`
  return `The storyboard tolerates ${duration(declared)}: about what customers bear. One in ten has chased after ${duration(seconds)}.`
}

/** Why it cannot be learnt, as a sentence of its own. */
export const reasonWords = (reason: string | null) =>
  `The tolerance ${reason ?? 'is unknown'}.`.replace('The tolerance cannot', 'What customers bear cannot')
