import { z } from 'zod'
import { interactionShown, time, workspace } from '../collect/contract.ts'
import { operation } from '../http/operation.ts'

export * from './run.ts'

/** Narrow any figure: by period of the run's start, by channel used, by one attribute, by what became of it. */
export const filters = z.object({
  as_of: time.optional(),
  since: time.optional(),
  until: time.optional(),
  channel: z.string().optional(),
  /** `region=North` */
  attribute: z.string().optional(),
  outcome: z.string().optional(),
  /** `delivery=late` */
  promise: z.string().optional(),
  version: z.coerce.number().int().optional(),
})
export type Filters = z.infer<typeof filters>

/** An estimate with its 95 % interval; null = cannot be said. */
export const estimate = z.object({ value: z.number().nullable(), low: z.number().nullable(), high: z.number().nullable() })

export const mapEdge = z.object({
  from: z.string(), to: z.string(), count: z.number(), median_seconds: z.number(), p90_seconds: z.number(),
})

/** The lived map of a subject type, without a storyboard. */
export const lived = z.object({
  subject: z.string(),
  runs: z.number(), interactions: z.number(),
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
  name: 'map', method: 'GET', path: '/api/:workspace/subjects/:subject/map', permission: 'member',
  summary: 'Directly-follows map of any subject type, or `customer`, without a storyboard',
  input: filters.extend({ workspace, subject: z.string() }),
  output: lived,
})

export const listSubjects = operation({
  name: 'list_subjects', method: 'GET', path: '/api/:workspace/subjects', permission: 'member',
  summary: 'Subject types seen, with counts and the journeys that use them',
  input: z.object({ workspace }),
  output: z.object({
    subjects: z.array(z.object({
      subject: z.string(), runs: z.number(), interactions: z.number(), journeys: z.array(z.string()),
    })),
  }),
})

export const duration = z.object({
  n: z.number(), median: z.number().nullable(), mean: z.number().nullable(), p90: z.number().nullable(),
})

export const journeyListed = z.object({
  journey: z.string(), version: z.number(), subject: z.string(), runs: z.number(), customers: z.number(),
  outcomes: z.record(z.string(), z.number()),
  /** Kind of each outcome (success, failure, abandoned, open), for its colour and sign. */
  outcome_kinds: z.record(z.string(), z.string()).optional(),
  median_days: z.number().nullable(),
  open: z.number(),
  last_at: time.nullable(),
  building: z.boolean(),
})

export const listJourneys = operation({
  name: 'list_journeys', method: 'GET', path: '/api/:workspace/journeys', permission: 'member',
  summary: 'Journeys with runs and outcomes',
  input: z.object({ workspace }),
  output: z.object({ journeys: z.array(journeyListed) }),
})

/** A storyboard node as drawn: a tree of steps, choices, parallels, optionals and repeats. */
export type DesignedNode =
  | { kind: 'step'; step: string; touchpoints: string[]; channels: string[]; owner: string; says: string; feeling: string; moment_of_truth: boolean; within_seconds: number | null; promise: string | null }
  | { kind: 'sequence' | 'choice' | 'parallel'; children: DesignedNode[] }
  | { kind: 'optional'; children: DesignedNode[] }
  | { kind: 'repeat'; children: DesignedNode[]; up_to: number }
export const designedNode: z.ZodType<DesignedNode> = z.lazy(() => z.any()) as z.ZodType<DesignedNode>

export const promiseCounts = z.object({
  kept: z.number(), late: z.number(), renegotiated: z.number(), broken: z.number(), open: z.number(),
  void: z.number(), unknown: z.number(),
  kept_rate: z.number().nullable(), low: z.number().nullable(), high: z.number().nullable(),
  /** Days late of those kept late. */
  median_days_late: z.number().nullable(),
})

export const objectiveState = z.object({
  objective: z.string(), target: z.number(),
  met: z.number(), of: z.number(), share: z.number().nullable(), low: z.number().nullable(), high: z.number().nullable(),
  /** `met`, `missed`, or `cannot tell` while the interval holds the target; `too few` under 30. */
  verdict: z.enum(['met', 'missed', 'cannot tell', 'too few']),
})

