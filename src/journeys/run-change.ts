import type { RunChange } from './contract.ts'
import type { Run } from './run.ts'

/** What a storyboard says of a run, in words that differ where the judgement does: silence to the minute, conformance to a hundredth of a percent. */
const judgements: Record<RunChange['of'], (run: Run) => string> = {
  outcome: ({ outcome }) => outcome,
  promises: ({ promises }) => listed(promises.map(({ what, state }) => `${what} ${state}`)) || 'none',
  silence: ({ silence_unknown, gaps }) => {
    if (silence_unknown) return 'unknown'
    const long = gaps.filter(({ excess }) => excess > 0)
    const seconds = long.reduce((sum, { excess }) => sum + excess, 0)
    return long.length === 0 ? 'never too long' : `${spent(seconds)} too long in ${long.length}`
  },
  conformance: ({ conformance }) =>
    conformance === null ? 'unknown' : `${(conformance * 100).toFixed(2)} %`,
  deviations: ({ deviations }) => listed(deviations.map(({ words }) => words)) || 'none',
}
const aspects = Object.keys(judgements) as RunChange['of'][]

/** In what two versions of a storyboard judge one run otherwise; empty = in nothing. */
export function changesOf(a: Run, b: Run): RunChange[] {
  return aspects.flatMap((of) => {
    const [before, after] = [judgements[of](a), judgements[of](b)]
    return before === after ? [] : [{ of, before, after }]
  })
}

const listed = (words: string[]) => words.sort().join('; ')

/** `2 d 4 h 30 min`. */
function spent(seconds: number): string {
  const minutes = Math.round(seconds / 60)
  const parts: [number, string][] = [
    [Math.floor(minutes / 1440), 'd'],
    [Math.floor((minutes % 1440) / 60), 'h'],
    [minutes % 60, 'min'],
  ]
  const said = parts.filter(([count]) => count > 0).map(([count, unit]) => `${count} ${unit}`)
  return said.join(' ') || 'under a minute'
}
