import type { Output } from '../../src/http/operation.ts'
import type { Filters, QuestionsReport, readValidity } from '../../src/journeys/contract.ts'
import { headOf, measuredRuns, proportion } from './measures.ts'
import { asOf } from './report.ts'

const day = 86_400

export function questionsOf(asked: Filters): QuestionsReport {
  const { runs, measured } = measuredRuns(asked)
  const of = measured.length * 2
  const clock = (question: string, words: string, share: number, median: number | null) => ({
    question,
    words,
    answered: proportion(Math.round(of * share), of),
    median: median && median * day,
    low: median && median * day * 0.9,
    high: median && median * day * 1.15,
  })
  return {
    ...headOf(measured.length, runs.length),
    clocks: [
      clock('received', 'Have you received it?', 0.91, 0.4),
      clock('needed', 'Do you need anything from me?', 0.62, 4.8),
      clock('next', 'When do I hear from you?', 0.23, null),
    ],
  }
}

/** Of version 1 too few runs keep to the design to tell. */
export function validityOf(asked: Filters): Output<typeof readValidity> {
  const few = asked.version === 1
  return {
    journey: 'claim',
    as_of: asOf,
    conforming: 0.9,
    attributes: ['region', 'product'],
    success: few
      ? {
          conforming: 12,
          others: 555,
          difference: null,
          verdict: 'cannot tell',
          why: 'fewer than 30 decided runs on one side',
        }
      : {
          conforming: 241,
          others: 326,
          difference: { value: 0.02, low: -0.05, high: 0.09, raw: 0.06 },
          verdict: 'no detectable difference',
          why: 'the interval holds 0 and is narrow',
        },
    score: few
      ? null
      : {
          conforming: 118,
          others: 160,
          difference: { value: 0.41, low: 0.2, high: 0.62, raw: 0.55 },
          verdict: 'conforming runs end better',
          why: 'the whole interval lies above 0',
        },
  }
}