export const journeyReport = z.object({
  journey: z.string(), version: z.number(), as_of: time,
  subject: z.string(),
  runs: z.number(), customers: z.number(), customers_unknown: z.number(),
  outcomes: z.record(z.string(), z.number()),
  /** Kind of each outcome (success, failure, abandoned, open), for its colour and sign. */
  outcome_kinds: z.record(z.string(), z.string()).optional(),
  /** Days from start to outcome, by outcome. */
  days: z.record(z.string(), duration),
  promises: z.record(z.string(), promiseCounts),
  scores: z.array(z.object({
    question: z.string(),
    /** `all`, `outcome`, `promise:delivery`. */
    by: z.string(), value: z.string(),
    n: z.number(), mean: z.number().nullable(), low: z.number().nullable(), high: z.number().nullable(),
  })),
  /** Customers by the number of channels they used. */
  channels: z.record(z.string(), z.number()),
  runs_by_channels: z.record(z.string(), z.number()),
  objectives: z.array(objectiveState),
  silence: z.object({
    runs_observed: z.number(), runs_unknown: z.number(),
    /** Runs with a gap beyond tolerance. */
    runs_silent: z.number(), share: z.number().nullable(), low: z.number().nullable(), high: z.number().nullable(),
    median_longest_days: z.number().nullable(), p90_longest_days: z.number().nullable(),
    excess_days: z.number(), silent_now: z.number(),
    gaps: z.array(z.object({
      from: z.string(), to: z.string(), count: z.number(), over: z.number(),
      median_days: z.number(), p90_days: z.number(), excess_days: z.number(),
    })),
  }),
  steps: z.object({
    median_taken: z.number().nullable(), designed_minimum: z.number().nullable(), mean_contacts: z.number().nullable(),
    mean_switches: z.number().nullable(),
  }),
  conformance: z.object({ mean: z.number().nullable(), fitness: z.number().nullable(), as_designed: z.number() }),
  /** The values by which this journey can be split and filtered. */
  attributes: z.array(z.object({ attribute: z.string(), values: z.array(z.object({ value: z.string(), runs: z.number() })) })),
  channels_used: z.array(z.object({ channel: z.string(), runs: z.number() })),
})
export type JourneyReport = z.infer<typeof journeyReport>

export const readJourney = operation({
  name: 'journey', method: 'GET', path: '/api/:workspace/journeys/:journey', permission: 'member',
  summary: 'Everything measured over the runs of a journey',
  input: filters.extend({ workspace, journey: z.string() }),
  output: journeyReport,
})

/** Splits the main figures by outcome, promise:WHAT, channel, or attribute:NAME. */
export const splitJourney = operation({
  name: 'split_journey', method: 'GET', path: '/api/:workspace/journeys/:journey/split', permission: 'member',
  summary: 'Main figures side by side for each value of one dimension',
  input: filters.extend({ workspace, journey: z.string(), by: z.string() }),
  output: z.object({
    by: z.string(),
    values: z.array(z.object({
      value: z.string(), runs: z.number(), success: z.number(), success_share: z.number().nullable(),
      low: z.number().nullable(), high: z.number().nullable(),
      median_days: z.number().nullable(), kept_rate: z.number().nullable(), silent_share: z.number().nullable(),
      score_mean: z.number().nullable(),
    })),
  }),
})

/** Designed and lived in one picture. */
export const readJourneyMap = operation({
  name: 'journey_map', method: 'GET', path: '/api/:workspace/journeys/:journey/map', permission: 'member',
  summary: 'The lived map with the designed steps in one picture',
  input: filters.extend({ workspace, journey: z.string() }),
  output: z.object({
    journey: z.string(), as_of: time, runs: z.number(),
    design: designedNode.nullable(),
    nodes: z.array(z.object({
      node: z.string(), designed: z.boolean(), lived: z.number(), runs: z.number(), channels: z.array(z.string()),
      moment_of_truth: z.boolean(), owner: z.string(),
    })),
    edges: z.array(mapEdge.extend({
      designed: z.boolean(),
      /** Share of the time on this edge spent in silence beyond tolerance. */
      silent_share: z.number(),
      waited_for: z.string(),
    })),
    starts: z.array(z.object({ touchpoint: z.string(), count: z.number() })),
    ends: z.array(z.object({ touchpoint: z.string(), count: z.number() })),
  }),
})

export const listDeviations = operation({
  name: 'deviations', method: 'GET', path: '/api/:workspace/journeys/:journey/deviations', permission: 'member',
  summary: 'Deviations from the storyboard by frequency, in words',
  input: filters.extend({ workspace, journey: z.string() }),
  output: z.object({
    runs: z.number(),
    deviations: z.array(z.object({
      kind: z.string(), step: z.string(), after: z.string(), words: z.string(), runs: z.number(),
      share: z.number(), low: z.number(), high: z.number(),
    })),
  }),
})

