import { rest_ms } from './jobs/loop.ts'

/** More events a second than this are a flood: taking them in comes first, and what is built of many at once costs less each. */
const flood = 2_000
/** So long customers and runs may wait for more at most. */
const longest_ms = 3_000
/** So long nobody new is looked for in a flood: learning names costs much the same for many as for few. */
const seldom_ms = 10_000
/** So long figures are not made ready in a flood: the next runs make them old, and it takes as much of the machine as building those. */
const unready_ms = 300_000

export interface FollowPace {
  /** So many events were stored. */
  came(events: number): void
  /** A round begins. */
  began(): void
  /** A round has ended: how long the next one may wait, ms. */
  rest(): number
  /** Whether events came as a flood when a round last ended, which in quiet is long ago. */
  flooded(): boolean
}

/** In a flood the followers rest as long as they worked, so that no more than half of the time is theirs; else they follow at once. */
export function createFollowPace(now: () => number = () => performance.now()): FollowPace {
  let events = 0
  let since = now()
  let began = since
  let flooded = false
  return {
    came: (more) => {
      events += more
    },
    began: () => {
      began = now()
    },
    rest: () => {
      const at = now()
      flooded = (1_000 * events) / Math.max(1, at - since) > flood
      events = 0
      since = at
      return flooded ? Math.min(longest_ms, Math.max(rest_ms, at - began)) : rest_ms
    },
    flooded: () => flooded && now() - since < seldom_ms,
  }
}

/** Work that is done each time it is asked for, in a flood every ten seconds. */
export function seldomInFlood(
  pace: Pick<FollowPace, 'flooded'>,
  work: () => Promise<void>,
  now: () => number = () => performance.now(),
): () => Promise<void> {
  let last = Number.NEGATIVE_INFINITY
  return async () => {
    if (pace.flooded() && now() - last < seldom_ms) return
    last = now()
    await work()
  }
}

export interface Waiting {
  /** To be done for a workspace. */
  ask(workspace: string): void
  /** Does what waits, unless it shall wait on. */
  look(): void
  /** What is under way has ended. */
  ended(): Promise<void>
}

/** Work that is done for a workspace when it is asked for, one after the other; in a flood five minutes later, or when it has passed. */
export function waitingInFlood(
  pace: Pick<FollowPace, 'flooded'>,
  work: (workspace: string) => Promise<void>,
  now: () => number = () => performance.now(),
): Waiting {
  const asked = new Set<string>()
  let since = 0
  let under = Promise.resolve()
  const look = () => {
    if (asked.size === 0 || (pace.flooded() && now() - since < unready_ms)) return
    for (const workspace of asked) under = under.then(() => work(workspace))
    asked.clear()
  }
  return {
    ask: (workspace) => {
      if (asked.size === 0) since = now()
      asked.add(workspace)
      look()
    },
    look,
    ended: () => under,
  }
}
