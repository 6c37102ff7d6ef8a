import type { Filters, PlacesReport, PlaceTime, RunTrace } from '../../src/journeys/contract.ts'
import { owners, path } from './design.ts'
import { headOf, measuredRuns, sum } from './measures.ts'
import { asOf, name } from './report.ts'

const day = 86_400_000
const stageOf: Record<string, string> = {
  'Claim reported': 'Report',
  'Documents asked': 'Report',
  'Documents sent': 'Report',
  'Receipt confirmed': 'Decide',
  'Survey done': 'Decide',
  'Decision told': 'Decide',
  Paid: 'Settle',
  Thanked: 'Settle',
}

interface Stretch {
  run: string
  place: string
  holder: keyof PlaceTime['holders']
  days: number
}

/** From each step to the next: taking part while it lasts, then whoever the next was waited for by. */
function stretchesOf(run: RunTrace): Stretch[] {
  const end = Date.parse(run.ended_at ?? asOf)
  return run.steps.flatMap((step, nth) => {
    const [from, until] = [
      Date.parse(step.started_at),
      Date.parse(run.steps[nth + 1]?.started_at ?? '') || end,
    ]
    const done = Math.min(until, Math.max(from, Date.parse(step.ended_at ?? step.started_at)))
    const after = run.steps[nth + 1]?.waited_for ?? run.interactions.at(-1)?.ball_after ?? 'unknown'
    const at = { run: run.run_id, place: name(step) }
    return [
      { ...at, holder: 'active' as const, days: (done - from) / day },
      { ...at, holder: after as Stretch['holder'], days: Math.max(0, until - done) / day },
    ]
  })
}

function timeOf(some: Stretch[], whole: number, place: string): PlaceTime {
  const days = sum(some.map((each) => each.days))
  const runs = new Set(some.map(({ run }) => run)).size
  const of = (holder: Stretch['holder']) =>
    sum(some.flatMap((each) => (each.holder === holder ? [each.days] : [])))
  const share = whole ? days / whole : null
  return {
    place,
    runs,
    days,
    mean_days: runs ? days / runs : null,
    share,
    low: share && share * 0.93,
    high: share && Math.min(1, share * 1.07),
    holders: {
      active: of('active'),
      company: of('company'),
      customer: of('customer'),
      third_party: of('third_party'),
      unknown: of('unknown'),
    },
  }
}

/** Where the time of the invented claims goes; of version 1 nothing is known. */
export function placesOf(asked: Filters): PlacesReport {
  const { runs, measured } = measuredRuns(asked)
  const known = measured.length ? runs : []
  const stretches = known.flatMap(stretchesOf)
  const whole = sum(stretches.map(({ days }) => days))
  const grouped = (by: (stretch: Stretch) => string, order: string[]) =>
    [...Map.groupBy(stretches, by)]
      .map(([place, some]) => timeOf(some, whole, place))
      .sort((a, b) => ((order.indexOf(a.place) + 99) % 99) - ((order.indexOf(b.place) + 99) % 99))
  return {
    ...headOf(known.length, runs.length),
    days: whole,
    stages: grouped(({ place }) => stageOf[place] ?? '', ['Report', 'Decide', 'Settle']),
    steps: grouped(({ place }) => place, path).map((time) => ({
      ...time,
      stage: stageOf[time.place] ?? '',
      owner: owners[time.place] ?? '',
      designed: time.place in stageOf,
    })),
    unplaced: null,
  }
}
