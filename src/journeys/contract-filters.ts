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
export type Filters = z.infer<typeof filters>

export const mapEdge = z.object({
  from: z.string(),
  to: z.string(),
  count: z.number(),
  median_seconds: z.number(),
  p90_seconds: z.number(),
})
