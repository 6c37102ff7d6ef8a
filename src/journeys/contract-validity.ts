import { z } from 'zod'
import { time, workspace } from '../collect/contract.ts'
import { operation } from '../http/operation.ts'
import { filters } from './contract-filters.ts'

const compared = z.object({
  /** Decided runs on each side (for `score`: those with one). */
  conforming: z.number(),
  others: z.number(),
  /** Conforming less others, weighted to be the same people, with its 95 % interval; `raw` unweighted. */
  difference: z.object({ value: z.number(), low: z.number(), high: z.number(), raw: z.number() }).nullable(),
  verdict: z.enum([
    'conforming runs end better',
    'no detectable difference',
    'the storyboard is wrong',
    'cannot tell',
  ]),
  why: z.string(),
})

export const readValidity = operation({
  name: 'validity',
  method: 'GET',
  path: '/api/:workspace/journeys/:journey/validity',
  permission: 'member',
  summary: 'Do runs that keep to the storyboard end better, who they are taken into account?',
  input: filters.extend({ workspace, journey: z.string() }),
  output: z.object({
    journey: z.string(),
    as_of: time,
    /** A run conforms from this conformance on. */
    conforming: z.number(),
    /** Attributes by which runs are made comparable. */
    attributes: z.array(z.string()),
    /** Share of success. */
    success: compared,
    /** Mean score; null where no run has one. */
    score: compared.nullable(),
  }),
})
