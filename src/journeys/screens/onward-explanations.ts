import type { Explanation } from '../../console/figure.tsx'

/** How the numbers about wasted steps, the channel customers stay in and the next matter are made. */
export const onwardExplanations = {
  waste: {
    page: 'methods/wasted-step',
    title: 'Wasted step',
    formula:
      'A designed step that tells, promises, starts and ends nothing, and without which success is less than 2 points lower: the lower end of the interval (95 %, one-sided) lies above −2. Needed: the upper end lies below 0.',
    beware:
      'Fewer than 30 decided runs on a side: it cannot be told. A law, or somebody else, may need the step.',
  },
  waste_difference: {
    page: 'methods/wasted-step',
    title: 'Success without the step',
    formula:
      'Share of success of runs without it less that of runs with it, weighted by propensity so that both are the same people. Each end of the interval is one-sided at 95 %, by a bootstrap of customers.',
    beware: 'Only what is recorded of customers can be made alike.',
  },
  waste_causes: {
    page: 'methods/wasted-step#by-cause',
    title: 'Customers’ time in wasted steps',
    formula:
      'Contacts: how many × minutes each, a contact 4 and a chase 4 more, with the 95 % interval of their mean over customers. A step that could go: the time customers took part in it, and 4 minutes where they began it.',
    beware:
      'The minutes each are a declared default. The time of a contact itself is not in it: at least so much.',
  },
  contained: {
    page: 'methods/next-matter',
    title: 'Stayed in the channel they chose',
    formula:
      'Of the runs whose first contact was in this channel, the share not forced into another within 24 hours of its end, by Kaplan–Meier with a 95 % interval: younger runs count as far as they were watched.',
    beware: 'A switch that the customer chose, or that is designed, is not forced.',
  },
  next_issue: {
    page: 'methods/next-matter',
    title: 'Resolved, with no next matter',
    formula:
      '1 − the share of resolved runs after which the same customer begins a journey that tends to follow within 30 days, by Kaplan–Meier with a 95 % interval.',
    beware:
      'Over all runs of the workspace, whatever the filters. Journeys without a storyboard are not seen.',
  },
  lift: {
    page: 'methods/next-matter',
    title: 'Times as often as usual',
    formula:
      'Share of resolved runs followed by that journey within 30 days ÷ how often customers begin it in any 30 days. The 95 % Wilson interval is that of the first share.',
    beware: 'What follows need not come of what went before. From 2 on it counts as the next matter.',
  },
} satisfies Record<string, Explanation>
