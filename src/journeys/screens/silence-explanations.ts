import type { Explanation } from '../../console/figure.tsx'

/** How the numbers about silence are made. */
export const silenceExplanations = {
  silence: {
    page: 'methods/silent-gap',
    title: 'Silent runs',
    formula:
      'Runs with at least one gap between two pieces of news, while the ball was not with the customer, longer than the tolerance of the storyboard.',
    beware: 'Where no news can be observed at all, silence is unknown and the run is left out.',
  },
  silent_now: {
    page: 'methods/silent-gap',
    title: 'In silence now',
    formula:
      'Open runs whose last gap was beyond its tolerance when they were last judged: how long it is, and what is tolerated there.',
    beware: 'Nothing after the horizon of the sources is judged.',
  },
  declared: {
    page: 'methods/silent-gap',
    title: 'Declared tolerance',
    formula:
      'How long the storyboard lets customers wait without news (silence), unless a step says otherwise.',
  },
  learnt: {
    page: 'methods/silent-gap#chases-and-tolerance-learnt-from-them',
    title: 'Learnt tolerance',
    formula:
      'The time without news after which one customer in ten has chased, by Kaplan–Meier; the next news ends the watch. The 95 % interval resamples customers.',
    beware: 'With fewer than 50 chases it cannot be learnt.',
  },
  silence_curve: {
    page: 'methods/silent-gap#chases-and-tolerance-learnt-from-them',
    title: 'The silence curve',
    formula:
      'Share of customers who have chased by so long after the last news, by Kaplan–Meier over gaps: the next news ends the watch. The band is the 95 % interval over customers.',
    beware: 'Where few gaps are still watched, it says little.',
  },
  still_watched: {
    page: 'methods/silent-gap#chases-and-tolerance-learnt-from-them',
    title: 'Gaps still watched',
    formula: 'Gaps in which, so long after the last news, neither a chase nor the next news had come yet.',
  },
  gap_place: {
    page: 'methods/silent-gap',
    title: 'Gaps between news',
    formula:
      'Every time without news from the one place to the other while the ball was not with the customer: how many, how many of them longer than tolerated there, and how long (median, and what the slowest tenth lasts over).',
  },
  gaps_and_chases: {
    page: 'methods/silent-gap#chases-and-tolerance-learnt-from-them',
    title: 'Gaps and chases',
    formula:
      'Gaps between news that began here, and those of them in which the customer chased: came back to ask, before the next news.',
  },
  holds_here: {
    page: 'methods/silent-gap#chases-and-tolerance-learnt-from-them',
    title: 'What holds here',
    formula: 'The tolerance learnt at this place; where too few chased here, that of the whole journey.',
  },
  excess: {
    page: 'methods/silent-gap',
    title: 'Days beyond tolerance',
    formula: 'For every gap, its length less its tolerance, never under zero; summed.',
  },
  longest: {
    page: 'methods/silent-gap',
    title: 'Longest gap',
    formula: 'The longest time without news in each run; median over runs.',
  },
  chases: {
    page: 'methods/silent-gap',
    title: 'Asked what was going on',
    formula: 'Contacts that the customer began in a wait for the company, to learn where things stand.',
    beware: 'Unknown where interactions do not say which of them were news.',
  },
} satisfies Record<string, Explanation>
