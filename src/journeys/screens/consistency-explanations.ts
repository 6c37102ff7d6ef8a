import type { Explanation } from '../../console/figure.tsx'

/** How the numbers about items asked twice, contradictions and hand-offs are made. */
export const consistencyExplanations = {
  asked_twice: {
    page: 'methods/asked-twice',
    title: 'Asked twice',
    formula:
      'Items asked for that the customer had given before ÷ all items asked for. What proves who one is (security) is counted apart.',
  },
  item_again: {
    page: 'methods/asked-twice',
    title: 'Times an item was asked again',
    formula: 'How often it was asked by this channel although it had been given by that one before.',
    beware: 'One run may hold several: the runs are counted apart.',
  },
  contradiction: {
    page: 'methods/contradiction',
    title: 'Contradictions',
    formula:
      'Runs in which the customer was told two things that cannot both be true, of those with two statements or more, with a 95 % Wilson interval. What changed in between, or was said to change, contradicts nothing.',
    beware: 'Runs with fewer than two statements recorded tell nothing about it and are left out.',
  },
  contradiction_times: {
    page: 'methods/contradiction',
    title: 'Times two statements contradicted',
    formula: 'How often the second contradicted what the first had said, and in how many runs.',
  },
  seamless: {
    page: 'methods/seamless',
    title: 'Seamless hand-offs',
    formula:
      '1 − the mean share of failures at the hand-offs: identified again, history missing, asked again, waited too long.',
    beware: 'Without a hand-off at which something was observed it is unknown, not 100 %.',
  },
  without_hand_off: {
    page: 'methods/seamless',
    title: 'Without any hand-off',
    formula: 'Runs that stayed with one channel, team and person ÷ all runs.',
    beware: 'Beside it, because a journey is not seamless by hiding its hand-offs.',
  },
  hand_off_failure: {
    page: 'methods/seamless',
    title: 'What failed at hand-offs',
    formula:
      'Hand-offs at which it failed ÷ hand-offs at which it could be observed, with a 95 % Wilson interval.',
    beware: 'Where it was not observed it is unknown, not well.',
  },
  hand_off_pair: {
    page: 'methods/seamless',
    title: 'Hand-offs by where from and where to',
    formula:
      'How often customers were passed on there, and at how many of those observed something failed: identity, history, an item asked again, or a wait.',
  },
} satisfies Record<string, Explanation>
