import type { Filters, JourneyReport, RunTrace } from '../../src/journeys/contract.ts'
import { claims, horizon, iso } from './company.ts'
import { counts, days, durationDays, edgesOf, matching, median, name, round, wilson } from './figures.ts'

export const traces: RunTrace[] = claims
export const asOf = iso(horizon)

const listed = (found: Map<string, number>) => Object.fromEntries(found)

function duration(values: number[]) {
  return {
    n: values.length,
    median: median(values),
    mean: values.length ? round(values.reduce((a, b) => a + b, 0) / values.length) : null,
    p90: median(values, 0.9),
  }
}

function promiseCounts(runs: RunTrace[]) {
  const states = counts(
    runs.flatMap((run) => run.promises),
    (promise) => promise.state,
  )
  const of = (state: string) => states.get(state) ?? 0
  const due = of('kept') + of('late') + of('renegotiated') + of('broken')
  const rate = wilson(of('kept'), due)
  const late = runs
    .flatMap((run) => run.promises)
    .filter((one) => one.state === 'late')
    .map((one) => (Date.parse(one.fulfilled_at!) - Date.parse(one.due!)) / 86_400_000)
  return {
    kept: of('kept'),
    late: of('late'),
    renegotiated: of('renegotiated'),
    broken: of('broken'),
    open: of('open'),
    void: of('void'),
    unknown: 0,
    kept_rate: rate.share,
    low: rate.low,
    high: rate.high,
    median_days_late: median(late),
  }
}

function objective(
  text: string,
  target: number,
  met: number,
  of: number,
): JourneyReport['objectives'][number] {
  const rate = wilson(met, of)
  const verdict =
    of < 30
      ? 'too few'
      : (rate.low ?? 0) > target
        ? 'met'
        : (rate.high ?? 1) < target
          ? 'missed'
          : 'cannot tell'
  return { objective: text, target, met, of, ...rate, verdict }
}

export function silenceOf(runs: RunTrace[]): JourneyReport['silence'] {
  const silent = runs.filter((run) => run.gaps.some((gap) => gap.excess > 0))
  const longest = runs.map((run) => days(Math.max(0, ...run.gaps.map((gap) => gap.seconds))))
  const places = Map.groupBy(
    runs.flatMap((run) => run.gaps),
    (gap) => `${gap.from}\n${gap.to}`,
  )
  const rate = wilson(silent.length, runs.length)
  return {
    runs_observed: runs.length,
    runs_unknown: 0,
    runs_silent: silent.length,
    share: rate.share,
    low: rate.low,
    high: rate.high,
    median_longest_days: median(longest),
    p90_longest_days: median(longest, 0.9),
    excess_days: round(days(runs.flatMap((run) => run.gaps).reduce((sum, gap) => sum + gap.excess, 0)), 0),
    silent_now: runs.filter((run) => run.gaps.some((gap) => gap.open && gap.excess > 0)).length,
    gaps: [...places]
      .map(([key, gaps]) => ({
        from: key.split('\n')[0]!,
        to: key.split('\n')[1]!,
        count: gaps.length,
        over: gaps.filter((gap) => gap.excess > 0).length,
        median_days: median(gaps.map((gap) => days(gap.seconds))) ?? 0,
        p90_days:
          median(
            gaps.map((gap) => days(gap.seconds)),
            0.9,
          ) ?? 0,
        excess_days: round(days(gaps.reduce((sum, gap) => sum + gap.excess, 0)), 1),
      }))
      .sort((a, b) => b.excess_days - a.excess_days),
  }
}

function objectivesOf(
  runs: RunTrace[],
  over: RunTrace[],
  promises: JourneyReport['promises'][string],
): JourneyReport['objectives'] {
  const quick = over.filter((run) => run.outcome === 'paid' && (durationDays(run) ?? 99) <= 21)
  return [
    objective('Paid in 21 days', 0.8, quick.length, over.length),
    objective('Decision promise kept', 0.9, promises.kept, promises.kept + promises.late + promises.broken),
    objective(
      'Never 5 days silent',
      0.95,
      runs.filter((run) => run.gaps.every((gap) => gap.excess === 0)).length,
      runs.length,
    ),
    objective('At most 8 contacts', 0.9, runs.filter((run) => run.contacts <= 8).length, runs.length),
  ]
}

function score(by: string, value: string, some: RunTrace[]): JourneyReport['scores'][number] {
  const values = some.flatMap((run) => run.scores.map((one) => one.value))
  const mean = values.length ? values.reduce((a, b) => a + b, 0) / values.length : null
  return {
    question: 'satisfaction',
    by,
    value,
    n: values.length,
    mean,
    low: mean && mean - 0.12,
    high: mean && mean + 0.12,
  }
}

export function reportOf(asked: Filters): JourneyReport {
  const runs = matching(traces, asked)
  const promises = promiseCounts(runs)
  const over = runs.filter((run) => run.ended_at)
  const attribute = (key: string) => ({
    attribute: key,
    values: [...counts(runs, (run) => run.attributes[key] ?? '')].map(([value, count]) => ({
      value,
      runs: count,
    })),
  })
  return {
    journey: 'claim',
    version: 2,
    as_of: asked.as_of ?? asOf,
    subject: 'claim',
    runs: runs.length,
    sampled: null,
    time_to_success: { runs: runs.length, successes: over.length, median_days: 21.3, low: 19.8, high: 23.1 },
    customers: new Set(runs.flatMap((run) => run.customer ?? [])).size,
    customers_unknown: runs.filter((run) => !run.customer).length,
    doubtful_runs: 12,
    outcomes: listed(counts(runs, (run) => run.outcome)),
    outcome_kinds: { paid: 'success', refused: 'failure', withdrawn: 'abandoned', open: 'open' },
    days: Object.fromEntries(
      [...Map.groupBy(over, (run) => run.outcome)].map(([outcome, some]) => [
        outcome,
        duration(some.map((run) => durationDays(run)!)),
      ]),
    ),
    promises: { decision: promises },
    scores: [
      score('all', 'all', runs),
      score(
        'promise:decision',
        'kept',
        runs.filter((run) => run.promises[0]?.state === 'kept'),
      ),
      score(
        'promise:decision',
        'late',
        runs.filter((run) => run.promises[0]?.state === 'late'),
      ),
    ],
    channels: listed(counts(runs, (run) => String(run.channels.length))),
    runs_by_channels: listed(counts(runs, (run) => String(run.channels.length))),
    objectives: objectivesOf(runs, over, promises),
    silence: silenceOf(runs),
    steps: {
      median_taken: median(runs.map((run) => run.steps.length)),
      designed_minimum: 7,
      mean_contacts: 6.1,
      mean_switches: 2.2,
    },
    conformance: {
      mean: 0.87,
      fitness: 0.85,
      as_designed: runs.filter((run) => run.deviations.length === 0).length,
    },
    attributes: [attribute('region'), attribute('product')],
    channels_used: [
      ...counts(
        runs.flatMap((run) => run.channels),
        (channel) => channel,
      ),
    ].map(([channel, count]) => ({ channel, runs: count })),
  }
}

export { counts, durationDays, edgesOf, matching, median, name, wilson }
