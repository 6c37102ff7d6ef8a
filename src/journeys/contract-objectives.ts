import { z } from 'zod'
import { time, workspace } from '../collect/contract.ts'
import { operation } from '../http/operation.ts'
import { filters } from './contract-filters.ts'

const burn = z.object({
  hours: z.number(),
  decided: z.number(),
  /** Times the allowed share that missed; null = none decided. */
  burn_rate: z.number().nullable(),
})

export const readBudgets = operation({
  name: 'budgets',
  method: 'GET',
  path: '/api/:workspace/journeys/:journey/budgets',
  permission: 'member',
  summary: 'What each objective may still miss in its rolling window, and how fast that is used up',
  input: filters.extend({ workspace, journey: z.string() }),
  output: z.object({
    journey: z.string(),
    as_of: time,
    /** An objective burns when both burn rates are above it. */
    burn_limit: z.number(),
    budgets: z.array(
      z.object({
        objective: z.string(),
        bound: z.enum(['outcome', 'promise', 'silence', 'contacts']),
        target: z.number(),
        window_days: z.number(),
        /** Runs (promises, for an objective about one) decided within the window. */
        decided: z.number(),
        /** (1 − target) × decided. */
        allowed: z.number(),
        /** Missed. */
        used: z.number(),
        left: z.number(),
        /** A thirtieth of the window: 1 day of 30. */
        long: burn,
        /** A 720th of the window: 1 hour of 30 days. */
        short: burn,
        burning: z.boolean(),
        /** Open runs not decided yet (for silence: in a gap that lasts; for a promise: promises) and how many of them will miss. */
        forecast: z.object({
          open: z.number(),
          /** With its 95 % interval, over those of which it is known. */
          will_miss: z.number().nullable(),
          low: z.number().nullable(),
          high: z.number().nullable(),
          /** Of which earlier ones say nothing: too few came so far, or none was watched so long. */
          unknown: z.number(),
        }),
      }),
    ),
  }),
})

export const listAtRisk = operation({
  name: 'at_risk',
  method: 'GET',
  path: '/api/:workspace/journeys/:journey/at-risk',
  permission: 'member',
  summary: 'Open runs that will probably miss an objective: why, and until when something can be done',
  input: filters.extend({
    workspace,
    journey: z.string(),
    limit: z.coerce.number().int().min(1).max(10_000).default(100),
  }),
  output: z.object({
    journey: z.string(),
    as_of: time,
    open: z.number(),
    total: z.number(),
    runs: z.array(
      z.object({
        run_id: z.string(),
        subject: z.string(),
        started_at: time,
        last_touchpoint: z.string(),
        objective: z.string(),
        why: z.string(),
        /** When it is too late; null = whenever the next contact comes. */
        until: time.nullable(),
        /** Of keeping to it, by earlier runs that came as far; null = not known. */
        chance: z.number().nullable(),
      }),
    ),
  }),
})
