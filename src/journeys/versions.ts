import type { Storyboard } from './storyboard.ts'

/** A version and from when on it judges the runs that start, epoch ms. */
export interface InForce {
  from: number
  storyboard: Storyboard
}

/**
 * Which version of a journey is in force when, the oldest first. A version takes the place of all with a lower number
 * from its `valid_from` on, without one from ever. What started before any date is judged by the first in force.
 */
export function inForce(versions: readonly Storyboard[]): InForce[] {
  const found: InForce[] = []
  let until = Number.POSITIVE_INFINITY
  for (const storyboard of [...versions].sort((a, b) => b.version - a.version)) {
    const from = storyboard.valid_from ?? Number.NEGATIVE_INFINITY
    if (from >= until) continue
    found.unshift({ from, storyboard })
    until = from
  }
  if (found[0] !== undefined) found[0].from = Number.NEGATIVE_INFINITY
  return found
}

/** The one in force at a moment (epoch ms). `versions` as `inForce` gives them, or anything in their order. */
export function atMoment<Version extends { from: number }>(
  versions: readonly Version[],
  at: number,
): Version {
  for (let index = versions.length - 1; index > 0; index--) {
    if (versions[index]!.from <= at) return versions[index]!
  }
  return versions[0]!
}

/** What makes interactions one run, in words: two versions side by side must agree on it. */
export function correlationOf({ correlate }: Storyboard): string {
  if (correlate.by === 'subject') return `subject ${[correlate.subject, ...correlate.linked].join(', ')}`
  const whose = correlate.group === null ? 'customers' : `groups of kind ${correlate.group}`
  return correlate.issue === null ? whose : `${whose} by ${correlate.issue}`
}
