import type { Explanation } from '../../console/figure.tsx'

/** How the numbers about whose time it was are made. */
export const timeExplanations = {
  ball_time: {
    page: 'methods/journey-time',
    title: 'Whose time it was',
    formula:
      'Every moment of a run from its first interaction to its end (or until now) belongs to exactly one: the customer takes part, or waits for whoever has the ball: as the interaction says, else by what the news asks, else as before. Days of all runs added up; the parts are the whole.',
    beware: 'Until something tells who has the ball it is unknown. Nights and weekends count.',
  },
  place_time: {
    page: 'methods/journey-time#by-place',
    title: 'Where the time goes',
    formula:
      'A run is at a step from when it begins until the next begins (or until its end, or now). Those days over all runs ÷ all days, with a 95 % interval over customers; within them whoever had the ball. The places come to the whole.',
    beware: 'A run that comes to a step twice is there twice, and counted once among the runs.',
  },
  flow_efficiency: {
    page: 'methods/journey-time',
    title: 'Time in which something happened',
    formula:
      'Time in which the customer took part ÷ all time, in runs whose interactions have a known end, with a 95 % interval over customers.',
    beware: 'An interaction without an end is a moment. Internal work counts as waiting.',
  },
  company_wait: {
    page: 'methods/journey-time',
    title: 'Waiting for the company',
    formula:
      'Time waited while the company had the ball ÷ all time, in runs in which it is known who had the ball, with a 95 % interval over customers.',
  },
  held: {
    page: 'methods/journey-time',
    title: 'Whom was waited for here',
    formula:
      'Of all time waited between these two steps, the share in which each had the ball. The parts are the whole of it.',
    beware: 'Unknown where nothing was waited.',
  },
} satisfies Record<string, Explanation>
