import { z } from 'zod'

/** Every event that crosses domains, name and schema, on one page. A domain speaks to those on its right by these only. */
export const events = {
  /** A file is read into interactions; its mapping may name storyboards. */
  import_read: z.object({
    workspace: z.string(),
    source: z.string(),
    import_id: z.string(),
    storyboards: z.array(z.object({ file: z.string(), yaml: z.string() })),
    subject_types: z.array(z.string()),
  }),
  /** An objective has begun to use its budget up too fast; once per episode. */
  objective_burning: z.object({
    workspace: z.string(),
    journey: z.string(),
    objective: z.string(),
    as_of: z.string(),
    /** Misses left in its window; negative = more than allowed. */
    left: z.number(),
    burn_rate_long: z.number(),
    burn_rate_short: z.number(),
  }),
  /** Nothing comes from a live source although much would have: after `since` journeys are unknown, not silent. */
  feed_silent: z.object({
    workspace: z.string(),
    source: z.string(),
    since: z.string(),
    as_of: z.string(),
    /** How many would have come by now, in a usual week. */
    missed: z.number(),
  }),
  feed_heard: z.object({
    workspace: z.string(),
    source: z.string(),
    since: z.string(),
    as_of: z.string(),
  }),
}

export type EventName = keyof typeof events
export type EventOf<Name extends EventName> = z.infer<(typeof events)[Name]>

export interface Bus {
  publish<Name extends EventName>(name: Name, event: EventOf<Name>): Promise<void>
  subscribe<Name extends EventName>(name: Name, hear: (event: EventOf<Name>) => Promise<void>): void
}

/** Subscribers hear an event one after the other, in the order they subscribed; a failure reaches the publisher. */
export function createBus(): Bus {
  const hearers = new Map<EventName, ((event: never) => Promise<void>)[]>()
  return {
    publish: async (name, event) => {
      const checked = events[name].parse(event)
      for (const hear of hearers.get(name) ?? []) await hear(checked as never)
    },
    subscribe: (name, hear) => {
      hearers.set(name, [...(hearers.get(name) ?? []), hear as never])
    },
  }
}
