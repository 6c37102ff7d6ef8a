import type { BreakFound, Filters, RunTrace } from '../../src/journeys/contract.ts'
import { days, matching, median, round, wilson } from './figures.ts'
import { traces } from './report.ts'

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
