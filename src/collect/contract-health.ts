import { z } from 'zod'
import { operation } from '../http/operation.ts'
import { time, workspace } from './contract-words.ts'

/** A count against what the same place of earlier weeks had; null = too few weeks to tell. */
const against = z.object({
  count: z.number(),
  expected: z.number().nullable(),
  /** Once in a thousand a feed that is as always lies outside. */
  low: z.number().nullable(),
  high: z.number().nullable(),
  weeks: z.number(),
})

const shareOf = z.object({ part: z.number(), of: z.number(), low: z.number(), high: z.number() })

/** How long from its happening to its arrival, seconds; negative = the sender's clock is ahead. */
const lateness = z.object({
  median: z.number(),
  p90: z.number(),
  p99: z.number(),
  within: z.object({
    minute: z.number(),
    hour: z.number(),
    day: z.number(),
    week: z.number(),
    later: z.number(),
  }),
})

export const feedHealth = z.object({
  source: z.string(),
  kind: z.enum(['live', 'file']),
  /** `silent`: nothing comes although much would have; `unknown`: too little history to tell. */
  state: z.enum(['usual', 'low', 'high', 'silent', 'unknown']),
  /** The last that arrived; null = nothing yet. */
  last_received: time.nullable(),
  /** Set while it is silent: since when, and how many would have come by now. */
  silent_since: time.nullable(),
  missed: z.number().nullable(),
  /** Until when journeys are judged by it; later is unknown. null = nothing is known of it. */
  known_until: time.nullable(),
  /** The last day before `until`, against that day of earlier weeks. */
  until: time,
  day: against,
  /** The last 28 days, oldest first, each against its weekday; null = before it was first seen. */
  days: z.array(against.extend({ starts_at: time }).nullable()),
  /** Of the last seven days; null = nothing came. */
  lately: z
    .object({
      interactions: z.number(),
      nameless: shareOf,
      /** Happened more than a minute after they arrived: the clock of the sender is ahead. */
      ahead: shareOf,
      most_ahead: z.number(),
      /** Of live sources; null for files, which are read long after. */
      late: lateness.nullable(),
    })
    .nullable(),
  /** Ids that came again, of the last 28 days: of live ones shortly after each other, of files records read before; null = unknown. */
  again: shareOf.nullable(),
  quarantined: z.number(),
})
export type FeedHealth = z.infer<typeof feedHealth>

export const readHealth = operation({
  name: 'read_health',
  method: 'GET',
  path: '/api/:workspace/health',
  permission: 'member',
  summary: 'Feeds: volume against their own week, silence, missing identifiers, clocks, lateness, duplicates',
  input: z.object({ workspace }),
  output: z.object({ feeds: z.array(feedHealth), as_of: time }),
})

export const listFeedSilences = operation({
  name: 'list_feed_silences',
  method: 'GET',
  path: '/api/:workspace/health/silences',
  permission: 'member',
  summary: 'When feeds fell silent, latest first',
  input: z.object({ workspace }),
  output: z.object({
    silences: z.array(
      z.object({
        source: z.string(),
        since: time,
        noticed_at: time,
        missed: z.number(),
        ended_at: time.nullable(),
      }),
    ),
  }),
})

export const feedRowKinds = ['latest', 'nameless', 'ahead', 'late'] as const

export const listFeedRows = operation({
  name: 'list_feed_rows',
  method: 'GET',
  path: '/api/:workspace/health/:source/rows',
  permission: 'member',
  summary:
    'Interactions behind the figures of a feed: the latest, without identifiers, ahead of the clock, or late',
  input: z.object({ workspace, source: z.string(), which: z.enum(feedRowKinds).default('latest') }),
  output: z.object({
    rows: z.array(
      z.object({
        interaction_id: z.string(),
        started_at: time,
        received_at: time,
        /** Seconds; negative = ahead. */
        late: z.number(),
        touchpoint: z.string(),
        channel: z.string(),
        identifiers: z.string(),
        subjects: z.string(),
        record_key: z.string(),
      }),
    ),
  }),
})
