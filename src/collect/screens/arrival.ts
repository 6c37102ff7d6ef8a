import type { z } from 'zod'
import type { sourceState } from '../contract.ts'

type SourceState = z.infer<typeof sourceState>

export type Arrival =
  | { state: 'waiting' }
  | { state: 'arrived'; source: string; fresh: number }
  | { state: 'quarantined'; source: string }

/** What came in between two looks at the sources; an interaction counts before a quarantined record. */
export function arrivalOf(before: SourceState[], now: SourceState[]): Arrival {
  const was = (source: string) => before.find((one) => one.source === source)
  const arrived = now.find(
    (one) => one.kind === 'live' && one.interactions > (was(one.source)?.interactions ?? 0),
  )
  if (arrived)
    return {
      state: 'arrived',
      source: arrived.source,
      fresh: arrived.interactions - (was(arrived.source)?.interactions ?? 0),
    }
  const refused = now.find(
    (one) => one.kind === 'live' && one.quarantined > (was(one.source)?.quarantined ?? 0),
  )
  return refused ? { state: 'quarantined', source: refused.source } : { state: 'waiting' }
}
