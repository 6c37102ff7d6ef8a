import { kaplanMeier, reachedBy } from '../stats/kaplan-meier.ts'
import { bootstrapTimeBy } from '../stats/survival-bootstrap.ts'
import type { ChaseTime } from './chase.ts'

/** A gap until its first chase, whose it is, and until when its run was judged. */
export type JudgedChase = ChaseTime & { customer: string; judged_until: number }

/** How long customers bear silence, in seconds, learnt from when they chase. */
export type LearntTolerance =
  | { seconds: number; low: number | null; high: number | null; gaps: number; chases: number; reason: null }
  | { seconds: null; low: null; high: null; gaps: number; chases: number; reason: string }

export interface PlaceTolerance {
  /** Designed step (else touchpoint) of the news before. */
  from: string
  channel: string
  learnt: LearntTolerance
  /** What holds here: its own, else the journey’s, else null. */
  seconds: number | null
  learnt_from: 'place' | 'journey' | 'none'
}

/** Fewer chases teach nothing (methods A.6). */
export const fewestChases = 50
/** The share of customers that has chased by then. */
export const chasedShare = 0.1

/**
 * Tolerance from data (methods A.6): the time at which 10 % have chased, by Kaplan–Meier with the next news as
 * censoring; its 95 % interval resamples customers. Null with the reason where there are fewer than `fewest` chases.
 */
export function learnTolerance(times: readonly JudgedChase[], fewest = fewestChases): LearntTolerance {
  const gaps = times.length
  const chases = times.filter(({ chased }) => chased).length
  const unknown = (reason: string) => ({ seconds: null, low: null, high: null, gaps, chases, reason })
  if (chases < fewest) return unknown(`cannot be learnt: ${chases} chases, ${fewest} are needed`)
  const sample = sampleOf(times)
  const seconds = reachedBy(kaplanMeier(sample.durations, sample.ended), chasedShare)
  if (seconds === null)
    return unknown(
      `cannot be learnt: ${chases} chases in ${gaps} gaps, never one customer in ten while watched`,
    )
  return { seconds, ...bootstrapTimeBy(sample, chasedShare), gaps, chases, reason: null }
}

/** Seconds until the first chase, else for which the gap was borne, and whose it was. */
export function sampleOf(times: readonly JudgedChase[]) {
  return {
    durations: times.map(({ from_at, to_at, judged_until }) => ((to_at ?? judged_until) - from_at) / 1000),
    ended: times.map(({ chased }) => chased),
    clusters: times.map(({ customer }) => customer),
  }
}

/** The tolerance of a journey, and of each place (step and channel) in it, which falls back to the journey’s. */
export function learnTolerances(
  times: readonly JudgedChase[],
  fewest = fewestChases,
): { journey: LearntTolerance; places: PlaceTolerance[] } {
  const journey = learnTolerance(times, fewest)
  const byPlace = Map.groupBy(times, ({ from, channel }) => `${from}\u0000${channel}`)
  const places = [...byPlace.values()].map((some): PlaceTolerance => {
    const { from, channel } = some[0]!
    const learnt = learnTolerance(some, fewest)
    const from_place = learnt.seconds !== null
    const seconds = learnt.seconds ?? journey.seconds
    const learnt_from = from_place ? 'place' : seconds === null ? 'none' : 'journey'
    return { from, channel, learnt, seconds, learnt_from }
  })
  return { journey, places }
}
