import type { StoryboardsCompared } from '../journeys/contract.ts'
import { percent, share, table } from './show.ts'

type Shared = StoryboardsCompared['a']['success']
type Difference = StoryboardsCompared['differences']['success']

/** Two versions of a storyboard side by side, as the command line shows them. */
export function comparisonText(compared: StoryboardsCompared): string {
  const { journey, a, b, runs, differences } = compared
  const columns = [
    '',
    `version ${a.version}`,
    b.version === a.version ? 'draft' : `version ${b.version}`,
    'difference',
  ]
  const row = (name: string, left: string, right: string, difference = '') =>
    Object.fromEntries([name, left, right, difference].map((cell, index) => [columns[index]!, cell]))
  const shared = (name: string, left: Shared, right: Shared, difference: Difference) =>
    row(name, shareText(left), shareText(right), points(difference))
  const counts = (left: Record<string, number>, right: Record<string, number>, of = '') =>
    [...new Set([...Object.keys(left), ...Object.keys(right)])].map((name) =>
      row(of + name.replaceAll('_', ' '), String(left[name] ?? 0), String(right[name] ?? 0)),
    )
  const rows = [
    row('runs', String(a.runs), String(b.runs)),
    ...counts(a.outcomes, b.outcomes),
    shared('success', a.success, b.success, differences.success),
    shared('as designed', a.as_designed, b.as_designed, differences.as_designed),
    row('conformance', percent(a.conformance), percent(b.conformance), points(differences.conformance)),
    shared('promises kept', a.kept, b.kept, differences.kept),
    ...counts(a.promises, b.promises, 'promises: '),
    shared('silent too long', a.silent, b.silent, differences.silent),
    ...counts(a.deviating, b.deviating),
  ]
  const apart =
    runs.only_a + runs.only_b > 0
      ? `, ${runs.only_a} only by ${a.version}, ${runs.only_b} only by ${b.version}`
      : ''
  return [
    table(rows, columns),
    '',
    `${journey}: ${runs.both} runs by both versions${apart}; ${runs.other_outcome} end otherwise, ${runs.changed.met} change in anything. Shares and differences with 95 % intervals.`,
    ...heldText(compared),
    ...changeText(compared),
  ].join('\n')
}

/** Which runs were looked at, where these are not simply all. */
function heldText({ period: { since, until, widened, sampled } }: StoryboardsCompared): string[] {
  const begun = [since && `from ${since}`, until && `before ${until}`].filter(Boolean).join(', ')
  return [
    begun ? `Runs begun ${begun}.` : '',
    widened ? 'Fewer than 100 begin in these days, so that all runs were taken.' : '',
    sampled ? 'A fair draw: not all subjects were read.' : '',
  ].filter(Boolean)
}

/** Some of the runs that change, or that none does. */
function changeText({ runs, examples }: StoryboardsCompared): string[] {
  if (runs.changed.met + runs.only_a + runs.only_b === 0 && runs.both > 0) return ['Nothing changes.']
  return examples.map(
    ({ run_id, subject, changes }) =>
      `${subject}, run ${run_id}: ${changes.map(({ of, before, after }) => `${of} ${before} → ${after}`).join(' · ')}`,
  )
}

const shareText = ({ share: value, low, high }: Shared) => share(value, low, high)

function points(difference: Difference): string {
  if (difference === null) return 'unknown'
  const signed = (value: number) => `${value > 0 ? '+' : ''}${(value * 100).toFixed(1)}`
  const { value, low, high } = difference
  return `${signed(value)} points${low === null || high === null ? '' : ` (${signed(low)} to ${signed(high)})`}`
}
