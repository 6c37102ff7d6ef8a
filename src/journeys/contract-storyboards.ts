import { z } from 'zod'
import { time, workspace } from '../collect/contract.ts'
import { operation } from '../http/operation.ts'

const problem = z.object({ line: z.number(), field: z.string(), message: z.string() })

export const checkStoryboard = operation({
  name: 'check_storyboard',
  method: 'POST',
  path: '/api/:workspace/storyboards/check',
  permission: 'member',
  summary: 'Validate a storyboard: problems by line and field, its markings and designed minimum',
  input: z.object({ workspace, yaml: z.string(), file: z.string().default('storyboard.yaml') }),
  output: z.object({
    journey: z.string().nullable(),
    version: z.number().nullable(),
    steps: z.number(),
    markings: z.number(),
    designed_minimum: z.number().nullable(),
    problems: z.array(problem),
    warnings: z.array(problem),
  }),
})

export const addStoryboard = operation({
  name: 'add_storyboard',
  method: 'POST',
  path: '/api/:workspace/storyboards',
  permission: 'member',
  summary: 'Add a storyboard version and build its runs',
  input: z.object({ workspace, yaml: z.string(), file: z.string().default('storyboard.yaml') }),
  output: z.object({
    journey: z.string(),
    version: z.number(),
    /** Runs that start from then on are judged by it; null = all. */
    valid_from: time.nullable(),
    unchanged: z.boolean(),
    problems: z.array(problem),
  }),
})

export const proposeStoryboard = operation({
  name: 'propose_storyboard',
  method: 'GET',
  path: '/api/:workspace/subjects/:subject/storyboard',
  permission: 'member',
  summary:
    'The process behind the runs of a subject type (or their commonest path) as a storyboard to start from',
  input: z.object({
    workspace,
    subject: z.string(),
    by: z.enum(['miner', 'commonest']).default('miner'),
    /** How much rarer than the commonest something may be and still shape the process; 0 = everything does. */
    noise: z.coerce.number().min(0).max(1).default(0.2),
  }),
  output: z.object({
    yaml: z.string(),
    /** Share of the runs judged that follow it to the letter. */
    covers_share: z.number(),
    /** Alignment fitness of the runs judged together; null for the commonest path. */
    fitness: z.number().nullable(),
    judged: z.number(),
  }),
})

export const readStoryboard = operation({
  name: 'read_storyboard',
  method: 'GET',
  path: '/api/:workspace/journeys/:journey/storyboard',
  permission: 'member',
  summary: 'The storyboard in force and its versions',
  input: z.object({ workspace, journey: z.string(), version: z.coerce.number().int().optional() }),
  output: z.object({
    journey: z.string(),
    version: z.number(),
    yaml: z.string(),
    versions: z.array(
      z.object({
        version: z.number(),
        added_at: time,
        /** False: a later version took its place, no run is judged by it. */
        in_force: z.boolean(),
        /** Runs that start from then on are judged by it; null = from ever. */
        from: time.nullable(),
      }),
    ),
  }),
})

/** A share of runs or promises with its 95 % Wilson interval; null of nothing. */
const sharedOf = z.object({
  met: z.number(),
  of: z.number(),
  share: z.number().nullable(),
  low: z.number().nullable(),
  high: z.number().nullable(),
})

/** b − a with its 95 % interval; null where there is nothing to compare. */
const difference = z
  .object({ value: z.number(), low: z.number().nullable(), high: z.number().nullable() })
  .nullable()

const judgedBy = z.object({
  version: z.number(),
  runs: z.number(),
  outcomes: z.record(z.string(), z.number()),
  success: sharedOf,
  as_designed: sharedOf,
  /** Mean. */
  conformance: z.number().nullable(),
  /** Of the promises fallen due. */
  kept: sharedOf,
  /** Promises by what became of them. */
  promises: z.record(z.string(), z.number()),
  /** Runs with a silent gap beyond its tolerance, of those in which silence can be seen. */
  silent: sharedOf,
  /** Runs with at least one deviation of that kind. */
  deviating: z.record(z.string(), z.number()),
})

const judgedAspects = ['outcome', 'promises', 'silence', 'conformance', 'deviations'] as const

const runChange = z.object({ of: z.enum(judgedAspects), before: z.string(), after: z.string() })
export type RunChange = z.infer<typeof runChange>