export const listVariants = operation({
  name: 'variants', method: 'GET', path: '/api/:workspace/journeys/:journey/variants', permission: 'member',
  summary: 'Distinct ways through the journey, commonest first',
  input: filters.extend({ workspace, journey: z.string() }),
  output: z.object({
    runs: z.number(), variants_total: z.number(),
    variants: z.array(z.object({
      steps: z.array(z.string()), count: z.number(), share: z.number(), median_days: z.number().nullable(),
      success_share: z.number().nullable(), conformance: z.number().nullable(),
    })),
  }),
})

export const runListed = z.object({
  run_id: z.string(), journey: z.string(), subject_type: z.string(), subject: z.string(), customer: z.string().nullable(),
  started_at: time, ended_at: time.nullable(), last_at: time,
  outcome: z.string(), outcome_kind: z.string(), days: z.number().nullable(),
  steps: z.number(), contacts: z.number(), channels: z.array(z.string()), switches: z.number(),
  longest_gap_days: z.number().nullable(), excess_days: z.number(),
  promises: z.array(z.object({ what: z.string(), state: z.string() })),
  conformance: z.number().nullable(), deviations: z.number(),
  attributes: z.record(z.string(), z.string()),
})

/** A break's runs are listed with these: `break=kind|from|to|segment`. */
export const listRuns = operation({
  name: 'runs', method: 'GET', path: '/api/:workspace/journeys/:journey/runs', permission: 'member',
  summary: 'Runs of a journey, filtered and sorted; CSV with format=csv',
  input: filters.extend({
    workspace, journey: z.string(),
    break: z.string().optional(), edge: z.string().optional(), deviation: z.string().optional(), variant: z.string().optional(),
    sort: z.enum(['started_at', 'days', 'steps', 'contacts', 'longest_gap_days', 'excess_days', 'conformance']).default('started_at'),
    order: z.enum(['asc', 'desc']).default('desc'),
    limit: z.coerce.number().int().min(1).max(100_000).default(100), offset: z.coerce.number().int().min(0).default(0),
  }),
  output: z.object({ total: z.number(), runs: z.array(runListed) }),
})

export const traceStep = z.object({
  interaction_id: z.string(), touchpoint: z.string(), step: z.string(), channel: z.string(),
  started_at: time, ended_at: time.nullable(), waiting: z.number(), waited_for: z.string(), is_news: z.boolean(),
})

export const runTrace = z.object({
  run_id: z.string(), journey: z.string(), version: z.number(), as_of: time,
  subject_type: z.string(), subject: z.string(),
  /** null = customer unknown: the subject stands in. */
  customer: z.string().nullable(),
  started_at: time, ended_at: time.nullable(), outcome: z.string(), outcome_kind: z.string(),
  /** The run told in words, deterministically. */
  sentence: z.string(),
  steps: z.array(traceStep),
  designed_minimum: z.number().nullable(),
  contacts: z.number(), channels: z.array(z.string()), switches: z.number(),
  gaps: z.array(z.object({
    from_at: time, to_at: time, from: z.string(), to: z.string(), seconds: z.number(), tolerance: z.number(),
    excess: z.number(), open: z.boolean(),
  })),
  silence_unknown: z.boolean(),
  promises: z.array(z.object({
    what: z.string(), source: z.string(), made_in: z.string(), made_at: time.nullable(), due: time.nullable(),
    due_last: time.nullable(), state: z.string(), fulfilled_at: time.nullable(), fulfilled_in: z.string(),
  })),
  scores: z.array(z.object({ question: z.string(), value: z.number(), at: time, touchpoint: z.string() })),
  deviations: z.array(z.object({ kind: z.string(), step: z.string(), after: z.string(), words: z.string() })),
  conformance: z.number().nullable(), fitness: z.number().nullable(),
  attributes: z.record(z.string(), z.string()),
  interactions: z.array(interactionShown),
})
export type RunTrace = z.infer<typeof runTrace>

export const readRun = operation({
  name: 'run', method: 'GET', path: '/api/:workspace/runs/:run_id', permission: 'member',
  summary: 'One run as a trace. Also by subject without a storyboard: run_id = `subject:TYPE:ID`',
  input: z.object({ workspace, run_id: z.string(), as_of: time.optional() }),
  output: runTrace,
})

