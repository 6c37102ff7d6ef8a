import { z } from 'zod'
import { time } from '../collect/contract.ts'
import { operation } from '../http/operation.ts'
import { head, measuredInput as input, proportion, ratio, seen } from './contract-figures.ts'

const unknown = z.number().nullable()

const totalBetween = { total_low: unknown, total_high: unknown }

export const effortReport = z.object({
  ...head,
  /** “This journey cost its customers N hours, M of them avoidable.” */
  words: z.string(),
  /** The same of the last whole month, by the month in which runs began; null where none is whole. */
  last_month: z.object({ month: z.string(), words: z.string() }).nullable(),
  /** Mean per run. Totals lie between what as many runs come to at the ends of the mean’s interval. */
  minutes: ratio.extend({ total: z.number(), ...totalBetween, median: unknown, p90: unknown }),
  /** Share of the minutes. */
  avoidable: ratio.extend({ total: z.number(), ...totalBetween }),
  overheads_version: z.number(),
  components: z.array(
    z.object({
      component: z.string(),
      seen,
      /** How many, or minutes, over the runs that observed it. */
      total: unknown,
      mean: unknown,
      low: unknown,
      high: unknown,
      /** Customer-minutes of it. */
      minutes: unknown,
      minutes_low: unknown,
      minutes_high: unknown,
      avoidable: z.boolean(),
    }),
  ),
  months: z.array(
    z.object({
      month: z.string(),
      runs: z.number(),
      observed: z.number(),
      minutes: unknown,
      minutes_low: unknown,
      minutes_high: unknown,
      mean: unknown,
      mean_low: unknown,
      mean_high: unknown,
      avoidable: unknown,
      avoidable_low: unknown,
      avoidable_high: unknown,
    }),
  ),
})
export type EffortReport = z.infer<typeof effortReport>

export const readEffort = operation({
  name: 'effort',
  method: 'GET',
  path: '/api/:workspace/journeys/:journey/effort',
  permission: 'member',
  summary: 'What a journey cost its customers, in minutes, and what of it was avoidable',
  input,
  output: effortReport,
})

export const timeReport = z.object({
  ...head,
  /** Days of all runs by who held the ball; `active`: the customer took part. */
  holders: z.array(z.object({ holder: z.string(), days: z.number(), mean_days: unknown, share: unknown })),
  median_days: unknown,
  /** Active time of all time, in runs whose interactions have a duration. */
  flow_efficiency: ratio,
  /** Waiting for the company of all time, in runs in which it is known who held the ball. */
  company_wait: ratio,
})
export type TimeReport = z.infer<typeof timeReport>

export const readTime = operation({
  name: 'time',
  method: 'GET',
  path: '/api/:workspace/journeys/:journey/time',
  permission: 'member',
  summary: 'Whose time it was: active, waiting for the company, the customer or others',
  input,
  output: timeReport,
})

/** Seconds until a tenth have chased, or the reason it cannot be learnt. */
const learnt = z.object({
  seconds: unknown,
  low: unknown,
  high: unknown,
  gaps: z.number(),
  chases: z.number(),
  reason: z.string().nullable(),
})

/** Hours at which the silence curve is told in figures. */
export const curveHours = [1, 4, 12, 24, 48, 120, 240, 480, 960]

