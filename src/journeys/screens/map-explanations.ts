import type { Explanation } from '../../console/figure.tsx'

/** How the numbers of the map are made. */
export const mapExplanations = {
  edge: {
    title: 'Edge of the map',
    formula:
      'Each edge is what directly followed what within one run. Its width is the number of runs that took it, once or more often.',
    beware: 'Where two interactions have equal times, the source’s own order decides.',
    page: 'methods#the-map',
  },
  passages: {
    title: 'Passages',
    formula:
      'How often one step directly followed the other; a run that goes back and forth passes several times.',
    page: 'methods#the-map',
  },
  time: {
    title: 'Time on an edge',
    formula:
      'From the end of the one interaction to the start of the next, in the customer’s own clock, nights and weekends included.',
    page: 'methods/journey-time',
  },
  held: {
    title: 'Who held the ball',
    formula:
      'All time waited on this edge, parted by whoever had to act next: the customer, the company or a third party.',
    beware: 'Unknown where nothing before tells who it was.',
    page: 'methods/journey-time',
  },
  silent: {
    title: 'Silent on this edge',
    formula:
      'Runs of which some time on this edge lay in a silent gap beyond its tolerance ÷ runs on it whose silence is known, with the 95 % Wilson interval.',
    beware: 'A gap may reach over several edges: each has the part that falls on it.',
    page: 'methods/silent-gap',
  },
  excess: {
    title: 'Customer-days beyond tolerance',
    formula: 'All time beyond tolerance that falls on this edge, summed over its runs.',
    page: 'methods/silent-gap',
  },
  coverage: {
    title: 'What the map shows',
    formula:
      'Passages over the edges drawn ÷ passages over all edges. The rarest edges are left out first; designed ones never.',
    beware: 'A run that passes over an edge left out seems to jump.',
    page: 'methods#the-map',
  },
  ends: {
    title: 'First and last',
    formula: 'Runs whose first interaction, or whose last so far, was here.',
    beware: 'Last seen is no outcome: a run may go on, and what was reached is told above.',
    page: 'methods#the-map',
  },
  lost: {
    title: 'Lost here',
    formula:
      'Runs that failed or were given up with this as their last designed step ÷ runs that came here and are over, with the 95 % Wilson interval.',
    beware: 'Open runs are in neither: they may still be lost.',
    page: 'methods#the-map',
  },
  silent_now: {
    title: 'Silent here now',
    formula:
      'Open runs in which the customer has heard nothing since this step for longer than the tolerance.',
    page: 'methods/silent-gap',
  },
} satisfies Record<string, Explanation>
