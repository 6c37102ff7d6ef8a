import type { Filters, RunTrace, SilenceReport } from '../../src/journeys/contract.ts'
import { type JudgedChase, learnTolerance } from '../../src/journeys/learnt-tolerance.ts'
import { silenceCurve } from '../../src/journeys/silence-curve.ts'
import { days } from './figures.ts'
import { headOf, measuredRuns, proportion } from './measures.ts'
import { silenceOf } from './report.ts'

type Learnt = SilenceReport['learnt']
const day = 86_400

/** Where chases are few, nothing is learnt: of version 1, and of small segments. */
function learntOf(gaps: number, chases: number, at: number): Learnt {
  if (chases < 50)
    return {
      seconds: null,
      low: null,
      high: null,
      gaps,
      chases,
      reason: `cannot be learnt: ${chases} chases, 50 are needed`,
    }
  return { seconds: at * day, low: at * 0.88 * day, high: at * 1.19 * day, gaps, chases, reason: null }
}

/** As many gaps chased as there were chases, each somewhere within its gap. */
function chaseTimes(runs: RunTrace[], chases: number): JudgedChase[] {
  const gaps = runs.flatMap((run) => run.gaps.map((gap) => ({ gap, customer: run.run_id })))
  const every = Math.max(1, gaps.length / Math.max(1, chases))
  return gaps.map(({ gap, customer }, i) => {
    const chased = chases > 0 && Math.floor(i / every) !== Math.floor((i - 1) / every)
    const until = chased ? gap.seconds * (0.25 + ((i * 37) % 71) / 100) : gap.seconds
    const judged_until = gap.seconds * 1000
    return {
      from: gap.from,
      channel: 'email',
      from_at: 0,
      to_at: until * 1000,
      chased,
      customer,
      judged_until,
    }
  })
}

export function silenceReportOf(asked: Filters): SilenceReport {
  const { runs, measured } = measuredRuns(asked)
  const silence = silenceOf(runs)
  const gaps = runs.flatMap((run) => run.gaps)
  const chases = measured.flatMap((one) => one.chases)
  const times = chaseTimes(runs, chases.length)
  const journey = learnTolerance(times)
  const places = [
    { from: 'Receipt confirmed', channel: 'email', some: Math.round(chases.length * 0.8), at: 2.6 },
    { from: 'Decision told', channel: 'letter', some: Math.round(chases.length * 0.17), at: 5.4 },
    { from: 'Chase call', channel: 'phone', some: 4, at: 9 },
  ]
  const now = runs.flatMap((run) =>
    run.gaps
      .filter((gap) => gap.open && gap.excess > 0)
      .map((gap) => ({
        run_id: run.run_id,
        subject: run.subject,
        from: gap.from,
        since: new Date(Date.parse(run.as_of) - gap.seconds * 1000).toISOString(),
        days: days(gap.seconds),
        tolerance_days: days(gap.seconds - gap.excess),
      })),
  )
  return {
    ...headOf(runs.length, runs.length),
    silent: proportion(silence.runs_silent, runs.length),
    excess_days: silence.excess_days,
    declared: 5 * day,
    learnt: journey,
    curve: silenceCurve(times),
    sampled: false,
    places: places.map(({ from, channel, some, at }) => {
      const learnt = learntOf(gaps.filter((gap) => gap.from === from).length, some, at)
      const seconds = learnt.seconds ?? journey.seconds
      const learnt_from = learnt.seconds !== null ? 'place' : seconds === null ? 'none' : 'journey'
      return { from, channel, learnt, seconds, learnt_from }
    }),
    gaps: silence.gaps,
    now: { runs: now.length, longest: now.toSorted((a, b) => b.days - a.days).slice(0, 20) },
  }
}
