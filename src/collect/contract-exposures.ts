import { z } from 'zod'
import { operation } from '../http/operation.ts'
import { time, workspace } from './contract-words.ts'

const moment = z.iso.datetime({ offset: true })

export const exposure = z.object({
  region: z.string(),
  medium: z.string(),
  campaign: z.string(),
  /** Its beginning. */
  hour: time,
  placements: z.number(),
  /** Null: of none it is known. */
  contacts: z.number().nullable(),
  /** Placements of which contacts are not known; they are not in `contacts`. */
  unmeasured: z.number(),
  cost: z.number().nullable(),
})
export type Exposure = z.infer<typeof exposure>

export const listExposures = operation({
  name: 'list_exposures',
  method: 'GET',
  path: '/api/:workspace/exposures',
  permission: 'member',
  summary: 'What was placed on TV, radio, in print and on posters, by region and hour',
  input: z.object({
    workspace,
    from: moment.optional(),
    until: moment.optional(),
    limit: z.coerce.number().int().min(1).max(100_000).default(10_000),
  }),
  output: z.object({ exposures: z.array(exposure) }),
})
