import { duration } from '../../console/fmt.ts'
import { type RunTrace, saidWords } from '../contract.ts'

/** One thing that happened to the customer in a run, in words. */
export interface Seen {
  at: string
  kind: 'chase' | 'forced switch' | 'hand-off' | 'asked again' | 'contradiction'
  words: string
  /** Something went wrong here. */
  bad: boolean
}

type Measures = NonNullable<RunTrace['measures']>
type HandOff = Measures['hand_offs'][number]

const somewhere = (place: string) => place || 'unknown'

function failed(one: HandOff): string {
  const lost = [
    one.identity ? 'who they are had to be said again' : '',
    one.context ? 'their history did not go along' : '',
    one.asked_again ? 'something known was asked again' : '',
    one.waited ? 'they waited beyond the tolerance' : '',
  ].filter(Boolean)
  if (lost.length) return lost.join(', ')
  const observed = [one.identity, one.context, one.asked_again, one.waited].filter((value) => value !== null)
  if (observed.length === 0) return 'whether anything was lost is unknown'
  return observed.length === 4 ? 'nothing was lost' : 'nothing was lost as far as can be seen'
}

/** What cannot be seen in this run, and what its interactions must say for it to be seen. */
export function unseenInRun(measures: Measures): string[] {
  return [
    measures.effort.chases === null ? 'Chases: unknown until interactions say which of them were news.' : '',
    measures.effort.transfers === null ? 'Hand-offs: unknown until interactions name their team.' : '',
    measures.statements < 2
      ? 'Contradictions: unknown, fewer than two statements of what the customer was told are recorded.'
      : '',
  ].filter(Boolean)
}

/** Chases, forced switches, hand-offs, items asked again and contradictions of a run, in order of time. */
export function seenInRun(measures: Measures): Seen[] {
  const seen: Seen[] = [
    ...measures.chases.map(({ at, channel, seconds }) => ({
      at,
      kind: 'chase' as const,
      bad: true,
      words: `The customer asked by ${somewhere(channel)} after ${duration(seconds)} without news.`,
    })),
    ...measures.channel_switches
      .filter(({ kind }) => kind === 'forced')
      .map(({ at, from, to }) => ({
        at,
        kind: 'forced switch' as const,
        bad: true,
        words: `The customer had to change from ${somewhere(from)} to ${somewhere(to)}.`,
      })),
    ...measures.hand_offs.map((one) => ({
      at: one.at,
      kind: 'hand-off' as const,
      bad: [one.identity, one.context, one.asked_again, one.waited].includes(true),
      words: `Handed from ${somewhere(one.from)} to ${somewhere(one.to)}: ${failed(one)}.`,
    })),
    ...measures.asked_again.map(({ at, item, channel, given_in, security }) => ({
      at,
      kind: 'asked again' as const,
      bad: !security,
      words: `Asked again for ${item} by ${somewhere(channel)}, already given by ${somewhere(given_in)}${security ? ' (a security question)' : ''}.`,
    })),
    ...measures.contradictions.map(({ about, what, first, second }) => {
      const [before, after] = saidWords(first.value, second.value)
      return {
        at: second.at,
        kind: 'contradiction' as const,
        bad: true,
        words: `${[about, what].filter(Boolean).join(', ')}: told “${before}” by ${somewhere(first.channel)}, then “${after}” by ${somewhere(second.channel)}.`,
      }
    }),
  ]
  return seen.sort((a, b) => Date.parse(a.at) - Date.parse(b.at))
}
