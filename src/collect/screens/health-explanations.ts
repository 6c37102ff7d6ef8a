import type { Explanation } from '../../console/figure.tsx'

const page = 'methods/data-health'

export const healthExplanations = {
  volume: {
    page,
    title: 'Last day and what is usual',
    formula:
      'Interactions of the last 24 hours, against the middle of the same 24 hours of up to eight weeks before. The interval is left once in a thousand by a feed that is as always.',
    beware: 'Fewer than four weeks of history are too few to tell: unknown. A holiday is not known as one.',
  },
  silent: {
    page,
    title: 'Silent',
    formula:
      'Nothing came for so long that it happens by chance once in a million, by the rhythm of its own weeks, and in fewer than a quarter of them it was as empty at the same time.',
    beware:
      'From the last that came on, journeys seen through it are unknown, not silent: its horizon stays there.',
  },
  nameless: {
    page,
    title: 'Without identifiers',
    formula: 'Share of the interactions of the last seven days that carry no identifier at all.',
    beware: 'They can still stand in a journey by their subject.',
  },
  clock: {
    page,
    title: 'Clock ahead',
    formula: 'Share that says it happened more than a minute after it arrived, and the most by which.',
    beware:
      'The clock of the sender is wrong, or a time zone is. A clock that is behind looks like late arrival.',
  },
  late: {
    page,
    title: 'Late',
    formula:
      'From when it happened to when it arrived, over the last seven days: the middle, and what 99 of 100 keep to.',
    beware: 'Files are read long after: of them it is unknown.',
  },
  again: {
    page,
    title: 'Again',
    formula:
      'Of live sources: ids that had come shortly before, in the last 28 days. Of files: records read that were there unchanged. They are stored once.',
    beware:
      'A live id is known again among the last 50,000 to 100,000 that came; older ones are not counted.',
  },
} satisfies Record<string, Explanation>