export const breakKinds = [
  'silence', 'missed_promise', 'repeated_step', 'wait', 'skipped_step', 'drop_out',
] as const
export const breakFound = z.object({
  kind: z.enum(breakKinds),
  from: z.string(), to: z.string(),
  /** '' or `region=North`. */
  segment: z.string(),
  runs: z.number(), of: z.number(), low: z.number(), high: z.number(),
  /** Typical loss of an affected run against the rest or the design, in `unit`. */
  size: z.number().nullable(), unit: z.string(), size_low: z.number().nullable(), size_high: z.number().nullable(),
  customer_days: z.number(),
  /** Which promise, for missed_promise. */
  what: z.string(),
  words: z.string(),
})
export type BreakFound = z.infer<typeof breakFound>

export const breaksReport = z.object({
  journey: z.string(), as_of: time,
  /** Runs and places looked at: the family the false-discovery correction is over. */
  looked_at: z.object({ runs: z.number(), places: z.number(), too_few: z.number() }),
  breaks: z.array(breakFound),
})
export type BreaksReport = z.infer<typeof breaksReport>

export const readBreaks = operation({
  name: 'breaks', method: 'GET', path: '/api/:workspace/journeys/:journey/breaks', permission: 'member',
  summary: 'Where it breaks, ranked by customer-days lost',
  input: filters.extend({ workspace, journey: z.string() }),
  output: breaksReport,
})

export const readSubjectBreaks = operation({
  name: 'subject_breaks', method: 'GET', path: '/api/:workspace/subjects/:subject/breaks', permission: 'member',
  summary: 'Where it breaks, without a storyboard',
  input: filters.extend({ workspace, subject: z.string() }),
  output: breaksReport,
})

const problem = z.object({ line: z.number(), field: z.string(), message: z.string() })

export const checkStoryboard = operation({
  name: 'check_storyboard', method: 'POST', path: '/api/:workspace/storyboards/check', permission: 'member',
  summary: 'Validate a storyboard: problems by line and field, its markings and designed minimum',
  input: z.object({ workspace, yaml: z.string(), file: z.string().default('storyboard.yaml') }),
  output: z.object({
    journey: z.string().nullable(), version: z.number().nullable(), steps: z.number(), markings: z.number(),
    designed_minimum: z.number().nullable(), problems: z.array(problem), warnings: z.array(problem),
  }),
})

export const addStoryboard = operation({
  name: 'add_storyboard', method: 'POST', path: '/api/:workspace/storyboards', permission: 'member',
  summary: 'Add a storyboard version and build its runs',
  input: z.object({ workspace, yaml: z.string(), file: z.string().default('storyboard.yaml') }),
  output: z.object({ journey: z.string(), version: z.number(), unchanged: z.boolean(), problems: z.array(problem) }),
})

export const proposeStoryboard = operation({
  name: 'propose_storyboard', method: 'GET', path: '/api/:workspace/subjects/:subject/storyboard', permission: 'member',
  summary: 'The commonest path of a subject type as a storyboard to start from',
  input: z.object({ workspace, subject: z.string() }),
  output: z.object({ yaml: z.string(), covers_share: z.number() }),
})

export const readStoryboard = operation({
  name: 'read_storyboard', method: 'GET', path: '/api/:workspace/journeys/:journey/storyboard', permission: 'member',
  summary: 'The storyboard in force and its versions',
  input: z.object({ workspace, journey: z.string(), version: z.coerce.number().int().optional() }),
  output: z.object({
    journey: z.string(), version: z.number(), yaml: z.string(),
    versions: z.array(z.object({ version: z.number(), added_at: time })),
  }),
})

export const rebuildRuns = operation({
  name: 'rebuild', method: 'POST', path: '/api/:workspace/rebuild', permission: 'owner',
  summary: 'Rebuild runs from interactions; answers when done',
  input: z.object({ workspace, journey: z.string().optional() }),
  output: z.object({ runs: z.number(), interactions: z.number(), seconds: z.number() }),
})

export const readProgress = operation({
  name: 'progress', method: 'GET', path: '/api/:workspace/progress', permission: 'member',
  summary: 'Long work under way: imports and builds of runs',
  input: z.object({ workspace }),
  output: z.object({
    building: z.array(z.object({ journey: z.string(), done: z.number(), of: z.number() })),
    /** Commits stored but not yet in runs. */
    behind: z.number(),
  }),
})

export const runSql = operation({
  name: 'sql', method: 'POST', path: '/api/:workspace/sql', permission: 'member',
  summary: 'Read-only SQL over the documented views interactions, runs, steps, gaps, promises',
  input: z.object({ workspace, sql: z.string().min(1), format: z.enum(['json', 'csv', 'table', 'parquet']).default('json') }),
  output: z.any(),
})
