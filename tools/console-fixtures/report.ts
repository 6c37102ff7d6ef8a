import type { BreakFound, Filters, JourneyReport, RunTrace } from '../../src/journeys/contract.ts'
import { claims, horizon, iso0 } from './company.ts'
import { counts, days, durationDays, edgesOf, matching, median, name, round, wilson } from './figures.ts'

export const traces: RunTrace[] = claims.map((claim) => claim.trace)
export const asOf = iso0(horizon)

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

export function reportOf(asked: Filters): JourneyReport {
  const runs = matching(traces, asked)
  const over = runs.filter((run) => run.ended_at)
  const quick = over.filter((run) => run.outcome === 'paid' && (durationDays(run) ?? 99) <= 21)
  const promises = promiseCounts(runs)
  const score = (by: string, value: string, some: RunTrace[]) => {
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
    customers: new Set(runs.flatMap((run) => run.customer ?? [])).size,
    customers_unknown: runs.filter((run) => !run.customer).length,
    outcomes: listed(counts(runs, (run) => run.outcome)),
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
    objectives: [
      objective('Paid in 21 days', 0.8, quick.length, over.length),
      objective('Decision promise kept', 0.9, promises.kept, promises.kept + promises.late + promises.broken),
      objective(
        'Never 5 days silent',
        0.95,
        runs.filter((run) => run.gaps.every((gap) => gap.excess === 0)).length,
        runs.length,
      ),
      objective('At most 8 contacts', 0.9, runs.filter((run) => run.contacts <= 8).length, runs.length),
    ],
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

interface Place {
  kind: BreakFound['kind']
  from: string
  to: string
  segment: string
  what?: string
  words: string
  affected: (run: RunTrace) => number | null
  of?: (run: RunTrace) => boolean
  unit?: string
}
const north = (run: RunTrace) => run.attributes.region === 'North'
const gapAt = (run: RunTrace, from: string) => {
  const excess = run.gaps.filter((gap) => gap.from === from).reduce((sum, gap) => sum + gap.excess, 0)
  return excess > 0 ? days(excess) : null
}
const has = (run: RunTrace, kind: string) => run.deviations.some((one) => one.kind === kind)

export const places: Place[] = [
  {
    kind: 'silence',
    from: 'Receipt confirmed',
    to: 'Decision told',
    segment: 'region=North',
    of: north,
    words: 'In region North, customers hear nothing after “Receipt confirmed”',
    affected: (run) => (north(run) ? gapAt(run, 'Receipt confirmed') : null),
  },
  {
    kind: 'missed_promise',
    from: 'Receipt confirmed',
    to: 'Decision told',
    segment: '',
    what: 'decision',
    words: 'The decision promised at “Receipt confirmed” comes late',
    affected: (run) =>
      run.promises[0]?.state === 'late'
        ? (Date.parse(run.promises[0].fulfilled_at!) - Date.parse(run.promises[0].due!)) / 86_400_000
        : null,
  },
  {
    kind: 'repeated_step',
    from: 'Survey done',
    to: 'Documents asked',
    segment: 'region=North',
    of: north,
    words: 'In region North, documents are asked for again after “Survey done”',
    affected: (run) => (has(run, 'repeated') && north(run) ? 6.5 : null),
  },
  {
    kind: 'wait',
    from: 'Decision told',
    to: 'Paid',
    segment: '',
    words: 'Payment waits longer after “Decision told” than designed',
    affected: (run) => {
      const paid = run.steps.find((step) => step.step === 'Paid')
      return paid && paid.waiting > 4.5 * 86_400 ? days(paid.waiting) - 4 : null
    },
  },
  {
    kind: 'skipped_step',
    from: 'Documents sent',
    to: 'Receipt confirmed',
    segment: '',
    unit: 'share',
    words: '“Receipt confirmed” is left out; those runs fail more often',
    affected: (run) => (has(run, 'skipped') ? 1.2 : null),
  },
]

export function breaksOf(asked: Filters): BreakFound[] {
  const runs = matching(traces, asked)
  return places
    .flatMap((place) => {
      const family = place.of ? runs.filter(place.of) : runs
      const lost = family.flatMap((run) => place.affected(run) ?? [])
      if (lost.length < 10) return []
      const rate = wilson(lost.length, family.length)
      const size = median(lost)!
      return [
        {
          kind: place.kind,
          from: place.from,
          to: place.to,
          segment: place.segment,
          runs: lost.length,
          of: family.length,
          low: rate.low!,
          high: rate.high!,
          size: place.unit === 'share' ? 0.11 : size,
          unit: place.unit ?? 'days',
          size_low: place.unit ? 0.04 : size * 0.8,
          size_high: place.unit ? 0.19 : size * 1.25,
          customer_days: round(
            lost.reduce((sum, one) => sum + one, 0),
            0,
          ),
          what: place.what ?? '',
          words: place.words,
        },
      ]
    })
    .sort((a, b) => b.customer_days - a.customer_days)
}

export { counts, durationDays, edgesOf, matching, median, name, wilson }
