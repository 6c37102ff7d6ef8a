import { z } from 'zod'
import { time, workspace } from '../collect/contract.ts'
import { operation } from '../http/operation.ts'
import { filters } from './contract-filters.ts'

/** A share of the runs with its standard error. */
const incidence = z.object({ share: z.number(), error: z.number() })

export const readProfile = operation({
  name: 'profile',
  method: 'GET',
  path: '/api/:workspace/journeys/:journey/profile',
  permission: 'member',
  summary: 'Time between any two touchpoints, bottlenecks, and where runs are lost. Also `subject:TYPE`',
  input: filters.extend({
    workspace,
    journey: z.string(),
    /** Unusual is what lies so many standard deviations from the mean. */
    zeta: z.coerce.number().positive().default(3),
    /** The unusual passages of this run are told too. */
    run_id: z.string().optional(),
  }),
  output: z.object({
    journey: z.string(),
    as_of: time,
    runs: z.number(),
    zeta: z.number(),
    /** Runs with at least one unusual time. */
    unusual_runs: z.number(),
    /** Seconds from the end of `from` to the start of a later `to`, of each run's first 100 interactions; the 2,000 most frequent pairs. */
    pairs: z.array(
      z.object({
        from: z.string(),
        to: z.string(),
        n: z.number(),
        mean: z.number(),
        sd: z.number().nullable(),
        median: z.number(),
        /** Median absolute deviation from the median. */
        mad: z.number(),
        p90: z.number(),
        unusual_runs: z.number(),
      }),
    ),
    /** The 20 passages with the largest sum of waiting over all runs. */
    bottlenecks: z.array(
      z.object({
        from: z.string(),
        to: z.string(),
        count: z.number(),
        days: z.number(),
        /** Of all waiting of these runs. */
        share: z.number().nullable(),
        median_days: z.number(),
        p90_days: z.number(),
        waited_for: z.string(),
      }),
    ),
    /** Last designed step of runs that failed or were given up; '' = none of the design. */
    lost: z.array(
      z.object({
        last_step: z.string(),
        runs: z.number(),
        failed: z.number(),
        abandoned: z.number(),
        share: z.number(),
      }),
    ),
    /** What became of runs by their age; `open` and the three ends add up to 1. */
    ends: z.object({
      runs: z.number(),
      /** Ended at a time nobody saw: in no curve. */
      untimed: z.number(),
      curve: z.array(
        z.object({
          days: z.number(),
          open: z.number(),
          success: incidence,
          failure: incidence,
          abandoned: incidence,
        }),
      ),
    }),
    unusual_in_run: z
      .array(z.object({ from: z.string(), to: z.string(), at: time, took: z.number(), usual: z.number() }))
      .nullable(),
  }),
})
