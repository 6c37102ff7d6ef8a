import { count, date, percent, plural } from '../../console/fmt.ts'
import type { StoryboardsCompared } from '../contract.ts'
import type { Difference } from './compared.ts'

type Shared = StoryboardsCompared['a']['success']

/** A share or mean under the version in force and under the draft. */
export interface DraftShare {
  figure: string
  /** Whether more of it is good for customers. */
  more: 'good' | 'bad'
  before: Shared | number | null
  after: Shared | number | null
  difference: Difference | null
  /** Runs judged otherwise in this. */
  changed: number
}

/** The five figures of a comparison, in the order of the storyboard page. */
export function draftShares({ a, b, runs, differences }: StoryboardsCompared): DraftShare[] {
  const { changed_in: changed } = runs
  return [
    {
      figure: 'Success',
      more: 'good',
      before: a.success,
      after: b.success,
      difference: differences.success,
      changed: changed.outcome,
    },
    {
      figure: 'Promises kept',
      more: 'good',
      before: a.kept,
      after: b.kept,
      difference: differences.kept,
      changed: changed.promises,
    },
    {
      figure: 'Silent too long',
      more: 'bad',
      before: a.silent,
      after: b.silent,
      difference: differences.silent,
      changed: changed.silence,
    },
    {
      figure: 'As designed',
      more: 'good',
      before: a.as_designed,
      after: b.as_designed,
      difference: differences.as_designed,
      changed: changed.deviations,
    },
    {
      figure: 'Conformance, mean',
      more: 'good',
      before: a.conformance,
      after: b.conformance,
      difference: differences.conformance,
      changed: changed.conformance,
    },
  ]
}

/** Something counted before and after. */
export interface DraftCount {
  name: string
  of: 'run' | 'promise'
  before: number
  after: number
}

/** Runs by outcome and by kind of deviation, promises by what became of them. */
export function draftCounts({ a, b }: StoryboardsCompared): DraftCount[] {
  type Counts = Record<string, number>
  const beside = (label: string, of: DraftCount['of'], before: Counts, after: Counts) =>
    [...new Set([...Object.keys(before), ...Object.keys(after)])].map((name) => ({
      name: `${label}: ${name.replaceAll('_', ' ')}`,
      of,
      before: before[name] ?? 0,
      after: after[name] ?? 0,
    }))
  return [
    ...beside('Outcome', 'run', a.outcomes, b.outcomes),
    ...beside('Promises', 'promise', a.promises, b.promises),
    ...beside('Deviation', 'run', a.deviating, b.deviating),
  ]
}

/** Which runs were looked at, in words. */
export function heldWords({ period, runs, as_of }: StoryboardsCompared): string {
  const { since, until, widened, sampled } = period
  const looked = plural(runs.both, 'run')
  const where = since === null ? 'of all there are' : `begun from ${date(since, 'UTC')}`
  const to = until === null ? `as of ${date(as_of, 'UTC')}` : `to ${date(until, 'UTC')}`
  return [
    `${looked} ${where}, ${to}.`,
    widened ? 'Fewer than 100 began in the period chosen, so all were taken.' : '',
    sampled ? 'These are a fair draw: not all subjects were read.' : '',
  ]
    .filter(Boolean)
    .join(' ')
}

/** The answer in one sentence. */
export function changeWords({ runs }: StoryboardsCompared): string {
  const { both, only_a, only_b, changed } = runs
  const apart = [
    only_a ? `${plural(only_a, 'run')} would no longer begin` : '',
    only_b ? `${plural(only_b, 'run')} would begin anew` : '',
  ].filter(Boolean)
  if (both + only_a + only_b === 0) return 'No run can be held against it: none begins in this period.'
  if (changed.met === 0 && apart.length === 0)
    return `Nothing changes: ${both === 1 ? 'the one run is' : `all ${count(both)} runs are`} judged as before.`
  const share =
    both < 30 || changed.share === null
      ? ''
      : ` (${percent(changed.share)}, 95 % between ${percent(changed.low)} and ${percent(changed.high)})`
  const told = `${count(changed.met)} of ${plural(both, 'run')} ${changed.met === 1 ? 'is' : 'are'} judged otherwise${share}`
  return `${[told, ...apart].join('; ')}.`
}
