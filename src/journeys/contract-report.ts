import { z } from 'zod'
import { time, workspace } from '../collect/contract.ts'
import { operation } from '../http/operation.ts'
import { filters, sampled, samplingFilters } from './contract-filters.ts'

export const duration = z.object({
  n: z.number(),
  median: z.number().nullable(),
  mean: z.number().nullable(),
  p90: z.number().nullable(),
})

export const journeyListed = z.object({
  journey: z.string(),
  version: z.number(),
  subject: z.string(),
  /** Where it lies in the life of a customer (docs/storyboards.md); null = not stated. */
  lifecycle: z.string().nullable().optional(),
  runs: z.number(),
  customers: z.number(),
  outcomes: z.record(z.string(), z.number()),
  /** Kind of each outcome (success, failure, abandoned, open), for its colour and sign. */
  outcome_kinds: z.record(z.string(), z.string()).optional(),
  median_days: z.number().nullable(),
  open: z.number(),
  last_at: time.nullable(),
  building: z.boolean(),
})

export const listJourneys = operation({
  name: 'list_journeys',
  method: 'GET',
  path: '/api/:workspace/journeys',
  permission: 'member',
  summary: 'Journeys with runs and outcomes',
  input: z.object({ workspace }),
  output: z.object({ journeys: z.array(journeyListed) }),
})

export const promiseCounts = z.object({
  kept: z.number(),
  late: z.number(),
  renegotiated: z.number(),
  broken: z.number(),
  open: z.number(),
  void: z.number(),
  unknown: z.number(),
  kept_rate: z.number().nullable(),
  low: z.number().nullable(),
  high: z.number().nullable(),
  /** Days late of those kept late. */
  median_days_late: z.number().nullable(),
})

export const objectiveState = z.object({
  objective: z.string(),
  target: z.number(),
  met: z.number(),
  of: z.number(),
  share: z.number().nullable(),
  low: z.number().nullable(),
  high: z.number().nullable(),
  /** `met`, `missed`, or `cannot tell` while the interval holds the target; `too few` under 30. */
  verdict: z.enum(['met', 'missed', 'cannot tell', 'too few']),
})

export const journeyReport = z.object({
  journey: z.string(),
  version: z.number(),
  as_of: time,
  subject: z.string(),
  runs: z.number(),
  sampled,
  customers: z.number(),
  customers_unknown: z.number(),
  /** Runs whose customer rests on a link below the automatic threshold of matching. */
  doubtful_runs: z.number(),
  outcomes: z.record(z.string(), z.number()),
  /** Kind of each outcome (success, failure, abandoned, open), for its colour and sign. */
  outcome_kinds: z.record(z.string(), z.string()).optional(),
  /** Days from start to outcome, by outcome. */
  days: z.record(z.string(), duration),
  /** Days until half of all runs have succeeded, those still waiting included (Kaplan–Meier). */
  time_to_success: z.object({
    runs: z.number(),
    successes: z.number(),
    median_days: z.number().nullable(),
    low: z.number().nullable(),
    high: z.number().nullable(),
  }),
  promises: z.record(z.string(), promiseCounts),
  scores: z.array(
    z.object({
      question: z.string(),
      /** `all`, `outcome`, `promise:delivery`. */
      by: z.string(),
      value: z.string(),
      n: z.number(),
      mean: z.number().nullable(),
      low: z.number().nullable(),
      high: z.number().nullable(),
    }),
  ),
  /** Customers by the number of channels they used. */
  channels: z.record(z.string(), z.number()),
  runs_by_channels: z.record(z.string(), z.number()),
  objectives: z.array(objectiveState),
  silence: z.object({
    runs_observed: z.number(),
    runs_unknown: z.number(),
    /** Runs with a gap beyond tolerance. */
    runs_silent: z.number(),
    share: z.number().nullable(),
    low: z.number().nullable(),
    high: z.number().nullable(),
    median_longest_days: z.number().nullable(),
    p90_longest_days: z.number().nullable(),
    excess_days: z.number(),
    silent_now: z.number(),
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
  }),
  steps: z.object({
    median_taken: z.number().nullable(),
    designed_minimum: z.number().nullable(),
    mean_contacts: z.number().nullable(),
    mean_switches: z.number().nullable(),
  }),
  conformance: z.object({
    mean: z.number().nullable(),
    fitness: z.number().nullable(),
    /** Runs whose conformance is a lower bound only. */
    bounds: z.number().optional(),
    as_designed: z.number(),
  }),
  /** The values by which this journey can be split and filtered. */
  attributes: z.array(
    z.object({ attribute: z.string(), values: z.array(z.object({ value: z.string(), runs: z.number() })) }),
  ),
  channels_used: z.array(z.object({ channel: z.string(), runs: z.number() })),
})
export type JourneyReport = z.infer<typeof journeyReport>

export const readJourney = operation({
  name: 'journey',
  method: 'GET',
  path: '/api/:workspace/journeys/:journey',
  permission: 'member',
  summary: 'Everything measured over the runs of a journey',
  input: samplingFilters.extend({ workspace, journey: z.string() }),
  output: journeyReport,
})

/** Splits the main figures by outcome, promise:WHAT, channel, or attribute:NAME. */
export const splitJourney = operation({
  name: 'split_journey',
  method: 'GET',
  path: '/api/:workspace/journeys/:journey/split',
  permission: 'member',
  summary: 'Main figures side by side for each value of one dimension',
  input: filters.extend({ workspace, journey: z.string(), by: z.string() }),
  output: z.object({
    by: z.string(),
    values: z.array(
      z.object({
        value: z.string(),
        runs: z.number(),
        success: z.number(),
        success_share: z.number().nullable(),
        low: z.number().nullable(),
        high: z.number().nullable(),
        median_days: z.number().nullable(),
        kept_rate: z.number().nullable(),
        silent_share: z.number().nullable(),
        score_mean: z.number().nullable(),
      }),
    ),
  }),
})

export const listDeviations = operation({
  name: 'deviations',
  method: 'GET',
  path: '/api/:workspace/journeys/:journey/deviations',
  permission: 'member',
  summary: 'Deviations from the storyboard by frequency, in words',
  input: samplingFilters.extend({ workspace, journey: z.string() }),
  output: z.object({
    runs: z.number(),
    sampled,
    deviations: z.array(
      z.object({
        kind: z.string(),
        step: z.string(),
        after: z.string(),
        words: z.string(),
        runs: z.number(),
        share: z.number(),
        low: z.number(),
        high: z.number(),
      }),
    ),
  }),
})

export const listVariants = operation({
  name: 'variants',
  method: 'GET',
  path: '/api/:workspace/journeys/:journey/variants',
  permission: 'member',
  summary: 'Distinct ways through the journey, commonest first',
  input: samplingFilters.extend({ workspace, journey: z.string() }),
  output: z.object({
    runs: z.number(),
    sampled,
    variants_total: z.number(),
    variants: z.array(
      z.object({
        steps: z.array(z.string()),
        count: z.number(),
        share: z.number(),
        median_days: z.number().nullable(),
        success_share: z.number().nullable(),
        conformance: z.number().nullable(),
      }),
    ),
  }),
})
