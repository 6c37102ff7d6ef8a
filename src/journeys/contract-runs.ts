import { z } from 'zod'
import { interactionShown, time, workspace } from '../collect/contract.ts'
import { operation } from '../http/operation.ts'
import { filters } from './contract-filters.ts'
import { runMeasures } from './contract-run-measures.ts'

export const runListed = z.object({
  run_id: z.string(),
  journey: z.string(),
  subject_type: z.string(),
  subject: z.string(),
  customer: z.string().nullable(),
  started_at: time,
  ended_at: time.nullable(),
  last_at: time,
  outcome: z.string(),
  outcome_kind: z.string(),
  days: z.number().nullable(),
  steps: z.number(),
  contacts: z.number(),
  channels: z.array(z.string()),
  switches: z.number(),
  longest_gap_days: z.number().nullable(),
  excess_days: z.number(),
  promises: z.array(z.object({ what: z.string(), state: z.string() })),
  conformance: z.number().nullable(),
  deviations: z.number(),
  attributes: z.record(z.string(), z.string()),
})

/** A break's runs are listed with `break=kind|from|to|segment`, those behind a measure with `having=kind|part|part`. */
/** What a list of runs can be sorted by. */
export const runSorts = [
  'started_at',
  'days',
  'steps',
  'contacts',
  'longest_gap_days',
  'excess_days',
  'conformance',
] as const
export type RunSort = (typeof runSorts)[number]

export const listRuns = operation({
  name: 'runs',
  method: 'GET',
  path: '/api/:workspace/journeys/:journey/runs',
  permission: 'member',
  summary: 'Runs of a journey, filtered and sorted; CSV with format=csv',
  input: filters.extend({
    workspace,
    journey: z.string(),
    break: z.string().optional(),
    edge: z.string().optional(),
    deviation: z.string().optional(),
    variant: z.string().optional(),
    having: z.string().optional(),
    sort: z.enum(runSorts).default('started_at'),
    order: z.enum(['asc', 'desc']).default('desc'),
    limit: z.coerce.number().int().min(1).max(100_000).default(100),
    offset: z.coerce.number().int().min(0).default(0),
  }),
  output: z.object({ total: z.number(), runs: z.array(runListed) }),
})

export const traceStep = z.object({
  interaction_id: z.string(),
  touchpoint: z.string(),
  step: z.string(),
  channel: z.string(),
  started_at: time,
  ended_at: time.nullable(),
  waiting: z.number(),
  waited_for: z.string(),
  is_news: z.boolean(),
})

export const runTrace = z.object({
  run_id: z.string(),
  journey: z.string(),
  version: z.number(),
  as_of: time,
  subject_type: z.string(),
  subject: z.string(),
  /** null = customer unknown: the subject stands in. */
  customer: z.string().nullable(),
  started_at: time,
  ended_at: time.nullable(),
  outcome: z.string(),
  outcome_kind: z.string(),
  /** The run told in words, deterministically. */
  sentence: z.string(),
  steps: z.array(traceStep),
  designed_minimum: z.number().nullable(),
  contacts: z.number(),
  channels: z.array(z.string()),
  switches: z.number(),
  gaps: z.array(
    z.object({
      from_at: time,
      to_at: time,
      from: z.string(),
      to: z.string(),
      seconds: z.number(),
      tolerance: z.number(),
      excess: z.number(),
      open: z.boolean(),
    }),
  ),
  silence_unknown: z.boolean(),
  promises: z.array(
    z.object({
      what: z.string(),
      source: z.string(),
      made_in: z.string(),
      made_at: time.nullable(),
      due: time.nullable(),
      due_last: time.nullable(),
      state: z.string(),
      fulfilled_at: time.nullable(),
      fulfilled_in: z.string(),
    }),
  ),
  scores: z.array(z.object({ question: z.string(), value: z.number(), at: time, touchpoint: z.string() })),
  deviations: z.array(z.object({ kind: z.string(), step: z.string(), after: z.string(), words: z.string() })),
  conformance: z.number().nullable(),
  fitness: z.number().nullable(),
  /** Conformance and fitness are at least so much: the run is too long for the best alignment to be found. */
  conformance_bound: z.boolean().optional(),
  attributes: z.record(z.string(), z.string()),
  interactions: z.array(interactionShown),
  measures: runMeasures.optional(),
})
export type RunTrace = z.infer<typeof runTrace>

export const readRun = operation({
  name: 'run',
  method: 'GET',
  path: '/api/:workspace/runs/:run_id',
  permission: 'member',
  summary: 'One run as a trace. Also by subject without a storyboard: run_id = `subject:TYPE:ID`',
  input: z.object({ workspace, run_id: z.string(), as_of: time.optional() }),
  output: runTrace,
})
