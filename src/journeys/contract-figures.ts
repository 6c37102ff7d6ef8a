import { z } from 'zod'
import { time, workspace } from '../collect/contract.ts'
import { filters } from './contract-filters.ts'

/** What every operation on the measures of a journey is asked with. */
export const measuredInput = filters.extend({ workspace, journey: z.string() })
const unknown = z.number().nullable()

/** In how many of the runs looked at it could be observed; in the others it is unknown, not zero. */
export const seen = z.object({ runs: z.number(), observed: z.number(), share: unknown })
/** A mean or a share of sums with its 95 % interval over customers; `n` runs in which it was observed. */
export const ratio = z.object({ n: z.number(), value: unknown, low: unknown, high: unknown })
/** `count` of `of` with its Wilson interval. */
export const proportion = z.object({
  count: z.number(),
  of: z.number(),
  share: unknown,
  low: unknown,
  high: unknown,
})
export const head = { journey: z.string(), as_of: time, seen }
