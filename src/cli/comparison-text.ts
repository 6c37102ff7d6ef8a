import type { StoryboardsCompared } from '../journeys/contract.ts'
import { percent, share, table } from './show.ts'

type Shared = StoryboardsCompared['a']['success']
type Difference = StoryboardsCompared['differences']['success']

/** Two versions of a storyboard side by side, as the command line shows them. */
export function comparisonText({ journey, a, b, runs, differences }: StoryboardsCompared): string {
  const columns = ['', `version ${a.version}`, `version ${b.version}`, 'difference']
  const row = (name: string, left: string, right: string, difference = '') =>
    Object.fromEntries([name, left, right, difference].map((cell, index) => [columns[index]!, cell]))
  const shared = (name: string, left: Shared, right: Shared, difference: Difference) =>
    row(name, shareText(left), shareText(right), points(difference))
  const outcomes = [...new Set([...Object.keys(a.outcomes), ...Object.keys(b.outcomes)])]
  const rows = [
    row('runs', String(a.runs), String(b.runs)),
    ...outcomes.map((outcome) =>
      row(outcome, String(a.outcomes[outcome] ?? 0), String(b.outcomes[outcome] ?? 0)),
    ),
    shared('success', a.success, b.success, differences.success),
    shared('as designed', a.as_designed, b.as_designed, differences.as_designed),
    row('conformance', percent(a.conformance), percent(b.conformance), points(differences.conformance)),
    shared('promises kept', a.kept, b.kept, differences.kept),
    shared('silent too long', a.silent, b.silent, differences.silent),
  ]
  const apart =
    runs.only_a + runs.only_b > 0
      ? `, ${runs.only_a} only by ${a.version}, ${runs.only_b} only by ${b.version}`
      : ''
  return [
    table(rows, columns),
    '',
    `${journey}: ${runs.both} runs by both versions${apart}; ${runs.other_outcome} end otherwise, ${runs.changed.met} change in anything. Shares and differences with 95 % intervals.`,
  ].join('\n')
}

const shareText = ({ share: value, low, high }: Shared) => share(value, low, high)

function points(difference: Difference): string {
  if (difference === null) return 'unknown'
  const signed = (value: number) => `${value > 0 ? '+' : ''}${(value * 100).toFixed(1)}`
  const { value, low, high } = difference
  return `${signed(value)} points${low === null || high === null ? '' : ` (${signed(low)} to ${signed(high)})`}`
}
