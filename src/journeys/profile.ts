import type { Output } from '../http/operation.ts'
import { type TemporalProfile, unusualTimes } from '../stats/temporal-profile.ts'
import { bottlenecksOf } from './bottlenecks.ts'
import type { JourneyStore } from './build.ts'
import type { Filters, readProfile } from './contract.ts'
import { factsOf } from './facts.ts'
import { refuseUnknown } from './lived.ts'
import { pairTimesOf, type TouchpointTime } from './pair-times.ts'
import { runEnds } from './run-ends.ts'
import { readTrace } from './trace.ts'
import { openView } from './view.ts'

/** How long it takes between touchpoints, where waiting adds up and where runs are lost (methods B.15, B.16). */
export async function profileOf(
  store: JourneyStore,
  workspace: string,
  journey: string,
  { zeta, run_id, ...filters }: Filters & { zeta: number; run_id?: string | undefined },
): Promise<Output<typeof readProfile>> {
  const view = await openView(store, workspace, journey, filters)
  const { runs } = await factsOf(store, view)
  if (runs === 0 && !view.journey.designed)
    await refuseUnknown(store, workspace, journey.slice('subject:'.length))
  const { pairs, unusual } = await pairTimesOf(store, view, zeta)
  return {
    journey,
    as_of: new Date(view.as_of).toISOString(),
    runs,
    zeta,
    unusual_runs: unusual,
    pairs,
    bottlenecks: await bottlenecksOf(store, view),
    ...(await runEnds(store, view)),
    unusual_in_run:
      run_id === undefined ? null : await unusualIn(store, workspace, run_id, profileBy(pairs), zeta),
  }
}

function profileBy(pairs: TouchpointTime[]): TemporalProfile {
  return new Map(
    [...Map.groupBy(pairs, ({ from }) => from)].map(([from, of]) => [
      from,
      new Map(of.map((pair) => [pair.to, pair])),
    ]),
  )
}

/** The passages of one run that took unusually long or short, in seconds. */
async function unusualIn(
  store: JourneyStore,
  workspace: string,
  run_id: string,
  profile: TemporalProfile,
  zeta: number,
) {
  const { steps } = await readTrace(store, workspace, run_id, undefined)
  const timed = steps.map(({ touchpoint, started_at, ended_at }) => ({
    label: touchpoint,
    started_at: Date.parse(started_at) / 1000,
    ended_at: Date.parse(ended_at ?? started_at) / 1000,
  }))
  return unusualTimes(profile, timed, zeta).map(({ from, to, from_index, took }) => ({
    from,
    to,
    at: steps[from_index]!.started_at,
    took,
    usual: profile.get(from)!.get(to)!.median,
  }))
}
