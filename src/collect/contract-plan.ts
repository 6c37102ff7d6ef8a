import { z } from 'zod'
import { operation } from '../http/operation.ts'
import { time, workspace } from './contract-words.ts'

const violation = z.object({
  touchpoint: z.string(),
  /** What is wrong, in words. */
  what: z.string(),
  kind: z.enum(['channel', 'identifier', 'attribute', 'type', 'one_of', 'undeclared']),
  name: z.string(),
  /** Interactions that break it, of those at the touchpoint in the period. */
  interactions: z.number(),
  of: z.number(),
  low: z.number(),
  high: z.number(),
  /** By day, those without any left out; null days are not known by day. */
  days: z.array(z.object({ day: z.string(), interactions: z.number() })),
  /** Ids of some of them. */
  examples: z.array(z.string()),
})
export type PlanViolation = z.infer<typeof violation>

export const readTrackingPlan = operation({
  name: 'read_tracking_plan',
  method: 'GET',
  path: '/api/:workspace/tracking-plan',
  permission: 'member',
  summary: 'What interactions shall carry, as declared; null = nothing is declared',
  input: z.object({ workspace }),
  output: z.object({ yaml: z.string().nullable(), by: z.string().nullable(), at: time.nullable() }),
})

export const saveTrackingPlan = operation({
  name: 'save_tracking_plan',
  method: 'PUT',
  path: '/api/:workspace/tracking-plan',
  permission: 'member',
  summary:
    'Declare what interactions at each touchpoint shall carry; what breaks it is counted, never dropped',
  input: z.object({ workspace, yaml: z.string().min(1).max(262_144) }),
  output: z.object({ yaml: z.string().nullable(), by: z.string().nullable(), at: time.nullable() }),
})

export const readPlanViolations = operation({
  name: 'read_plan_violations',
  method: 'GET',
  path: '/api/:workspace/tracking-plan/violations',
  permission: 'member',
  summary: 'Where interactions break the tracking plan, by day, with examples',
  input: z.object({ workspace, days: z.coerce.number().int().min(1).max(366).default(28) }),
  output: z.object({
    violations: z.array(violation),
    rules: z.number(),
    /** At touchpoints of the plan, in the period. */
    interactions: z.number(),
    since: time.nullable(),
    until: time.nullable(),
  }),
})
