import { z } from 'zod'
import { time, workspace } from '../collect/contract.ts'
import { operation } from '../http/operation.ts'
import { filters, sampled, samplingFilters } from './contract-filters.ts'

export const breakKinds = [
  'silence',
  'missed_promise',
  'repeated_step',
  'wait',
  'skipped_step',
  'drop_out',
  'asked_twice',
  'hand_off',
  'contradiction',
  'forced_switch',
] as const
export const breakFound = z.object({
  kind: z.enum(breakKinds),
  from: z.string(),
  to: z.string(),
  /** '' or `region=North`. */
  segment: z.string(),
  runs: z.number(),
  of: z.number(),
  low: z.number(),
  high: z.number(),
  /** Typical loss of an affected run against the rest or the design, in `unit`. */
  size: z.number().nullable(),
  unit: z.string(),
  size_low: z.number().nullable(),
  size_high: z.number().nullable(),
  customer_days: z.number(),
  /** Which promise, for missed_promise; what kind of thing was told, for contradiction. */
  what: z.string(),
  words: z.string(),
})
export type BreakFound = z.infer<typeof breakFound>

export const breaksReport = z.object({
  journey: z.string(),
  as_of: time,
  /** Runs and places looked at: the family the false-discovery correction is over. */
  looked_at: z.object({ runs: z.number(), places: z.number(), too_few: z.number() }),
  breaks: z.array(breakFound),
  sampled,
})
export type BreaksReport = z.infer<typeof breaksReport>

export const readBreaks = operation({
  name: 'breaks',
  method: 'GET',
  path: '/api/:workspace/journeys/:journey/breaks',
  permission: 'member',
  summary: 'Where it breaks, ranked by customer-days lost',
  input: samplingFilters.extend({ workspace, journey: z.string() }),
  output: breaksReport,
})

export const readSubjectBreaks = operation({
  name: 'subject_breaks',
  method: 'GET',
  path: '/api/:workspace/subjects/:subject/breaks',
  permission: 'member',
  summary: 'Where it breaks, without a storyboard',
  input: filters.extend({ workspace, subject: z.string() }),
  output: breaksReport,
})
