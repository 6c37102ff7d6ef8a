import type { JourneyStore } from './build.ts'
import type { JourneyReport } from './contract.ts'
import type { Facts } from './facts.ts'
import { shareOf } from './share.ts'
import { silentGaps } from './silence-gaps.ts'
import type { View } from './view.ts'

/** Silence over runs (methods A.6). Runs in which no news could be observed are unknown, not silent. */
export async function silenceOf(
  store: JourneyStore,
  view: View,
  { silence }: Facts,
): Promise<JourneyReport['silence']> {
  return {
    runs_observed: silence.observed,
    runs_unknown: silence.unobserved,
    runs_silent: silence.silent_runs,
    ...shareOf(silence.silent_runs, silence.observed),
    median_longest_days: silence.median_longest_days,
    p90_longest_days: silence.p90_longest_days,
    excess_days: silence.excess_days,
    silent_now: silence.silent_now,
    gaps: await silentGaps(store, view),
  }
}
