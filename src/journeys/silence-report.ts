import type { JourneyStore } from './build.ts'
import type { Filters, SilenceReport } from './contract.ts'
import { factsOf } from './facts.ts'
import type { LearntTolerance } from './learnt-tolerance.ts'
import { headOf, proportionOf } from './measured-figure.ts'
import { mostRuns, tolerancesOf } from './silence-chases.ts'
import { silentGaps } from './silence-gaps.ts'
import { silentNow } from './silence-now.ts'
import { openView } from './view.ts'

/** Silence over the runs of a journey (methods A.6), and how long its customers bear it: declared, and learnt from their chases. */
export async function silenceReport(
  store: JourneyStore,
  workspace: string,
  name: string,
  filters: Filters,
): Promise<SilenceReport> {
  const view = await openView(store, workspace, name, filters)
  const [{ runs, silence }, gaps, learnt, longest] = await Promise.all([
    factsOf(store, view),
    silentGaps(store, view),
    tolerancesOf(store, view),
    silentNow(store, view),
  ])
  return {
    ...headOf(name, view, silence.observed, runs),
    silent: proportionOf(silence.silent_runs, silence.observed),
    excess_days: silence.excess_days,
    declared: view.storyboard.silence,
    learnt: shown(learnt.journey),
    curve: learnt.curve,
    sampled: silence.observed > mostRuns,
    places: learnt.places
      .map((place) => ({ ...place, learnt: shown(place.learnt) }))
      .sort((a, b) => b.learnt.gaps - a.learnt.gaps)
      .slice(0, 100),
    gaps,
    now: { runs: silence.silent_now, longest },
  }
}

const shown = ({ seconds, low, high, gaps, chases, reason }: LearntTolerance) => ({
  seconds,
  low,
  high,
  gaps,
  chases,
  reason,
})
