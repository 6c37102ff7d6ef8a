import type { Explanation } from '../../console/figure.tsx'

/** How the numbers of “What would change” are made. */
export const draftExplanations = {
  draft_runs: {
    page: 'storyboards#before-a-version-is-saved',
    title: 'Runs that change',
    formula:
      'Of the runs that begin under both, those of which the outcome, a promise, the silence, the conformance or a deviation is judged otherwise. The share has its 95 % Wilson interval.',
    beware:
      'Both versions judge as if each had always been in force; a date from which the draft holds is left aside.',
  },
  draft_difference: {
    page: 'storyboards#before-a-version-is-saved',
    title: 'Difference',
    formula:
      'The draft less the version in force, with a 95 % interval: for shares of the same runs Newcombe’s for paired data, for promises his for two groups, for conformance the t-interval of the differences run by run.',
    beware:
      'While the interval holds 0 there is no detectable change of the share, though single runs change.',
  },
} satisfies Record<string, Explanation>