export const storyboardsCompared = z.object({
  journey: z.string(),
  as_of: time,
  /** The runs looked at start in it; null = unbounded. */
  period: z.object({
    since: time.nullable(),
    until: time.nullable(),
    /** Fewer than 100 runs start in the days asked for, so that all runs were taken. */
    widened: z.boolean(),
    /** Only a part of the subjects was read, drawn by the hash of their key. */
    sampled: z.boolean(),
  }),
  a: judgedBy,
  b: judgedBy,
  runs: z.object({
    both: z.number(),
    only_a: z.number(),
    only_b: z.number(),
    /** Of those in both: the outcome is another. */
    other_outcome: z.number(),
    /** Of those in both: anything about them is judged otherwise. */
    changed: sharedOf,
    changed_in: z.record(z.enum(judgedAspects), z.number()),
  }),
  /** Some of the runs that change, the latest first. */
  examples: z.array(
    z.object({ run_id: z.string(), subject: z.string(), started_at: time, changes: z.array(runChange) }),
  ),
  differences: z.object({
    success: difference,
    as_designed: difference,
    conformance: difference,
    kept: difference,
    silent: difference,
  }),
})
export type StoryboardsCompared = z.infer<typeof storyboardsCompared>

const comparedPeriod = {
  since: time.optional(),
  until: time.optional(),
  /** Runs that start in so many days before as_of; all runs where these are fewer than 100. Not beside `since`. */
  last_days: z.coerce.number().int().min(1).optional(),
  /** Reading ends with the page of subjects in which so many runs are reached. */
  at_most: z.coerce.number().int().min(1).optional(),
  /** A name under which `progress` lists it. */
  work: z.string().max(100).optional(),
}

export const compareStoryboards = operation({
  name: 'compare_storyboards',
  method: 'GET',
  path: '/api/:workspace/journeys/:journey/storyboards/compare',
  permission: 'member',
  summary: 'The same histories judged by two versions of a storyboard',
  input: z.object({
    workspace,
    journey: z.string(),
    /** Left out: the newest before b. */
    a: z.coerce.number().int().optional(),
    /** Left out: the one in force now. */
    b: z.coerce.number().int().optional(),
    ...comparedPeriod,
  }),
  output: storyboardsCompared,
})

export const compareCandidate = operation({
  name: 'compare_candidate',
  method: 'POST',
  path: '/api/:workspace/journeys/:journey/storyboards/compare',
  permission: 'member',
  summary: 'The same histories judged by a version and by a storyboard that is not added yet',
  input: z.object({
    workspace,
    journey: z.string(),
    a: z.number().int(),
    yaml: z.string(),
    file: z.string().default('storyboard.yaml'),
    ...comparedPeriod,
  }),
  output: storyboardsCompared,
})

export const rebuildRuns = operation({
  name: 'rebuild',
  method: 'POST',
  path: '/api/:workspace/rebuild',
  permission: 'owner',
  summary: 'Rebuild runs from interactions; answers when done',
  input: z.object({ workspace, journey: z.string().optional() }),
  output: z.object({ runs: z.number(), interactions: z.number(), seconds: z.number() }),
})

export const readProgress = operation({
  name: 'progress',
  method: 'GET',
  path: '/api/:workspace/progress',
  permission: 'member',
  summary: 'Long work under way: builds of runs, and comparisons of versions',
  input: z.object({ workspace }),
  output: z.object({
    building: z.array(z.object({ journey: z.string(), done: z.number(), of: z.number() })),
    /** Runs as of a past moment, which a figure was asked for. */
    looking_back: z.array(z.object({ journey: z.string(), as_of: time, done: z.number(), of: z.number() })),
    /** Versions of a storyboard that are compared; ends when its caller goes. */
    comparing: z.array(
      z.object({
        work: z.string(),
        journey: z.string(),
        words: z.string(),
        done: z.number(),
        of: z.number(),
      }),
    ),
    /** Commits stored but not yet in runs. */
    behind: z.number(),
  }),
})

export const runSql = operation({
  name: 'sql',
  method: 'POST',
  path: '/api/:workspace/sql',
  permission: 'member',
  summary: 'Read-only SQL over the documented views interactions, runs, steps, gaps, promises',
  input: z.object({
    workspace,
    sql: z.string().min(1),
    format: z.enum(['json', 'csv', 'table', 'parquet']).default('json'),
  }),
  output: z.any(),
})