export const silenceReport = z.object({
  ...head,
  silent: proportion,
  excess_days: z.number(),
  /** Of the storyboard, in seconds: days without news that a customer bears. */
  declared: z.number(),
  learnt,
  /** Share of customers who have chased by so many hours since the last news; empty where nobody was seen to. */
  curve: z.array(
    z.object({
      hours: z.number(),
      share: z.number(),
      low: unknown,
      high: unknown,
      /** Gaps still without chase and without news just before. */
      at_risk: z.number(),
    }),
  ),
  /** Gaps that the learnt tolerance was read from: of all runs, or a sample of them. */
  sampled: z.boolean(),
  places: z.array(
    z.object({
      from: z.string(),
      channel: z.string(),
      learnt,
      /** What holds here: its own, else the journey’s, else null. */
      seconds: unknown,
      learnt_from: z.enum(['place', 'journey', 'none']),
    }),
  ),
  gaps: z.array(
    z.object({
      from: z.string(),
      to: z.string(),
      count: z.number(),
      over: z.number(),
      median_days: z.number(),
      p90_days: z.number(),
      excess_days: z.number(),
    }),
  ),
  /** Runs in silence beyond tolerance when last judged, longest first. */
  now: z.object({
    runs: z.number(),
    longest: z.array(
      z.object({
        run_id: z.string(),
        subject: z.string(),
        from: z.string(),
        since: time,
        days: z.number(),
        tolerance_days: z.number(),
      }),
    ),
  }),
})
export type SilenceReport = z.infer<typeof silenceReport>

export const readSilence = operation({
  name: 'silence',
  method: 'GET',
  path: '/api/:workspace/journeys/:journey/silence',
  permission: 'member',
  summary: 'Silent gaps by place, the tolerance declared beside the one learnt, and who is in silence now',
  input,
  output: silenceReport,
})

export const promisesReport = z.object({
  ...head,
  promises: z.array(
    z.object({
      what: z.string(),
      states: z.record(z.string(), z.number()),
      kept: proportion,
      /** Kept, or told a new date before the old had passed. */
      honest: proportion,
      /** Kept among the fulfilled alone: a survivor’s figure, never to be shown without `kept`. */
      survivors: proportion,
      /** Days until half and nine in ten of those fallen due and not kept in time are fulfilled (Kaplan–Meier). */
      late: z.object({ n: z.number(), median_days: unknown, p90_days: unknown }),
      calibration: z
        .object({
          promises: z.number(),
          stated_days: z.number(),
          done_by_stated: z.number(),
          needed_days: unknown,
          say_days: unknown,
          /** “Say 12 days to keep it 90 % of the time.” */
          words: z.string(),
          curve: z.array(proportion.extend({ days: z.number() })),
        })
        .nullable(),
    }),
  ),
  /** Share of the waiting for the company under a live promise. */
  coverage: ratio,
})
export type PromisesReport = z.infer<typeof promisesReport>

export const readPromises = operation({
  name: 'promises',
  method: 'GET',
  path: '/api/:workspace/journeys/:journey/promises',
  permission: 'member',
  summary: 'The ledger of promises: kept, honest, how late, and what could be promised',
  input,
  output: promisesReport,
})

/** In how many runs there was a switch of each kind. */
const switchRuns = z.object({ forced: z.number(), chosen: z.number(), designed: z.number() })

export const repeatsReport = z.object({
  ...head,
  contacts: z.number(),
  /** Contacts not repeated within so many days, by Kaplan–Meier. */
  first_contact_resolution: z.array(
    z.object({
      days: z.number(),
      share: unknown,
      low: unknown,
      high: unknown,
      /** Runs in which one was repeated within them. */
      runs: z.number(),
    }),
  ),
  failure_demand: proportion.extend({
    chase: z.number(),
    repeat: z.number(),
    complaint: z.number(),
    clarification: z.number(),
    /** In how many runs. */
    runs: z.object({
      all: z.number(),
      chase: z.number(),
      repeat: z.number(),
      complaint: z.number(),
      clarification: z.number(),
    }),
  }),
  switches: z.object({
    seen,
    all: z.number(),
    forced: proportion,
    chosen: proportion,
    designed: proportion,
    runs: switchRuns,
    pairs: z.array(
      z.object({
        from: z.string(),
        to: z.string(),
        forced: z.number(),
        chosen: z.number(),
        designed: z.number(),
        runs: switchRuns,
      }),
    ),
  }),
})
export type RepeatsReport = z.infer<typeof repeatsReport>

export const readRepeats = operation({
  name: 'repeats',
  method: 'GET',
  path: '/api/:workspace/journeys/:journey/repeats',
  permission: 'member',
  summary: 'First contact resolution, failure demand, and switches of channel',
  input,
  output: repeatsReport,
})
