import { z } from 'zod'
import { time } from '../collect/contract.ts'

/** Narrow any figure: by period of the run's start, by channel used, by one attribute, by what became of it. */
export const filters = z.object({
  as_of: time.optional(),
  since: time.optional(),
  until: time.optional(),
  channel: z.string().optional(),
  /** `region=North` */
  attribute: z.string().optional(),
  outcome: z.string().optional(),
  /** `delivery=late` */
  promise: z.string().optional(),
  version: z.coerce.number().int().optional(),
})

/**
 * Filters of figures that may be read from a sample: `sample` says that of a journey of very many runs every sixteenth will do. The
 * answer says whether it was.
 */
export const samplingFilters = filters.extend({ read: z.enum(['all', 'sample']).default('all') })
export type Filters = z.infer<typeof filters> & { read?: 'all' | 'sample' }

/** Null: every run was read. Else so many were, one key in `every`: shares, times and their intervals are theirs, counts are about `every` times as many. */
export const sampled = z.object({ every: z.number(), runs: z.number() }).nullable()
export type Sampled = z.infer<typeof sampled>

export const mapEdge = z.object({
  from: z.string(),
  to: z.string(),
  count: z.number(),
  median_seconds: z.number(),
  p90_seconds: z.number(),
})
