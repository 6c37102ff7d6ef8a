import { kaplanMeier, survivalAt } from '../stats/kaplan-meier.ts'

/** A share of so many that came as far. */
export interface Chance {
  share: number
  of: number
}

/** The chance that what has gone beyond `spent` ends by `bound`; null = not known. */
export type EndsWithin = (spent: number, bound: number) => Chance | null

/** Fewer that went so far say nothing (methods B). */
const fewest = 30

/**
 * From lengths of which some are not over: 1 − S(bound) / S(spent) by Kaplan–Meier (methods B.16). Null where fewer than 30
 * went beyond `spent`, and where nothing was watched up to the bound.
 */
export function endsWithin(
  lengths: readonly number[],
  over: readonly number[],
  counts: readonly number[],
): EndsWithin {
  const curve = kaplanMeier(lengths, over, counts)
  const { times, at_risk, share } = curve
  const last = times.at(-1) ?? Number.NEGATIVE_INFINITY
  return (spent, bound) => {
    const beyond = times.findIndex((time) => time > spent)
    if (beyond < 0 || at_risk[beyond]! < fewest) return null
    if (bound > last && share.at(-1)! > 0) return null
    const ended = Math.min(1, Math.max(0, 1 - survivalAt(curve, bound) / survivalAt(curve, spent)))
    return { share: ended, of: at_risk[beyond]! }
  }
}
