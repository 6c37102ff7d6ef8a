import { z } from 'zod'
import { time, workspace } from '../collect/contract.ts'
import { operation } from '../http/operation.ts'
import { filters, mapEdge } from './contract-filters.ts'

/** The lived map of a subject type, without a storyboard. */
export const lived = z.object({
  subject: z.string(),
  runs: z.number(),
  interactions: z.number(),
  touchpoints: z.array(z.object({ touchpoint: z.string(), count: z.number() })),
  edges: z.array(mapEdge),
  starts: z.array(z.object({ touchpoint: z.string(), count: z.number() })),
  ends: z.array(z.object({ touchpoint: z.string(), count: z.number() })),
  variants: z.array(z.object({ steps: z.array(z.string()), count: z.number() })),
  /** Neighbouring interactions of one run with equal times: their order is the source's own. */
  ties: z.number(),
  as_of: time,
  customers_known: z.number(),
  /** Interactions at a touchpoint that belong to no customer and no subject. */
  unattached: z.array(z.object({ touchpoint: z.string(), count: z.number() })),
})
export type Lived = z.infer<typeof lived>

export const readMap = operation({
  name: 'map',
  method: 'GET',
  path: '/api/:workspace/subjects/:subject/map',
  permission: 'member',
  summary: 'Directly-follows map of any subject type, or `customer`, without a storyboard',
  input: filters.extend({ workspace, subject: z.string() }),
  output: lived,
})

export const listSubjects = operation({
  name: 'list_subjects',
  method: 'GET',
  path: '/api/:workspace/subjects',
  permission: 'member',
  summary: 'Subject types seen, with counts and the journeys that use them',
  input: z.object({ workspace }),
  output: z.object({
    subjects: z.array(
      z.object({
        subject: z.string(),
        runs: z.number(),
        interactions: z.number(),
        journeys: z.array(z.string()),
      }),
    ),
  }),
})

/** A storyboard node as drawn: a tree of steps, choices, parallels, optionals and repeats. */
export type DesignedNode =
  | {
      kind: 'step'
      step: string
      stage: string
      touchpoints: string[]
      channels: string[]
      owner: string
      tells: string[]
      asks: string[]
      says: string
      feeling: string
      moment_of_truth: boolean
      /** As the storyboard writes it: `2d`, `2bd`. */
      within: string | null
      /** Null also where it is in business time. */
      within_seconds: number | null
      promise: string | null
    }
  | { kind: 'sequence' | 'choice' | 'parallel'; children: DesignedNode[] }
  | { kind: 'optional'; children: DesignedNode[] }
  | { kind: 'repeat'; children: DesignedNode[]; up_to: number }

/** The schema of a storyboard node, as deep as the storyboard is. */
export const designedNode: z.ZodType<DesignedNode> = z.lazy(() =>
  z.union([
    z.object({
      kind: z.literal('step'),
      step: z.string(),
      stage: z.string(),
      touchpoints: z.array(z.string()),
      channels: z.array(z.string()),
      owner: z.string(),
      tells: z.array(z.string()),
      asks: z.array(z.string()),
      says: z.string(),
      feeling: z.string(),
      moment_of_truth: z.boolean(),
      within: z.string().nullable(),
      within_seconds: z.number().nullable(),
      promise: z.string().nullable(),
    }),
    z.object({ kind: z.enum(['sequence', 'choice', 'parallel']), children: z.array(designedNode) }),
    z.object({ kind: z.literal('optional'), children: z.array(designedNode) }),
    z.object({ kind: z.literal('repeat'), children: z.array(designedNode), up_to: z.number() }),
  ]),
)

/** Designed and lived in one picture. */
export const readJourneyMap = operation({
  name: 'journey_map',
  method: 'GET',
  path: '/api/:workspace/journeys/:journey/map',
  permission: 'member',
  summary: 'The lived map with the designed steps in one picture',
  input: filters.extend({ workspace, journey: z.string() }),
  output: z.object({
    journey: z.string(),
    as_of: time,
    runs: z.number(),
    design: designedNode.nullable(),
    nodes: z.array(
      z.object({
        node: z.string(),
        designed: z.boolean(),
        lived: z.number(),
        runs: z.number(),
        channels: z.array(z.string()),
        moment_of_truth: z.boolean(),
        owner: z.string(),
      }),
    ),
    edges: z.array(
      mapEdge.extend({
        designed: z.boolean(),
        /** Share of the time on this edge spent in silence beyond tolerance. */
        silent_share: z.number(),
        waited_for: z.string(),
      }),
    ),
    starts: z.array(z.object({ touchpoint: z.string(), count: z.number() })),
    ends: z.array(z.object({ touchpoint: z.string(), count: z.number() })),
  }),
})
