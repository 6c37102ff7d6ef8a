import { kaplanMeier, reachedBy, survivalAt } from '../stats/kaplan-meier.ts'
import { type Interval, wilson } from '../stats/proportion.ts'
import { median } from '../stats/quantile.ts'
import type { BallSpan } from './ball.ts'
import type { Pledge } from './promises.ts'
import type { RunPromise } from './run.ts'

/** A promise and until when its run was judged. */
export type JudgedPromise = Pick<RunPromise, 'made_at' | 'due' | 'due_last' | 'state' | 'fulfilled_at'> & {
  judged_until: number
}

/** Of promises of about the same length: how many were kept. */
export interface KeptPoint extends Interval {
  /** Length promised, whole days. */
  days: number
  kept: number
  of: number
  share: number
}

/** What is promised against what is done (methods A.7). Times are seconds since the promise was made. */
export interface Calibration {
  /** Promises whose making and due time are known, without void ones and those due before they were made. */
  promises: number
  /** Kept share by the length promised, over promises fallen due. */
  curve: KeptPoint[]
  /** Median length promised. */
  stated: number
  /** Share done by then, open promises counted as not done yet. */
  done_by_stated: number
  /** Time by which `share` are done; null = not reached while watched. */
  needed: number | null
  /** Days to say so that the promise is kept in `share` of cases; null = cannot be told. */
  say_days: number | null
}

const day = 86_400

/** Calibrates promises of one kind. Null when of none both the making and the due time are known. */
export function calibrate(promises: readonly JudgedPromise[], share = 0.9): Calibration | null {
  const known = promises.flatMap((promise) => lengthOf(promise) ?? [])
  if (known.length === 0) return null
  const done = kaplanMeier(
    known.map(({ lasted }) => lasted),
    known.map(({ fulfilled }) => fulfilled),
  )
  const stated = median(known.map(({ promised }) => promised))!
  const needed = reachedBy(done, share)
  return {
    promises: known.length,
    curve: keptCurve(known),
    stated,
    done_by_stated: 1 - survivalAt(done, stated),
    needed,
    say_days: needed === null ? null : Math.ceil(needed / day),
  }
}

interface Length {
  promised: number
  lasted: number
  fulfilled: boolean
  state: RunPromise['state']
}

/**
 * Seconds promised and lasted; a promise whose fulfilment has no time tells nothing about how long it takes, one due before
 * it was made promises no length.
 */
function lengthOf({ made_at, due, state, fulfilled_at, judged_until }: JudgedPromise): Length | null {
  if (made_at === null || due === null || state === 'void' || state === 'unknown') return null
  const until = fulfilled_at ?? judged_until
  if (until < made_at || due < made_at) return null
  const promised = (due - made_at) / 1000
  return { promised, lasted: (until - made_at) / 1000, fulfilled: fulfilled_at !== null, state }
}

function keptCurve(lengths: readonly Length[]): KeptPoint[] {
  const due = lengths.filter(({ state }) => state !== 'open')
  const byDays = Map.groupBy(due, ({ promised }) => Math.round(promised / day))
  return [...byDays]
    .sort(([a], [b]) => a - b)
    .map(([days, some]) => {
      const kept = some.filter(({ state }) => state === 'kept').length
      return { days, kept, of: some.length, share: kept / some.length, ...wilson(kept, some.length) }
    })
}

/**
 * Of the milliseconds in which a run waited for the company, those under a live promise: told, not yet due, neither
 * fulfilled nor void, nor replaced by another date. Null when the run has not waited for the company.
 */
export function promisedWait(
  spans: readonly BallSpan[],
  pledges: readonly Pick<Pledge, 'told' | 'over_at'>[],
): { waited: number; covered: number } | null {
  const waits = spans.filter(({ holder }) => holder === 'company')
  if (waits.length === 0) return null
  const live = joined(
    pledges.flatMap(({ told, over_at }) =>
      told.map(({ at, due, arrived }, index) => ({
        from: at,
        to: Math.min(
          arrived ? (due ?? at) : at,
          over_at ?? Number.POSITIVE_INFINITY,
          told[index + 1]?.at ?? Infinity,
        ),
      })),
    ),
  )
  let waited = 0
  let covered = 0
  let next = 0
  for (const { from, to } of waits) {
    waited += to - from
    while (next < live.length && live[next]!.to <= from) next++
    for (let place = next; place < live.length && live[place]!.from < to; place++)
      covered += Math.min(to, live[place]!.to) - Math.max(from, live[place]!.from)
  }
  return { waited, covered }
}

/** The same stretches in order, those that touch made one. */
function joined(stretches: readonly { from: number; to: number }[]): { from: number; to: number }[] {
  const all: { from: number; to: number }[] = []
  for (const { from, to } of stretches.toSorted((a, b) => a.from - b.from)) {
    const last = all.at(-1)
    if (to <= from) continue
    if (last !== undefined && from <= last.to) last.to = Math.max(last.to, to)
    else all.push({ from, to })
  }
  return all
}
