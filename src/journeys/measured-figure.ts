import { shareOf } from './share.ts'
import type { View } from './view.ts'

/** In how many runs a measure could be observed. */
export const seenIn = (observed: number, runs: number) => ({
  runs,
  observed,
  share: runs === 0 ? null : observed / runs,
})

/** A count among others, with its Wilson interval. */
export const proportionOf = (count: number, of: number) => ({ count, of, ...shareOf(count, of) })

/** Of what a figure is, and until when it is judged. */
export const headOf = (name: string, { as_of }: View, observed: number, runs: number) => ({
  journey: name,
  as_of: new Date(as_of).toISOString(),
  seen: seenIn(observed, runs),
})

/** A number of the engine: what it could not compute is null. */
export const known = (value: unknown): number | null =>
  value === null || value === undefined || Number.isNaN(Number(value)) ? null : Number(value)
