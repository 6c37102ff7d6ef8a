import { z } from 'zod'
import { time, workspace } from '../collect/contract.ts'
import { operation } from '../http/operation.ts'
import { filters, mapEdge, sampled, samplingFilters } from './contract-filters.ts'

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

/** Shares (0–1) of the time waited, by whoever held the ball. */
export const held = z.object({
  customer: z.number(),
  company: z.number(),
  third_party: z.number(),
  unknown: z.number(),
})
export type Held = z.infer<typeof held>

/** Runs for which something holds, of those that could be judged, with the 95 % interval. */
export const runShare = z.object({
  runs: z.number(),
  of: z.number(),
  share: z.number().nullable(),
  low: z.number().nullable(),
  high: z.number().nullable(),
})

/** Designed and lived in one picture. */
export const readJourneyMap = operation({
  name: 'journey_map',
  method: 'GET',
  path: '/api/:workspace/journeys/:journey/map',
  permission: 'member',
  summary: 'The lived map with the designed steps in one picture',
  input: samplingFilters.extend({ workspace, journey: z.string() }),
  output: z.object({
    journey: z.string(),
    as_of: time,
    runs: z.number(),
    sampled,
    /** Over all edges, also those too rare to be listed. */
    passages: z.number(),
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
        /** '' where none is named. */
        stage: z.string(),
        /** Runs that failed or were given up after it as their last designed step, of those over that came here; null off the design. */
        lost: runShare.nullable(),
        /** Runs silent beyond tolerance since it, now; null where no silence could be observed. */
        silent_now: z.number().nullable(),
      }),
    ),
    edges: z.array(
      mapEdge.extend({
        /** Runs that took it once or more often. */
        runs: z.number(),
        /** From the end of the one to the start of the other; null where nobody went. */
        median_seconds: z.number().nullable(),
        p90_seconds: z.number().nullable(),
        designed: z.boolean(),
        /** Null where there was nothing to wait. */
        held: held.nullable(),
        /** Who held the ball for most of that time. */
        waited_for: z.string(),
        /** Share of the time on this edge spent in silence beyond tolerance; null where no silence could be observed. */
        silent_share: z.number().nullable(),
        /** Runs silent beyond tolerance on it. */
        silent: runShare,
        /** Customer-days beyond tolerance. */
        excess_days: z.number().nullable(),
      }),
    ),
    starts: z.array(z.object({ touchpoint: z.string(), count: z.number() })),
    ends: z.array(z.object({ touchpoint: z.string(), count: z.number() })),
  }),
})

const bar = z.object({
  /** Seconds from (inclusive) to (exclusive); null = without end. */
  from: z.number(),
  to: z.number().nullable(),
  count: z.number(),
  /** Of them silent beyond tolerance. */
  silent: z.number(),
})

/** How long one edge of the map takes, for whom, and in which runs the longest. */
export const readEdge = operation({
  name: 'journey_edge',
  method: 'GET',
  path: '/api/:workspace/journeys/:journey/edge',
  permission: 'member',
  summary: 'One edge of the map: the distribution of its time, silence, segments and slowest runs',
  input: filters.extend({ workspace, journey: z.string(), from: z.string(), to: z.string() }),
  output: z.object({
    journey: z.string(),
    as_of: time,
    from: z.string(),
    to: z.string(),
    count: z.number(),
    runs: z.number(),
    /** Null where nobody went. */
    seconds: z
      .object({
        p10: z.number(),
        p25: z.number(),
        median: z.number(),
        p75: z.number(),
        p90: z.number(),
        longest: z.number(),
      })
      .nullable(),
    held: held.nullable(),
    silent: runShare,
    excess_days: z.number().nullable(),
    /** Eight bars to a tenfold of time; what took under a second stands in the first. */
    logarithmic: z.array(bar),
    /** Bars of equal width, the last without end. */
    linear: z.array(bar),
    segments: z.array(
      z.object({
        attribute: z.string(),
        value: z.string(),
        runs: z.number(),
        count: z.number(),
        median_seconds: z.number(),
        silent: runShare,
      }),
    ),
    /** The slowest passages. */
    slowest: z.array(
      z.object({
        run_id: z.string(),
        subject_type: z.string(),
        subject: z.string(),
        seconds: z.number(),
        silent_seconds: z.number().nullable(),
        arrived_at: time,
      }),
    ),
  }),
})
export type EdgeReport = z.infer<(typeof readEdge)['output']>
