import type { Explanation } from '../../console/figure.tsx'

/** How the numbers about customers are made (docs/methods/matching.md has the whole page). */
export const identityExplanations = {
  probability: {
    page: 'methods/matching',
    title: 'Probability',
    formula:
      'How probable it is that the two are one customer: the share of such pairs among all, and what each trait says, added as weights (log2 of how much likelier it is in one customer than in two).',
    beware: 'Traits that go together (postcode and city) say less than their sum; relatives look alike.',
  },
  false_merge: {
    page: 'methods/matching',
    title: 'Wrong merges',
    formula:
      'Of the pairs merged, how many are two customers: estimated of the merges people judged, weighted back to all by their probability, with a 95 % interval.',
  },
  false_split: {
    page: 'methods/matching',
    title: 'Missed merges',
    formula:
      'Of the pairs offered that are one customer, how many are kept apart: estimated of the answers, with a 95 % interval.',
  },
  strength: {
    page: 'methods/matching',
    title: 'Weakest link',
    formula:
      'The least probable link that holds the customer together; 100 % where sources or people said that the identifiers belong together.',
  },
} satisfies Record<string, Explanation>
